"""What an agreement says of its years: the plan, its inputs, how it is read."""
