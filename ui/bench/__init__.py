"""The Bench: what hangs on the ports, how it speaks, and a profile of it to keep."""
