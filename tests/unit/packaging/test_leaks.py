"""The check that fails a test which leaves something behind."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.leaks import Snapshot


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.leaks._PATIENCE_SECONDS", 0.05)


def test_a_thread_that_still_runs_is_named_with_the_place_that_started_it() -> None:
    before = Snapshot()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    found = before.leftovers()
    stop.set()
    thread.join()
    assert len(found) == 1
    assert "forgotten" in found[0]
    assert "test_leaks.py:" in found[0]


def test_a_running_timer_is_named_with_the_place_that_started_it(qapp: QApplication) -> None:
    before = Snapshot()
    timer = QTimer()
    timer.setObjectName("ticking")
    timer.start(60_000)
    found = before.leftovers()
    timer.stop()
    assert len(found) == 1
    assert "ticking" in found[0]
    assert "test_leaks.py:" in found[0]


def test_a_window_that_stays_open_is_named(qapp: QApplication) -> None:
    before = Snapshot()
    window = QWidget()
    window.setObjectName("left_open")
    assert ["left_open" in line for line in before.leftovers()] == [True]
    before.clean()
    assert before.leftovers() == []


def test_what_ends_with_the_test_is_no_leftover(qtbot: QtBot) -> None:
    before = Snapshot()
    window = QWidget()
    window.show()
    timer = QTimer(window)
    timer.start(60_000)
    thread = threading.Thread(target=lambda: None)
    thread.start()
    window.close()
    window.deleteLater()
    del timer, window
    assert before.leftovers() == []
