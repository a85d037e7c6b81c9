"""What the lead's view of the queue shows: who holds what, what is chosen, and the sentences about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

from reviewer.domain.leases import Lease
from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import age


class Target(NamedTuple):
    """One item that a lead acts on."""

    item_id: str
    source: str


@dataclass(frozen=True)
class HeldRow:
    """One lease as the list shows it; its words change once a minute, not at every look."""

    item_id: str
    source: str
    reviewer: str
    claimed_at: datetime
    expires_at: datetime
    age: str
    left: str

    @property
    def target(self) -> Target:
        """The item that is held."""
        return Target(self.item_id, self.source)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes this lease the same one at the next look."""
        return self.source, self.item_id, self.reviewer


@dataclass(frozen=True)
class LeadState:
    """What a lead sees; `refused` says why somebody else sees nothing of it."""

    known: bool = False
    refused: str = ""
    held: tuple[HeldRow, ...] = ()
    order: str = "since"
    descending: bool = False
    people: tuple[str, ...] = ()
    busy: bool = False
    problem: str = ""

    def holding(self, target: Target) -> tuple[HeldRow, ...]:
        """Return the leases on one item."""
        return tuple(row for row in self.held if row.target == target)

    def held_by(self, reviewer: str) -> tuple[HeldRow, ...]:
        """Return what one person holds."""
        return tuple(row for row in self.held if row.reviewer == reviewer)

    @property
    def holders(self) -> tuple[str, ...]:
        """Everybody who holds something, by name."""
        return tuple(sorted({row.reviewer for row in self.held}))


ORDERS = {
    "who": lambda row: (row.reviewer, row.claimed_at),
    "item": lambda row: (row.item_id, row.source, row.reviewer),
    "since": lambda row: (row.claimed_at, row.item_id, row.reviewer),
    "until": lambda row: (row.expires_at, row.item_id, row.reviewer),
}


def held_rows(leases: Iterable[Lease], now: datetime) -> tuple[HeldRow, ...]:
    """Return leases as rows, with how long each is held and how long it still lasts."""
    return tuple(
        HeldRow(
            lease.item_id,
            lease.source,
            lease.reviewer,
            lease.claimed_at,
            lease.expires_at,
            age(lease.claimed_at, now),
            age(now, lease.expires_at),
        )
        for lease in leases
    )


def in_order(rows: Iterable[HeldRow], order: str, descending: bool) -> tuple[HeldRow, ...]:
    """Return the rows in the order of a column."""
    return tuple(sorted(rows, key=ORDERS[order], reverse=descending))


def items_text(number: int) -> str:
    """Return a number of items in words."""
    return tr("{n:,} items", "{n:,} item", number).format(n=number)


def leases_text(number: int) -> str:
    """Return a number of leases in words."""
    return tr("{n:,} leases", "{n:,} lease", number).format(n=number)


def named(targets: Sequence[Target]) -> str:
    """Return one item by its id, several by their number."""
    return f"“{targets[0].item_id}”" if len(targets) == 1 else items_text(len(targets))


def listed(names: Collection[str], most: int = 6) -> str:
    """Return names in a sentence, the first of them where there are many."""
    shown = list(names)[:most]
    rest = len(names) - len(shown)
    if rest:
        return tr("{names} and {n:,} more", "", rest).format(names=", ".join(shown), n=rest)
    if len(shown) < 2:
        return "".join(shown)
    return tr("{names} and {last}").format(names=", ".join(shown[:-1]), last=shown[-1])


def wrong_name(name: str, people: Collection[str]) -> str:
    """Return what is wrong with a name to which items are to be given, or an empty text."""
    if not name or name in people:
        return ""
    near = get_close_matches(name.casefold(), [person.casefold() for person in people], n=1, cutoff=0.6)
    meant = next((person for person in people if near and person.casefold() == near[0]), "")
    asked = (
        tr("did you mean {meant}?").format(meant=meant)
        if meant
        else tr("choose a member, or add the person with 'reviewer members add'.")
    )
    return tr("Nobody here is called “{name}”: {asked}").format(name=name, asked=asked)
