"""Check: what is asserted of the rows of a dataset, whether it holds, and the items behind what does not."""

from __future__ import annotations

from typing import Final, Literal

from reviewer.domain.model import Frozen

ITEMS_LISTED: Final = 100
State = Literal["ok", "info", "warning", "failed"]


class Check(Frozen):
    """One check: what it asserts, whether it holds, how many rows do not, and the items behind those.

    `info` asserts nothing: its title names a figure, and `says` gives it. A `failed` check stops the build.
    """

    id: str
    title: str
    state: State
    count: int = 0
    says: str = ""
    items: tuple[str, ...] = ()


class Listed:
    """How many rows there are of a kind, and the first items that they come from, so that memory stays flat."""

    def __init__(self) -> None:
        self.count = 0
        self._items: dict[str, None] = {}

    def add(self, item_id: str) -> None:
        """Count one row of an item."""
        self.count += 1
        if len(self._items) < ITEMS_LISTED:
            self._items[item_id] = None

    @property
    def items(self) -> tuple[str, ...]:
        """The first items, each once."""
        return tuple(self._items)

    def check(self, name: str, title: str, state: State, says: str = "") -> Check:
        """Return a check that has this state if there is any such row, and holds otherwise."""
        state = state if self.count else "ok"
        return Check(id=name, title=title, state=state, count=self.count, says=says, items=self.items)
