"""Registers and settings as workbooks: out to be changed in a spreadsheet, and back again."""
