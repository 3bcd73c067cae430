"""The papers that may follow an inspection: which fit, what they ask, how they look, issue."""
