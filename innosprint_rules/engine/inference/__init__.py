"""The inference engine on durable_rules, what follows from verdicts, and the comparison with the reference."""
