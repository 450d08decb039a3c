"""Whether the rulebook can be trusted: its own examples, and the agreement's clauses traced to rules."""
