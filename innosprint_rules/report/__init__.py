"""How a report is told: in text, in JSON."""
