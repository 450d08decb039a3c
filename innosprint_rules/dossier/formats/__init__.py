"""Files and data of every form, read into raw tables and written from a dossier."""
