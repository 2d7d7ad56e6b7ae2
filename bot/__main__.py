"""`python -m bot …`."""

import sys

if __name__ == "__main__":
    # These two need no settings and no database, which take longer to load than it takes to read most score files.
    if sys.argv[1:2] == ["brightspots"]:
        from bot.commands.brightspots.command import main
    elif sys.argv[1:2] == ["scores"]:
        from bot.commands.scores import main
    else:
        from bot.cli import main
    main()
