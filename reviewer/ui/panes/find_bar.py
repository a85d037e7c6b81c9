"""The line in which a person looks for words in the texts of a pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.texts.find import Place, Search
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Hint
from reviewer.ui.safe_text.highlights import FOUND, FOUND_HERE, Found, HighlightStyle
from reviewer.ui.theme import Theme, active_theme

_TICK_SECONDS = 0.008
_LONGEST = 200
_NARROW = 330


class Searched(Protocol):
    """A pane whose texts can be searched."""

    body: QVBoxLayout

    def objectName(self) -> str:
        """Return the name of the pane."""

    def find_texts(self) -> Sequence[str]:
        """Return the texts that are on screen, in the order of reading."""

    def find_origin(self) -> Place:
        """Return where the reader is."""

    def show_found(self, found: Sequence[Found | None]) -> None:
        """Show what was found in each text; an empty sequence takes it away."""

    def bring_found(self, place: Place) -> None:
        """Bring a place into sight."""


def found_looks(theme: Theme) -> Mapping[str, HighlightStyle]:
    """Return the looks of what was found: a ground, and the one that the reader stands at filled and in bold."""
    return {
        FOUND: HighlightStyle(theme.hex("search_match"), "solid", theme.hex("warn")),
        FOUND_HERE: HighlightStyle(theme.hex("accent"), "none", None, theme.hex("on_accent"), bold=True),
    }


class FindBar(QFrame):
    """Finds words while they are typed: count, next and previous, capitals or not; Esc closes it."""

    closed = Signal()

    def __init__(self, pane: Searched, key_of: KeyOf) -> None:
        super().__init__()
        name = pane.objectName().removesuffix("_pane")
        self.setObjectName(f"{name}_find")
        self.setProperty("role", "find")
        self._searched = pane
        self._search = Search((), "")
        self._here: Place | None = None
        self._back: QWidget | None = None
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}_find_field")
        self.field.setAccessibleName(tr("Find in the {name}").format(name=name))
        self.field.setPlaceholderText(tr("Find in the {name}").format(name=name))
        self.field.setMaxLength(_LONGEST)
        self.field.setMinimumWidth(60)
        self.field.textChanged.connect(self._begin)
        self.field.installEventFilter(self)
        self.count = Hint("", f"{name}_find_count")
        self.case = self._button(tr("Aa"), f"{name}_find_case", tr("Match capitals"), self._begin)
        self.case.setCheckable(True)
        self.previous = self._button("‹", f"{name}_find_previous", tr("Previous place"), lambda: self.go(-1))
        self.next = self._button("›", f"{name}_find_next", tr("Next place"), lambda: self.go(1))
        self._close = self._button("", f"{name}_find_close", tr("Close the search"), self.close_search)
        self._close.set_key("Escape")
        self._close.setAccessibleName(tr("Close the search"))
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for part in (self.count, self.case, self.previous, self.next, self._close):
            buttons.addWidget(part)
        buttons.insertStretch(1, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.field, 1)
        self._row.addLayout(buttons)
        self._key_of = key_of
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        self.refresh_keys()
        self.hide()
        pane.body.insertWidget(0, self)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.parentWidget() or self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.close_search)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for button, action in (
            (self.case, "review.find_case"),
            (self.previous, "review.find_previous"),
            (self.next, "review.find_next"),
        ):
            button.setAccessibleDescription(tr("Key {key_of}").format(key_of=self._key_of(action)))

    @property
    def opened(self) -> bool:
        """Whether a search is open."""
        return not self.isHidden()

    def open_search(self, words: str, back: QWidget | None) -> None:
        """Open the line with the words that were selected, or with those of the last time."""
        if back is not None and not self.isAncestorOf(back):
            self._back = back
        self._escape.setEnabled(True)
        self.show()
        if words and "\n" not in words:
            self.field.setText(words[:_LONGEST])
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._begin()

    def close_search(self) -> None:
        """Take the search away and give the focus back."""
        if not self.opened:
            return
        focus = QApplication.focusWidget()
        focused = focus is not None and self.isAncestorOf(focus)
        self._timer.stop()
        self._escape.setEnabled(False)
        self.hide()
        self._searched.show_found(())
        if focused and self._back is not None:
            self._back.setFocus()
        self.closed.emit()

    def go(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) place, around the ends."""
        wanted = self._search.neighbour(self._here or self._searched.find_origin(), step)
        if wanted is not None:
            self._stand_at(wanted)

    def toggle_case(self) -> None:
        """Tell capitals and small letters apart, or not."""
        self.case.toggle()
        self._begin()

    def search_again(self) -> None:
        """Search what is on screen now, which is another item or another form of the text."""
        if self.opened and tuple(self._searched.find_texts()) != tuple(self._search.texts):
            self._begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the field where the pane is narrow."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the buttons in a row of their own."""
        return QSize(120, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on and Shift+Enter go back."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return super().eventFilter(watched, event)

    def _button(self, text: str, name: str, title: str, act: Callable[[], object]) -> QuietButton:
        made = QuietButton(text, name)
        made.set_small(True)
        made.setAccessibleName(title)
        made.clicked.connect(lambda: act())
        return made

    def _begin(self) -> None:
        self._search = Search(tuple(self._searched.find_texts()), self.field.text(), self.case.isChecked())
        self._here = None
        self._timer.start()
        self._look()

    def _look(self) -> None:
        """Look for some milliseconds; the first place that follows the reader is shown as soon as it is known."""
        done = self._search.step(_TICK_SECONDS)
        if done:
            self._timer.stop()
        if self._here is None:
            place = self._search.after(self._searched.find_origin())
            if place is None and done and self._search.count:
                place = self._search.place_of(0)
            if place is not None:
                self._stand_at(place)
                return
        if done:
            self._paint()
        self._show_count()

    def _stand_at(self, place: Place) -> None:
        self._here = place
        self._searched.bring_found(place)
        self._paint()
        self._show_count()

    def _paint(self) -> None:
        search, looks = self._search, found_looks(active_theme())
        if not search.count:
            self._searched.show_found(())
            return
        self._searched.show_found(
            [
                Found(
                    starts, search.length, self._here.start if self._here and self._here.text == text else None, looks
                )
                for text, starts in enumerate(search.starts)
            ]
        )

    def _show_count(self) -> None:
        search = self._search
        if not search.words:
            self.count.setText("")
            return
        all_of_them = f"{search.count:,}" + ("+" if search.more or not search.done else "")
        if self._here is not None:
            self.count.setText(
                tr("{number_of:,} of {all_of_them}").format(
                    number_of=search.number_of(self._here) + 1, all_of_them=all_of_them
                )
            )
        else:
            self.count.setText(tr("not found") if search.done else "…")
