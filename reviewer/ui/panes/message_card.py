"""One part of the conversation: who said it and what, or a folded card for what is long and seldom read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from reviewer.ui.language import tr
from reviewer.ui.panes.marks import highlight_styles, highlights
from reviewer.ui.panes.parts import Hint, KeyBadge, key_caption, restyle
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.presenters.conversation import Part
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import MoreBar
from reviewer.ui.safe_text.edge_grip import EdgeGrip
from reviewer.ui.theme import active_theme


class MessageCard(QFrame):
    """Shows one part; a folded one says its size, and opens by a click, by Space, or with the others by the key."""

    span_selected = Signal(object)
    """(target, start, end), or None when the selection went away; only of texts that spans can point into."""
    mark_activated = Signal(object)
    text_made = Signal(object)
    """The view of the text, once it is needed."""
    mark_drawn = Signal(object)
    """(("span", its place), start, end): an own stretch was given other ends by the mouse."""
    toggled = Signal(object)
    """The part that is to be opened or folded."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"message_{number}")
        self._name = f"message_{number}_text"  # fixed now: other rooms rename their widgets
        self._part: Part | None = None
        self._open: bool | None = None
        self._folds: bool | None = None
        self._code = False
        self._key = ""
        self._marks = True
        self._pressed = False
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        head = QHBoxLayout()
        self._headline = Hint()
        self._headline.setWordWrap(True)  # the size is never cut off
        head.addWidget(self._headline, 1)
        self._badge = KeyBadge("")
        self._badge.hide()
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._more: MoreBar | None = None
        self.text: TextBlock | None = None
        """The view of the text; made when it is needed, since most folded cards stay folded."""

    def set_key(self, key: str) -> None:
        """Print the key that opens all folded cards; none where another card prints it already."""
        caption = key_caption(key) if key else ""
        if caption != self._key:
            self._key = caption
            self._badge.setText(caption)
            self._badge.setVisible(bool(caption))

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self._marks = shown
        if self.text is not None:
            self.text.set_marks(shown)

    def show_part(self, part: Part, opened: bool) -> None:
        """Show a part of the conversation, folded where it is one that folds and nobody opened it."""
        if part is self._part and opened == self._open:
            return
        self._part, self._open = part, opened
        shows = bool(part.text) and (opened or not part.folds)
        arrow = ("▾ " if opened else "▸ ") if part.folds else ""
        self._headline.setText(arrow + part.headline)
        state = ", " + (tr("opened") if opened else tr("folded")) if part.folds else ""
        self.setAccessibleName(part.headline.replace(" · ", ", ") + state)
        if part.folds != self._folds:
            self._set_folds(part.folds)
        if shows:
            self._show_text(part)
        if self.text is not None:
            self.text.setVisible(shows)
        if self._more is not None and not shows:
            self._more.hide()

    def _set_folds(self, folds: bool) -> None:
        """Look like a card that can be opened, or like plain text."""
        self._folds = folds
        self.setAccessibleDescription(tr("Space opens or folds it") if folds else "")
        restyle(self, role="card" if folds else "plain", tone="sunken")
        self._column.setContentsMargins(*((12, 8, 12, 8) if folds else (0, 0, 0, 4)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if folds else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if folds else Qt.CursorShape.ArrowCursor)

    def show_marks_of(self, state: ReviewState, target: str) -> None:
        """Highlight what hits and spans point at in this text; an empty target takes the highlights away."""
        if self.text is not None and (target or self.text.property("marked")):
            self.text.setProperty("marked", bool(target))
            self.text.set_highlight_styles(highlight_styles(active_theme()))
            self.text.set_highlights(highlights(state, target) if target else ())

    def _show_text(self, part: Part) -> None:
        if self.text is None:
            self.text = TextBlock(self._name, tr("Message"))
            self.text.set_marks(self._marks)
            self.text.snap_to_words()
            EdgeGrip(self.text, ("own_span", "own_span_chosen")).moved.connect(self.mark_drawn)
            self.text.spanSelected.connect(self._tell_span)
            self.text.highlightActivated.connect(self.mark_activated)
            self.text_made.emit(self.text)
            self._column.addWidget(self.text)
        code = part.kind == "call"
        if code != self._code:
            self._code = code
            self.text.setFont(active_theme().mono() if code else QFont())
        self.text.setAccessibleName(part.headline.replace(" · ", ", "))
        self.text.set_source(part.text)
        if self.text.hidden_after and self._more is None:
            self._more = MoreBar(self.text)
            self._column.addWidget(self._more)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or fold by a click on a card that folds."""
        pressed, self._pressed = self._pressed, False
        if pressed and self.rect().contains(event.position().toPoint()):
            self._toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space do what a click does."""
        if event.key() == Qt.Key.Key_Space and self.hasFocus():
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _tell_span(self, span: tuple[int, int] | None) -> None:
        target = self._part.target if self._part is not None else ""
        self.span_selected.emit((target, *span) if span and target else None)

    def _toggle(self) -> None:
        if self._part is not None and self._part.folds:
            self.toggled.emit(self._part)
