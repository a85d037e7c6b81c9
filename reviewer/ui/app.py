"""Starts the window: painted first, everything slow after it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from reviewer.config.paths import shipped
from reviewer.ui import language
from reviewer.ui.clipboard import leave_copied_text
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.memory import Memory
from reviewer.ui.tasks import Runner
from reviewer.ui.theme import Choice, Theme

if TYPE_CHECKING:
    from reviewer.config.settings import Settings
    from reviewer.services.workspace import Workspace

_SIGNAL_CHECK_MS = 200


def create_window(
    workspace: Workspace | str | Path, reviewer: str = "ana", *, tasks: Runner | None = None, show: bool = True
) -> MainWindow:
    """Build the window on the application that exists, open on `workspace`, judging as `reviewer`."""
    settings = LiveSettings()
    theme = Theme(settings.current.theme, settings.current.text_size)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("create_window needs a QApplication: make one first.")
    language.speak(app)
    theme.install(app)
    window = MainWindow(theme, settings, tasks)
    window.keyboard.set_overrides(settings.current.keys)
    if show:
        window.show()
        QTimer.singleShot(0, window, window.activateWindow)  # keys act in the active window; it must be there first
    if isinstance(workspace, str | Path):
        from reviewer.services.workspace import open_workspace

        window.open_workspace(open_workspace(workspace, actor=reviewer), reviewer, owned=True)
    else:
        window.open_workspace(workspace, reviewer)
    return window


def run(path: str | Path | None = None, reviewer: str | None = None, project: str | None = None) -> int:
    """Open the window and stay until it is closed; return the exit code."""
    gc.disable()  # from here on the window's own collector looks for garbage
    from reviewer.ui import crash

    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise RuntimeError("Another kind of Qt application is running already.")
    QCoreApplication.setApplicationName("Reviewer")
    app.setDesktopFileName("reviewer")
    language.speak(app)
    memory = Memory()
    choice, text_size = memory.look()
    theme = Theme(_choice(choice), text_size)
    theme.install(app)
    window = MainWindow(theme, LiveSettings(), memory=memory)
    crash.install(window.handle_error)
    window.first_painted.connect(lambda: QTimer.singleShot(0, window, lambda: _settle(window, path, reviewer, project)))
    if app.platformName() != "offscreen" or os.environ.get("REVIEWER_HINTS"):  # nobody looks, unless asked to
        window.actions_of_window.show_hints_once()
    window.show()
    try:
        with _ctrl_c_closes(window):
            code = app.exec()
    finally:
        crash.uninstall()
        leave_copied_text()
    if not window.all_ended:
        os._exit(code)  # a database or disk does not answer; Python would wait for it for ever
    return code


def _settle(window: MainWindow, path: str | Path | None, reviewer: str | None, project: str | None) -> None:
    """Read the settings in the store's lane, then open what was asked for or what was open last."""
    gc.freeze()  # what is there now stays, and need not be looked through again and again
    window.setWindowIcon(QIcon(str(shipped("resources/icons/reviewer-256.png"))))

    def job() -> tuple[Settings, list[str], frozenset[str]]:
        from reviewer.config.recent import missing_workspaces, recent_workspaces
        from reviewer.config.settings import load_settings

        recent = recent_workspaces()
        return load_settings(), recent, missing_workspaces(recent)

    def ready(answer: tuple[Settings, list[str], frozenset[str]]) -> None:
        settings, recent, missing = answer
        window.settings.put(settings)
        window.start_screen.show_recent(recent, missing)
        wanted = str(path) if path is not None else _last(settings, recent)
        if wanted is not None:
            window.actions_of_window.open_path(wanted, reviewer, project)

    window.tasks.store(job, ready, key="window.settle")


def _last(settings: Settings, recent: list[str]) -> str | None:
    """Return the workspace that was open last when it is to be opened again and is still there."""
    if not settings.restore_last_workspace or not recent:
        return None
    return recent[0] if "://" in recent[0] or Path(recent[0]).is_file() else None


def _choice(text: str) -> Choice:
    return text if text in ("light", "dark") else "system"  # type: ignore[return-value]


@contextmanager
def _ctrl_c_closes(window: MainWindow) -> Iterator[None]:
    """Let Ctrl+C in the terminal close the window as the mouse would; Python looks only while its timer ticks."""
    before = signal.signal(signal.SIGINT, lambda number, frame: window.close())
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(_SIGNAL_CHECK_MS)
    try:
        yield
    finally:
        timer.stop()
        signal.signal(signal.SIGINT, before)
