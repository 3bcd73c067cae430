"""The register of instruments, premises and reference weights: find, look, add, start a check."""
