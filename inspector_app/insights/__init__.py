"""What many records say together: rates, and where to look. Statistics only, never a verdict."""
