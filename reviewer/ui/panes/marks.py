"""Which stretches of a text are highlighted, and how each kind looks: by ground and by line, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    chosen = HighlightStyle(background=None, line="solid", line_color=theme.hex("accent"), bold=True)
    return {**styles, "selected_hit": chosen}


def highlights(state: ReviewState, target: str) -> tuple[Highlight, ...]:
    """Return the highlights of one text of the item: citations, claims, hits, the reviewer's own spans."""
    return tuple(_highlights(state, target))


def _highlights(state: ReviewState, target: str) -> Iterator[Highlight]:
    if target == "response":
        for passage in state.evidence:
            if passage.citation is not None:
                cited = passage.citation
                yield Highlight(cited.start, cited.end, "citation", ("passage", passage.id))
    for claim in state.draft.claims if state.draft else ():
        if claim.target == target and claim.anchored:
            yield Highlight(claim.start, claim.end, "claim", None)
    for hit in state.hits:
        if hit.target != target:
            continue
        kind = _HIT_KINDS.get(hit.severity or "", "hit_low")
        for span in hit.spans:
            if span.anchored:
                yield Highlight(span.start, span.end, kind, ("hit", hit.id))
                if hit.id == state.selected_hit and len(state.hits) > 1:
                    yield Highlight(span.start, span.end, "selected_hit", ("hit", hit.id))
    for number, mine in enumerate(state.spans):
        if mine.target == target and mine.anchored:
            yield Highlight(mine.start, mine.end, "own_span", ("span", number))
