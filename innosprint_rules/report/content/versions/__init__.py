"""Two versions of a dossier: what differs, as values and in words."""
