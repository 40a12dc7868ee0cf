"""Proof: how a printed figure can be followed back to the bytes it came from."""
