"""Runs that watch a stream and say what to do next; the runs that are kept."""
