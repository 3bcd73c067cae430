"""Hengping: the field inspection app's core. Declared kinds, rules, evidence and use cases."""

__version__ = "0.1.0"
