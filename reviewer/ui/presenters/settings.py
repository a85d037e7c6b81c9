"""The settings as rows to show, and the keys as a table; each change is checked and saved at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from reviewer.config.settings import SettingRow, setting_rows
from reviewer.domain.errors import ReviewerError
from reviewer.ui.actions import ACTIONS, WINDOW, check_overrides, keys_in_force, split_keys
from reviewer.ui.language import tr
from reviewer.ui.live_settings import LiveSettings


@dataclass(frozen=True)
class SettingView:
    """One setting with its value; `fixed_by` names the environment variable that a change could not beat."""

    row: SettingRow
    value: object
    fixed_by: str = ""


@dataclass(frozen=True)
class KeyView:
    """One action with its keys."""

    action: str
    title: str
    room: str
    keys: str
    own: bool
    fixed: bool


@dataclass(frozen=True)
class SettingsState:
    """Everything that the settings room shows."""

    settings: tuple[SettingView, ...]
    keys: tuple[KeyView, ...]
    refused: str = ""


class SettingsPresenter(QObject):
    """Changes settings on behalf of the room."""

    changed = Signal(object)

    def __init__(self, settings: LiveSettings) -> None:
        super().__init__()
        self._settings = settings
        self._refused = ""
        settings.changed.connect(self._tell)

    @property
    def state(self) -> SettingsState:
        """What is to be shown now."""
        current = self._settings.current
        views = tuple(
            SettingView(row, getattr(current, row.name), row.variable if row.variable in os.environ else "")
            for row in setting_rows()
            if row.kind != "table"
        )
        return SettingsState(views, _key_views(current.keys), self._refused)

    def change(self, name: str, value: object) -> None:
        """Give a setting another value."""
        if getattr(self._settings.current, name) != value:
            self._update({name: value})

    def set_keys(self, action_id: str, text: str) -> None:
        """Give an action keys of one's own; what is no key or is taken is refused with both names."""
        own = dict(self._settings.current.keys)
        try:
            keys = " ".join(split_keys(text))
            own[action_id] = keys
            check_overrides(own)
        except ReviewerError as error:
            self._refuse(str(error))
            return
        shipped = next(action for action in ACTIONS if action.id == action_id)
        if split_keys(keys) == shipped.keys:
            del own[action_id]
        self._update({"keys": own})

    def shipped_keys(self, action_id: str) -> None:
        """Give an action its shipped keys back."""
        own = {key: value for key, value in self._settings.current.keys.items() if key != action_id}
        try:
            check_overrides(own)
        except ReviewerError as error:
            self._refuse(str(error))
            return
        self._update({"keys": own})

    def close_down(self) -> None:
        """Listen no more."""
        self._settings.changed.disconnect(self._tell)

    def _update(self, fields: dict[str, Any]) -> None:
        self._refused = ""
        try:
            self._settings.update(**fields)
        except ReviewerError as error:
            self._refuse(str(error))

    def _refuse(self, sentence: str) -> None:
        self._refused = sentence
        self._tell()

    def _tell(self, settings: object = None) -> None:
        self.changed.emit(self.state)


def _key_views(own: dict[str, str]) -> tuple[KeyView, ...]:
    keys = keys_in_force(own)
    return tuple(
        KeyView(
            action=action.id,
            title=tr(action.title),
            room=tr("everywhere") if action.room == WINDOW else action.room,
            keys=tr("from the project") if action.dynamic else " ".join(keys[action.id]),
            own=action.id in own,
            fixed=action.dynamic,
        )
        for action in ACTIONS
    )
