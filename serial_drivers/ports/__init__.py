"""Ports: which there are, how one is opened, the process that reads it, what is wrong on a line."""
