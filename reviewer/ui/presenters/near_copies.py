"""The near copies of the item on screen: how many there are, the sheet that shows them, and the verdict for the ticked.

The verdict goes the way of every submission first; only when the database has it, it is applied to the copies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.errors import ReviewerError
from reviewer.domain.items import Item
from reviewer.domain.near_copies import COUNTED, SHOWN, NearCopy, TakenBack, is_the_same
from reviewer.texts.word_diff import WordDiff, diff_words
from reviewer.ui.language import later, tr
from reviewer.ui.tasks import Runner

from .judging import raise_unexpected, sentence
from .review_state import ReviewState

if TYPE_CHECKING:
    from reviewer.services.near_copies import AppliedCopies
    from reviewer.services.workspace import Workspace

    from .review import ReviewPresenter

Key = tuple[str, str]
_BETWEEN_SKETCHES_MS = 20
_AFTER_PAINT_MS = 60
_NAMED = 3
_WHY = {
    "is no near copy": later("it is no near copy"),
    "was judged by you meanwhile": later("it was judged by you meanwhile"),
    "is not free for you any more": later("it is not free for you any more"),
}


@dataclass(frozen=True)
class CopyRow:
    """One copy as the sheet shows it."""

    key: Key
    likeness: float
    question: str
    note: str
    """In what the copy differs besides its response, or nothing."""
    text: str
    ticked: bool = False

    @property
    def name(self) -> str:
        """What a row of the list says."""
        return f"{self.likeness:.0%}  {self.key[1]}"


@dataclass(frozen=True)
class CopiesState:
    """What is known of the copies of the item on screen; without rows the sheet is closed."""

    count: int = 0
    rows: tuple[CopyRow, ...] | None = None
    selected: Key | None = None
    diff: WordDiff | None = None
    """How the selected copy differs from the response on screen, as soon as that is known."""
    problem: str = ""

    @property
    def announced(self) -> str:
        """What the room says of them; nothing where there is none."""
        if self.count > COUNTED:
            return tr("more than {count:,} near copies").format(count=COUNTED)
        return tr("{n:,} near copies", "{n:,} near copy", self.count).format(n=self.count) if self.count else ""

    @property
    def cap(self) -> str:
        """How many of them the sheet shows, where these are not all."""
        shown = len(self.rows or ())
        if self.count <= shown or shown < SHOWN:
            return ""
        said = tr("These are the nearest {shown} of {announced}: the next of them to come up announces the others.")
        return said.format(shown=shown, announced=self.announced)

    @property
    def row(self) -> CopyRow | None:
        """The copy that is selected."""
        return next((row for row in self.rows or () if row.key == self.selected), None)

    @property
    def ticked(self) -> tuple[CopyRow, ...]:
        """The copies that get the verdict."""
        return tuple(row for row in self.rows or () if row.ticked)


class CopiesPresenter(QObject):
    """Counts, shows and judges the near copies of the item in the review room."""

    changed = Signal(object)

    def __init__(
        self, workspace: Workspace, review: ReviewPresenter, tasks: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._review = review
        self._tasks = tasks
        self._key: Key | None = None
        self._item: Item | None = None
        self._shown = ""
        self._copies: tuple[NearCopy, ...] = ()
        self._pending: tuple[str, Item, tuple[Item, ...]] | None = None
        self._kept: tuple[Key, frozenset[Key]] | None = None
        """What was ticked when something was still missing from the review of an item."""
        self._state = CopiesState()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._sketch)
        review.sent.connect(self._was_sent)

    @property
    def state(self) -> CopiesState:
        """What is known now."""
        return self._state

    def look(self, state: ReviewState) -> None:
        """Count the copies of an item that has come on screen, once it has been painted."""
        key = state.item.key if state.item is not None and self._may(state) else None
        if key == self._key:
            return
        self._key, self._item, self._copies = key, None, ()
        self._tasks.drop("copies.")
        self._set(CopiesState())
        if key is not None:
            self._timer.start(_AFTER_PAINT_MS)

    def open(self) -> None:
        """Show the copies, each beside the response on screen."""
        item = self._review.original()
        if item is None or not self._state.count:
            self._review.say(tr("This item has no near copies that you could judge now."))
            return
        if self._review.state.veil is not None:
            self._review.say(tr("Open the text first: its near copies say the same."))
            return
        reviewer = self._reviewer
        self._tasks.store(lambda: self._read(reviewer, item), self._opened, failed=self._not_opened, key="copies.open")

    def close_sheet(self) -> None:
        """Put the sheet away; what was ticked is forgotten."""
        if self._state.rows is not None:
            self._copies = ()
            self._set(CopiesState(self._state.count))

    def select(self, key: Key) -> None:
        """Show one copy beside the response on screen."""
        row = next((row for row in self._state.rows or () if row.key == key), None)
        if row is None or key == self._state.selected:
            return
        self._set(replace(self._state, selected=key, diff=None))
        shown = self._shown
        self._tasks.io(lambda: diff_words(shown, row.text), lambda diff: self._compared(key, diff), key="copies.diff")

    def tick(self, key: Key, ticked: bool) -> None:
        """Tick one copy, or take the tick away."""
        self._tick({key}, ticked)

    def tick_all(self, ticked: bool) -> None:
        """Tick every copy that is shown, or none."""
        self._tick({row.key for row in self._state.rows or ()}, ticked)

    def choose(self, verdict: str) -> None:
        """Choose the verdict from within the sheet."""
        self._review.choose(verdict)
        self._set(replace(self._state, problem=""))

    def apply(self) -> bool:
        """Submit the review on screen and apply it to the ticked copies; return whether it is under way."""
        keys = {row.key for row in self._state.ticked}
        draft, item = self._review.state.draft, self._item
        copies = tuple(copy.item for copy in self._copies if copy.item.key in keys)
        if draft is None or item is None or draft.submission_id is None:
            return False
        if draft.verdict is None:
            self._set(replace(self._state, problem=tr("Choose a verdict first, by its key.")))
            return False
        if not copies:
            self._set(replace(self._state, problem=tr("Tick at least one near copy, with Space or A for all.")))
            return False
        self._pending = (draft.submission_id, item, copies)
        self.close_sheet()  # first, since what is missing gets the focus
        self._review.leave_out(keys)
        self._review.submit()
        if self._review.state.asked:
            self._pending, self._kept = None, (item.key, frozenset(keys))
            self._review.say(tr("Nothing is recorded yet, for the near copies neither: open them again after that."))
        return True

    def close(self) -> None:
        """Count no more."""
        self._timer.stop()
        self._tasks.drop("copies.")

    # ---- sketching and counting ----------------------------------------------------------------------------

    @staticmethod
    def _may(state: ReviewState) -> bool:
        held = state.phase == "reviewing" and state.claim is not None and bool(state.claim.token)
        return held and not state.lost and not state.changing and len(state.responses) == 1

    @property
    def _reviewer(self) -> str:
        claim = self._review.state.claim
        return claim.reviewer if claim is not None else ""

    def _sketch(self) -> None:
        """Sketch what came since the last look, by small parts, and count then."""
        item, reviewer = self._review.original(), self._reviewer
        if item is None:
            return
        self._tasks.io(
            lambda: (self._workspace.near_copies.index_some(), self._workspace.near_copies.count(reviewer, item)),
            self._counted,
            failed=self._not_counted,
            key="copies.count",
        )

    def _counted(self, found: tuple[int, int]) -> None:
        sketched, count = found
        if count != self._state.count and self._state.rows is None:
            self._set(CopiesState(count))
        if sketched:
            self._timer.start(_BETWEEN_SKETCHES_MS)

    def _not_counted(self, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error  # an item without an announcement is no trouble, a fault of ours is

    # ---- the sheet -----------------------------------------------------------------------------------------

    def _read(self, reviewer: str, item: Item) -> tuple[Item, tuple[NearCopy, ...], tuple[CopyRow, ...]]:
        found = self._workspace.near_copies.open(reviewer, item)
        shown = self._review.state.item or item
        return item, found, tuple(_row(shown, item, copy, self._review.copy_as_shown) for copy in found)

    def _opened(self, found: tuple[Item, tuple[NearCopy, ...], tuple[CopyRow, ...]]) -> None:
        self._item, self._copies, rows = found
        if not rows:
            self._set(CopiesState())
            self._review.say(tr("The near copies were taken meanwhile: there is none left for you now."))
            return
        self._shown = (self._review.state.item or self._item).response or ""
        if self._kept is not None and self._kept[0] == self._item.key:
            rows = tuple(replace(row, ticked=row.key in self._kept[1]) for row in rows)
        self._set(CopiesState(max(self._state.count, len(rows)), rows))
        self.select(rows[0].key)

    def _compared(self, key: Key, diff: WordDiff) -> None:
        if key == self._state.selected:
            self._set(replace(self._state, diff=diff))

    def _not_opened(self, error: Exception) -> None:
        self._review.say(sentence(error))
        raise_unexpected(error)

    def _tick(self, keys: Collection[Key], ticked: bool) -> None:
        if self._state.rows is None:
            return
        rows = tuple(replace(row, ticked=ticked) if row.key in keys else row for row in self._state.rows)
        if rows != self._state.rows:
            self._set(replace(self._state, rows=rows, problem=""))

    # ---- the verdict ---------------------------------------------------------------------------------------

    def _was_sent(self, submissions: Collection[str]) -> None:
        pending = self._pending
        if pending is None or pending[0] not in submissions:
            return
        self._pending = None
        self._tasks.store(
            lambda: self._workspace.near_copies.apply(*pending),
            self._applied,
            failed=self._not_applied,
            key="review.copies",
        )

    def _applied(self, outcome: AppliedCopies) -> None:
        self._review.judged_elsewhere(frozenset(outcome.done), outcome.changes, _told(outcome))

    def _not_applied(self, error: Exception) -> None:
        self._review.judged_elsewhere(
            frozenset(), None, tr("The near copies got no verdict: {why}").format(why=sentence(error))
        )
        raise_unexpected(error)

    def _set(self, state: CopiesState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)


def _row(shown: Item, original: Item, copy: NearCopy, as_shown: Callable[[Item], Item]) -> CopyRow:
    """Compare a copy with the item on screen; only what is the same in all is ticked from the start."""
    form = as_shown(copy.item)
    asked = [message.content or "" for message in form.conversation() if message.role == "user"]
    same = is_the_same(original, copy.item)
    evidence = [one.text for one in copy.item.evidence] != [one.text for one in original.evidence]
    other = [tr("another question")] if asked != _asked(shown) else []
    other += [tr("other evidence")] if evidence else []
    return CopyRow(
        key=copy.item.key,
        likeness=copy.likeness,
        question=asked[-1] if asked else "",
        note=", ".join(other),
        text=form.response or "",
        ticked=same,
    )


def _asked(item: Item) -> list[str]:
    return [message.content or "" for message in item.conversation() if message.role == "user"]


def _told(outcome: AppliedCopies) -> str:
    count = len(outcome.done)
    said = tr("Recorded for {n:,} near copies too.", "Recorded for {n:,} near copy too.", count).format(n=count)
    if not outcome.left_out:
        return said
    named = ", ".join(f"'{key[1]}'" for key, _ in outcome.left_out[:_NAMED])
    if len(outcome.left_out) > _NAMED:
        named = tr("{named} and {more} more").format(named=named, more=len(outcome.left_out) - _NAMED)
    why = outcome.left_out[0][1]
    left = tr("Not for {named}: {why}.").format(named=named, why=tr(_WHY.get(why, why)))
    return f"{said if count else tr('No near copy got the verdict.')} {left}"


def word_of_copies(together: Collection[TakenBack]) -> str:
    """Return what to say of the copies that were taken back with a review, or that stay; nothing without any."""
    stay = [one.review.item_id for one in together if one.problem]
    back = len(together) - len(stay)
    said = tr("{n:,} near copies came back too.", "{n:,} near copy came back too.", back).format(n=back) if back else ""
    if not stay:
        return said
    names = ", ".join(f"'{name}'" for name in stay[:_NAMED])
    used = tr(
        "{n:,} near copies stay, since a decision or an export used them: {names}.",
        "{n:,} near copy stays, since a decision or an export used it: {names}.",
        len(stay),
    ).format(n=len(stay), names=names)
    return f"{said} {used}".strip()
