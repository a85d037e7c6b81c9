"""The pane of the response: one or several, the marked stretches, and below them the correction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from reviewer.texts.find import Place as FoundPlace
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.claim_bar import ClaimBar
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.correction_pane import CorrectionPane
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Chip, Hint, Panel, key_caption
from reviewer.ui.panes.response_text import ResponseText
from reviewer.ui.panes.span_list import SpanList
from reviewer.ui.presenters.lens import LensState
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.safe_text.highlights import Found
from reviewer.ui.theme import Theme

Place = tuple[str, int, int]
_NARROWEST = 190
_LOW = 640
_ROOMY = 56  # letters; where there are fewer, the header says only what the key would show


class ResponsePane(Panel):
    """Shows what is judged, takes selections, labels and the correction."""

    span_selected = Signal(object)
    """(target, start, end), or None when the selection went away."""
    mark_activated = Signal(object)
    response_picked = Signal(object)
    label_pressed = Signal(object)
    mark_removed = Signal(object)
    """The own mark that is to be taken away."""
    mark_chosen = Signal(object)
    """The own mark that is worked on, or None."""
    mark_opened = Signal(object)
    edge_moved = Signal(object)
    """(mark, side, step, unit): an end of an own stretch is to be moved."""
    mark_drawn = Signal(object)
    """(("span", its place), start, end): an own stretch was given other ends by the mouse."""
    thing_pointed = Signal(object)
    """("claim", its place) while the pointer is on its number in the margin, else None."""
    rendered_toggled = Signal()
    copies_wanted = Signal()
    pointed = Signal(object)
    """(target, offset): what the pointer is on, with None where it is on nothing."""

    def __init__(self, key_of: KeyOf, theme: Theme) -> None:
        super().__init__(tr("Response"), "response_pane")
        level_header(self)
        self._key_of = key_of
        self._theme = theme
        self._labels: dict[str, KeyButton] = {}
        self._place: Place | None = None
        self._may_label = False
        self._marks = True
        self._count = Chip("", name="response_count")
        self.header.addWidget(self._count)
        self._form = Hint("", "response_form")
        self.tail.addWidget(self._form)
        self._toggle = QuietButton(tr("As shown to user"), "rendered_button")
        self._toggle.set_small(True)
        self._toggle.clicked.connect(self.rendered_toggled)
        self.tail.addWidget(self._toggle)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        self._texts_splitter = QSplitter(Qt.Orientation.Vertical)
        self._texts_splitter.setObjectName("responses_splitter")
        self._texts_splitter.setChildrenCollapsible(False)
        self.texts = [self._new_text("response_view")]
        column.addWidget(self._texts_splitter, 1)
        self._add_marks(column)
        self._copies = self._new_copies_button()
        column.addWidget(self._copies, 0, Qt.AlignmentFlag.AlignLeft)  # below the text, which must not jump as it comes
        self._add_labels(column)
        self.correction = CorrectionPane(key_of, theme)
        self.correction.hide()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("response_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.correction)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([270, 270])
        self.body.addWidget(self.splitter, 1)
        self.refresh_keys()

    @property
    def view(self) -> SourceView:
        """The source view of the first response."""
        return self.texts[0].view

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        for text in self.texts:
            text.restyle()
        self.correction.restyle()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._toggle.set_key(self._key_of("review.source_view"))
        self.claim.refresh_keys()
        self._copies.set_key(self._key_of("review.near_copies"))
        self.correction.refresh_keys()

    def _add_marks(self, column: QVBoxLayout) -> None:
        """Add the list of the own marks, what its keys do, and the strip of the claim."""
        self.spans = SpanList()
        self.spans.removed.connect(self.mark_removed)
        self.spans.chosen.connect(self.mark_chosen)
        self.spans.opened.connect(self.mark_opened)
        self.spans.edge_moved.connect(self.edge_moved)
        self.spans.left.connect(lambda: self.view.setFocus())
        self.spans.hide()
        column.addWidget(self.spans)
        self._span_hint = Hint("", "span_hint")
        self._span_hint.setWordWrap(True)
        self._remove = QuietButton(tr("Remove"), "mark_remove", "Delete")
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list keeps its row
        self._remove.clicked.connect(self._remove_mark)
        below = QHBoxLayout()
        below.addWidget(self._span_hint, 1)
        below.addWidget(self._remove)
        column.addLayout(below)
        for part in (self._span_hint, self._remove):
            part.hide()
        self.claim = ClaimBar(self._key_of)
        self.claim.hide()
        column.addWidget(self.claim)

    def _add_labels(self, column: QVBoxLayout) -> None:
        """Add the buttons of the labels."""
        self._label_bar = QWidget()
        self._label_bar.setObjectName("label_bar")
        self._flow = FlowLayout(self._label_bar, spacing=4)
        self._label_hint = Hint(tr("Label:"))
        self._flow.addWidget(self._label_hint)
        column.addWidget(self._label_bar)

    def _new_copies_button(self) -> QuietButton:
        button = QuietButton(tr("Near copies"), "near_copies_button")
        button.set_small(True)
        button.hide()
        button.clicked.connect(self.copies_wanted)
        return button

    def show_copies(self, announced: str) -> None:
        """Announce the near copies of the item, or nothing where there is none."""
        self._copies.set_caption(announced or tr("Near copies"))
        self._copies.setVisible(bool(announced))

    def show_state(self, state: ReviewState) -> None:
        """Show the responses of a state; only what differs is touched."""
        if state.item is None:
            return
        responses = state.responses
        while len(self.texts) < len(responses):
            self.texts.append(self._new_text(f"response_view_{len(self.texts) + 1}"))
        for number, text in enumerate(self.texts):
            text.setVisible(number < len(responses))
            if number < len(responses):
                text.show_state(state, responses[number])
        self._arrange()
        self._count.show_text(tr("{count} to compare").format(count=len(responses)) if len(responses) > 1 else "")
        forms = tr("Source"), tr("As shown to user")
        self._form.setText(f"{forms[state.rendered]} ·")
        self._toggle.set_caption(forms[not state.rendered])
        self.correction.setVisible(state.correcting)
        self.spans.show_state(state)
        self._show_labels(state)
        self.claim.show_state(state)
        self._show_mark_hint(state)
        if state.correcting:
            self.correction.show_state(state)

    def show_place(self, place: Place | None) -> None:
        """Show whether something is selected that a label can be given to."""
        self._place = place
        for button in self._labels.values():
            button.setEnabled(place is not None or (self.spans.current_mark() or ("",))[0] == "span")
        self._fold_labels()

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        for text in self.texts:
            text.set_marks(shown)
        self.correction.diff_view.set_marks(shown)
        self._marks = shown

    def show_lens(self, lens: LensState) -> None:
        """Lay the grounding lens under the highlights of each response."""
        for text in self.texts:
            text.show_lens(lens)

    def clear_selection(self) -> None:
        """Drop what is selected, so that letters mean again what they usually do."""
        for text in self.texts:
            text.view.clear_selection()

    def select(self, target: str, start: int, end: int) -> None:
        """Select a stretch of a response, unless it is selected."""
        for text in self.texts:
            if text.target == target and text.view.selected_span() != (start, end):
                text.view.select_span(start, end)

    def text_at(self, focus: QWidget | None) -> ResponseText:
        """Return the response that has the focus, or else the first."""
        return next(
            (text for text in self._on_screen() if focus is not None and text.isAncestorOf(focus)), self.texts[0]
        )

    def view_of(self, target: str) -> SourceView:
        """Return the source view of a response."""
        return next((text.view for text in self.texts if text.target == target), self.view)

    def show_span(self, target: str, start: int) -> None:
        """Bring a stretch of a response into sight."""
        for text in self.texts:
            if text.target == target:
                text.view.scroll_to(start)

    def show_lit(self, lit: Collection[tuple[str, object]]) -> None:
        """Light the stretches of what the pointer is on."""
        for text in self.texts:
            text.show_lit(lit)

    def thing_at(self, target: str, offset: int) -> tuple[str, object] | None:
        """Return the hit, claim or passage that a place of a response belongs to."""
        return next((text.thing_at(offset) for text in self.texts if text.target == target), None)

    def show_citation(self, passage: str) -> None:
        """Bring a place that cites a passage into sight, unless one is in sight."""
        for text in self._on_screen():
            if text.show_citation(passage):
                return

    def show_differences(self, found: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        """Mark where the responses differ."""
        for text in self.texts:
            text.show_differences(found.get(text.target, ()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put several responses side by side where there is room, else one below the other."""
        super().resizeEvent(event)
        self._form.setVisible(self.width() >= _ROOMY * self.fontMetrics().averageCharWidth())
        self._fold_labels()
        self._arrange()

    def _arrange(self) -> None:
        count = max(1, len(self._on_screen()))
        wide = self.width() >= count * _NARROWEST
        self._texts_splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    # What a search needs

    def find_texts(self) -> Sequence[str]:
        """Return the texts that are on screen, in the form in which they are."""
        return [text.shown.shown_text() for text in self._on_screen()]

    def find_origin(self) -> FoundPlace:
        """Return where the reader is: at what stands at the top of the first text."""
        return FoundPlace(0, self.texts[0].shown.found_origin())

    def show_found(self, found: Sequence[Found | None]) -> None:
        """Show what was found in each text."""
        for number, text in enumerate(self._on_screen()):
            mine = found[number] if number < len(found) else None
            text.view.set_found(mine if text.shown is text.view else None)
            text.rendered.set_found(mine if text.shown is text.rendered else None)

    def bring_found(self, place: FoundPlace) -> None:
        """Bring a place into sight."""
        self._on_screen()[place.text].shown.scroll_to(place.start)

    def _on_screen(self) -> list[ResponseText]:
        return [text for text in self.texts if not text.isHidden()]

    def _new_text(self, name: str) -> ResponseText:
        text = ResponseText(name, self._theme)
        text.span_selected.connect(self.span_selected)
        text.activated.connect(self.mark_activated)
        text.picked.connect(self.response_picked)
        text.pointed.connect(self.pointed)
        text.thing_pointed.connect(self.thing_pointed)
        text.mark_drawn.connect(self.mark_drawn)
        self._texts_splitter.addWidget(text)
        text.set_marks(self._marks)
        text.restyle()  # Qt takes a font back when a widget gets another parent
        return text

    def _show_mark_hint(self, state: ReviewState) -> None:
        """Say what the keys do with the mark that is worked on."""
        kind = state.selected_mark[0] if state.selected_mark is not None else ""
        if kind == "span":
            swap = key_caption(self._key_of("review.other_end"))
            said = tr("Shift ← → moves an end by a character, with Ctrl by a word; “{swap}”: the other end.")
            self._span_hint.setText(said.format(swap=swap))
        elif kind == "claim":
            said = tr("{key} changes the link.")
            self._span_hint.setText(said.format(key=key_caption(self._key_of("review.claim_link"))))
        self._span_hint.setVisible(bool(kind))
        self._remove.setVisible(bool(kind))

    def _remove_mark(self) -> None:
        mark = self.spans.current_mark()
        if mark is not None:
            self.mark_removed.emit(mark)

    def _fold_labels(self) -> None:
        """Show the labels; beside a correction on a low screen not before there is something that can be labelled."""
        crowded = not self.correction.isHidden() and self.height() < _LOW
        labels = self._place is not None or self.spans.current_mark() is not None
        self._label_bar.setVisible(self._may_label and (labels or not crowded))

    def _show_labels(self, state: ReviewState) -> None:
        labels = state.span_labels
        self._may_label = bool(labels) and state.linking is None
        self._fold_labels()
        relabels = state.selected_mark is not None and state.selected_mark[0] == "span"
        self._label_hint.setText(tr("Relabel:") if relabels else tr("Label:"))
        for button in self._labels.values():
            button.setEnabled(self._place is not None or relabels)
        if list(self._labels) == [label.id for label in labels]:
            return
        for button in self._labels.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._labels = {}
        for option in labels:
            button = KeyButton(option.label, f"span_label_{option.id}", (option.key or "").upper())
            button.set_small(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click must not take the selection away
            button.clicked.connect(lambda _checked=False, name=option.id: self.label_pressed.emit(name))
            button.setEnabled(self._place is not None)
            self._labels[option.id] = button
            self._flow.addWidget(button)
