"""The settings in force while the window is open: read at first use, changed at once, told to all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from reviewer.config.settings import Settings


class LiveSettings(QObject):
    """Holds one `Settings` value; `changed` carries the new one."""

    changed = Signal(object)

    def __init__(self, current: Settings | None = None) -> None:
        super().__init__()
        self._current = current

    @property
    def current(self) -> Settings:
        """The settings in force."""
        if self._current is None:
            from reviewer.config.settings import load_settings

            self._current = load_settings()
        return self._current

    def put(self, settings: Settings) -> None:
        """Take settings that were read elsewhere."""
        self._current = settings
        self.changed.emit(settings)

    def update(self, **fields: Any) -> None:
        """Check and save changed settings, then tell of them; what does not fit changes nothing."""
        from reviewer.config.settings import Settings, save_settings

        before = self.current
        wanted = before.model_construct(**{**before.model_dump(), **fields})
        save_settings(wanted)
        self.put(Settings.model_validate(wanted.model_dump()))
