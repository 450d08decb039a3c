"""Rules written out as plain loops over columns, for years by the million."""
