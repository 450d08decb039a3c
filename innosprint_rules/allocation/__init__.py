"""What is shared out: constraints drawn from the rules, repairs of a proposal, how far each amount may go."""
