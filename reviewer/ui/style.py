"""The style sheet: only what a palette cannot say, with the colours of the palette filled in.

Widgets choose their looks by the properties `role` (panel, card, chip, key, …), `tone` and `selected`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Template

from reviewer.config.paths import shipped

TONES = ("accent", "good", "warn", "bad", "purple")


def style_sheet(tokens: Mapping[str, str], size: float) -> str:
    """Return the style sheet for a palette at a text size in points."""
    sizes = {
        "small": f"{size - 1:g}",
        "base": f"{size:g}",
        "large": f"{size + 3.5:g}",
        "figure": f"{size + 6:g}",
        "chip_radius": str(int(size * 0.85)),  # one that is more than half of the height would be none
    }
    parts = [_template("window").substitute(tokens, **sizes)]
    for tone in TONES:
        colours = {"soft": tokens[f"{tone}_soft"], "ink": tokens[f"{tone}_text"], "line": tokens[tone]}
        parts.append(_template("tone").substitute(tokens, tone=tone, **colours))
    return "".join(parts)


@cache
def _template(name: str) -> Template:
    return Template(shipped(f"resources/palettes/{name}.qss").read_text("utf-8"))
