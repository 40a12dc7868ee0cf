"""`python -m peelian`, the same as `peelian`."""

from peelian.cli import main

if __name__ == "__main__":
    main()
