"""The views of the queue room: pick one, save the list that is shown, rename, delete; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.config.queue_views import LONGEST_NAME, SavedView
from reviewer.domain.errors import ReviewerError
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.presenters.queue_views import SHIPPED, Views
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ViewsDialog(QDialog):
    """Lists the shipped views and those that were saved; `chosen` carries the one to show."""

    chosen = Signal(object)
    renamed = Signal(str, str)
    deleted = Signal(str)

    def __init__(self, parent: QWidget | None, views: Views, shown: Callable[[str], SavedView], name: str) -> None:
        """Offer views; `shown` gives the present list under a name, `name` is that of the view in force."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("views_dialog")
        self.setWindowTitle(tr("Views"))
        self.resize(460, 460)
        self._views = views
        self._shown = shown
        self.list = QListWidget()
        self.list.setObjectName("views_list")
        self.list.setAccessibleName(tr("Views"))
        self.list.itemDoubleClicked.connect(lambda _row: self._pick())
        self.list.currentRowChanged.connect(lambda _row: self._look())
        self.name = QLineEdit(one_line(name, LONGEST_NAME))
        self.name.setObjectName("views_name")
        self.name.setAccessibleName(tr("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(tr("a name for the list that is shown now"))
        self._wrong = Hint("", "views_wrong", tone="bad")
        self._wrong.setWordWrap(True)
        self._build()
        self._fill()
        self.list.setFocus()

    def start_saving(self) -> None:
        """Go straight to the name under which the present list is saved."""
        self.name.setFocus()
        self.name.selectAll()

    def _build(self) -> None:
        self._pick_button = PrimaryButton(tr("Show"), "views_pick", "Return")
        self._pick_button.clicked.connect(self._pick)
        self._save_button = KeyButton(tr("Save the list as this"), "views_save")
        self._save_button.clicked.connect(self._save)
        self._rename_button = KeyButton(tr("Rename to this"), "views_rename", "F2")
        self._rename_button.clicked.connect(self._rename)
        self._delete_button = KeyButton(tr("Delete"), "views_delete", "Delete")
        self._delete_button.clicked.connect(self._delete)
        for button in (self._pick_button, self._save_button, self._rename_button, self._delete_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(GRID)
        column.addWidget(self.list, 1)
        column.addLayout(_row(self._delete_button, self._pick_button))
        caption = label(tr("Name"), "field")
        caption.setBuddy(self.name)
        column.addWidget(caption)
        column.addWidget(self.name)
        column.addLayout(_row(self._rename_button, self._save_button))
        column.addWidget(self._wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return shows the view or saves under the name; F2 renames and Delete deletes the chosen view."""
        if event.key() in _TAKE:
            self._save() if self.name.hasFocus() else self._pick()
        elif event.key() == Qt.Key.Key_F2:
            if self.name.hasFocus():
                self._rename()
            else:
                self._begin_renaming()
        elif event.key() == Qt.Key.Key_Delete and not self.name.hasFocus():
            self._delete()
        else:
            super().keyPressEvent(event)

    def _fill(self, current: str = "") -> None:
        self.list.clear()
        for view in (*SHIPPED, *self._views.saved):
            own = view not in SHIPPED
            row = QListWidgetItem(one_line(view.name, 80) if own else tr(view.name))
            row.setData(Qt.ItemDataRole.UserRole, view)
            self.list.addItem(row)
            if view.name == current:
                self.list.setCurrentItem(row)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._look()

    def _chosen(self) -> SavedView | None:
        row = self.list.currentItem()
        view = row.data(Qt.ItemDataRole.UserRole) if row is not None else None
        return view if isinstance(view, SavedView) else None

    def _own(self) -> SavedView | None:
        view = self._chosen()
        return view if view in self._views.saved else None

    def _look(self) -> None:
        own = self._own() is not None
        self._rename_button.setEnabled(own)
        self._delete_button.setEnabled(own)

    def _pick(self) -> None:
        view = self._chosen()
        if view is not None:
            self.chosen.emit(view)
            self.accept()

    def _save(self) -> None:
        name = self.name.text().strip()
        if self._try(lambda: self._views.save(self._shown(name))):
            self.accept()

    def _begin_renaming(self) -> None:
        view = self._own()
        if view is not None:
            self.name.setText(view.name)
            self.start_saving()

    def _rename(self) -> None:
        view, name = self._own(), self.name.text().strip()
        if view is not None and self._try(lambda: self._views.rename(view.name, name)):
            self.renamed.emit(view.name, name)
            self._fill(name)
            self.list.setFocus()

    def _delete(self) -> None:
        view = self._own()
        if view is not None and self._try(lambda: self._views.delete(view.name)):
            self.deleted.emit(view.name)
            self._fill()

    def _try(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except ReviewerError as error:
            self._wrong.setText(error.message)
            return False
        except (OSError, ValueError):
            self._wrong.setText(tr("The name or the folder of the settings does not take this: try another name."))
            return False
        self._wrong.setText("")
        return True


def _row(*buttons: KeyButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
