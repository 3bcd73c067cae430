"""The disk: event log, projections, migrations. The only place with SQL."""
