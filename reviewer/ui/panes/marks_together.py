"""The marks of all reviewers over one text: each reviewer has a number at both ends of a mark, and a line of their own.

The number tells who marked what where marks overlap; neither colour nor line alone has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.items import Item
from reviewer.domain.reviews import LabeledSpan
from reviewer.ui.language import later, tr
from reviewer.ui.presenters.adjudication_state import Column
from reviewer.ui.safe_text import Highlight, HighlightStyle, elide
from reviewer.ui.safe_text.highlights import Line
from reviewer.ui.theme import Theme

_AROUND = 160
_LOOKS: tuple[tuple[Line, str, str, str], ...] = (
    ("solid", "accent", "accent_soft", later("solid line")),
    ("dash", "purple", "purple_soft", later("dashed line")),
    ("dot", "good", "good_soft", later("dotted line")),
    ("wave", "warn", "warn_soft", later("wavy line")),
)
TAG = "mark_end"


@dataclass(frozen=True)
class Together:
    """A text with the marks of all who marked something in it."""

    target: str
    text: str
    highlights: tuple[Highlight, ...]
    legend: str


def together(columns: Sequence[Column], item: Item) -> Iterator[Together]:
    """Yield each text of the item in which somebody marked something, with the marks of all."""
    targets = dict.fromkeys(span.target for column in columns for span in column.review.spans if span.anchored)
    for target in targets:
        text = item.target_text(target)
        marked = [
            (column.number, span)
            for column in columns
            for span in column.review.spans
            if span.anchored and span.target == target
        ]
        if text is not None and marked:
            whose = [columns[number] for number in dict.fromkeys(number for number, _ in marked)]
            yield Together(target, *_overlaid(text, marked), " · ".join(_who(column) for column in whose))


def styles(theme: Theme) -> Mapping[str, HighlightStyle]:
    """Return how the marks of each reviewer look."""
    looks = {
        f"by_{number}": HighlightStyle(theme.hex(ground), line, theme.hex(ink))
        for number, (line, ink, ground, _) in enumerate(_LOOKS)
    }
    return {**looks, TAG: HighlightStyle(theme.hex("sunken"), "none", None, theme.hex("text"), bold=True)}


def _who(column: Column) -> str:
    return tr("{number} = {who}, {line}").format(
        number=column.number + 1, who=elide(column.said.who, 24), line=tr(_LOOKS[column.number % len(_LOOKS)][3])
    )


def _overlaid(text: str, marked: Sequence[tuple[int, LabeledSpan]]) -> tuple[str, tuple[Highlight, ...]]:
    """Return the text around the marks, with a number at both ends of each, and what is to be highlighted in it."""
    tags: dict[int, tuple[list[str], list[str]]] = {}
    for number, span in marked:
        tags.setdefault(span.end, ([], []))[0].append(f"{number + 1}\u27e7")
        tags.setdefault(span.start, ([], []))[1].append(f"\u27e6{number + 1}")
    shown: list[str] = []
    found: list[Highlight] = []
    place: dict[int, tuple[int, int]] = {}  # where a mark that ends or begins here does so in the shown text
    length = 0

    def put(part: str, kind: str = "") -> None:
        nonlocal length
        if kind and part:
            found.append(Highlight(length, length + len(part), kind))
        shown.append(part)
        length += len(part)

    for first, last in _stretches(text, marked):
        put("\u2026 " if first else "")
        at = first
        for edge in [*sorted(edge for edge in tags if first <= edge <= last), last]:
            put(text[at:edge])
            at = edge
            ends, starts = tags.pop(edge, ([], []))
            before = length
            put("".join(ends), TAG)
            put("".join(starts), TAG)
            place.setdefault(edge, (before, length))
        put(" \u2026\n" if last < len(text) else "")
    marks = [
        Highlight(place[span.start][1], place[span.end][0], f"by_{number % len(_LOOKS)}") for number, span in marked
    ]
    return "".join(shown), (*marks, *found)


def _stretches(text: str, marked: Sequence[tuple[int, LabeledSpan]]) -> list[tuple[int, int]]:
    """Return the parts of the text that are shown: the marks with what stands around them."""
    parts: list[tuple[int, int]] = []
    for _, span in sorted(marked, key=lambda mark: mark[1].start):
        first, last = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
        if parts and first <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(parts[-1][1], last))
        else:
            parts.append((first, last))
    return parts
