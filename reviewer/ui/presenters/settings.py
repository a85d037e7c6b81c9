"""The settings as rows to show, and the keys as a table; each change is checked and saved at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from reviewer.config.settings import SettingRow, setting_rows
from reviewer.domain.errors import InvalidInput, ReviewerError
from reviewer.domain.projects import Project
from reviewer.ui.actions import (
    ACTIONS,
    BY_ID,
    WINDOW,
    Action,
    check_overrides,
    keys_in_force,
    normal_key,
    split_keys,
)
from reviewer.ui.language import tr
from reviewer.ui.live_settings import LiveSettings


@dataclass(frozen=True)
class SettingView:
    """One setting with its value; `fixed_by` names the environment variable that a change could not beat."""

    row: SettingRow
    value: object
    fixed_by: str = ""

    @property
    def is_default(self) -> bool:
        """Whether it is as shipped."""
        return self.value == self.row.default


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

    def __init__(self, settings: LiveSettings, project_keys: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._project_keys = dict(project_keys or {})
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

    def restore(self, name: str) -> None:
        """Give a setting its shipped value back."""
        self.change(name, next(view.row.default for view in self.state.settings if view.row.name == name))

    def restore_all(self) -> None:
        """Give all settings but the keys their shipped values back; what the environment sets stays."""
        shipped = {view.row.name: view.row.default for view in self.state.settings if not view.fixed_by}
        self._update(shipped)

    def set_keys(self, action_id: str, text: str) -> bool:
        """Give an action keys of one's own; what is no key or is taken is refused with both names."""
        own = dict(self._settings.current.keys)
        try:
            keys = split_keys(text)
            self._refuse_keys_of_project(BY_ID[action_id], keys)
        except ReviewerError as error:
            self._refuse(str(error))
            return False
        own[action_id] = " ".join(keys)
        return self._update_keys(own)

    def take_key(self, action_id: str, key: str) -> bool:
        """Give an action a key, and take it away from the actions that have it now."""
        own = dict(self._settings.current.keys)
        keys = keys_in_force(own)
        for other in self.owners(action_id, key):
            own[other.id] = " ".join(one for one in keys[other.id] if one != key)
        own[action_id] = key
        return self._update_keys(own)

    def can_take(self, action_id: str, key: str) -> bool:
        """Return whether the actions that have a key can give it up for this one."""
        room = BY_ID[action_id].room
        given = any(key in action.keys and action.room in (room, WINDOW) for action in ACTIONS if action.dynamic)
        return bool(self.owners(action_id, key)) and not given and key not in self._project_keys

    def owners(self, action_id: str, key: str) -> tuple[Action, ...]:
        """Return the other actions that have a key where this one acts, and can give it up."""
        room, keys = BY_ID[action_id].room, keys_in_force(self._settings.current.keys)
        return tuple(
            action
            for action in ACTIONS
            if action.id != action_id
            and not action.dynamic
            and key in keys[action.id]
            and (action.room == room or WINDOW in (action.room, room))
        )

    def forget_refusal(self) -> None:
        """Say no more why something was refused."""
        if self._refused:
            self._refuse("")

    def shipped_keys(self, action_id: str) -> None:
        """Give an action its shipped keys back."""
        self._update_keys({key: value for key, value in self._settings.current.keys.items() if key != action_id})

    def all_shipped_keys(self) -> None:
        """Give every action its shipped keys back."""
        self._update_keys({})

    def _refuse_keys_of_project(self, action: Action, keys: tuple[str, ...]) -> None:
        """Refuse a new key that the project needs; the shipped keys are the project's own concern."""
        if action.room not in ("review", WINDOW):
            return
        for key in keys:
            owner = self._project_keys.get(key)
            if owner is not None and key not in action.keys:
                raise InvalidInput(
                    tr("{key} is the key of {owner} in this project: choose another one for “{title}”.").format(
                        key=key, owner=owner, title=tr(action.title)
                    )
                )

    def _update_keys(self, own: dict[str, str]) -> bool:
        try:
            check_overrides(own)
        except ReviewerError as error:
            self._refuse(str(error))
            return False
        self._update({"keys": {name: keys for name, keys in own.items() if split_keys(keys) != BY_ID[name].keys}})
        return not self._refused

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


def keys_of_project(project: Project) -> dict[str, str]:
    """Return each key that a project takes in the review room, and what it belongs to."""
    found: dict[str, str] = {}
    for key, owner in project.keys():  # noqa: SIM118 — a method of ours, not a dict
        try:
            found.setdefault(normal_key(key), owner)
        except InvalidInput:
            continue  # not a key of this program: it cannot be in conflict with one
    return found


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
