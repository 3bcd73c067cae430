"""The page of drivers: what each rests on, and its examples run."""
