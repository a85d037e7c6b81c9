"""Five hints in the review room for whoever is here for the first time; they stop no key and go away for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.ui.keys import is_text_field
from reviewer.ui.language import later, tr
from reviewer.ui.panes.hint_bubble import HintBubble, Ring
from reviewer.ui.panes.parts import key_caption

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow

_MARGIN = 3


class Tour(QObject):
    """Shows one hint after the other, each at the part of the window that it is about."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ground: QWidget = window.centralWidget() or window
        self._number = 0
        self._hints: list[tuple[QWidget, str]] = []
        self._ring: Ring | None = None
        self._bubble: HintBubble | None = None

    @property
    def on(self) -> bool:
        """Whether a hint is on screen."""
        return self._bubble is not None

    def begin(self) -> None:
        """Show the first hint, where there is an item to speak of."""
        self.end()
        self._hints = [(part, text) for name, text in _hints(self._window.key_of) if (part := self._find(name))]
        if not self._hints or self._window.property("itemId") is None or self._window.current_room != "review":
            return
        self._ring, self._bubble = Ring(self._ground), HintBubble(self._ground)
        self._bubble.next_wanted.connect(self.next)
        self._bubble.dismissed.connect(self.dismiss)
        self._window.room_changed.connect(self._room_changed)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._number = -1
        self.next()

    def next(self) -> None:
        """Show the next hint; after the last one they are done for good."""
        self._number += 1
        if self._number >= len(self._hints):
            self.dismiss()
            return
        bubble = self._bubble
        if bubble is None:
            return
        key = self._window.key_of("app.hint_next")
        bubble.show_hint(self._number + 1, len(self._hints), self._hints[self._number][1], key)
        self._place()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(bubble, bubble.said()))

    def dismiss(self) -> None:
        """Take the hints away and remember that they are not wanted again."""
        self.end()
        try:
            self._window.settings.update(hints=False)
        except ReviewerError as error:
            self._window.show_error(str(error))
        self._window.show_toast(tr("The hints are gone; the Help menu brings them back."))

    def end(self) -> None:
        """Take the hints away for now."""
        if self._bubble is None or self._ring is None:
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._window.room_changed.disconnect(self._room_changed)
        inside = self._bubble.isAncestorOf(QApplication.focusWidget() or self._window)
        for part in (self._bubble, self._ring):
            part.hide()
            part.deleteLater()
        self._bubble = self._ring = None
        if inside and self._hints:
            self._hints[0][0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape dismiss the hints outside text fields, and follow what changes its size."""
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.Move) and watched is self._target():
            self._place()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape or not self._takes_escape(QApplication.focusWidget()):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress:
            self.dismiss()
        return True

    def _takes_escape(self, focus: QWidget | None) -> bool:
        if focus is None or focus.window() is not self._window:
            return False
        return QApplication.activeModalWidget() is None and not is_text_field(focus)

    def _target(self) -> QWidget | None:
        return self._hints[self._number][0] if 0 <= self._number < len(self._hints) else None

    def _place(self) -> None:
        target, bubble, ring = self._target(), self._bubble, self._ring
        if target is None or bubble is None or ring is None:
            return
        thing = QRect(target.mapTo(self._ground, QPoint(0, 0)), target.size())
        ring.setGeometry(thing.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        bubble.point_at(thing, self._ground.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        for part in (ring, bubble):
            part.show()
            part.raise_()

    def _room_changed(self, room: str) -> None:
        if room != "review":
            self.end()

    def _find(self, name: str) -> QWidget | None:
        found = self._window.findChild(QWidget, name)
        return found if found is not None and found.isVisible() else None


_HINTS = (
    (
        "response_pane",
        later("Read the response here. {review_source_view} shows it as the user saw it, {review_find} finds words."),
    ),
    (
        "policy_pane",
        later(
            "Judge each policy hit: {review_hit_next} and {review_hit_previous} walk, {review_hit_confirm} confirms, "
            "{review_hit_false_alarm} says false alarm. {review_hit_missed} adds one that was missed."
        ),
    ),
    (
        "evidence_pane",
        later(
            "{review_evidence_previous} and {review_evidence_next} walk through the passages. Dotted words of the "
            "response stand in none of them: an aid for reading, never a verdict."
        ),
    ),
    (
        "verdict_bar",
        later(
            "The key on each button chooses it. {review_submit} submits and brings the next item, {review_undo} takes "
            "the last one back."
        ),
    ),
    (
        "keys_button",
        later(
            "{app_keys} shows all keys, {app_palette} finds any action by a few letters, and {review_guideline} opens "
            "the guideline beside your work."
        ),
    ),
)
_KEYS = (
    "review.source_view",
    "review.find",
    "review.hit_next",
    "review.hit_previous",
    "review.hit_confirm",
    "review.hit_false_alarm",
    "review.hit_missed",
    "review.evidence_previous",
    "review.evidence_next",
    "review.submit",
    "review.undo",
    "review.guideline",
    "app.keys",
    "app.palette",
)


def _hints(key_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the parts of the window and what is to be said of each, with the keys that are in force."""
    keys = {name.replace(".", "_"): key_caption(key_of(name)) or "–" for name in _KEYS}
    return [(name, tr(text).format(**keys)) for name, text in _HINTS]
