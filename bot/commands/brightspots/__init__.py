"""`python -m bot brightspots`: the whole analysis on files, without Slack or a database."""
