"""docs/promises.md: a row for each promise with what was measured last, written by the tests themselves."""

from __future__ import annotations

from pathlib import Path

from tests.promises.table import PROMISES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "promises.md"
BEGIN = "<!-- begin promises: written by packaging/dev.py test --full -->\n"
END = "<!-- end promises -->"
HEAD = "| | Promise | Goal | Measured | Negative control | Seconds | When and where |\n|---|---|---|---|---|---|---|"
NOT_YET = ("not measured yet", "", "", "")
Row = tuple[str, str, str, str]  # what was measured, the negative control, seconds, when and where


def rows_of(page: str) -> dict[int, Row]:
    """Return what a page says of each promise."""
    found = {}
    for line in page.partition(BEGIN)[2].partition(END)[0].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 7 and cells[0].isdecimal():
            found[int(cells[0])] = (cells[3], cells[4], cells[5], cells[6])
    return found


def with_rows(page: str, new: dict[int, Row]) -> str:
    """Return a page with new rows in the place of the old ones; a promise of which nothing is known says so."""
    rows = {**rows_of(page), **new}
    lines = [
        "| " + " | ".join((str(each.number), each.sentence, each.goal, *rows.get(each.number, NOT_YET))) + " |"
        for each in PROMISES
    ]
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n" + "\n".join([HEAD, *lines]) + "\n\n" + END + after


def update(new: dict[int, Row]) -> None:
    """Write rows into the page."""
    PAGE.write_text(with_rows(PAGE.read_text("utf-8"), new), "utf-8", newline="\n")
