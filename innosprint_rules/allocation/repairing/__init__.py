"""The smallest change that complies, and how far each figure may go."""
