"""The Cases room: board and table, the file of one case, and what is recorded in it."""
