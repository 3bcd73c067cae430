"""The wire: framers, one driver per protocol, port workers, detection, capture, simulators.

No Qt and no SQL live here; pyserial lives nowhere else.
"""
