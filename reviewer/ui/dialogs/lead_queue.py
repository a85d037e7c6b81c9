"""The small dialogs of the lead in the queue: to whom, whose lease, everything of whom, which priority."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import later, tr
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.presenters.lead_state import items_text, listed, wrong_name
from reviewer.ui.safe_text import menu_text, one_line

_LONGEST = 200
_WIDTH = 460
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEPT = later("The work stays as a draft with whoever did it, and they are told.")


class _LeadDialog(FormDialog):
    """A form with a sentence above its fields that says what it is about."""

    def __init__(self, parent: QWidget | None, title: str, name: str, button: str, about: str) -> None:
        super().__init__(parent, title, name, button)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self.about = label(about, "strong", f"{name}_about")
        self.about.setWordWrap(True)
        self.fields.addWidget(self.about)
        self.fields.addSpacing(4)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the wrapped sentences need."""
        super().showEvent(event)
        self.adjustSize()

    def _try(self) -> None:
        super()._try()
        self.adjustSize()  # or the sentence about what is wrong would press the others together

    def _hint(self, text: str) -> Hint:
        made = Hint(text)
        made.setWordWrap(True)
        self.fields.addWidget(made)
        return made

    def _name_field(self, people: Sequence[str]) -> QLineEdit:
        """Return a field that completes a name while it is typed."""
        field = QLineEdit()
        field.setMaxLength(_LONGEST)
        completer = QCompleter(list(people), field)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.setCompleter(completer)
        field.installEventFilter(self)
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Return in a name field, which Qt would spend on accepting the completed name."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _RETURN:
            self._try()
            return True
        return super().eventFilter(watched, event)


class AssignDialog(_LeadDialog):
    """Asks for whom items are reserved; `chosen` carries the name or None, and whether leases of others end."""

    chosen = Signal(object, bool)

    def __init__(
        self,
        parent: QWidget | None,
        about: str,
        people: Sequence[str],
        holders: Sequence[str],
        name: str = "",
        *,
        release: bool,
    ) -> None:
        super().__init__(parent, tr("Reassign") if release else tr("Assign"), "assign_dialog", "", about)
        self._people = tuple(people)
        self.name = self._name_field(self._people)
        self.name.textChanged.connect(self._show_name)
        self.name.setText(name)
        self.name.selectAll()
        self.name.setPlaceholderText(tr("nobody in particular"))
        self.add_field(tr("For whom"), self.name, "assign_name")
        self._hint(
            tr("One of {listed}. Empty: whoever comes next.").format(listed=one_line(listed(self._people, 8), 300))
        )
        self.release = QCheckBox(
            tr("End the leases of others: {listed}").format(listed=menu_text(listed(holders, 4), 50))
        )
        self.release.setObjectName("assign_release")
        self.release.setChecked(release and bool(holders))
        self.release.setVisible(bool(holders))
        self.fields.addWidget(self.release)
        if holders:
            self._hint(tr(_KEPT))
        self._show_name()
        self.name.setFocus()

    def confirm(self) -> str:
        """Tell of the name, or say that nobody is called so."""
        name = self.name.text().strip()
        wrong = wrong_name(name, self._people)
        if not wrong:
            self.chosen.emit(name or None, self.release.isChecked())
        return wrong

    def _show_name(self) -> None:
        name = self.name.text().strip()
        self.ok_button.set_caption(
            tr("For {name}").format(name=one_line(name, 30)) if name else tr("For whoever comes next")
        )


class ReleaseDialog(_LeadDialog):
    """Asks whose leases end; `chosen` carries a name, or None for everybody's."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, about: str, holders: Sequence[str]) -> None:
        super().__init__(parent, tr("Release by force"), "release_dialog", tr("Release"), about)
        self._holders = tuple(holders)
        self.whose = QComboBox()
        self.whose.addItem(tr("Everybody's"))
        for name in self._holders:
            self.whose.addItem(menu_text(name))
        if len(self._holders) > 1:
            self.add_field(tr("Whose lease"), self.whose, "release_whose")
        else:
            self.whose.setParent(self)
            self.whose.hide()
        self._hint(tr(_KEPT))
        (self.whose if len(self._holders) > 1 else self.ok_button).setFocus()

    def confirm(self) -> str:
        """Tell whose leases are to end."""
        place = self.whose.currentIndex() - 1
        self.chosen.emit(self._holders[place] if place >= 0 else None)
        return ""


class ReleasePersonDialog(_LeadDialog):
    """Asks of whom everything is released; `chosen` carries the name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None, held: dict[str, int], name: str) -> None:
        about = tr("Somebody went home? Everything that they hold goes back to the queue.")
        super().__init__(parent, tr("Release all of a person"), "release_person_dialog", tr("Release all"), about)
        self._held = held
        self.name = self._name_field(tuple(held))
        self.add_field(tr("Whose items"), self.name, "release_person_name")
        self._count = self._hint("")
        self._hint(tr(_KEPT))
        self.name.textChanged.connect(self._show_count)
        self.name.setText(name)
        self.name.selectAll()
        self._show_count()
        self.name.setFocus()

    def confirm(self) -> str:
        """Tell of the name, or say that this person holds nothing."""
        name = self.name.text().strip()
        if not name:
            return tr("Write the name of the person.")
        if name not in self._held:
            return tr("“{name}” holds nothing now: choose {listed}.").format(
                name=name, listed=listed(tuple(self._held), 6)
            )
        self.chosen.emit(name)
        return ""

    def _show_count(self) -> None:
        name = self.name.text().strip()
        number = self._held.get(name)
        everybody = ", ".join(f"{person} {count}" for person, count in list(self._held.items())[:8])
        holds = tr("{name} holds {items}.").format(name=one_line(name, 60), items=items_text(number or 0))
        self._count.setText(holds if number else tr("Held now: {people}.").format(people=one_line(everybody, 300)))


class PriorityDialog(_LeadDialog):
    """Asks for a number; `chosen` carries it."""

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None, about: str, now: float | None, front_key: str) -> None:
        super().__init__(parent, tr("Priority"), "priority_dialog", tr("Set"), about)
        self.number = QLineEdit("" if now is None else f"{now:g}")
        self.number.setPlaceholderText(tr("a number, such as 5"))
        self.number.selectAll()
        self.add_field(tr("Priority"), self.number, "priority_number")
        front = tr("The key {key} puts it before all others.").format(key=front_key) if front_key else ""
        self._hint(" ".join(filter(None, (tr("A higher number comes first."), front))))
        self.number.setFocus()

    def confirm(self) -> str:
        """Tell of the number, or say that it is none."""
        text = self.number.text().strip().replace("\N{MINUS SIGN}", "-")
        try:
            number = float(text)
        except ValueError:
            return tr("Write a number, such as 5 or -1.5.")
        if not isfinite(number):
            return tr("Write a number, such as 5 or -1.5.")
        self.chosen.emit(number)
        return ""
