"""Tables, engine, claims and queries."""
