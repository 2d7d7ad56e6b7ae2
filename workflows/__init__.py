"""The work: plain Python, told the time."""
