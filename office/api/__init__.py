"""What laptops ask of the office, plane by plane."""
