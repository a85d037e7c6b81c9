from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from reviewer.ui import crash


@pytest.fixture
def shown() -> Iterator[list[BaseException]]:
    errors: list[BaseException] = []
    crash.install(errors.append)
    yield errors
    crash.uninstall()


def boom(text: str) -> None:
    raise ValueError(text)


def test_an_error_in_a_slot_reaches_the_one_handler(shown: list[BaseException]) -> None:
    try:
        boom("what the model said")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert [str(error) for error in shown] == ["what the model said"]


def test_a_report_names_the_place_and_the_versions_and_no_text_of_an_item(
    shown: list[BaseException], reviewer_home: Path
) -> None:
    qWarning("what the model said, in a message of Qt")
    try:
        boom("what the model said")
    except ValueError as error:
        sentence = crash.write_report(error)
    report = next(reviewer_home.rglob("crash-*.txt"))
    text = report.read_text("utf-8")
    assert str(report) in sentence
    assert "ValueError" in text
    assert "in boom" in text
    assert "python: 3." in text
    assert "what the model said" not in text


def test_a_thread_that_dies_leaves_a_report(shown: list[BaseException], reviewer_home: Path) -> None:
    thread = threading.Thread(target=boom, args=("what the model said",))
    thread.start()
    thread.join()
    assert len(list(reviewer_home.rglob("crash-*.txt"))) == 1


def test_only_the_last_reports_are_kept(reviewer_home: Path) -> None:
    for _ in range(25):
        crash.write_report(ValueError())
    assert len(list(reviewer_home.rglob("crash-*.txt"))) == 20
