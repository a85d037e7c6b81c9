"""The program: `reviewer`, or `python -m reviewer`; the one place that knows both terminal and window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Run the command line of this process and end with its exit code."""
    words = sys.argv[1:]
    alone = len(words) == 1 and words[0].endswith(".reviewer") and not words[0].startswith("-")
    completing = "_REVIEWER_COMPLETE" in os.environ  # a shell asks how a command line could go on
    sys.exit(_start_window(words) if (alone or not words) and not completing else _run(words))


def _start_window(words: list[str]) -> int:
    """Open the window as the terminal would, which is loaded only to say what went wrong."""
    place = words[0] if words else os.environ.get("REVIEWER_WORKSPACE") or None
    try:
        return _open_window(place, None)
    except (Exception, KeyboardInterrupt) as error:
        failed = error

    def say_why(_workspace: str | None, _reviewer: str | None, _project: str | None) -> int:
        raise failed

    return _run(words, say_why)


def _open_window(workspace: str | None, reviewer: str | None, project: str | None = None) -> int:
    _demand_display()
    from reviewer.ui.app import run

    return run(workspace, reviewer, project)


def _demand_display() -> None:
    """Raise Unreachable where there is no screen: Qt would end the process without a word that helps."""
    if sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        return
    from reviewer.domain.errors import Unreachable

    raise Unreachable(
        "There is no display here for the window: start it in a desktop session, or use the commands of the terminal "
        "('reviewer --help')."
    )


def _open_demo(offscreen: Path | None, reviewer: str | None) -> int:
    if offscreen is None:
        _demand_display()
    from reviewer.ui.demo import run

    return run(offscreen=offscreen, reviewer=reviewer)


def _run(words: list[str], window: Callable[[str | None, str | None, str | None], int] = _open_window) -> int:
    from reviewer.cli.main import run
    from reviewer.cli.screen import Screen

    return run(words, Screen(window, _open_demo))


if __name__ == "__main__":
    main()
