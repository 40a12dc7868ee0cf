"""Readback: finished files read again, by other means than they were written, and held against the pack."""
