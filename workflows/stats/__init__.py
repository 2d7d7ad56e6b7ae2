"""Bright spots, found fairly: pure functions on tidy frames."""
