"""The settings room: an editor for each setting by its type, and the table of keys; saved at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from reviewer.ui.actions import Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.key_settings import KeySettings
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, Strong, label
from reviewer.ui.presenters.settings import SettingsPresenter, SettingsState, SettingView, keys_of_project
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.theme import GRID

_EDITOR_WIDTH = 220
_SURE_MS = 5000


class SettingEditor(QWidget):
    """One setting: title and description at the left, the editor at the right."""

    def __init__(
        self, view: SettingView, change: Callable[[str, object], None], restore: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._name = view.row.name
        self._change = change
        self.editor = self._made(view)
        self.editor.setObjectName(f"setting_{self._name}")
        self.editor.setAccessibleName(tr(view.row.title))
        self.editor.setAccessibleDescription(_remark(view))
        self._words = f"{view.row.name} {tr(view.row.title)} {tr(view.row.description)}".casefold()
        self._hint = Hint()
        self._hint.setWordWrap(True)
        self._reset = QuietButton(tr("As shipped"), f"reset_{self._name}")
        self._reset.setAccessibleName(tr("{title}: as shipped").format(title=tr(view.row.title)))
        self._reset.clicked.connect(lambda: restore(self._name))
        self._reset.set_small(True)
        self._reset.hide()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        title = label(tr(view.row.title), "muted" if view.fixed_by else "plain")
        title.setWordWrap(True)
        texts.addWidget(title)
        texts.addWidget(self._hint)
        texts.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        values = QVBoxLayout()
        values.setSpacing(2)
        values.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignRight)
        values.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignRight)
        values.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GRID * 2)
        row.addLayout(texts, 1)
        row.addLayout(values)
        self.show_value(view)

    def fits(self, wanted: str) -> bool:
        """Return whether the words that are searched occur in this setting."""
        return all(word in self._words for word in wanted.casefold().split())

    def show_value(self, view: SettingView) -> None:
        """Show a value, unless the person is just typing one."""
        editor, value = self.editor, view.value
        editor.setEnabled(not view.fixed_by)
        self._hint.setText(_remark(view))
        self._reset.setVisible(not view.is_default and not view.fixed_by and self.parentWidget() is not None)
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


def _remark(view: SettingView) -> str:
    """Return what a setting is for, from when on a change holds, and what stands in the way of one."""
    parts = [tr(view.row.description)]
    if view.fixed_by:
        parts.append(tr("Set by {fixed_by} in the environment.").format(fixed_by=view.fixed_by))
    elif view.row.effect:
        parts.append(tr("A change holds {when}.").format(when=tr(view.row.effect)))
    return " ".join(parts)


class SettingsRoom(Room):
    """Shows the settings by section and the keys of all actions."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        workspace = context.workspace
        taken = keys_of_project(workspace.project) if workspace is not None else {}
        self._presenter = SettingsPresenter(context.settings, taken)
        self._editors: dict[str, SettingEditor] = {}
        self._sections: list[tuple[QWidget, list[SettingEditor]]] = []
        state = self._presenter.state
        self.search = QLineEdit()
        self.search.setObjectName("settings_search")
        self.search.setAccessibleName(tr("Search the settings and keys"))
        self.search.setPlaceholderText(tr("Search the settings and keys"))
        self.search.setMaxLength(100)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.keys = KeySettings(self._presenter)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._settings_panel(state), 1)
        row.addWidget(self.keys, 1)
        column.addLayout(row, 1)
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(_SURE_MS)
        self._sure.timeout.connect(self._ask_less)
        self._presenter.changed.connect(self.show_state)
        self.show_state(state)

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        return [Binding("settings.search", self._focus_search)]

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
        self._restore.setEnabled(not all(view.is_default or view.fixed_by for view in state.settings))
        self.keys.show_state(state)

    def close_down(self) -> None:
        """Stop listening to the settings."""
        self._sure.stop()
        self.keys.close_dialog()
        self._presenter.close_down()

    def _settings_panel(self, state: SettingsState) -> Panel:
        panel = Panel(tr("Settings"), "settings_panel")
        scroll = ScrollColumn("settings_list", tr("Settings"))
        for section, views in groupby(state.settings, key=lambda view: view.row.section):
            head = Strong(tr(section))
            scroll.column.addWidget(head)
            editors = []
            for view in views:
                editor = SettingEditor(view, self._presenter.change, self._presenter.restore)
                self._editors[view.row.name] = editor
                editors.append(editor)
                scroll.column.addWidget(editor)
            self._sections.append((head, editors))
        self._none = Hint(tr("No setting is called like that."), "settings_none")
        self._none.setVisible(False)
        scroll.column.addWidget(self._none)
        self._none.hide()
        self._restore = KeyButton(tr("All settings as shipped"), "settings_restore")
        self._restore.clicked.connect(self._restore_all)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._restore)
        panel.body.addWidget(scroll)
        panel.body.addLayout(foot)
        return panel

    def _restore_all(self) -> None:
        """Restore at the second press: the first one asks."""
        if self._sure.isActive():
            self._sure.stop()
            self._ask_less()
            self._presenter.restore_all()
            self.context.show_toast(tr("All settings are as shipped; your keys stay."))
        else:
            self._restore.set_caption(tr("Press again to restore all settings"))
            self._restore.set_tone("bad")
            self._sure.start()

    def _ask_less(self) -> None:
        self._restore.set_caption(tr("All settings as shipped"))
        self._restore.set_tone("plain")

    def _filter(self, wanted: str) -> None:
        for head, editors in self._sections:
            for editor in editors:
                editor.setVisible(editor.fits(wanted))
            head.setVisible(any(not editor.isHidden() for editor in editors))
        self._none.setVisible(all(head.isHidden() for head, _ in self._sections))
        self.keys.filter(wanted)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
