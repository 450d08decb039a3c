"""What is decided: the reference evaluator, the inference engine, findings and reports."""
