"""What a reviewer can do with the item on screen; emits a frozen ReviewState after each change."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import AlreadyReviewed, LeaseLost
from reviewer.domain.items import Item
from reviewer.domain.reviews import Escalation, Review, Skip, SkipKind
from reviewer.ui.language import later, tr

from . import draft as drafts
from .decisions import MOST, decision_of
from .held_items import Held
from .judging import raise_unexpected, sentence
from .near_copies import word_of_copies
from .outbox import Waiting, trouble_of
from .resting import word_of_datasets
from .revealing import Revealing

if TYPE_CHECKING:
    from reviewer.services.outbox import Entry, Lost, Report

_SKIPPED = {
    "defer": later("Put off: the item comes back later"),
    "cannot_judge": later("Skipped: cannot judge"),
    "out_of_scope": later("Skipped: out of scope"),
    "opt_out": later("Skipped: opted out"),
}


class ReviewPresenter(Revealing):
    """Takes items from the queue, collects the review of the one on screen, and submits it."""

    sent = Signal(object)
    """The submission ids of what the database has just taken."""

    _not_kept: bool = False
    """Whether it is said already why the last submission could not be kept."""

    def submit(self) -> None:
        """Submit the review and show the next item; where something is missing, name it and go there."""
        state = self._state
        if not state.may_submit or state.draft is None or state.item is None:
            if state.lost and not state.busy:
                self._state = self._replaced(problem=self._notice(""))  # it was about the item that is left
                self._advance()
            return
        asked = self._missing(state.draft, state.item)
        if asked:
            self._set(asked=asked, focus=self._notice(asked[0].where))
            return
        verdict = state.project.find_verdict(state.draft.verdict)
        self._send(
            state.draft, tr("{verdict} recorded").format(verdict=verdict.label) if verdict else tr("Review recorded")
        )

    def skip(self, kind: SkipKind, skill: str | None = None) -> None:
        """Pass the item on without a verdict, under one of the four words; the work on it is kept for its return."""
        state = self._state
        if state.may_submit and state.draft is not None:
            bare = Review(
                item_id=state.draft.item_id,
                source=state.draft.source,
                reviewer=state.draft.reviewer,
                state="draft",
                skip=Skip(kind=kind, skill=skill or None),
                comment=state.draft.comment,
                started_at=state.draft.started_at,
                project_version=state.draft.project_version,
                supersedes=state.draft.supersedes,
            )
            aside = drafts.set_aside(self._as_written(state.draft), kind)
            if drafts.is_touched(aside):
                self._tasks.journal(lambda: self._items.put_aside(aside), failed=self._draft_failed)
            self._send(bare, tr(_SKIPPED[kind]))

    def escalate(self, reason: str, to: str | None = None) -> None:
        """Route the item to the lead's queue, with everything noted so far."""
        state = self._state
        if state.may_submit and state.draft is not None:
            escalation = Escalation(to=to or None, reason=reason)
            self._send(
                state.draft.model_copy(update={"verdict": None, "escalation": escalation}),
                tr("Escalated to the lead"),
            )

    # One verdict for near copies too (near_copies.py)

    def original(self) -> Item | None:
        """Return the item on screen as it was served, with what a veil hides."""
        held = self._held()
        return held.claim.item if held is not None else None

    def leave_out(self, keys: Collection[tuple[str, str]]) -> None:
        """Show none of these items next, unless there is work on them: they get their verdict with another one."""
        self._ahead = deque(held for held in self._ahead if held.key not in keys or held.touched)

    def judged_elsewhere(self, keys: Collection[tuple[str, str]], changes: Changes | None, said: str) -> None:
        """Go on where an item on screen, or one held ahead, has got its verdict as a copy of another one."""
        self._ahead = deque(held for held in self._ahead if held.key not in keys)
        shown = self._held()
        self._state = self._replaced(toast=self._undoable(said))
        if shown is not None and shown.key in keys and not self._state.busy:
            self._items.done_with(shown.key)
            self._keeper.forget(shown.draft)
            self._items.forget(shown.draft)
            self._advance()
        else:
            self._set(ahead=len(self._ahead))
        if changes is not None:
            self._wrote(changes)

    def send_now(self) -> None:
        """Try at once to send what waits."""
        self._outbox.send()

    def undo(self) -> None:
        """Take back the last change of a mark, or else the last submission, which is shown again as a draft."""
        if self.undo_mark():
            return
        last = self._outbox.last
        if last is None and self._outbox.away is not None and not self._state.busy:
            self._cannot_take_back(self._outbox.away.message)
        else:
            self._take_back(last)

    def reopen(self, submission_id: str) -> None:
        """Show one of the last decisions again: as a draft, or where it was used, to make another revision of it."""
        waiting = (one for one in self._outbox.newest_first if one.entry.review.submission_id == submission_id)
        self._take_back(next(waiting, None), submission_id)

    def _take_back(self, waiting: Waiting | None, submission_id: str | None = None) -> None:
        if self._state.busy:
            return
        self._keeper.flush()
        self._set(busy=True)
        if waiting is None:
            self._withdraw(submission_id)
        else:
            self._outbox.take_back(waiting, lambda draft: self._out_again(waiting, draft), self._not_taken_back)

    def _cannot_take_back(self, why: str) -> None:
        self._set(problem=self._notice(tr("Nothing was taken back. {why}").format(why=why)))

    def _withdraw(self, submission_id: str | None = None) -> None:
        self._tasks.store(
            lambda: self._items.take_back(submission_id),
            self._taken_back,
            failed=self._not_taken_back,
            key="review.undo",
        )

    def _out_again(self, waiting: Waiting, draft: Review | None) -> None:
        review, claim = waiting.entry.review, waiting.claim
        if draft is None:
            self._withdraw(review.submission_id)  # another window has sent it meanwhile
        elif claim is not None:
            self._items.back_on(claim)
            self._taken_back(Held(claim, draft))
        else:
            self._tasks.store(
                lambda: self._items.chosen(review.item_id, review.source),
                self._taken_back,
                failed=self._not_taken_back,
                key="review.undo",
            )

    def _taken_back(self, held: Held | None) -> None:
        if held is None:
            said = tr("Nothing to undo: no submission of yours can be taken back.")
            self._set(busy=False, toast=self._notice(said))
            return
        shown, change = self._held(), held.draft.supersedes
        if change is None or shown is None or (shown.key, shown.draft.supersedes) != (held.key, change):
            self._put_first(held)  # else this very change is on screen, with what was typed into it just now
        said = " ".join(filter(None, (_word_of_taken_back(held.draft), word_of_copies(held.together))))
        self._set(busy=False, reveal=None, toast=self._notice(said))
        self._soon(self._look_back)
        nouns = frozenset({"reviews", "items", "leases", "resolutions"})
        self._wrote(Changes(nouns=nouns, item_ids=(held.claim.item.id,)))

    def _not_taken_back(self, error: Exception) -> None:
        self._set(busy=False, problem=self._notice(sentence(error)))
        self._soon(self._look_back)
        raise_unexpected(error)

    def _send(self, draft: Review, said: str) -> None:
        held = self._held()
        if held is None:
            return
        claim, item, shown = held.claim, held.claim.item, held.draft
        self._keeper.forget(shown)
        draft = self._as_written(draft).model_copy(
            update={
                "active_seconds": self._time.coarse(),
                "suggestion_use": drafts.suggestion_use(draft, item),
            }
        )
        review = drafts.to_submission(draft, self._state.project, item, shown.submission_id or "")
        self._state = self._replaced(busy=True, asked=(), reveal=None)
        self._slow.start()
        self._outbox.put(review, claim, shown, said, self._is_put, self._not_put)

    def _is_put(self, waiting: Waiting) -> None:
        """Send what is on the disk now, and show the next item.

        A file answers in a moment and is waited for, unless it does not answer soon; a server may be far away.
        """
        self._not_kept = False
        self._items.done_with(waiting.entry.key)
        self._parting = waiting.entry
        if self._outbox.hopeless:
            self._part()
            return
        self._outbox.send()
        if self._workspace.store.path is None:
            self._part(under_way=True)

    def _part(self, *, under_way: bool = False) -> None:
        """Go on with the next item: the work on this one is on the disk, whatever becomes of the connection."""
        entry, self._parting = self._parting, None
        if entry is None:
            return
        self._slow.stop()
        decided = decision_of(entry.review, self._state.project, waits=entry.file_name in self._outbox)
        self._state = self._replaced(recent=(decided, *self._state.recent)[:MOST])
        if under_way:
            self._state = self._replaced(
                saved=self._saved(tr("kept on this machine, being sent"), ok=False, waits=True)
            )
        elif entry.file_name in self._outbox:
            saved = self._saved(tr("kept on this machine, not yet sent"), ok=False, waits=True)
            self._state = self._replaced(saved=saved, toast=self._undoable(tr("Kept on this machine.")))
        self._ahead = deque(held for held in self._ahead if held.key != entry.key)
        if self._is_shown(entry):
            self._state = self._replaced(busy=False)
            self._advance()
        else:
            self._set(busy=False)  # another item was opened meanwhile

    def _stay(self, lost: Lost) -> None:
        """Say why the item on screen was not taken; what was entered is still there and on the disk."""
        self._parting = None
        if self._state.claim is not None:
            self._items.back_on(self._state.claim)
        if isinstance(lost.error, AlreadyReviewed):
            said = tr(
                "You have judged this item already, perhaps in another window of yours: that review stands, and what "
                "you entered here is kept as a draft."
            )
            self._state = self._replaced(lost=said)
        elif isinstance(lost.error, LeaseLost):
            self._state = self._replaced(lost=lost.error.message)
        self._not_put(lost.error)

    def _not_put(self, error: Exception) -> None:
        self._slow.stop()
        self._not_kept = True
        if self._state.draft is not None:
            self._keeper.changed(self._as_written(self._state.draft))
        problem = self._notice(self._state.lost or sentence(error), stays=bool(self._state.lost))
        self._set(busy=False, saved=self._saved(tr("not saved"), ok=False), problem=problem)
        raise_unexpected(error)

    def _draft_written(self) -> None:
        self._not_kept = False
        super()._draft_written()

    def _draft_failed(self, error: Exception) -> None:
        """Say that the draft cannot be kept, unless it is said already why not even the submission can."""
        if not self._not_kept:
            super()._draft_failed(error)
        else:
            raise_unexpected(error)

    # What became of what was sent

    def _waiting_changed(self) -> None:
        super()._waiting_changed()
        if self._outbox.hopeless:
            self._part()

    def _was_sent(self, report: Report, said: list[str]) -> None:
        """Tell what the database has now, what it did not take, and what waits."""
        now = self._workspace.clock().astimezone()
        sent = [entry for entry, _ in report.sent if entry.kind == "submit"]
        word = ""
        if sent:
            resting = word_of_datasets(changes for _, changes in report.sent)
            word = " ".join(filter(None, (_word_of_sent(len(sent), said), resting)))
            self._state = self._replaced(
                saved=self._saved(tr("saved {now:%H:%M:%S}").format(now=now)), toast=self._undoable(word)
            )
            self.sent.emit(tuple(str(entry.review.submission_id) for entry in sent))
        self._take_claims(report.claimed)
        parting = self._parting.file_name if self._parting is not None else None
        here = next((lost for lost in report.lost if lost.entry.file_name == parting), None)
        trouble = trouble_of([lost for lost in report.lost if lost is not here], report.damaged)
        if trouble:
            saved = self._saved(tr("not taken, kept as a draft"), ok=False) if report.lost else self._state.saved
            self._state = self._replaced(problem=self._notice(trouble, stays=True), saved=saved)
        if here is not None and self._is_shown(here.entry):
            self._stay(here)
        elif parting is not None and (parting not in self._outbox or report.failed is not None):
            self._part()
        else:
            self._publish(self._state)
        for _, changes in report.sent:
            self._soon(partial(self._wrote, changes))
        if report.sent or report.lost:
            self._soon(self._look_back)
        if sent:
            self._reveal_after(sent[-1].review, word)
        known, self._fault = self._fault, repr(report.failed)
        if report.failed is not None and known != self._fault:  # one report of it is enough
            raise report.failed

    def _not_sent(self, error: Exception) -> None:
        """Tell that not even the outbox can be read."""
        self._set(problem=self._notice(sentence(error), stays=True))
        self._part()
        raise_unexpected(error)

    def _is_shown(self, entry: Entry) -> bool:
        return self._state.claim is not None and self._state.claim.item.key == entry.key


def _word_of_sent(count: int, said: list[str]) -> str:
    """Return the passing word for what was sent: what the person did just now, or how much had waited."""
    if count == 1:
        return f"{said[0]}." if said and said[0] else tr("1 submission that waited was sent.")
    return tr("{n:,} submissions that waited were sent.", "", count).format(n=count)


def _word_of_taken_back(draft: Review) -> str:
    """Return the passing word for what came back: a draft, or the beginning of another revision."""
    if draft.supersedes is None:
        return tr("Taken back: your review of {item} is a draft again.").format(item=draft.item_id)
    return tr("Your review of {item} stands: what you change becomes revision {revision}.").format(
        item=draft.item_id, revision=draft.revision
    )
