"""Taking items from the queue: the one on screen, those held ahead of it, and their leases; nothing is sent here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReadOnly, Refused, ReviewerError, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.listing import Progress
from reviewer.ui.language import tr
from reviewer.ui.tasks import Runner

from .active_time import ActiveTime
from .decisions import MOST, decision_of
from .held_items import Held, HeldItems
from .judging import first_open, sentence, with_hit
from .lease_keeper import BEATS, LeaseKeeper, Renewed
from .outbox import RETRY_MS, OutboxKeeper
from .review_state import ReviewState, responses_of
from .veiling import Veiling

if TYPE_CHECKING:
    from reviewer.services.outbox import Entry, Report
    from reviewer.services.reviewing import Decided
    from reviewer.services.workspace import Workspace

_SLOW_MS = 120
_AFTER_PAINT_MS = 15
_LOOK_AGAIN_MS = 30_000


def _ignore(_changes: Changes) -> None:
    return None


class Taking(Veiling):
    """Takes items from the queue and shows one after the other, as long as the database answers and after that."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        tasks: Runner,
        *,
        wrote: Callable[[Changes], None] = _ignore,
        preview: ReviewState | None = None,
        after_paint_ms: int = _AFTER_PAINT_MS,
        retry_ms: int = RETRY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(workspace, tasks, parent)
        if preview is not None and (preview.project, preview.taxonomy) == (workspace.project, workspace.taxonomy):
            self._state = preview
        self._wrote = wrote
        self._items = HeldItems(workspace, reviewer)
        self._ahead: deque[Held] = deque()
        self._preloading = False
        self._parting: Entry | None = None
        self._fault = ""
        self._after_paint_ms = after_paint_ms
        self._waiting: deque[Callable[[], None]] = deque()
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.setInterval(after_paint_ms)
        self._after_paint.timeout.connect(self._do_waiting)
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._poll)
        self._slow = QTimer(self)  # a submission is shown as under way only when it takes a while
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(lambda: self._set())
        self._leases = LeaseKeeper(
            workspace.queue, tasks, self._leased, self._leases_renewed, self._quietly_failed, self
        )
        self._outbox = OutboxKeeper(
            workspace.outbox,
            reviewer,
            tasks,
            reported=self._was_sent,
            changed=self._waiting_changed,
            again=self._work_on,
            failed=self._not_sent,
            retry_ms=retry_ms,
            parent=self,
        )

    # Coming and going

    def start(self) -> None:
        """Send what waits, then resume what this person holds, else claim the next item."""
        self._ahead.clear()
        self._preloading = False
        if self._state.phase != "preview":
            self._set(phase="loading", claim=None, draft=None, lost="", failure="")
        self._leases.start(self._state.project.lease_minutes)
        self._outbox.send()
        self._tasks.store(self._items.resume, self._arrived, failed=self._not_loaded, key="review.load")
        self._tasks.store(
            self._items.leads,
            lambda leads: self._set(leads=leads),
            failed=self._quietly_failed,
            key="review.leads",
        )

    def reload(self) -> None:
        """Take the project as it is now and look for work again; the draft on screen is kept."""
        self._keeper.flush()
        self._set(project=self._workspace.project, taxonomy=self._workspace.taxonomy)
        self.start()

    def open_item(self, item_id: str, source: str | None = None) -> None:
        """Claim a chosen item and show it before the one on screen."""
        self._keeper.flush()
        self._tasks.store(
            lambda: self._items.chosen(item_id, source),
            self._put_first,
            failed=self._say_failed,
            key="review.open",
        )

    def close(self) -> None:
        """Save the draft, send what waits, and let go of the items without work; the others wait for their lease."""
        for timer in (self._slow, self._after_paint, self._look_again):
            timer.stop()
        self._waiting.clear()
        self._leases.close()
        self._keeper.close()
        self._outbox.close()
        current = self._held()
        held_now = (*([current] if current else ()), *self._ahead)
        worked_on = {held.key for held in held_now if held.touched or (held is current and self._state.busy)}
        self._tasks.store(lambda: self._items.let_go(worked_on), failed=lambda _error: None)

    @property
    def worked(self) -> ActiveTime:
        """How long this person has worked on the item on screen."""
        return self._time

    def note_life(self, *, working: bool) -> None:
        """Note that the person is here, and whether at the item; after a long pause the leases are renewed at once."""
        came_back = self._is_away()
        self._time.touch(counts=working)
        if came_back:
            self._leases.beat()

    def _is_away(self) -> bool:
        return self._time.idle_for(self._state.project.lease_minutes * 60 / BEATS)

    def look_for_held(self) -> None:
        """Show first what was claimed for this person elsewhere in the window, such as in the queue room."""
        known = {claim.item.key for claim in self._claims()}
        self._tasks.store(
            lambda: self._items.new_ones(known),
            self._held_elsewhere,
            failed=self._quietly_failed,
            key="review.held",
        )

    def _held_elsewhere(self, found: list[Held]) -> None:
        for held in found:
            self._put_first(held)

    def _arrived(self, found: list[Held]) -> None:
        self._outbox.reached()
        if not found:
            self._nothing_left()
            self._refresh_progress()
            self._look_back()
            return
        self._ahead.extend(found)
        self._show(self._ahead.popleft())
        self._preload()
        self._soon(self._look_back)

    def _not_loaded(self, error: Exception) -> None:
        if isinstance(error, Unreachable):
            self._outbox.cut_off(error)
        barred = "read_only" if isinstance(error, ReadOnly) else "refused" if isinstance(error, Refused) else ""
        self._set(phase="failed", preview=None, failure=sentence(error), barred=barred, busy=False)

    def _put_first(self, held: Held) -> None:
        current = self._held()
        if current is not None and current.key != held.key:
            self._ahead.appendleft(current)
        self._ahead = deque(other for other in self._ahead if other.key != held.key)
        self._show(held)

    def _held(self) -> Held | None:
        claim, draft = self._state.claim, self._state.draft
        if claim is None or draft is None:
            return None
        return Held(claim.model_copy(update={"item": self._original(claim.item)}), self._as_written(draft))

    def _claims(self) -> list[Claim]:
        current = [self._state.claim] if self._state.claim is not None and not self._state.lost else []
        return current + [held.claim for held in self._ahead]

    def _leased(self) -> list[Claim]:
        """Return the claims whose lease is renewed while the person is here; a change of a review has none."""
        return [] if self._is_away() else [claim for claim in self._claims() if claim.token]

    def _show(self, held: Held) -> None:
        shield = self._shielded(held.claim, held.draft)
        claim = self._as_shown(held.claim.model_copy(update={"item": shield.item}))
        item = claim.item
        first = responses_of(item, claim.reviewer)[0].target
        target = held.draft.correction.target if held.draft.correction else first
        self._time.start(held.draft.active_seconds or 0.0)
        shown = ReviewState(
            project=self._state.project,
            taxonomy=self._state.taxonomy,
            phase="reviewing",
            claim=claim,
            draft=shield.shown(held.draft),
            target=target,
            correcting=held.draft.correction is not None and shield.veil is None,
            veil=shield.veil,
            personal=shield.personal,
            rest=self._breaks.said,
            rendered=self._state.rendered,
            looked_open=self._state.looked_open,
            saved=self._state.saved,
            toast=self._state.toast,
            problem=self._state.problem,
            focus=self._state.focus,
            progress=self._state.progress,
            leads=self._state.leads,
            reveal=self._state.reveal,
            recent=self._state.recent,
            waiting=self._state.waiting,
            away=self._state.away,
            ahead=len(self._ahead),
            written=self._state.written + 1,
        )
        self._tasks.drop("review.diff")
        self._publish(with_hit(shown, first_open(shown)))
        if self._state.correcting:
            self._compare(self._state.correction)

    def _as_shown(self, claim: Claim) -> Claim:
        """Keep the very item that is on screen already, so that no pane shows it anew."""
        shown = self._state.preview
        return claim.model_copy(update={"item": shown.item}) if shown and shown.item == claim.item else claim

    def _preload(self) -> None:
        """Claim the next item while this one is read, so that it is painted at once."""
        if self._ahead or self._preloading:
            self._refresh_progress()
            return
        self._preloading = True
        self._soon(self._claim_ahead)

    def _claim_ahead(self) -> None:
        if self._ahead or not self._preloading:
            return
        if self._outbox.away is not None:
            self._not_preloaded(self._outbox.away)
            return
        self._tasks.store(
            lambda: (self._items.next_one(), self._items.progress()),
            self._preloaded,
            failed=self._not_preloaded,
            key="review.preload",
        )

    def _soon(self, act: Callable[[], None]) -> None:
        """Do something once what is on screen has been painted, which the person waits for."""
        self._waiting.append(act)
        if self._after_paint_ms:
            self._after_paint.start()
        else:
            self._do_waiting()

    def _do_waiting(self) -> None:
        while self._waiting:
            self._waiting.popleft()()

    def _preloaded(self, found: tuple[Held | None, Progress]) -> None:
        held, progress = found
        self._preloading = False
        self._outbox.reached()
        if held is not None and held.key not in {claim.item.key for claim in self._claims()}:
            self._ahead.append(held)
        self._progressed(progress)
        self._set(ahead=len(self._ahead))
        if self._state.phase == "loading":
            self._advance_from_ahead()

    def _not_preloaded(self, error: Exception) -> None:
        self._preloading = False
        if self._state.phase == "loading":
            self._not_loaded(error)
        elif isinstance(error, Unreachable):
            self._outbox.cut_off(error)

    def _work_on(self) -> None:
        """Go on where the database could not be reached before."""
        if self._state.phase == "failed":
            self._tasks.store(self._items.resume, self._arrived, failed=self._not_loaded, key="review.load")
        elif self._state.phase == "reviewing":
            self._preload()

    def _progressed(self, progress: Progress) -> None:
        known = self._state.progress
        self._set(progress=progress)
        if progress.warned and not (known is not None and known.warned):
            self._set(toast=self._notice(tr("Several of your answers differ from known ones: a lead can help you.")))

    def _refresh_progress(self) -> None:
        self._tasks.store(
            self._items.progress,
            self._progressed,
            failed=self._quietly_failed,
            key="review.progress",
        )

    def _advance(self) -> None:
        """Show the next item: at once where it is held already."""
        if self._ahead:
            self._advance_from_ahead()
            return
        self._set(phase="loading", claim=None, draft=None, busy=False)
        self._preload()

    def _poll(self) -> None:
        if self._state.phase == "empty":
            self._tasks.store(self._items.resume, self._arrived, failed=self._not_loaded, key="review.load")

    def _advance_from_ahead(self) -> None:
        if self._ahead:
            self._show(self._ahead.popleft())
            self._preload()
        else:
            self._nothing_left()

    def _nothing_left(self) -> None:
        """Say that there is no item, and look again by itself from time to time."""
        self._set(phase="empty", claim=None, preview=None, draft=None, busy=False)
        self._look_again.start()

    def _look_back(self) -> None:
        """Read anew what was decided last."""
        self._tasks.store(self._items.decided, self._looked_back, failed=self._quietly_failed, key="review.recent")

    def _looked_back(self, decided: tuple[Decided, ...]) -> None:
        project = self._state.project
        found = [decision_of(one.entry.review, project, waits=True) for one in self._outbox.newest_first]
        found += [decision_of(one.review, project, used=one.used) for one in decided]
        self._set(recent=tuple({one.submission_id: one for one in reversed(found)}.values())[::-1][:MOST])

    # What came back

    def _leases_renewed(self, renewed: list[Renewed]) -> None:
        for before, after in renewed:
            held = self._held()
            if held is not None and held.claim.token == before.token:
                self._renewed_current(after)
            elif isinstance(after, str):
                self._ahead = deque(h for h in self._ahead if h.claim.token != before.token)
            else:
                self._ahead = deque(Held(after, h.draft) if h.claim.token == before.token else h for h in self._ahead)

    def _take_claims(self, claims: Iterable[Claim]) -> None:
        """Take the new claims of items that are at hand."""
        for new in claims:
            old = next((claim for claim in self._claims() if claim.item.key == new.item.key), None)
            if old is not None:
                self._leases_renewed([(old, new)])

    def _renewed_current(self, after: Claim | str) -> None:
        if not isinstance(after, str):
            shown = self._state.claim
            self._set(claim=after.model_copy(update={"item": shown.item}) if shown else after)
            return
        self._keeper.flush()
        self._set(
            lost=after,
            problem=self._notice(
                tr("{rstrip}; what you entered is kept as a draft, go on with the next item.").format(
                    rstrip=after.rstrip(".")
                )
            ),
        )

    def _quietly_failed(self, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error

    def _waiting_changed(self) -> None:
        waiting, away = self._outbox.count, self._outbox.away is not None
        if (waiting, away) != (self._state.waiting, self._state.away):
            self._set(waiting=waiting, away=away)

    def _was_sent(self, report: Report, said: list[str]) -> None:
        raise NotImplementedError

    def _not_sent(self, error: Exception) -> None:
        raise NotImplementedError
