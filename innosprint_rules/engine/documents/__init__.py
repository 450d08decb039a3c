"""Results as documents: what each holds is declared once, and written and published from that."""
