"""What is required: the agreement, its readings, dated parameters, measures and rules."""
