"""The transparency report for paper: the same figures as headings, paragraphs and tables, without any markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .reporting import figure, interval, percent


class Heading(NamedTuple):
    """A heading; the title of the report has level 1."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph of plain text."""

    text: str


class Grid(NamedTuple):
    """A table with its headings; all columns but the first hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Grid


def printed(found: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the blocks of a report in their order."""
    return tuple(_all(found))


def _all(found: Mapping[str, Any]) -> Iterator[Block]:
    project = found["project"]
    yield Heading(f"Transparency report: {project.name}", 1)
    yield Paragraph(
        f"{project.environment}, project version {found['project_version']}, guideline version "
        f"{project.guideline_version}, written {found['written_at']} by reviewer {found['program_version']}"
    )
    yield Grid(("", "", ""), tuple(tuple(tile) for tile in found["tiles"]))
    yield from _agreement(found)
    yield from _detectors(found["detectors"])
    yield from _slices(found)
    yield from _rest(found)


def _agreement(found: Mapping[str, Any]) -> Iterator[Block]:
    agreement = found["agreement"]
    yield Heading("Agreement")
    yield Paragraph(
        f"Over {agreement.pairable_items:,} items that two or more of {agreement.reviewers:,} reviewers judged."
    )
    rows = ((title, figure(one.value), interval(one), f"{one.items:,}") for title, _, one in found["coefficients"])
    yield Grid(("coefficient", "value", "95 % interval", "items"), tuple(rows))
    yield from (Paragraph(note) for note in found["notes"])
    if found["weeks"]:
        weeks = ((name, figure(value), _ends(low, high)) for name, value, low, high in found["weeks"])
        yield Grid(("week", "Krippendorff's alpha", "95 % interval"), tuple(weeks))


def _detectors(detectors: Iterable[Any]) -> Iterator[Block]:
    yield Heading("Detectors")
    rows = tuple(
        (f"{one.policy}, {one.detector or 'unnamed'} {one.version}", *map(_share, _parts(one))) for one in detectors
    )
    if rows:
        yield Grid(("policy, detector", "precision", "recall", "miss rate"), rows)
    else:
        yield Paragraph("No hit of a detector has been judged yet.")


def _parts(one: Any) -> tuple[Any, Any, Any]:
    return one.quality.precision, one.quality.recall, one.quality.miss_rate


def _slices(found: Mapping[str, Any]) -> Iterator[Block]:
    for title, says, groups in found["slices"]:
        yield Heading(title)
        yield Paragraph(f"{says} A group of fewer than {found['smallest']} is suppressed, and never one alone.")
        rows = tuple(
            (one.group, "suppressed", "", "")
            if one.rate is None
            else (one.group, _share(one.rate), f"{figure(one.ratio)} {_ends(one.low, one.high)}", _chance(one))
            for one in groups
        )
        yield Grid(("group", "rate", "ratio to all others", "chance"), rows) if rows else Paragraph("Nothing yet.")


def _rest(found: Mapping[str, Any]) -> Iterator[Block]:
    waiting, overturned = found["queue"].waiting, found["overturned"]
    yield Heading("Volumes")
    yield Paragraph(
        f"{waiting.reviews:,} reviews of {waiting.items:,} items wait; {waiting.overdue:,} items are overdue. "
        f"{found['forecast']}"
    )
    yield Heading("Overturned reviews")
    yield Paragraph(
        f"{percent(overturned.value)} of the reviews of settled items differ from what the item was settled as "
        f"{interval(overturned)}, n = {overturned.items:,}."
    )
    yield Heading("Versions of project and guideline")
    rows = ((str(one["version"]), str(one["guideline_version"]), one["applied_at"]) for one in found["versions"])
    yield Grid(("project version", "guideline version", "in force from"), tuple(rows))
    yield Heading("What is not known")
    yield from (Paragraph(f"\u2022 {limit}") for limit in found["limits"])


def _share(part: Any) -> str:
    if part.value is None:
        return str(part.note or "undefined")
    return f"{figure(part.value)} {interval(part)} n = {part.items:,}"


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"[{low:.3f}, {high:.3f}]"


def _chance(one: Any) -> str:
    return f"{figure(one.chance)}{', differs' if one.differs else ''}"
