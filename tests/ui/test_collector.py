"""Widgets in cycles of references are taken apart by the GUI thread, whatever the other threads do."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reviewer.ui.collector import collect_what_is_due
from reviewer.ui.tasks import Tasks


class Knot:
    """Something that holds itself, and says in which thread it went."""

    def __init__(self, went: list[str]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: went.append(threading.current_thread().name))


def test_garbage_goes_in_the_gui_thread_while_a_lane_makes_more_of_it(qtbot: QtBot) -> None:
    parent = QObject()
    tasks = Tasks(lambda error: None, parent)
    went: list[str] = []
    done: list[int] = []
    try:

        def job() -> int:
            for _ in range(3):
                Knot(went)
            return len([[] for _ in range(50_000)])  # enough for Python's own collector to begin many times

        tasks.store(job, done.append)
        qtbot.waitUntil(lambda: bool(done), timeout=10_000)
        assert went == []
        gc.collect()
        assert went == [threading.main_thread().name] * 3
    finally:
        tasks.close()


def test_python_collects_by_itself_again_when_the_threads_have_ended(qtbot: QtBot) -> None:
    assert gc.isenabled()
    tasks = Tasks(lambda error: None)
    assert not gc.isenabled()
    tasks.close()
    assert gc.isenabled()


def test_what_is_due_is_collected_and_nothing_else() -> None:
    went: list[str] = []
    gc.collect()
    gc.disable()
    try:
        Knot(went)
        collect_what_is_due()
        assert went == []
        kept = [[] for _ in range(gc.get_threshold()[0] + 1)]  # type: ignore[var-annotated]
        collect_what_is_due()
        assert went == [threading.main_thread().name]
        assert kept
    finally:
        gc.enable()
