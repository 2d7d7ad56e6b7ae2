"""`python -m bot …`."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["brightspots"]:
        # It needs no settings and no database, which take longer to load than it takes to read a district's scores.
        from bot.analysis import main
    else:
        from bot.cli import main
    main()
