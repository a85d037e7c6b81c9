"""The keyboard in one place: which binding a key runs, and when a key belongs to a text field instead."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from reviewer.domain.errors import InvalidInput
from reviewer.ui.actions import BY_ID, Binding, acts, keys_in_force, normal_key, types_text


def is_text_field(widget: QWidget | None) -> bool:
    """Return whether a widget takes typed text."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return widget.isEnabled() and not widget.isReadOnly()
    if isinstance(widget, QAbstractSpinBox):
        return widget.isEnabled() and not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def has_undo(widget: QWidget | None) -> bool:
    """Return whether a text field has something of its own to undo."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.document().isUndoAvailable()
    if isinstance(widget, QAbstractSpinBox):
        return widget.lineEdit().isUndoAvailable()
    if isinstance(widget, QComboBox):
        line = widget.lineEdit()
        return line is not None and line.isUndoAvailable()
    return isinstance(widget, QLineEdit) and widget.isUndoAvailable()


def key_of_event(event: QKeyEvent) -> str:
    """Return the key of an event in the spelling of the table, or an empty text."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
        return ""
    text = QKeySequence(int(modifiers.value) | event.key()).toString(QKeySequence.SequenceFormat.PortableText)
    try:
        return normal_key(text.replace("Esc", "Escape") if text.endswith("Esc") else text)
    except InvalidInput:
        return ""


class Keyboard(QObject):
    """Runs the binding of a key, unless the key belongs to the text field that has the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts: dict[str, QShortcut] = {}
        self._bound: dict[str, list[Binding]] = {}
        self._overrides: dict[str, str] = {}
        self._watched: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def set_overrides(self, overrides: dict[str, str]) -> None:
        """Take the person's own keys; they hold from the next `bind` on."""
        self._overrides = dict(overrides)

    def keys_of(self, binding: Binding) -> tuple[str, ...]:
        """Return the keys of a binding that are in force."""
        if binding.keys is not None:
            return tuple(normal_key(key) for key in binding.keys)
        action = BY_ID[binding.action]
        return () if action.dynamic else keys_in_force(self._overrides)[action.id]

    def bind(self, bindings: Iterable[Binding]) -> None:
        """Listen to the keys of these bindings and no others; rows of a mode come first, then dynamic ones."""
        self._bound = {}
        for binding in sorted(bindings, key=lambda one: (not BY_ID[one.action].mode, not BY_ID[one.action].dynamic)):
            for key in self.keys_of(binding):
                self._bound.setdefault(key, []).append(binding)
        for key in self._shortcuts.keys() - self._bound.keys():
            gone = self._shortcuts.pop(key)
            gone.setEnabled(False)  # it would keep the key for itself until it is deleted
            gone.deleteLater()
        for key in self._bound.keys() - self._shortcuts.keys():
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda key=key: self.press(key))
            self._shortcuts[key] = shortcut

    def press(self, key: str) -> bool:
        """Run what the key is bound to now; return whether something ran."""
        binding = self._find(key, QApplication.focusWidget())
        if binding is None:
            return False
        binding.run()
        return True

    def release(self) -> None:
        """Stop listening."""
        self._watch(None)
        self.bind(())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decide, before Qt does, whether a key is typed into the field or runs an action."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or not is_text_field(watched):
            return False
        key = key_of_event(event)
        if self._find(key, watched) is not None:
            event.ignore()  # the field would keep Ctrl+K and the like for itself
            return True
        if key in self._bound and (types_text(key) or has_undo(watched)):
            event.accept()
            return True
        return False

    def _find(self, key: str, focus: QWidget | None) -> Binding | None:
        in_text, undo = is_text_field(focus), has_undo(focus)
        for binding in self._bound.get(key, ()):
            action = BY_ID[binding.action]
            if acts(action, key, in_text=in_text, text_has_undo=undo) and binding.enabled():
                return binding
        return None

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        self._watch(now if now is not None and now.window() is self._window else None)

    def _watch(self, widget: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._forget)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)
            widget.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None
