"""The items behind a figure: what a check found, what was left out, what a version has more, less or otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.ui.language import tr

if TYPE_CHECKING:
    from reviewer.services.datasets.comparing import Difference
    from reviewer.services.datasets.verifying import Verification

_SIGNS = {"added": "+", "removed": "−", "changed": "~"}
_OUTDATED = "!"


@dataclass(frozen=True)
class Entry:
    """One item of the list, with a sign for what happened to it and the reason."""

    item_id: str
    says: str = ""
    sign: str = ""
    source: str | None = None


@dataclass(frozen=True)
class Behind:
    """The items behind a figure; `total` counts those too that are not listed, and is 0 for one that is no figure."""

    title: str
    meaning: str
    entries: tuple[Entry, ...]
    total: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the listed items."""
        return tuple(entry.item_id for entry in self.entries)


def behind(title: str, meaning: str, ids: Iterable[str], total: int) -> Behind:
    """Return the items behind a figure that is the same for all of them."""
    return Behind(title, meaning, tuple(Entry(item_id) for item_id in ids), total)


def outdated(name: str, found: Verification) -> Behind:
    """Return the items of a dataset that are decided otherwise today."""
    entries = tuple(Entry(one.item_id, ", ".join(one.reasons), _OUTDATED, one.source) for one in found.outdated)
    title = tr("{name}: rows that would be otherwise today").format(name=name)
    said = tr("The dataset stays as it was built. Export again to take up what changed.")
    return Behind(title, said, entries, found.outdated_count)


def compared(older: str, newer: str, found: Difference) -> Behind:
    """Return what one dataset has more, less and otherwise than another."""
    words = {"added": tr("{n:,} added"), "removed": tr("{n:,} removed"), "changed": tr("{n:,} changed")}
    entries = tuple(
        Entry(one.item_id, ", ".join(one.reasons), _SIGNS[one.kind], one.source)
        for one in sorted(found.items, key=lambda one: list(_SIGNS).index(one.kind))
    )
    counts = {str(kind): count for kind, count in found.counts.items()}
    said = " · ".join(text.format(n=counts.get(kind, 0)) for kind, text in words.items())
    title = tr("{newer} against {older}").format(newer=newer, older=older)
    return Behind(title, "\n".join((said, *found.notes)), entries, sum(counts.values()))
