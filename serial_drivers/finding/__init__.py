"""Finding out what speaks on a port: listening, asking, weighing the evidence."""
