"""Mixed-integer problems for HiGHS, and what is done where none has a solution."""
