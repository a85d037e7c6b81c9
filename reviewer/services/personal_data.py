"""Personal data in items: veiled where the project asks for it, shown to who says why, with a trace in the ledger."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from reviewer.domain.changes import Changes
from reviewer.domain.items import Item
from reviewer.domain.personal_data import as_counts, as_reason
from reviewer.texts.more_personal_data import presidio_finder
from reviewer.texts.personal_data import find_personal_data
from reviewer.texts.placeholders import Finder
from reviewer.texts.veiled_item import VeiledItem

if TYPE_CHECKING:
    from .workspace import Workspace

_KEPT = 8


class PersonalData:
    """The personal data of the items of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.finder: Finder = find_personal_data
        self._made: deque[VeiledItem] = deque(maxlen=_KEPT)

    def choose(self, detection: Literal["built-in", "presidio"]) -> None:
        """Take another detection; Unreachable where it is not installed, and the built-in one stays in force."""
        self.finder = find_personal_data
        if detection == "presidio":
            self.finder = presidio_finder()

    @property
    def is_veiled(self) -> bool:
        """Whether the project asks for placeholders."""
        return self._workspace.project.personal_data == "veil"

    def veil(self, item: Item, more: Iterable[str] = ()) -> VeiledItem:
        """Return an item with placeholders for the personal data in it and in `more` texts about it.

        The last few are kept: the window asks for what the lane of the store has made already.
        """
        texts = tuple(more)
        for known in tuple(self._made):
            if known.item is item and known.more == texts and known.finder is self.finder:
                return known
        made = VeiledItem(item, texts, self.finder)
        self._made.append(made)
        return made

    def reveal(self, item: Item, reason: str, kinds: Mapping[str, int]) -> Changes:
        """Note, before it is shown, that this person reads the personal data of an item, and why."""
        workspace = self._workspace
        receipt = workspace.store.note_reveal(
            workspace.project_id,
            item.id,
            item.source.system,
            as_reason(reason),
            as_counts(kinds),
            workspace.actor,
            workspace.now_us(),
        )
        return Changes(item_ids=(item.id,), receipt=receipt)
