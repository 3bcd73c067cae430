"""Declared documents: one file each, found by `inspector_app.reports.catalogue`. Pure trees."""
