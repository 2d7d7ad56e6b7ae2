"""Due posts: taken, written, sent once, looked up, edited."""
