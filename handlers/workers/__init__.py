"""What runs behind the doors: files are fetched and read, analyses made."""
