"""Foreign text made fit for places that take a plain Python string: cells, menus, tooltips, charts."""

from __future__ import annotations

import html
from typing import Final

from reviewer.texts.invisible import show_marks

LONGEST_CELL: Final = 200
LONGEST_TOOLTIP: Final = 500
LONGEST_LABEL: Final = 10_000


def elide(text: str, limit: int = LONGEST_CELL) -> str:
    """Return the beginning of a text for a table cell: one line, hidden characters as marks, at most so long."""
    shown = " ".join(show_marks(text[: limit + 1]).text.split())
    return shown if len(shown) <= limit and len(text) <= limit else shown[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = LONGEST_CELL) -> str:
    """Return a name for a title or a status line, the same way as for a table cell."""
    return elide(text, limit)


def readable(text: str, limit: int = LONGEST_LABEL) -> str:
    """Return a text of several lines with its hidden characters as marks, cut at a limit."""
    shown = show_marks(text[:limit]).text.replace("\r\n", "\n")
    return shown if len(shown) <= limit and len(text) <= limit else shown[: limit - 1] + "…"


def tooltip_text(text: str, limit: int = LONGEST_TOOLTIP) -> str:
    """Return a text for a tooltip or for the tooltip role of a model, in which nothing is taken for HTML."""
    if not text:
        return ""
    return f'<qt><p style="white-space:pre-wrap">{html.escape(readable(text, limit))}</p></qt>'


def escape_for_chart(text: str, limit: int = LONGEST_CELL) -> str:
    """Return a name for a chart's legend, axis or title, which would otherwise be taken for HTML."""
    return html.escape(elide(text, limit))


def menu_text(text: str, limit: int = 80) -> str:
    """Return a name for a menu, a button or a tab, in which & stands for itself and underlines nothing."""
    return elide(text, limit).replace("&", "&&")
