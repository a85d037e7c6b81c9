"""Items with a known answer: which there are, and how a lead adds to them and takes from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import InvalidInput
from reviewer.domain.gold import BANDS, GoldEntry
from reviewer.domain.items import Gold
from reviewer.store.engine import read
from reviewer.store.gold import list_gold
from reviewer.store.times import from_micros

from .affected import changes_with_datasets

if TYPE_CHECKING:
    from .workspace import Workspace

ITEMS: frozenset[Noun] = frozenset({"items"})
LONGEST = 2000


class GoldItems:
    """The items with a known answer of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def list(self) -> tuple[GoldEntry, ...]:
        """Return the gold items, those in use first; none to a reviewer on a server."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            if not workspace.store.sees_all(connection):
                return ()
            rows = list_gold(connection, workspace.project_id)
        return tuple(
            GoldEntry(
                item_id=row.item_id,
                source=row.source,
                state=row.state,
                answer=Gold.model_validate_json(row.answer),
                judged=row.judged,
                wrong=row.wrong,
                difficulty=BANDS[row.band],
                changed_at=from_micros(row.changed_at),
                changed_by=row.changed_by,
            )
            for row in rows
        )

    def promote(self, item_id: str, explanation: str, source: str | None = None) -> Changes:
        """Make an adjudicated item a gold item, with the lead's decision as the known answer and why it is right."""
        workspace = self._workspace
        receipt = workspace.store.promote_gold(
            workspace.project_id,
            workspace.project,
            item_id,
            source,
            said(explanation, "explanation"),
            workspace.actor,
            workspace.now_us(),
        )
        return changes_with_datasets(workspace, ITEMS, (item_id,), receipt)

    def retire(self, item_id: str, reason: str, source: str | None = None) -> Changes:
        """Serve a gold item no more, and count its answers no more."""
        workspace = self._workspace
        receipt = workspace.store.retire_gold(
            workspace.project_id, item_id, source, said(reason, "reason"), workspace.actor, workspace.now_us()
        )
        return changes_with_datasets(workspace, ITEMS, (item_id,), receipt)


def said(text: str, what: str) -> str:
    """Return what a lead gave as a reason; InvalidInput where it says nothing or too much."""
    if not text.strip() or len(text) > LONGEST:
        raise InvalidInput(f"The {what} has 1 to {LONGEST:,} characters: say it in a sentence.")
    return text.strip()
