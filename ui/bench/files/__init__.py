"""Files that the bench writes and plays: captures, logs, replays."""
