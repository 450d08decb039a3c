"""The reference evaluator: worlds, contexts, closures, and the decision table that every engine shares."""
