"""A report as a workbook, or marked in a copy of the reader's own."""
