"""How a response looks as the user saw it: the colours of code, each with enough contrast on the ground of code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.ui.safe_text.code_blocks import Looks
from reviewer.ui.theme import Theme

CODE_GROUND: Final = "sunken"
CODE_COLOURS: Final[Mapping[str, str]] = {
    "keyword": "purple_text",
    "name": "accent_text",
    "string": "good_text",
    "number": "warn_text",
    "comment": "text_muted",
    "added": "good_text",
    "removed": "bad_text",
}
"""The colour of the palette for each kind of code."""

_SMALLER = 0.92


def rendered_looks(theme: Theme) -> Looks:
    """Return the colours and the font of code in the theme that is in force."""
    font = theme.mono()
    font.setPointSizeF(round(theme.text_size * _SMALLER * 2) / 2)
    kinds = {kind: theme.hex(token) for kind, token in CODE_COLOURS.items()}
    return Looks(theme.hex(CODE_GROUND), theme.hex("accent_text"), font, kinds)
