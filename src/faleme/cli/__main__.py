"""`python -m faleme.cli` is the command line too."""

from faleme.cli import main

if __name__ == "__main__":
    main()
