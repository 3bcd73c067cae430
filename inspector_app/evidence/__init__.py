"""Proof: canonical form, hash chain, signed heads, Merkle tree, seal and QR token. Pure: no I/O.

Key storage is an adapter; whatever signs is passed in as a `KeyHolder`.
"""
