"""What the grounding lens lays over a response and a passage, and how it looks; it gives way to hits and spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewer.texts.grounding import Grounding, TermKind
from reviewer.ui.presenters.lens import LensState
from reviewer.ui.safe_text import Highlight, HighlightStyle
from reviewer.ui.theme import Theme

LENS = "lens"
LENS_PLACE = "lens_place"
# A single word that was found stays as it is, or most of a text would look like links; it lights up all the same.
_SHOWN: frozenset[TermKind] = frozenset({"number", "date", "name", "quotation", "address", "phrase"})


def lens_styles(theme: Theme) -> Mapping[str, HighlightStyle]:
    """Return the looks of the lens in the theme's colours."""
    return {
        "lens_missing": HighlightStyle(line="dot", line_color=theme.hex("warn"), quiet=True),
        "lens_found": HighlightStyle(line="none", foreground=theme.hex("accent_text"), quiet=True),
        "lens_lit": HighlightStyle(
            background=theme.hex("evidence_match"), line_color=theme.hex("evidence_match_line"), quiet=True
        ),
        "lens_lit_missing": HighlightStyle(
            background=theme.hex("warn_soft"), line="dot", line_color=theme.hex("warn"), quiet=True
        ),
    }


def response_marks(state: LensState, target: str) -> tuple[Highlight, ...]:
    """Return the highlights of the lens over one response."""
    grounding = state.groundings.get(target)
    if grounding is None:
        return ()
    return (*_of_response(grounding, target), *_lit_in_response(state, target))


def passage_marks(state: LensState, passage: int) -> tuple[Highlight, ...]:
    """Return the highlights of the lens over one passage: what the responses say of it."""
    found = {
        (place.start, place.end): Highlight(place.start, place.end, "lens_found", (LENS_PLACE, (passage, place.start)))
        for grounding in state.groundings.values()
        for term in grounding.terms
        if term.kind in _SHOWN
        for place in term.places
        if place.passage == passage
    }
    lit = {
        (place.start, place.end): Highlight(place.start, place.end, "lens_lit", (LENS_PLACE, (passage, place.start)))
        for looked in state.lit
        for place in looked.term.places
        if place.passage == passage
    }
    return (*found.values(), *lit.values())


def lit_passages(state: LensState) -> frozenset[int]:
    """Return the passages in which that stands which is lit."""
    return frozenset(place.passage for looked in state.lit for place in looked.term.places)


def _of_response(grounding: Grounding, target: str) -> Iterator[Highlight]:
    for term in grounding.terms:
        if not term.found:
            yield Highlight(term.start, term.end, "lens_missing", (LENS, (target, term.start)))
        elif term.kind in _SHOWN:
            yield Highlight(term.start, term.end, "lens_found", (LENS, (target, term.start)))


def _lit_in_response(state: LensState, target: str) -> Iterator[Highlight]:
    for looked in state.lit:
        if looked.target == target:
            kind = "lens_lit" if looked.term.found else "lens_lit_missing"
            yield Highlight(looked.term.start, looked.term.end, kind, (LENS, (target, looked.term.start)))
