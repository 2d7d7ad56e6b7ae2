"""What runs in the other process, where pandas is: files read, reviewed, imported, analysed."""
