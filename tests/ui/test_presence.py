"""Leases are renewed while the person is there, and the time worked is counted only then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.services.workspace import Workspace
from reviewer.ui.panes.attention import Attention
from reviewer.ui.presenters.active_time import ActiveTime
from tests.ui.presenting import Clock, Present, clock, present, workspace
from tests.unit.ui.test_active_time import Watch

__all__ = ["clock", "present", "workspace"]


def test_a_lease_is_renewed_only_while_there_is_life_and_at_once_on_return(
    workspace: Workspace, present: Present, clock: Clock
) -> None:
    presenter, watch = present(workspace), Watch()
    presenter._time = ActiveTime(watch)
    assert presenter.state.claim is not None
    first = presenter.state.claim.expires_at

    def pass_minutes(minutes: float) -> None:
        watch.now += 60 * minutes
        clock.now = clock.now.replace(minute=clock.now.minute + int(minutes))

    pass_minutes(4)
    presenter._leases.beat()
    assert presenter.state.claim.expires_at > first
    held = presenter.state.claim.expires_at
    pass_minutes(10)
    presenter._leases.beat()
    assert presenter.state.claim.expires_at == held
    presenter.note_life(working=True)
    assert presenter.state.claim.expires_at > held


def test_the_time_that_is_stored_is_coarse_and_leaves_out_the_pause(workspace: Workspace, present: Present) -> None:
    presenter, watch = present(workspace), Watch()
    presenter._time = ActiveTime(watch)
    watch.now += 42
    presenter.note_life(working=True)
    watch.now += 3600
    presenter.choose("approve")
    presenter.submit()
    assert workspace.reviews.recent("ana")[0].active_seconds == 100


def test_keys_the_wheel_and_the_pointer_are_signs_of_life_and_the_window_itself_is_none(qapp: QApplication) -> None:
    window = QWidget()
    window.show()
    seen: list[int] = []
    attention = Attention(lambda: seen.append(1), window)
    attention.watch(window)
    handle = window.windowHandle()
    QApplication.sendEvent(handle, QEvent(QEvent.Type.UpdateRequest))
    window.resize(300, 200)
    qapp.processEvents()
    assert seen == []
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_J, none))
    left = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(9, 9), QPointF(9, 9), left, left, none)
    QApplication.sendEvent(handle, moved)
    assert len(seen) == 2
    attention.stop()
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_J, none))
    assert len(seen) == 2
    window.close()
    window.deleteLater()
