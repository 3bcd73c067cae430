"""Canonical form, hash chain, signatures, the signed QR token and verification. No key storage."""
