"""What the window says: an empty room, work under way, an error with what to do, a passing word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Tone, label, restyle
from reviewer.ui.safe_text import PlainLabel
from reviewer.ui.theme import GRID

_TOAST_MS = 3000
_TEXT_WIDTH = 460


class EmptyState(QWidget):
    """Says why there is nothing here, and offers the next step when there is one."""

    clicked = Signal()

    def __init__(self, title: str, text: str, button_text: str = "", name: str = "empty_state") -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = label(title, "headline")
        self._text = label(text, "muted")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(_TEXT_WIDTH)
        self._button = PrimaryButton(button_text, f"{name}_button")
        self._button.clicked.connect(self.clicked)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(1)
        for part in (self._title, self._text, self._button):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._button.setVisible(bool(button_text))  # not before it has a parent: it would be a window of its own
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.show_text(title, text, button_text)

    def show_text(self, title: str, text: str, button_text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.ensurePolished()
        self._text.setFixedHeight(max(0, self._text.heightForWidth(_TEXT_WIDTH)))
        self._button.set_caption(button_text)
        if not button_text:
            self._button.setAccessibleName(tr("Nothing to do here"))
        self._button.setVisible(bool(button_text))


class LoadingState(EmptyState):
    """Says that something is on its way."""

    def __init__(self, text: str = "", name: str = "loading_state") -> None:
        super().__init__("", text or tr("One moment …"), name=name)


class ErrorBanner(QWidget):
    """One sentence about what went wrong and what to do; it stays until it is closed and blocks nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("error_banner")
        note = QFrame()
        note.setProperty("role", "note")
        note.setProperty("tone", "bad")
        self._text = PlainLabel(wrap=True)
        self._text.setObjectName("error_text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QuietButton(tr("Close"), "error_close")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(note)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self._text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, GRID, 12, 0)
        outer.addWidget(note)
        self.hide()

    def show_error(self, text: str) -> None:
        """Show a sentence; an empty one hides the banner."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text() if not self.isHidden() else ""


@dataclass(frozen=True)
class ToastButton:
    """What a passing word offers to do, with the key that does the same."""

    caption: str
    key: str
    run: Callable[[], object]


class Toast(QFrame):
    """A passing word at the right of the status line, where it covers no text; nothing depends on its being read."""

    def __init__(self, parent: QWidget, line: QWidget, neighbour: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._line = line
        self._neighbour = neighbour
        self.setObjectName("toast")
        self.setProperty("role", "note")
        self.setProperty("tone", "accent")
        self._text = PlainLabel()
        self._text.setObjectName("toast_text")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.addWidget(self._text)
        self._run: Callable[[], object] | None = None
        self._button = QuietButton(tr("Undo"), "toast_button")
        self._button.set_small(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes away by itself; its key stays
        self._button.clicked.connect(self._pressed)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, button: ToastButton | None = None, tone: Tone = "accent") -> None:
        """Show a word for three seconds, and what can be done about it."""
        restyle(self, tone=tone)
        self._run = button.run if button else None
        self._button.setVisible(button is not None)
        if button is not None:
            self._button.set_caption(button.caption)
            self._button.set_key(button.key)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """Return the word that is shown."""
        return self._text.text() if self.isVisible() else ""

    def stop(self) -> None:
        """Hide at once."""
        self._timer.stop()
        self.hide()

    def _pressed(self) -> None:
        run = self._run
        self.stop()
        if run is not None:
            run()

    def event(self, event: QEvent) -> bool:
        """Take the room that the text needs when its size changes."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.adjustSize()
            self._place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the size of the window changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        line, corner = self._line, self._window.rect().topLeft()
        top = line.mapTo(self._window, corner).y() + (line.height() - self.height()) // 2
        right = self._neighbour.mapTo(self._window, corner).x() - GRID
        self.move(max(GRID, right - self.width()), min(top, self._window.height() - self.height()))
