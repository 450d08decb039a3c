"""Answers on one A4 page, for the table and the file: a check, a sharing, a repair, where the programme stands."""
