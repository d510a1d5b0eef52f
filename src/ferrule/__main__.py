"""`python -m ferrule`."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:  # the user's program: nothing else of ours is loaded
        from ferrule.importer.program import start

        start(sys.argv[2:])
    else:
        from ferrule.cli import main

        main()
