"""The Rules room: every regulation and edition with its figures, uses and worked examples."""
