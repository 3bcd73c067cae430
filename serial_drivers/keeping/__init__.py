"""What is kept of a port's bytes: captures, replays, transcripts, logs, figures over time."""
