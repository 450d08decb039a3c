"""What is told, apart from the form in which it is told."""
