"""Spreadsheets in any format: sheets of cells, headings, titles and tables."""
