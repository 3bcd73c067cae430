"""Declared inspection kinds: one file each, found by `inspector_app.kinds.catalogue`."""
