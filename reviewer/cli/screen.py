"""What the terminal asks of the window; the program hands it in, as the terminal imports nothing of the window."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Screen:
    """The two ways to open the window; each runs until it is closed and returns an exit code."""

    open_window: Callable[[str | None, str | None, str | None], int]  # workspace, person, project
    open_demo: Callable[[Path | None, str | None], int]  # folder of the run without a screen, person
