"""Workbooks: opened, scanned, read and written."""
