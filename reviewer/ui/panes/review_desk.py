"""The desk of the review room: the four panes side by side and the verdict bar. It knows no workspace and no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollBar, QSplitter, QVBoxLayout, QWidget

from reviewer.domain.projects import Project
from reviewer.ui.panes.evidence_pane import EvidencePane
from reviewer.ui.panes.find_bar import Searched
from reviewer.ui.panes.finding import Finding
from reviewer.ui.panes.pointing import Thing, lit_with
from reviewer.ui.panes.policy_pane import PolicyPane
from reviewer.ui.panes.prompt_pane import PromptPane
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.panes.review_bindings import answer_keys, compare_keys
from reviewer.ui.panes.splits import at_least
from reviewer.ui.panes.veil_pane import VeilPane
from reviewer.ui.panes.verdict_bar import VerdictBar
from reviewer.ui.panes.wellbeing_notes import BreakLine, PersonalDataLine
from reviewer.ui.presenters.lens import LensState
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.theme import Theme

_SIZES = (245, 430, 285, 300)
# Where the desk is narrower than this, the response takes this share of it while a correction is written.
_NARROW = 1_450
_CORRECTING = (172, 495, 256, 236)
Pane = PromptPane | ResponsePane | EvidencePane | PolicyPane | VerdictBar | VeilPane | PersonalDataLine | BreakLine


class ReviewDesk(QWidget):
    """What a reviewer reads and presses.

    The window may show it with the first item before the workspace is open; the room takes it over as it is, so that
    nothing moves under the reader's eyes.
    """

    def __init__(self, theme: Theme, key_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("review_desk")
        self.preview: ReviewState | None = None
        self._theme = theme
        self._window_key = key_of
        self._keys: dict[str, str] = {}
        self._project: Project | None = None
        self._answer_keys: Mapping[tuple[str, str], str] = {}
        self._compare_keys: Mapping[str, str] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("review_splitter")
        self.splitter.setHandleWidth(10)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(self._moved)
        self._before: list[int] | None = None
        self._correcting = self._wider = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.personal_line, self.break_line = PersonalDataLine(self.key_of), BreakLine()
        self.veil = VeilPane(self.key_of, theme)
        for part in (self.break_line, self.personal_line):
            self._column.addWidget(part)
        self._column.addWidget(self.veil, 1)
        self._column.addWidget(self.splitter, 1)
        self.panes: list[Pane] = []
        self.beside: Searched | None = None
        """What is open beside the desk and can be searched too."""
        self.finding = Finding(self.searched_at, self.key_of)

    def build(self) -> Iterator[None]:
        """Build pane after pane, so that the window can stay alive between them."""
        self.prompt = PromptPane(self.key_of)
        self._add(self.prompt)
        yield
        self.response = ResponsePane(self.key_of, self._theme)
        self._add(self.response)
        yield
        self.evidence = EvidencePane(self.key_of, self._theme)
        self._add(self.evidence)
        yield
        self.policy = PolicyPane(self.key_of)
        self._add(self.policy)
        yield
        self.splitter.setSizes(list(_SIZES))
        self.bar = VerdictBar(self.key_of)
        self.panes += [self.bar, self.veil, self.personal_line, self.break_line]
        self._column.addWidget(self.bar)
        yield

    def _add(self, pane: PromptPane | ResponsePane | EvidencePane | PolicyPane) -> None:
        width = _SIZES[len(self.panes)]
        self.panes.append(pane)
        at_least(pane, 240 if isinstance(pane, ResponsePane) else 170)
        self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(self.splitter.count() - 1, width)

    def show_preview(self, state: ReviewState) -> Iterator[None]:
        """Show, pane after pane, an item that is not held yet."""
        self.preview = state
        self._take_keys(state)
        self.splitter.setVisible(state.veil is None)
        for pane in self.panes:
            pane.show_state(state)
            yield

    def show_state(self, state: ReviewState) -> None:
        """Show a state; the panes touch only what differs."""
        self._take_keys(state)
        for pane in self.panes:
            pane.show_state(state)
        self.splitter.setVisible(state.veil is None)
        # Where responses are compared and no passage came, they take the room of the evidence.
        self.evidence.setVisible(bool(state.evidence) or len(state.responses) < 2)
        self._correcting = state.correcting
        self._make_room()
        self.finding.search_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window, give the response more of it while a correction is written, and take it back after."""
        wanted = self._correcting and self.width() < _NARROW
        if wanted == self._wider:
            return
        self._wider = wanted
        if wanted:
            self._before = self.splitter.sizes()
            self.splitter.setSizes(list(_CORRECTING))
        elif self._before is not None:
            self.splitter.setSizes(self._before)
            self._before = None

    def _moved(self) -> None:
        """Leave it as the person wants it."""
        self._before = None

    @property
    def reading(self) -> QWidget:
        """What has the focus while somebody reads: the response, or the veil before it."""
        return self.response.view if self.veil.isHidden() else self.veil

    def point_at(self, thing: Thing | None, state: ReviewState) -> None:
        """Light a hit or a passage and all that belongs to it, in every pane."""
        lit = lit_with(state, thing)
        for pane in (self.response, self.evidence, self.policy):
            pane.show_lit(lit)

    def searched_at(self, focus: QWidget | None) -> Searched:
        """Return the pane whose texts are searched: the one with the focus, or else the response."""
        for pane in (self.prompt, self.evidence, self.beside):
            if focus is not None and isinstance(pane, QWidget) and pane.isAncestorOf(focus):
                return pane
        return self.response

    def show_lens(self, lens: LensState, shown: ReviewState) -> None:
        """Show what the grounding lens found of the item on screen."""
        self.response.show_lens(lens)
        self.evidence.show_lens(lens, shown)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        self.response.restyle()
        self.evidence.restyle()
        self.veil.restyle()

    def places(self) -> list[tuple[QScrollBar, int]]:
        """Return how far everything is scrolled."""
        return [(bar, bar.value()) for bar in self.findChildren(QScrollBar) if bar.value()]

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self.prompt.set_marks(shown)
        self.response.set_marks(shown)
        self.evidence.view.set_marks(shown)

    def refresh_keys(self) -> None:
        """Print the keys that are in force now."""
        self._keys.clear()
        self.finding.refresh_keys()
        for pane in self.panes:
            pane.refresh_keys()

    def key_of(self, action: str) -> str:
        """Return the key of an action, or of an answer as `question:<id>:<value>`."""
        kind, _, rest = action.partition(":")
        if kind != "question":
            if action not in self._keys:
                self._keys[action] = self._window_key(action)
            return self._keys[action]
        name, _, value = rest.partition(":")
        return self._answer_keys.get((name, value), "") or self._compare_keys.get(value, "")

    def _take_keys(self, state: ReviewState) -> None:
        if state.project is not self._project:
            self._project = state.project
            self._answer_keys = answer_keys(state.project)
        self._compare_keys = compare_keys(state)
