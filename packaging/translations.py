"""Writes the list of the window's texts that translators start from; a test fails where it and the program differ.

To translate the window, copy resources/translations/reviewer.ts to reviewer_LANGUAGE.ts, translate it with Qt Linguist,
and run `pyside6-lrelease` on it: the program loads resources/translations/reviewer_LANGUAGE.qm where the system speaks
that language.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "translations" / "reviewer.ts"


def generated() -> str:
    """Return the list of texts as the program has them now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = folder / "tables.py"
        tables.write_text("".join(f"tr({text!r})\n" for text in _texts_of_tables()), "utf-8")
        made = folder / TEMPLATE.name
        sources = sorted(str(file) for file in (ROOT / "reviewer" / "ui").rglob("*.py"))
        options = ["-no-obsolete", "-sort-messages", "-locations", "none", "-tr-function-alias", "tr+=later"]
        subprocess.run([_lupdate(), *sources, str(tables), *options, "-silent", "-ts", str(made)], check=True)
        return made.read_text("utf-8")


def _texts_of_tables() -> Iterator[str]:
    """Yield the texts of the tables that know no Qt: actions, menus and settings."""
    from reviewer.config.settings import SECTIONS, setting_rows
    from reviewer.ui.actions import ACTIONS, MENUS

    yield from MENUS
    yield from (action.title for action in ACTIONS)
    yield from SECTIONS
    for row in setting_rows():
        yield row.title
        yield row.description
        yield from filter(None, [row.effect])
        yield from (choice.capitalize() for choice in row.choices if isinstance(choice, str))


def _lupdate() -> str:
    import PySide6

    return str(Path(PySide6.__file__).parent / ("lupdate.exe" if sys.platform == "win32" else "lupdate"))


def main() -> int:
    """Write the list where it differs."""
    text = generated()
    if not TEMPLATE.exists() or TEMPLATE.read_text("utf-8") != text:
        TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
        TEMPLATE.write_text(text, "utf-8", newline="\n")
        print(f"wrote {TEMPLATE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
