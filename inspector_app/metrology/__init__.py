"""One function per rule of metrology. Exact, pure; the numbers are rows in resources/regulations."""
