"""How a request reaches a door, and how a refusal leaves it."""
