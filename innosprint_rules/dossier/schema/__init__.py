"""What a dossier may hold: tables, columns, values, rows, and how they are described to others."""
