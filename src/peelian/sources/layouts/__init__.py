"""Layouts: ways to read a supplier's own spreadsheet as a return. A person confirms each proposal once."""
