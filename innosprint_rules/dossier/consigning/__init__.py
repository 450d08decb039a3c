"""Consigning a session: from what was proposed to what was voted, written into a copy of the user's own dossier."""
