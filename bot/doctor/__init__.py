"""What `python -m bot doctor` looks at, one part of the surroundings at a time."""
