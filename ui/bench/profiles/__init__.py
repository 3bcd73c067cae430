"""An instrument's profile: made from what was found, kept, shared by file and QR code."""
