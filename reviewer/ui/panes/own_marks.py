"""What the hands do with marks in the texts: select, label, resize, and tie claims to passages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.marking import Mark, Marking, Place
from reviewer.ui.presenters.review_state import Linking, ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.safe_text.stretching import swap_ends, take_sentence


class OwnMarks(QObject):
    """Connects the texts of the desk, the list of marks and the strip of the claim with the presenter."""

    def __init__(self, desk: ReviewDesk, presenter: Marking, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = presenter
        self._linking: Linking | None = None
        self._shown: Mark | None = None
        self.place: Place | None = None
        """Where text is selected now: the target, start and end, or None."""
        response, claim = desk.response, desk.response.claim
        for pane in (desk.prompt, response, desk.evidence):
            pane.span_selected.connect(self._select)
            pane.mark_drawn.connect(lambda what: presenter.resize_span(what[0][1], what[1], what[2]))
        response.label_pressed.connect(self.label)
        response.mark_removed.connect(presenter.remove_mark)
        response.mark_chosen.connect(presenter.select_mark)
        response.mark_opened.connect(self._open)
        response.edge_moved.connect(lambda what: self._move_edge(*what))
        claim.related.connect(presenter.link)
        claim.passage_toggled.connect(presenter.toggle_passage)
        claim.cancelled.connect(presenter.leave_claim)
        desk.installEventFilter(self)

    def forget(self) -> None:
        """Nothing is selected in the texts of another item."""
        self.place = self._shown = None
        self._desk.response.show_place(None)

    def show_state(self, state: ReviewState) -> None:
        """Select the claim that is being linked, and bring the mark that is worked on into sight."""
        before, self._linking = self._linking, state.linking
        response = self._desk.response
        if state.linking is not None and before is None:
            for view in (*(text.view for text in response.texts), self._desk.evidence.view):
                view.installEventFilter(self)
            response.select(state.linking.target, state.linking.start, state.linking.end)
            QTimer.singleShot(0, self, self._bring_claim)  # the strip takes room first
            if not isinstance(QApplication.focusWidget(), SourceView):
                response.view_of(state.linking.target).setFocus()
        elif state.linking is None and before is not None:
            response.clear_selection()
            self._desk.evidence.view.clear_selection()
        if state.selected_mark != self._shown:
            self._shown = state.selected_mark
            self._bring(state)

    # What the keys do

    def can_label(self) -> bool:
        """Return whether something is selected that a label can be given to."""
        return self.place is not None or self._span() is not None

    def label(self, name: str) -> None:
        """Label what is selected in a text, or relabel the stretch that is worked on."""
        span = self._span()
        if span is not None:
            self._presenter.relabel_span(span, name)
        elif self.place is not None:
            self._presenter.add_span(*self.place, name)
            self._clear()

    def sentence(self) -> None:
        """Select the sentence at the cursor, or one more."""
        take_sentence(self._view())

    def other_end(self) -> None:
        """Move the other end from now on: of the stretch that is worked on, or of the selection."""
        if self._desk.response.spans.hasFocus():
            self._desk.response.spans.swap_ends()
        else:
            swap_ends(self._view())

    def claim(self) -> None:
        """Begin to link a claim, or to change the link that is worked on."""
        state = self._presenter.state
        mark = self._desk.response.spans.current_mark() if self._desk.response.spans.hasFocus() else None
        if mark is not None and mark[0] == "claim":
            self._presenter.change_claim(mark[1])
            return
        if state.rendered:
            self._presenter.toggle_rendered()  # the source is what offsets count in
        response = self._desk.response
        text = next((one for one in response.texts if one.view.selected_span() and one.isVisible()), None)
        text = text or response.text_at(QApplication.focusWidget())
        chosen, part = text.view.selected_span(), self._desk.evidence.view.selected_span()
        passage = state.passage
        self._presenter.begin_claim(
            (text.target, *chosen) if chosen else None,
            (text.target, text.view.ends()[1]),
            (f"evidence:{passage.id}", *part) if part and passage is not None else None,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a claim is linked, let Escape leave it and Space choose the selected passage."""
        if event.type() != QEvent.Type.KeyPress or self._linking is None or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() or event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.leave_claim()
        elif watched is not self._desk:
            self._presenter.toggle_this_passage()
        return True

    # Inside

    def _select(self, place: Place | None) -> None:
        self.place = place
        self._desk.response.show_place(place)
        if place is not None and self._linking is not None:
            if place[0].startswith("evidence:"):
                self._presenter.pick_part(*place)
            else:
                self._presenter.set_claim(*place)

    def _span(self) -> int | None:
        """Return the place of the stretch that is worked on in the list."""
        mark = self._desk.response.spans.current_mark() if self._desk.response.spans.hasFocus() else None
        return mark[1] if mark is not None and mark[0] == "span" else None

    def _move_edge(self, mark: Mark, *how: object) -> None:
        side, step, unit = how
        if mark[0] == "span":
            self._presenter.move_edge(mark[1], side, step, unit)  # type: ignore[arg-type]

    def _open(self, mark: Mark) -> None:
        if mark[0] == "claim":
            self._presenter.change_claim(mark[1])

    def _bring(self, state: ReviewState) -> None:
        """Bring the mark that is worked on into sight, whichever text it lies in."""
        mark = state.selected_mark
        span = None
        if mark is not None:
            marks = state.spans if mark[0] == "span" else state.claims
            span = marks[mark[1]] if mark[1] < len(marks) else None
        if span is None or not span.anchored:
            return
        kind, _, name = span.target.partition(":")
        if kind == "evidence":
            places = [place for place, one in enumerate(state.evidence) if one.id == name]
            if places:
                self._presenter.select_passage(places[0])
                self._desk.evidence.show_offset(span.start)
        elif kind == "message":
            self._desk.prompt.show_span(span.target, span.start)
        else:
            self._desk.response.show_span(span.target, span.start)

    def _bring_claim(self) -> None:
        if self._linking is not None:
            self._desk.response.show_span(self._linking.target, self._linking.start)

    def _view(self) -> SourceView:
        """Return the text that the keys are about: the one with the focus, or else the response."""
        focus = QApplication.focusWidget()
        if isinstance(focus, SourceView) and self._desk.isAncestorOf(focus):
            return focus
        return self._desk.response.text_at(focus).view

    def _clear(self) -> None:
        self._desk.prompt.clear_selection()
        self._desk.response.clear_selection()
        self._desk.evidence.view.clear_selection()
