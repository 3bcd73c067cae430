"""Printers of slips and labels: pictures in their languages, sent through a port."""
