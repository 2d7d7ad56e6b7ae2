"""People at the stand-in: they type, click, fill in forms, and read what is shown to them."""
