"""Commit first, reveal later: what a person may see of an item after the own verdict, and what was shown of it.

What was shown is noted on this machine before it is shown. Any later change of that verdict is marked `after_reveal`,
however it comes about: a new revision, or an undo and another try, also after a restart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from reviewer.domain.errors import Refused, Unreachable
from reviewer.domain.items import Item, PolicyHit, Suggestion
from reviewer.domain.leases import Claim, as_revealed
from reviewer.domain.model import Frozen
from reviewer.domain.reviews import Review

if TYPE_CHECKING:
    from .workspace import Workspace

Key = tuple[str, str]


class Shown(Frozen):
    """What a person was shown after the verdict: the suggestion that a blind project had kept back."""

    project: str
    source: str
    item_id: str
    verdict: str | None
    suggestion: str | None


@dataclass(frozen=True)
class Reveal:
    """A verdict that is committed, with what was kept back until then."""

    review: Review
    item: Item
    suggestion: Suggestion | None
    hits: tuple[PolicyHit, ...] | None
    """The hits that came after the verdict, or None where they were seen before."""
    others: tuple[Review, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept back."""
        return self.suggestion is None and self.hits is None and not self.others


class Reveals:
    """What was kept back from a person, and what was shown since."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._shown: dict[str, dict[Key, Shown]] = {}

    def last(self, reviewer: str) -> Reveal | None:
        """Show what was kept back of this person's last submission; None where that is nothing."""
        recent = self._workspace.reviews.recent(reviewer, 1)
        return self.of(recent[0]) if recent else None

    def of(self, review: Review) -> Reveal | None:
        """Show what was kept back of an item until this verdict on it; None where that is nothing."""
        found = self._look(review)
        if found is None or found.is_empty:
            return None
        self._note(found)
        return found

    def change(self, review: Review) -> Claim:
        """Return an item with all that may be seen now, for another revision; nothing is held for it."""
        if review.round == "calibration":
            raise Refused(f"Item '{review.item_id}' is compared with others later: undo the review to judge it anew.")
        found = self._look(review)
        if found is None:
            raise Refused(
                f"Your review of item '{review.item_id}' does not stand any more: there is nothing to change."
            )
        self._note(found)
        now = self._workspace.clock()
        return Claim(
            item=found.item,
            reviewer=review.reviewer,
            token="",
            claimed_at=now,
            expires_at=now,
            project_version=self._workspace.project_version,
        )

    def marked(self, review: Review) -> Review:
        """Return a review as it is stored: marked where the person was shown something after an earlier verdict."""
        shown = self._known(review.reviewer).get((review.source or "", review.item_id))
        if shown is None or not review.is_judgement:
            return review
        use = review.suggestion_use
        if shown.suggestion is not None:
            use = use_after(shown.verdict, shown.suggestion, review.verdict)
        return review.model_copy(update={"after_reveal": True, "suggestion_use": use})

    def _look(self, review: Review) -> Reveal | None:
        workspace = self._workspace
        stored = workspace.reviews.find(review.submission_id or "")
        if stored is None or stored.state != "submitted" or not stored.is_judgement:
            return None
        if stored.round == "calibration":
            return None  # all is compared when the round is closed
        served = workspace.store.serve(workspace.project_id, workspace.actor, stored.item_id, stored.source)
        item = as_revealed(served.item)
        reviews = workspace.reviews.for_item(stored.item_id, stored.source)
        suggestion = item.suggestion if workspace.project.blind else None
        return Reveal(
            review=stored,
            item=item,
            suggestion=suggestion if suggestion and (suggestion.verdict or suggestion.correction) else None,
            hits=tuple(hit for hit in item.policy_hits if hit.outcome == "fail") if served.hits_hidden else None,
            others=tuple(other for other in reviews if other.reviewer != stored.reviewer and other.is_judgement),
        )

    # ---- what was shown ---------------------------------------------------------------------------------

    def _note(self, reveal: Reveal) -> None:
        """Bring to the disk what is about to be shown; the verdict before the first time is the one that counts."""
        review = reveal.review
        known, key = self._known(review.reviewer), (review.source or "", review.item_id)
        if key in known:
            return
        shown = Shown(
            project=self._workspace.project_name,
            source=key[0],
            item_id=key[1],
            verdict=review.verdict,
            suggestion=reveal.suggestion.verdict if reveal.suggestion else None,
        )
        file = self._file(review.reviewer)
        try:
            with file.open("a", encoding="ascii") as stream:
                stream.write(json.dumps(shown.model_dump()) + "\n")
        except OSError as error:
            raise Unreachable(f"What is shown cannot be noted in {file} ({error.strerror}): free some space.") from None
        known[key] = shown

    def _known(self, reviewer: str) -> dict[Key, Shown]:
        known = self._shown.get(reviewer)
        if known is None:
            known = self._shown[reviewer] = {}
            file = self._file(reviewer)
            lines = file.read_text(encoding="ascii", errors="replace").splitlines() if file.is_file() else []
            for line in lines:
                try:
                    shown = Shown.model_validate_json(line)
                except ValidationError:
                    continue  # a line that a crash cut off
                if shown.project == self._workspace.project_name:
                    known.setdefault((shown.source, shown.item_id), shown)
        return known

    def _file(self, reviewer: str) -> Path:
        return self._workspace.drafts.folder(reviewer) / "shown.jsonl"


def use_after(before: str | None, suggested: str, after: str | None) -> Literal["kept", "changed_to", "changed_from"]:
    """Return what became of a suggestion that was shown between two verdicts of the same person."""
    if after != suggested:
        return "changed_from"
    return "kept" if before == suggested else "changed_to"
