"""The office server: receives, checks and serves what the laptops send. It comes with sync."""
