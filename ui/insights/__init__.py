"""The Insights room: rates, months, and where to look."""
