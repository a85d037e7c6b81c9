"""The keys of all actions: press Return on one, then the new key; a conflict is named, and shipped keys come back."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QHeaderView, QTableView

from reviewer.ui.dialogs.key_recorder import KeyRecorder
from reviewer.ui.language import tr
from reviewer.ui.models.key_table import KEYS_COLUMN, KeyTable
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.presenters.settings import KeyView, SettingsPresenter, SettingsState

_KEYS_WIDTH = 150


class KeySettings(Panel):
    """A table of the actions and their keys."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__(tr("Keys"), "keys_panel")
        self._presenter = presenter
        self.recorder: KeyRecorder | None = None
        self._model = KeyTable()
        self._model.wanted.connect(presenter.set_keys)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self._model)
        self._filtered.setFilterKeyColumn(-1)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._build_table()
        self._refused = Hint(name="keys_refused", tone="bad")
        self._refused.setWordWrap(True)
        self._record = KeyButton(tr("New key…"), "keys_record", "Return")
        self._record.clicked.connect(lambda: self._record_key(self.table.currentIndex()))
        self._reset = KeyButton(tr("As shipped"), "keys_reset")
        self._reset.clicked.connect(self._ship_one)
        self._reset_all = KeyButton(tr("All as shipped"), "keys_reset_all")
        self._reset_all.clicked.connect(presenter.all_shipped_keys)
        hint = Hint(
            tr("Return records a key. F2 writes keys: Ctrl+J, Shift+2, F5 or a letter, with a space between two.")
        )
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self._record, self._reset, self._reset_all):
            foot.addWidget(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._refused)
        self.body.addWidget(hint)
        self.body.addLayout(foot)

    def show_state(self, state: SettingsState) -> None:
        """Show the keys, and what was refused."""
        self._model.show_rows(state.keys)
        self._refused.setText(state.refused)
        self._refused.setVisible(bool(state.refused))
        own = sum(view.own for view in state.keys)
        self.note(tr("%n keys of your own", "%n key of your own", own) if own else "")
        self._reset_all.setEnabled(own > 0)
        self._choice_changed()

    def filter(self, words: str) -> None:
        """Show only the actions whose name, room or keys hold these letters."""
        self._filtered.setFilterFixedString(words)

    def close_dialog(self) -> None:
        """Close the recorder when the room closes."""
        if self.recorder is not None:
            self.recorder.close()

    def _build_table(self) -> None:
        table = self.table = QTableView()
        table.setObjectName("keys_table")
        table.setAccessibleName(tr("Keys"))
        table.setModel(self._filtered)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        heads = table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(self._model.columnCount()):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(KEYS_COLUMN, QHeaderView.ResizeMode.Interactive)
        heads.resizeSection(KEYS_COLUMN, _KEYS_WIDTH)
        table.activated.connect(self._record_key)
        table.selectionModel().currentChanged.connect(self._choice_changed)

    def _view(self, index: QModelIndex) -> KeyView | None:
        return self._model.row(self._filtered.mapToSource(index).row()) if index.isValid() else None

    def _choice_changed(self) -> None:
        view = self._view(self.table.currentIndex())
        self._record.setEnabled(view is not None and not view.fixed)
        self._reset.setEnabled(view is not None and view.own)

    def _ship_one(self) -> None:
        if (view := self._view(self.table.currentIndex())) is not None:
            self._presenter.shipped_keys(view.action)

    def _record_key(self, index: QModelIndex) -> None:
        view = self._view(index)
        if view is None or view.fixed:
            return
        dialog = KeyRecorder(self, view.title, view.keys)
        dialog.pressed.connect(lambda key: self._pressed(dialog, view.action, key))
        dialog.take_wanted.connect(lambda key: self._end(dialog, self._presenter.take_key(view.action, key)))
        dialog.cleared.connect(lambda: self._end(dialog, self._presenter.set_keys(view.action, "")))
        dialog.finished.connect(self._recorded)
        self.recorder = dialog
        dialog.open()

    def _pressed(self, dialog: KeyRecorder, action: str, key: str) -> None:
        if self._presenter.set_keys(action, key):
            dialog.accept()
        else:
            can_take = self._presenter.can_take(action, key)
            dialog.show_refused(self._presenter.state.refused, can_take=can_take)

    def _end(self, dialog: QDialog, done: bool) -> None:
        if done:
            dialog.accept()

    def _recorded(self) -> None:
        self.recorder = None
        self._presenter.forget_refusal()
        self.window().activateWindow()  # the keys go on at once, also where no window manager does this
        self.table.setFocus()
