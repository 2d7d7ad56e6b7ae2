"""The stand-in's Web API: what it is asked over HTTP, and what it answers."""
