"""What the stand-in remembers, and how it misbehaves on order."""
