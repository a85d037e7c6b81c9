"""Writes the tables of the manual from the program itself; a test fails where a page and the program differ.

A page holds prose and, between two comments, what is generated:

    <!-- begin NAME: written by packaging/dev.py docs -->
    <!-- end NAME -->

To add a table, write a function that returns Markdown, put it in BLOCKS, and put both comments in the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.config.settings import SettingRow

ROOT = Path(__file__).resolve().parent.parent


def settings_table() -> str:
    """Return the settings, a table for each section."""
    from reviewer.config.settings import SECTIONS, setting_rows

    def line(row: SettingRow) -> str:
        return _row(row.title, f"`{row.name}`", _allowed(row), _default(row.default), row.description)

    parts: list[str] = []
    for section in SECTIONS:
        rows = [line(row) for row in setting_rows() if row.section == section]
        head = _row("Setting", "Name", "Allowed", "Default", "What it does")
        parts.append("\n".join([f"### {section}", "", head, "|---|---|---|---|---|", *rows]))
    return "\n\n".join(parts)


# (page below docs/, name of the block in it, what writes the block)
BLOCKS: tuple[tuple[str, str, Callable[[], str]], ...] = (("manual/settings.md", "settings", settings_table),)


def generated(page: str) -> str:
    """Return the text of a page with its blocks written anew."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    for name, write in [(name, write) for file, name, write in BLOCKS if file == page]:
        begin = f"<!-- begin {name}: written by packaging/dev.py docs -->\n"
        end = f"<!-- end {name} -->"
        before, found_begin, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise SystemExit(f"docs/{page} lacks the comments that begin and end the block {name!r}.")
        text = f"{before}{begin}\n{write()}\n\n{end}{after}"
    return text


def differing_pages() -> list[str]:
    """Return the pages that no longer say what the program does."""
    pages = dict.fromkeys(page for page, _, _ in BLOCKS)
    return [page for page in pages if (ROOT / "docs" / page).read_text("utf-8") != generated(page)]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _allowed(row: SettingRow) -> str:
    if row.choices:
        return ", ".join(f"`{choice}`" for choice in row.choices)
    if row.minimum is not None or row.maximum is not None:
        return f"{row.minimum} to {row.maximum}"
    kinds = {"switch": "`true`, `false`", "table": "a table", "text": "text", "number": "a number"}
    return kinds[row.kind]


def _default(value: object) -> str:
    if value is None or value == {}:
        return "none"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def main() -> int:
    """Write every page that differs."""
    for page in differing_pages():
        (ROOT / "docs" / page).write_text(generated(page), "utf-8", newline="\n")
        print(f"wrote docs/{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
