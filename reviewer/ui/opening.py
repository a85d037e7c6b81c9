"""How a workspace is opened: what can be read of it is shown while the rest still loads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from reviewer.config.addresses import address_title, is_address, secret_name
from reviewer.domain.errors import PasswordNeeded

if TYPE_CHECKING:
    from reviewer.config.secrets import Kept
    from reviewer.services.first_look import FirstLook
    from reviewer.services.workspace import Workspace
    from reviewer.ui.main_window import MainWindow

_PAINT_MS = 20  # by then the first item is on screen, and loading no longer takes time from it


class Opening(QObject):
    """Opens one workspace: first a look at the next item, painted step by step, then the workspace itself."""

    def __init__(
        self,
        window: MainWindow,
        location: str,
        reviewer: str | None,
        project: str | None,
        opened: Callable[[tuple[Workspace, str]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._location = location
        self._reviewer = reviewer
        self._project = project
        self._opened = opened
        self._failed = failed
        self._held: str | None = None  # a password that was typed and is to be tried
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)

    def begin(self) -> None:
        """Look first, unless another workspace is on screen or it is not the first project that is wanted."""
        if self._window.workspace is not None or self._project is not None:
            self._open()
            return
        location, reviewer = self._location, self._reviewer
        self._window.tasks.store(
            lambda: _look(location, reviewer), self._looked, failed=lambda _error: self._open(), key="window.open"
        )

    def stop(self) -> None:
        """Do nothing more: another workspace is wanted, or the window closes."""
        self._timer.stop()
        self._window.tasks.drop("window.open")
        self.deleteLater()

    def _looked(self, look: FirstLook | None) -> None:
        slow = self._window.settings.current.personal_data == "presidio"  # loads for seconds, and nothing may leak
        if look is None or (slow and look.project.personal_data == "veil"):
            self._open()
            return
        self._steps = self._show(look)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    def _step(self) -> None:
        if next(self._steps, self) is not self:
            self._timer.start(0)
        else:
            self._timer.timeout.disconnect(self._step)
            self._timer.timeout.connect(self._open)
            self._timer.start(_PAINT_MS)

    def _show(self, look: FirstLook) -> Iterator[None]:
        """Build and fill the desk, then show it; between the steps the window is alive."""
        from reviewer.ui.panes.review_desk import ReviewDesk
        from reviewer.ui.presenters.judging import first_open, with_hit
        from reviewer.ui.presenters.review_state import ReviewState, responses_of
        from reviewer.ui.presenters.shield import Shield

        window = self._window
        desk = ReviewDesk(window.theme, window.key_of)
        yield from desk.build()
        desk.set_marks(window.settings.current.show_marks)
        choice = window.settings.current.veil
        shield = Shield(look.claim.item, look.project, look.taxonomy, choice, hits_hidden=look.claim.hits_hidden)
        state = ReviewState(
            project=look.project,
            taxonomy=look.taxonomy,
            phase="preview",
            preview=look.claim.model_copy(update={"item": shield.item}),
            veil=shield.veil,
            personal=shield.personal,
            target=responses_of(look.claim.item, look.claim.reviewer)[0].target,
        )
        yield from desk.show_preview(with_hit(state, first_open(state)))
        window.show_preview(desk, look.project)

    def _open(self) -> None:
        location, reviewer, project, password = self._location, self._reviewer, self._project, self._held
        self._window.tasks.store(
            lambda: _open(location, reviewer, project, password),
            self._arrived,
            failed=self._not_arrived,
            key="window.open",
        )

    def _arrived(self, answer: tuple[Workspace, str]) -> None:
        if self._held is not None:
            name, password, self._held = secret_name(self._location), self._held, None
            self._window.tasks.io(lambda: _keep(name, password), lambda kept: self._window.show_toast(kept.note))
        self._opened(answer)

    def _not_arrived(self, error: Exception) -> None:
        if isinstance(error, PasswordNeeded) and is_address(self._location):
            self._ask(error)
        else:
            self._failed(error)

    def _ask(self, error: PasswordNeeded) -> None:
        from reviewer.ui.dialogs.password import PasswordDialog

        dialog = PasswordDialog(self._window, address_title(self._location), again=error.wrong)
        dialog.given.connect(self._given, Qt.ConnectionType.QueuedConnection)  # when the dialog is gone
        dialog.rejected.connect(lambda: self._failed(error))
        self._window.actions_of_window.show_dialog(dialog)

    def _given(self, password: str) -> None:
        self._held = password
        self._open()


def _look(location: str, reviewer: str | None) -> FirstLook | None:
    from reviewer.services.first_look import first_look

    look = first_look(location, reviewer)
    if look is not None:
        import_module("reviewer.ui.panes.review_desk")  # here in the lane, so that the window does not wait for it
    return look


def _open(location: str, reviewer: str | None, project: str | None, password: str | None) -> tuple[Workspace, str]:
    from reviewer.services.workspace import open_workspace
    from reviewer.ui.rooms import ROOMS

    ROOMS[0].load()  # here in the lane, so that the window does not stand still for it
    if password is not None:
        from reviewer.config.secrets import hold_secret

        hold_secret(secret_name(location), password)
    workspace = open_workspace(location, project=project, actor=reviewer)
    return workspace, reviewer or workspace.actor


def _keep(name: str, password: str) -> Kept:
    """Keep a password that was the right one; the key ring may take its time, so not on the GUI thread."""
    from reviewer.config.secrets import set_secret

    return set_secret(name, password)
