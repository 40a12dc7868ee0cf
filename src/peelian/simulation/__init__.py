"""A county that does not exist: made-up rows of every return, the same on any machine for the same seed."""
