"""The office's signed package of rules: what it is, how it is proved, and what it makes of them."""
