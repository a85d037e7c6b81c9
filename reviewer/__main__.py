"""The program: `reviewer`, or `python -m reviewer`."""

import sys

from reviewer.cli.main import run


def main() -> None:
    """Run the command line of this process and end with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
