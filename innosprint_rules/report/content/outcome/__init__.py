"""What an outcome of simulated years says, as values and sentences."""
