"""What is shared out: requests, methods, reserve, and why each project gets what it gets."""
