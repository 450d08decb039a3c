"""Events of a file, played on a dossier: who does what, when, for how much."""
