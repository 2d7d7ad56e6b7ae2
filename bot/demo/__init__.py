"""A made-up school lives through a cycle: the story, its files, and a count of what was promised."""
