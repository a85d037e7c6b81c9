"""Which stretches of a text are highlighted, and how each kind looks: by ground and by line, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QColor

from reviewer.ui.panes.pointing import POINTED, citations_in, claims_on
from reviewer.ui.panes.relations import look_of
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle
from reviewer.ui.safe_text.gutter import Sign
from reviewer.ui.safe_text.highlights import Line
from reviewer.ui.theme import Theme

_HIT_KINDS = {"critical": "hit_high", "high": "hit_high", "medium": "hit_medium"}
_LINES: dict[str, Line] = {
    "citation": "dot",
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
    styles[POINTED] = HighlightStyle(theme.hex("selection"), "solid", theme.hex("text"), quiet=True)
    # Claims are long and many: a quiet ground below all others, without a line, so that what else stands there shows.
    styles["claim"] = HighlightStyle(theme.hex("claim"), "none", quiet=True, under=True)
    for kind in ("hit_high", "hit_medium", "hit_low", "own_span", "claim"):
        ground = _mixed(theme.color(kind), theme.color(f"{kind}_line"))
        quiet = kind == "claim"
        styles[f"{kind}_chosen"] = HighlightStyle(ground, "solid", theme.hex("text"), quiet=quiet)
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
    yield from _claims(state, target)
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
            chosen = "_chosen" if state.selected_mark == ("span", number) else ""
            yield Highlight(mine.start, mine.end, "own_span" + chosen, ("span", number))


def _claims(state: ReviewState, target: str) -> Iterator[Highlight]:
    """Yield the claims of a response, or the parts of a passage that claims are tied to."""
    kind, _, name = target.partition(":")
    if kind == "evidence":
        for number, _claim, part in claims_on(state, name):
            if part.start is not None and part.end is not None:
                yield Highlight(part.start, part.end, _claim_kind(state, number), ("claim", number))
        picked = state.linking.passage(name) if state.linking is not None else None
        if picked is not None and picked.start is not None and picked.end is not None:
            yield Highlight(picked.start, picked.end, "claim_chosen", None)
        return
    for number, claim in enumerate(state.claims):
        if claim.target == target and claim.anchored:
            yield Highlight(claim.start, claim.end, _claim_kind(state, number), ("claim", number))
    if state.linking is not None and state.linking.target == target:
        yield Highlight(state.linking.start, state.linking.end, "claim_chosen", None)


def _claim_kind(state: ReviewState, number: int) -> str:
    return "claim_chosen" if state.selected_mark == ("claim", number) else "claim"


def signs(state: ReviewState, target: str, theme: Theme) -> tuple[Sign, ...]:
    """Return the numbers of the claims of a response, which stand beside their lines."""
    found = []
    for number, claim in enumerate(state.claims):
        if claim.target == target and claim.anchored:
            look = look_of(claim.relation)
            chosen = state.selected_mark == ("claim", number)
            tone = "text_muted" if look.tone == "plain" else look.tone
            soft = "sunken" if look.tone == "plain" else f"{look.tone}_soft"
            ink = "text_muted" if look.tone == "plain" else f"{look.tone}_text"
            colours = (theme.hex("surface"), theme.hex(tone)) if chosen else (theme.hex(ink), theme.hex(soft))
            found.append(Sign(claim.start, f"{number + 1}{look.sign}", *colours, ("claim", number)))
    return tuple(found)
