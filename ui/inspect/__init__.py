"""The Inspect page: one inspection from the premises to the sealed record."""
