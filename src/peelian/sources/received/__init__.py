"""Received files: taken in all or none, kept unchanged, each with a note of its origin."""
