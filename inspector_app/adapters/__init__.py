"""Floor 3: the outside world, each library behind one of our ports."""
