"""What could happen: scenarios applied to a dossier, and what they change in the verdicts."""
