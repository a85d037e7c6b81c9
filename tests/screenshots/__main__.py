"""Takes the pictures of all states, or of those that are named; a state that fails is named, the others are drawn."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.screenshots.small import IN_README, save_small
from tests.screenshots.stage import Stage, State, make_demo
from tests.screenshots.table import STATES, name_of

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"


def main() -> int:
    """Draw what was asked for and say where it lies; the exit code is 1 when a state could not be drawn."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures go (a new temporary folder)")
    parser.add_argument("--only", nargs="+", metavar="STATE", default=[], help="names of states, or their beginnings")
    parser.add_argument("--readme", action="store_true", help="write the small pictures of the README too")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="reviewer-screenshots-"))
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [state for state in STATES if not arguments.only or name_of(state).startswith(tuple(arguments.only))]
    if not wanted:
        parser.error(f"no state has such a name: {', '.join(map(name_of, STATES))}")
    return draw(wanted, folder, readme=PICTURES if arguments.readme else None)


def draw(states: Sequence[State], folder: Path, *, readme: Path | None = None) -> int:
    """Draw states into a folder; return 1 when one of them failed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    before = qInstallMessageHandler(_tell), sys.excepthook
    began, count, failed = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory() as scratch:
        demo = make_demo(Path(scratch))
        for number, state in enumerate(states):
            stage = Stage(app, Path(scratch) / str(number), demo)
            try:
                count += _draw_one(stage, state, folder, readme)
            except Exception as error:  # one state must not keep the others from being drawn
                failed.append(name_of(state))
                print(f"{name_of(state)} failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            finally:
                stage.close()
                sys.excepthook = before[1]
    qInstallMessageHandler(before[0])
    seconds = time.monotonic() - began
    print(f"{count} pictures of {len(states) - len(failed)} states in {folder} after {seconds:.0f} seconds.")
    if failed:
        print(f"Not drawn: {', '.join(failed)}.", file=sys.stderr)
    return int(bool(failed))


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print what Qt warns of, but for what a machine without a screen or a font says each time."""
    if "propagateSizeHints" not in message and "OpenType support missing" not in message:
        print(message, file=sys.stderr)


def _draw_one(stage: Stage, state: State, folder: Path, readme: Path | None) -> int:
    stage.folder.mkdir()
    unhandled: list[BaseException] = []
    sys.excepthook = lambda _kind, error, _trace: unhandled.append(error)  # Qt goes on after what its slots raise
    state(stage)
    count = 0
    for ending, image in stage.pictures():
        name = f"{name_of(state)}-{ending}"
        if not image.save(str(folder / f"{name}.png")):
            raise OSError(f"{name}.png cannot be written to {folder}")
        if readme is not None and name in IN_README:
            save_small(image, readme / f"{IN_README[name]}.png")
        count += 1
    if unhandled:
        raise unhandled[0]
    return count


if __name__ == "__main__":
    sys.exit(main())
