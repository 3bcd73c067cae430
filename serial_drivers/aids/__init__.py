"""Measurement aids: runs that watch a stream of indications and say what to do next. Pure."""
