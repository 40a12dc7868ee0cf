"""Received files: taken in all or nothing, kept untouched, each with a note of where it came from."""
