"""The ports of the bench: which there are, what speaks on them, and what is wrong with a line."""
