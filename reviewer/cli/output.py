"""What goes to standard output (data) and to standard error (messages and progress)."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

COLUMN_LIMIT = 60
_NAMED = 8


def shown(text: object) -> str:
    """Return foreign text so that a terminal shows it and never obeys it: control and bidi characters become marks."""
    return "".join(
        char if char.isprintable() else "\u23ce" if char == "\n" else f"\u27e6U+{ord(char):04X}\u27e7"
        for char in str(text)
    )


def cut(text: object, width: int = COLUMN_LIMIT) -> str:
    """Return foreign text on one line, cut to a width."""
    line = shown(text)
    return line if len(line) <= width else line[: width - 1] + "\u2026"


def say(text: str) -> None:
    """Write a message to standard error."""
    print(text, file=sys.stderr)


def say_resting(datasets: Sequence[str]) -> None:
    """Name the datasets that rest on what was changed, the newest first."""
    if datasets:
        newest = ", ".join(datasets[::-1][:_NAMED])
        more = f" and {len(datasets) - _NAMED:,} older ones" if len(datasets) > _NAMED else ""
        say(f"Datasets that rest on this and may be outdated now: {shown(newest)}{more}.")


def put(text: str) -> None:
    """Write a line of data to standard output, whatever its encoding can hold."""
    try:
        print(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        print(text.encode(encoding, "backslashreplace").decode(encoding))


def put_json(value: Any) -> None:
    """Write one JSON object in plain ASCII, which every pipe and terminal can hold."""
    print(json.dumps(value, ensure_ascii=True, allow_nan=False, default=_as_text))


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def put_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table with aligned columns; numbers stand to the right."""
    cells = [[cut("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(len(line[column]) for line in [list(header), *cells]) for column in range(len(header))]
    right = [bool(rows) and all(isinstance(row[column], int | float) for row in rows) for column in range(len(header))]
    for line in [list(header), *cells]:
        parts = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        put("  ".join(parts).rstrip())


def when(at: datetime | None) -> str:
    """Return a time in the zone of this machine, or nothing."""
    return "" if at is None else at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def progress_bar(title: str, unit: str = "items") -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar on standard error while work goes on, if that is a terminal; yields what to report progress to."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total: None
        return
    from tqdm import tqdm

    with tqdm(desc=title, unit=f" {unit}", file=sys.stderr, leave=False, dynamic_ncols=True) as bar:

        def report(done: int, total: int | None) -> None:
            if total is not None:
                bar.total = total
            bar.update(done - bar.n)

        yield report
