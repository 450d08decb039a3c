"""Drawing a year: each table of it from keyed random words."""
