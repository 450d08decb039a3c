"""Rules over amounts not decided yet: linear expressions, conditions, and the constraints they make."""
