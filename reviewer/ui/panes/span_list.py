"""The reviewer's own marks, labelled stretches and linked claims, as a list that the keyboard can work through."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QSizePolicy

from reviewer.domain.reviews import ClaimLink, LabeledSpan
from reviewer.ui.language import tr
from reviewer.ui.panes.relations import look_of
from reviewer.ui.presenters.marking import Mark, Side
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import elide
from reviewer.ui.safe_text.stretching import runs_left, step_of

_MOST_ROWS = 4


class SpanList(QListWidget):
    """A row for each mark: its label or relation, and its words."""

    removed = Signal(object)
    """The mark that is to be taken away."""
    chosen = Signal(object)
    """The mark of the current row, or None when no row is worked on any more."""
    edge_moved = Signal(object)
    """(mark, side, step, unit): an end of a stretch is to be moved."""
    opened = Signal(object)
    """The mark that was double-clicked."""
    left = Signal()
    """Escape was pressed: the text is wanted again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("span_list")
        self.setAccessibleName(tr("Your marks"))
        self.setAccessibleDescription(
            tr("Delete removes a row, a label's key changes its label, Shift and the arrow keys move an end.")
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[str, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._leftward: frozenset[int] = frozenset()
        self.side: Side = "end"
        self.currentRowChanged.connect(self._tell)
        self.itemDoubleClicked.connect(lambda _item: self._open())

    def show_state(self, state: ReviewState) -> None:
        """Show the marks of a state; the row of the mark that is worked on is the current one."""
        titles = {option.id: option.label for option in state.span_labels}
        places = _places(state)
        spans = [_span_row(span, titles.get(span.label, span.label), places) for span in state.spans]
        claims = [_claim_row(number, claim, places) for number, claim in enumerate(state.claims)]
        rows = (*spans, *claims)
        self._marks = (*(("span", place) for place in range(len(spans))), *(("claim", n) for n in range(len(claims))))
        self._leftward = frozenset(row for row, span in enumerate(state.spans) if runs_left(span.text))
        self.setVisible(bool(rows) and state.linking is None)  # the strip of the claim takes its room
        current = self._marks.index(state.selected_mark) if state.selected_mark in self._marks else -1
        if rows == self._rows and current == self.currentRow():
            return
        if current < 0 and self.hasFocus() and rows != self._rows:
            current = min(self.currentRow(), len(rows) - 1)  # a row was taken away: the next one is current
        self.blockSignals(True)
        if rows != self._rows:
            self._rows = rows
            self.clear()
            self.addItems(list(rows))
            height = max(self.sizeHintForRow(0), self.fontMetrics().lineSpacing() + 4)
            self.setFixedHeight(height * min(len(rows), _MOST_ROWS) + 2 * self.frameWidth())
        self.setCurrentRow(current)
        self.blockSignals(False)

    def current_mark(self) -> Mark | None:
        """Return the mark of the current row."""
        row = self.currentRow()
        return self._marks[row] if 0 <= row < len(self._marks) else None

    def swap_ends(self) -> None:
        """Move the other end of the stretch from now on."""
        self.side = "start" if self.side == "end" else "end"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete the current row, move an end of its stretch, or go back to the text."""
        mark = self.current_mark()
        step = step_of(event, leftward=self.currentRow() in self._leftward)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and mark is not None:
            self.removed.emit(mark)
        elif step is not None and mark is not None:
            self.edge_moved.emit((mark, self.side, *step))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row; beside the rows nothing changes."""
        super().mousePressEvent(event)
        self._tell(self.currentRow())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Work on the first row where none is current yet, so that its keys act at once."""
        super().focusInEvent(event)
        self.side = "end"
        if self.currentRow() < 0 and self.count() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentRow(0)
        self._tell(self.currentRow())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Work on no mark any more, unless another window came in front."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.chosen.emit(None)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._marks) and self.hasFocus():
            self.chosen.emit(self._marks[row])

    def _open(self) -> None:
        mark = self.current_mark()
        if mark is not None:
            self.opened.emit(mark)


def _places(state: ReviewState) -> Mapping[str, str]:
    """Return how the texts of an item are called in a row: `passage 2`, `message 1`; a single response has no name."""
    passages = {f"evidence:{one.id}": tr("passage {n}").format(n=n) for n, one in enumerate(state.evidence, 1)}
    responses = {one.target: tr("response {letter}").format(letter=one.letter) for one in state.responses if one.letter}
    count = len(state.item.messages) if state.item else 0
    messages = {f"message:{n}": tr("message {n}").format(n=n + 1) for n in range(count)}
    return {"response": "", **passages, **responses, **messages}


def _span_row(span: LabeledSpan, title: str, places: Mapping[str, str]) -> str:
    place = places.get(span.target, span.target.replace(":", " "))
    parts = [f"{elide(title, 40)}: “{elide(span.text, 90)}”"]
    parts += [f"({elide(place, 30)})"] if place else []
    return " ".join([*parts, *_lost(span)])


def _claim_row(number: int, claim: ClaimLink, places: Mapping[str, str]) -> str:
    look = look_of(claim.relation)
    names = ", ".join(
        places.get(f"evidence:{passage.evidence}", elide(passage.evidence, 30)) for passage in claim.passages
    )
    said = " ".join(part for part in (tr(look.title), names) if part)
    place = places.get(claim.target, "")
    parts = [f"{number + 1} {look.sign} {said}: “{elide(claim.text, 90)}”", *([f"({place})"] if place else [])]
    return " ".join([*parts, *_lost(claim)])


def _lost(span: LabeledSpan | ClaimLink) -> list[str]:
    return [] if span.anchored else [tr("(not found in the text)")]
