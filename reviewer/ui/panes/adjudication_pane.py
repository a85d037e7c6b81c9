"""The adjudication view: the item at the left, the reviews side by side at the right, the decision below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.decision_bar import DecisionBar
from reviewer.ui.panes.evidence_pane import EvidencePane
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Chip, Hint, Tone
from reviewer.ui.panes.policy_pane import PolicyPane
from reviewer.ui.panes.prompt_pane import PromptPane
from reviewer.ui.panes.response_pane import Place, ResponsePane
from reviewer.ui.panes.review_columns import ReviewColumns
from reviewer.ui.panes.splits import at_least
from reviewer.ui.panes.veil_pane import VeilPane
from reviewer.ui.panes.wellbeing_notes import PersonalDataLine
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.presenters.adjudication_state import AdjudicationState
from reviewer.ui.safe_text import ElidedLabel
from reviewer.ui.theme import Theme

PREFIX = "adjudication_"
_LOW = 760
_KIND_TONES: Mapping[str, Tone] = {"escalated": "purple", "settled": "good"}


class AdjudicationPane(QWidget):
    """Shows one disagreement and hands on what the lead does with it."""

    back_wanted = Signal()
    names_toggled = Signal()
    refused = Signal(str)
    personal_data_wanted = Signal()

    def __init__(self, presenter: AdjudicationPresenter, key_of: KeyOf, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("adjudication_pane")
        self._presenter = presenter
        self._key_of = key_of
        self._place: Place | None = None
        self.prompt = PromptPane(key_of)
        self.evidence = EvidencePane(key_of, theme)
        self.response = ResponsePane(key_of, theme)
        self.policy = PolicyPane(key_of, entry=False)
        self.columns = ReviewColumns(theme)
        self.veil, self.personal_line = VeilPane(key_of, theme, skips=False), PersonalDataLine(key_of)
        self.bar = DecisionBar(key_of)
        self._failed = EmptyState(
            tr("This item cannot be shown"), "", tr("Back to the overview"), "adjudication_failed"
        )
        self._failed.clicked.connect(self.back_wanted)
        self._build()
        self._connect()
        self.refresh_keys()
        self._name_parts()
        self._labels = self.findChild(QWidget, f"{PREFIX}label_bar")

    # Building

    def _build(self) -> None:
        self._back = QuietButton(tr("Overview"), "adjudication_back_button")
        self._title = ElidedLabel("")
        self._title.setObjectName("adjudication_title")
        self._title.setProperty("role", "headline")
        self._kind = Chip("", "warn", "adjudication_kind")
        self._where = Hint("", "adjudication_place")
        self._names = QuietButton(tr("Names"), "adjudication_names_button")
        self._names.setCheckable(True)
        self._previous = KeyButton(tr("Previous"), "adjudication_previous_button")
        self._next = KeyButton(tr("Next"), "adjudication_next_button")
        head = QHBoxLayout()
        head.setSpacing(10)
        for part in (self._back, self._title, self._kind, self._where):
            head.addWidget(part)
        head.addStretch(1)
        for button in (self._names, self._previous, self._next):
            button.set_small(True)
            head.addWidget(button)
        left = _splitter(Qt.Orientation.Vertical, "adjudication_left_splitter", self.prompt, self.evidence)
        middle = _splitter(Qt.Orientation.Vertical, "adjudication_middle_splitter", self.response, self.policy)
        middle.setStretchFactor(0, 2)
        middle.setSizes([420, 220])
        self.splitter = _splitter(Qt.Orientation.Horizontal, "adjudication_splitter", left, middle, self.columns)
        self.splitter.setSizes([300, 460, 520])
        for number, stretch in enumerate((3, 4, 5)):
            self.splitter.setStretchFactor(number, stretch)
        for pane in (self.prompt, self.evidence, self.response, self.policy):
            at_least(pane, 200)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.personal_line)
        column.addWidget(self.veil, 1)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.bar)
        self._work = work
        self._stack = QStackedWidget()
        self._stack.addWidget(work)
        self._stack.addWidget(self._failed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the reading font again: the style sheet took it away when it first reached the hidden views."""
        super().showEvent(event)
        self.restyle()

    def _connect(self) -> None:
        presenter, own = self._presenter, self._presenter.own
        self._back.clicked.connect(self.back_wanted)
        self._names.clicked.connect(self.names_toggled)
        self._previous.clicked.connect(lambda: presenter.step(-1))
        self._next.clicked.connect(lambda: presenter.step(1))
        self.prompt.part_toggled.connect(own.toggle_part)
        self.evidence.selected.connect(own.select_passage)
        self.policy.selected.connect(own.select_this_hit)
        self.policy.passes_toggled.connect(own.toggle_passes)
        self.policy.judged.connect(lambda what: presenter.judge(what[1], what[0]))
        self.policy.missed_removed.connect(presenter.remove_missed_hit)
        self.response.rendered_toggled.connect(own.toggle_rendered)
        self.response.span_selected.connect(self._select)
        self.response.label_pressed.connect(self.label)
        self.response.mark_removed.connect(own.remove_mark)
        self.response.mark_chosen.connect(own.select_mark)
        self.response.response_picked.connect(presenter.compare)
        self.response.correction.edited.connect(own.edit_correction)
        self.response.correction.restore_wanted.connect(own.restore_correction)
        self.response.correction.suggestion_wanted.connect(own.take_suggestion)
        self.response.correction.cut_wanted.connect(self.cut)
        self.response.correction.left.connect(lambda: self.focus_on("item"))
        self.response.correction.refused.connect(self.refused)
        self.veil.further_wanted.connect(presenter.open_further)
        self.veil.all_wanted.connect(presenter.open_all)
        self.personal_line.pressed.connect(self.personal_data_wanted)
        self.columns.adopted.connect(presenter.choose)
        self.bar.verdict_chosen.connect(own.choose)
        self.bar.answered.connect(self._answer)
        self.bar.reason_edited.connect(presenter.give_reason)
        self.bar.category_chosen.connect(presenter.classify)
        self.bar.anew_wanted.connect(presenter.decide_anew)
        self.bar.adopting_wanted.connect(presenter.stop_deciding)
        self.bar.record_wanted.connect(presenter.record)

    def _name_parts(self) -> None:
        """Tell the panes of the item from those of the review room, where they have the names of the contract."""
        for pane in (self.prompt, self.evidence, self.response, self.policy, self.veil, self.personal_line):
            for widget in (pane, *pane.findChildren(QWidget)):
                name = widget.objectName()
                if name and not name.startswith((PREFIX, "qt_")):
                    widget.setObjectName(PREFIX + name)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        for pane in (self.response, self.evidence, self.columns, self.veil):
            pane.restyle()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for pane in (self.prompt, self.response, self.evidence, self.policy, self.bar, self.veil, self.personal_line):
            pane.refresh_keys()
        self._back.set_key(self._key_of("quality.back"))
        self._names.set_key(self._key_of("quality.names"))
        self._previous.set_key(self._key_of("quality.previous"))
        self._next.set_key(self._key_of("quality.next"))

    # Showing

    def show_state(self, state: AdjudicationState) -> None:
        """Show a state; only what differs is touched."""
        if state.phase == "failed":
            self._failed.show_text(tr("This item cannot be shown"), state.failure, tr("Back to the overview"))
        self._stack.setCurrentWidget(self._failed if state.phase == "failed" else self._work)
        case = state.case
        if case is None:
            return
        self._title.setText(tr("Item {id}").format(id=case.item.id))
        self._kind.show_text(case.kind, _KIND_TONES.get(case.kind, "warn"))
        place = (
            tr("{place:,} of {open_count:,} open").format(place=case.place + 1, open_count=case.open_count)
            if case.place is not None
            else ""
        )
        self._where.setText(place)
        self._names.setChecked(state.names_shown)
        for button in (self._previous, self._next):
            button.setEnabled(case.open_count > 1 and not state.busy)
        for pane in (self.prompt, self.response, self.evidence, self.policy, self.veil, self.personal_line):
            pane.show_state(state.view)
        self.splitter.setVisible(state.view.veil is None)
        # On a low screen the editor of the correction takes the place of the hits; their keys still work.
        self.policy.setVisible(not state.view.correcting or self.height() > _LOW)
        self.columns.show_state(state)
        self.bar.show_state(state)
        self.response.spans.setEnabled(state.deciding)  # marks are changed only in a decision of one's own
        self._show_labels()
        self._name_parts()

    def _show_labels(self) -> None:
        state = self._presenter.state
        if self._labels is not None:
            self._labels.setVisible(state.deciding and bool(state.view.span_labels))

    def focus_on(self, where: str) -> None:
        """Put the focus where something is missing, or where it was asked for."""
        if where == "correction":
            self.response.correction.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self.bar.focus_on(where):
            self.response.view.setFocus()

    def cut(self) -> None:
        """Take the selected stretch of the response out of the correction."""
        if self._presenter.state.deciding:
            self._presenter.own.cut(self._place)

    def can_label(self) -> bool:
        """Return whether something is selected that a label can be given to."""
        return self._presenter.state.deciding and self._place is not None

    def label(self, name: str) -> None:
        """Give a label to the selected text."""
        if self.can_label() and self._place is not None:
            self._presenter.own.add_span(*self._place, name)

    def _answer(self, what: tuple[str, object]) -> None:
        question, value = what
        own = self._presenter.own
        if own.state.project.find_question(question) is not None:
            own.answer(question, value)
        elif own.state.draft is not None:  # the comparison that several responses bring without a question
            own.compare(str(value if value is not None else own.state.draft.comparison))

    def _select(self, place: Place | None) -> None:
        self._place = place
        self.response.show_place(place)
        self._show_labels()
        self.response.correction.show_place(place)


def _splitter(orientation: Qt.Orientation, name: str, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setHandleWidth(10)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
