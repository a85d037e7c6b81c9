"""The program: `reviewer`, or `python -m reviewer`; the one place that knows both terminal and window."""

import sys
from pathlib import Path

from reviewer.cli.main import run
from reviewer.cli.screen import Screen


def main() -> None:
    """Run the command line of this process and end with its exit code."""
    sys.exit(run(screen=Screen(_open_window, _open_demo)))


def _open_window(workspace: str | None, reviewer: str | None) -> int:
    from reviewer.ui.app import run

    return run(workspace, reviewer)


def _open_demo(offscreen: Path | None, reviewer: str | None) -> int:
    from reviewer.ui.demo import run

    return run(offscreen=offscreen, reviewer=reviewer)


if __name__ == "__main__":
    main()
