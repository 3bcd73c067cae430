"""Settings: language, look, who works here, how the keys are kept, and what this program is."""
