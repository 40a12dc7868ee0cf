"""Spreadsheets: sheets of cells, their headings, titles and tables, whatever the format."""
