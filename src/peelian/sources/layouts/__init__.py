"""Layouts: how a supplier's own spreadsheet is read as a return, proposed once and confirmed by a person."""
