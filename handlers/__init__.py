"""The doors: Slack in, Slack out."""
