"""What `python -m bot check` looks at: words, screens, doors and files, and how they fit together."""
