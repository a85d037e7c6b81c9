"""The settings room: an editor for each setting by its type, and the table of keys; saved at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import tr
from reviewer.ui.models.key_table import KeyTable
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, Strong, label
from reviewer.ui.presenters.settings import SettingsPresenter, SettingsState, SettingView
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.theme import GRID

_EDITOR_WIDTH = 220


class SettingEditor(QWidget):
    """One setting: title and description at the left, the editor at the right."""

    def __init__(self, view: SettingView, change: Callable[[str, object], None]) -> None:
        super().__init__()
        self._name = view.row.name
        self._change = change
        self.editor = self._made(view)
        self.editor.setObjectName(f"setting_{self._name}")
        self.editor.setAccessibleName(tr(view.row.title))
        self.editor.setAccessibleDescription(tr(view.row.description))
        self._hint = Hint(tr(view.row.description))
        self._hint.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(tr(view.row.title), "muted" if view.fixed_by else "plain"))
        texts.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GRID * 2)
        row.addLayout(texts, 1)
        row.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        self.show_value(view)

    def show_value(self, view: SettingView) -> None:
        """Show a value, unless the person is just typing one."""
        editor, value = self.editor, view.value
        editor.setEnabled(not view.fixed_by)
        if view.fixed_by:
            self._hint.setText(
                tr("{description} Set by {variable} in the environment.").format(
                    description=tr(view.row.description), variable=view.fixed_by
                )
            )
        editor.blockSignals(True)
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QSpinBox) and isinstance(value, int):
            editor.setValue(value)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit) and not editor.hasFocus():
            editor.setText(str(value or ""))
        editor.blockSignals(False)

    def _made(self, view: SettingView) -> QCheckBox | QSpinBox | QComboBox | QLineEdit:
        row = view.row
        if row.kind == "switch":
            box = QCheckBox(tr("on"))
            box.toggled.connect(self._changed)
            return box
        if row.kind == "number":
            spin = QSpinBox()
            spin.setRange(row.minimum or 0, row.maximum if row.maximum is not None else 1_000_000)
            spin.setFixedWidth(_EDITOR_WIDTH // 2)
            spin.lineEdit().setTextMargins(6, 0, 0, 0)
            spin.valueChanged.connect(self._changed)
            return spin
        if row.kind == "choice":
            combo = QComboBox()
            combo.setFixedWidth(_EDITOR_WIDTH)
            for choice in row.choices:
                combo.addItem(tr(choice.capitalize()), choice)
            combo.currentIndexChanged.connect(lambda index: self._changed(combo.itemData(index)))
            return combo
        line = QLineEdit()
        line.setFixedWidth(_EDITOR_WIDTH)
        line.setMaxLength(200)
        line.editingFinished.connect(lambda: self._changed(line.text().strip() or None))
        return line

    def _changed(self, value: object) -> None:
        self._change(self._name, value)


class SettingsRoom(Room):
    """Shows the settings by section and the keys of all actions."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._presenter = SettingsPresenter(context.settings)
        self._editors: dict[str, SettingEditor] = {}
        self._model = KeyTable()
        self._model.wanted.connect(self._presenter.set_keys)
        state = self._presenter.state
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addWidget(self._settings_panel(state), 1)
        row.addWidget(self._keys_panel(), 1)
        self._presenter.changed.connect(self.show_state)
        self.show_state(state)

    def status(self) -> str:
        """Say where the settings are kept."""
        return tr("changes are saved at once, on this machine only")

    def top_middle(self) -> QWidget:
        """Say which room this is."""
        return label(tr("Settings"), "muted")

    def show_state(self, state: SettingsState) -> None:
        """Show values, keys and what was refused."""
        for view in state.settings:
            self._editors[view.row.name].show_value(view)
        self._model.show_rows(state.keys)
        self._refused.setText(state.refused)
        self._refused.setVisible(bool(state.refused))

    def close_down(self) -> None:
        """Stop listening to the settings."""
        self._presenter.close_down()

    def _settings_panel(self, state: SettingsState) -> Panel:
        panel = Panel(tr("Settings"), "settings_panel")
        scroll = ScrollColumn("settings_list", tr("Settings"))
        for section, views in groupby(state.settings, key=lambda view: view.row.section):
            scroll.column.addWidget(Strong(tr(section)))
            for view in views:
                editor = SettingEditor(view, self._presenter.change)
                self._editors[view.row.name] = editor
                scroll.column.addWidget(editor)
            scroll.column.addSpacing(GRID)
        panel.body.addWidget(scroll)
        return panel

    def _keys_panel(self) -> Panel:
        panel = Panel(tr("Keys"), "keys_panel")
        panel.note(tr("double-click a key to change it"))
        self._table = QTableView()
        self._table.setObjectName("keys_table")
        self._table.setAccessibleName(tr("Keys"))
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        heads = self._table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self._model.columnCount()):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._refused = Hint(name="keys_refused", tone="bad")
        self._refused.setWordWrap(True)
        reset = KeyButton(tr("As shipped"), "keys_reset")
        reset.clicked.connect(self._reset)
        hint = Hint(tr("For example Ctrl+J, Shift+2, F5 or a letter; a space between two keys; nothing for no key."))
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(hint, 1)
        foot.addWidget(reset)
        panel.body.addWidget(self._table, 1)
        panel.body.addWidget(self._refused)
        panel.body.addLayout(foot)
        return panel

    def _reset(self) -> None:
        index = self._table.currentIndex()
        if index.isValid():
            self._presenter.shipped_keys(self._model.row(index.row()).action)
