"""Which stretches of a text are highlighted, and how each kind looks: by ground and by line, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QColor

from reviewer.ui.panes.pointing import POINTED, citations_in
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle
from reviewer.ui.safe_text.highlights import Line
from reviewer.ui.theme import Theme

_HIT_KINDS = {"critical": "hit_high", "high": "hit_high", "medium": "hit_medium"}
_LINES: dict[str, Line] = {
    "citation": "dot",
    "claim": "dot",
    "evidence_match": "dot",
    "hit_low": "solid",
    "hit_medium": "solid",
    "hit_high": "solid",
    "own_span": "dash",
}


def highlight_styles(theme: Theme) -> Mapping[str, HighlightStyle]:
    """Return the look of each kind of highlight in the theme's colours."""
    styles = {
        kind: HighlightStyle(
            background=None if kind == "citation" else theme.hex(kind), line=line, line_color=theme.hex(f"{kind}_line")
        )
        for kind, line in _LINES.items()
    }
    on_mark = HighlightStyle(theme.hex("accent_soft"), "none", None, theme.hex("accent_text"), bold=True)
    styles["citation_mark"] = on_mark
    styles["citation_chosen"] = HighlightStyle(theme.hex("citation"), "solid", theme.hex("citation_line"))
    styles["citation_mark_chosen"] = HighlightStyle(
        theme.hex("accent"), "none", None, theme.hex("on_accent"), bold=True
    )
    styles["differs"] = HighlightStyle(theme.hex("hit_low"), "dash", theme.hex("hit_low_line"), quiet=True)
    styles[POINTED] = HighlightStyle(theme.hex("selection"), "solid", theme.hex("text"))
    for kind in ("hit_high", "hit_medium", "hit_low"):
        ground = _mixed(theme.color(kind), theme.color(f"{kind}_line"))
        styles[f"{kind}_chosen"] = HighlightStyle(background=ground, line="solid", line_color=theme.hex("text"))
    return styles


def _mixed(ground: QColor, line: QColor) -> str:
    """Return a stronger ground for the hit that is selected: a third of the way to the colour of its line."""
    pairs = ((ground.red(), line.red()), (ground.green(), line.green()), (ground.blue(), line.blue()))
    return QColor(*((2 * of_ground + of_line) // 3 for of_ground, of_line in pairs)).name()


def highlights(state: ReviewState, target: str) -> tuple[Highlight, ...]:
    """Return the highlights of one text of the item: citations, claims, hits, the reviewer's own spans."""
    return tuple(_highlights(state, target))


def _highlights(state: ReviewState, target: str) -> Iterator[Highlight]:
    chosen_passage = state.passage.id if state.passage is not None and len(state.evidence) > 1 else None
    if target.startswith("response"):
        for start, end, name, mark in citations_in(state, target):
            kind = "citation_mark" if mark else "citation"
            yield Highlight(start, end, kind + ("_chosen" if name == chosen_passage else ""), ("passage", name))
    for claim in state.draft.claims if state.draft else ():
        if claim.target == target and claim.anchored:
            yield Highlight(claim.start, claim.end, "claim", None)
    for hit in state.hits:
        if hit.target != target:
            continue
        kind = _HIT_KINDS.get(hit.severity or "", "hit_low")
        for span in hit.spans:
            if span.anchored:
                chosen = "_chosen" if hit.id == state.selected_hit and len(state.hits) > 1 else ""
                yield Highlight(span.start, span.end, kind + chosen, ("hit", hit.id))
    for number, mine in enumerate(state.spans):
        if mine.target == target and mine.anchored:
            yield Highlight(mine.start, mine.end, "own_span", ("span", number))
