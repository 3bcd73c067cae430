"""Layers of protocols that several drivers share, or one needs whole: bytes in, parts out. Pure."""
