"""Registers and settings as workbooks, to change in a spreadsheet and read back."""
