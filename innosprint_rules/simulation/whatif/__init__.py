"""What if: two plays of one dossier, and what differs."""
