"""Widgets that know no use case: they take plain values and speak in signals."""
