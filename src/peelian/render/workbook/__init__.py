"""The workbook: a cover, contents, notes, one table a sheet, and every figure."""
