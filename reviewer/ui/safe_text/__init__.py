"""The one owner of every display of text that the program did not write itself.

What the model said is the attacker, and so are file names, project files and the names of users. Qt takes such text for
HTML where it can, opens the files that it names and freezes on what it nests. Here nothing is ever taken for HTML, long
text costs no more than short text, and hidden characters are shown as marks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.ui.safe_text.highlights import MARK, Highlight, HighlightStyle
    from reviewer.ui.safe_text.labels import ElidedLabel, PlainLabel, set_plain_tooltip
    from reviewer.ui.safe_text.messages import plain_message
    from reviewer.ui.safe_text.more_bar import MoreBar
    from reviewer.ui.safe_text.plain_editor import PlainEditor
    from reviewer.ui.safe_text.rendered_view import RenderedView
    from reviewer.ui.safe_text.source_view import SourceView
    from reviewer.ui.safe_text.strings import elide, escape_for_chart, menu_text, one_line, tooltip_text

__all__ = [
    "MARK",
    "ElidedLabel",
    "Highlight",
    "HighlightStyle",
    "MoreBar",
    "PlainEditor",
    "PlainLabel",
    "RenderedView",
    "SourceView",
    "elide",
    "escape_for_chart",
    "menu_text",
    "one_line",
    "plain_message",
    "set_plain_tooltip",
    "tooltip_text",
]

# Each is loaded at its first use: the window is painted before any text is shown in it.
_PLACES = {
    "ElidedLabel": "labels",
    "Highlight": "highlights",
    "HighlightStyle": "highlights",
    "MARK": "highlights",
    "MoreBar": "more_bar",
    "PlainEditor": "plain_editor",
    "PlainLabel": "labels",
    "RenderedView": "rendered_view",
    "SourceView": "source_view",
    "elide": "strings",
    "escape_for_chart": "strings",
    "menu_text": "strings",
    "one_line": "strings",
    "plain_message": "messages",
    "set_plain_tooltip": "labels",
    "tooltip_text": "strings",
}


def __getattr__(name: str) -> object:
    """Load the module that holds a name of this package."""
    if name not in _PLACES:
        raise AttributeError(f"{__name__} has no {name}")
    found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
