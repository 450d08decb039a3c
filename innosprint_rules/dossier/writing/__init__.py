"""A dossier written: CSV folders, documents, data frames."""
