"""`python -m lib COMMAND`: the twin of every number on the pages."""

from lib.cli.main import main

if __name__ == "__main__":
    main()
