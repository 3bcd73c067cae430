"""Floor 3, the disk: encrypted SQLite holding the event log and its projections. No rules here.

Imported after the first window is painted: SQLAlchemy alone takes a quarter of a second.
"""
