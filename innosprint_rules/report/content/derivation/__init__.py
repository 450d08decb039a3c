"""How a verdict was reached, told: the page of a derivation, and the rows that it rests on."""
