"""Papers of the session and of the year, prefilled from the dossier: minutes, letters, accounts, the calendar."""
