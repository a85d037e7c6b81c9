from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.domain.errors import Refused
from reviewer.ui.tasks import InlineRunner, Runner, Tasks
from tests.windows import raise_it


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def tasks(qapp: QApplication, errors: list[Exception]) -> Iterator[Tasks]:
    made = Tasks(errors.append)
    yield made
    made.close()


def settle(tasks: Runner) -> None:
    deadline = time.monotonic() + 10
    while tasks.busy and time.monotonic() < deadline:
        QTest.qWait(1)
    assert not tasks.busy


def test_a_job_runs_elsewhere_and_its_answer_comes_to_the_gui_thread(tasks: Tasks) -> None:
    places: list[tuple[str, threading.Thread]] = []
    tasks.store(threading.current_thread, lambda worker: places.append(("job", worker)))
    tasks.store(lambda: None, lambda _: places.append(("answer", threading.current_thread())))
    settle(tasks)
    assert places[0][1] is not threading.main_thread()
    assert places[1][1] is threading.main_thread()


def test_a_job_goes_on_while_a_native_loop_keeps_the_interpreter(tasks: Tasks) -> None:
    steps, answers = [0], list[int]()

    def job() -> int:
        for _ in range(20):
            time.sleep(0.001)
            steps[0] += 1
        return steps[0]

    tasks.store(job, answers.append)
    QTest.qWait(2_000)
    assert answers == [20]


def test_jobs_of_the_store_run_one_after_the_other(tasks: Tasks) -> None:
    running, most = [0], [0]

    def job() -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.01)
        running[0] -= 1

    for _ in range(5):
        tasks.store(job)
    settle(tasks)
    assert most[0] == 1


def test_an_answer_that_a_newer_question_has_overtaken_is_dropped(tasks: Tasks) -> None:
    answers: list[str] = []
    for text in ("s", "se", "search"):
        tasks.store(lambda text=text: text, answers.append, key="queue.page")
    settle(tasks)
    assert answers == ["search"]


def test_answers_for_a_room_that_closed_are_dropped(tasks: Tasks) -> None:
    answers: list[int] = []
    tasks.store(lambda: 1, answers.append, key="queue.page")
    tasks.store(lambda: 2, answers.append, key="review.next")
    tasks.drop("queue.")
    settle(tasks)
    assert answers == [2]


def test_an_error_goes_to_its_own_handler_or_else_to_the_window(tasks: Tasks, errors: list[Exception]) -> None:
    own: list[Exception] = []

    def fail() -> None:
        raise Refused("Somebody else holds this item: take another one.")

    tasks.store(fail, failed=own.append)
    tasks.io(fail)
    settle(tasks)
    assert [str(error) for error in own] == ["Somebody else holds this item: take another one."]
    assert len(errors) == 1


def test_progress_arrives_in_order_before_the_answer(tasks: Tasks) -> None:
    heard: list[object] = []

    def job(report: object) -> str:
        assert callable(report)
        for share in (1, 2, 3):
            report(share)
        return "done"

    tasks.io(job, heard.append, progress=heard.append)
    settle(tasks)
    assert heard == [1, 2, 3, "done"]


def test_closing_lets_what_was_to_be_stored_finish_and_delivers_nothing_more(qapp: QApplication) -> None:
    tasks = Tasks(raise_it)
    stored: list[int] = []
    answers: list[int] = []
    for number in range(3):
        tasks.store(lambda number=number: stored.append(number), lambda _: answers.append(1))
    tasks.close()
    QTest.qWait(5)
    assert stored == [0, 1, 2]
    assert answers == []
    tasks.store(lambda: stored.append(99))
    assert not tasks.busy


def test_closing_waits_no_longer_than_it_was_told(qapp: QApplication) -> None:
    tasks = Tasks(raise_it)
    stuck = threading.Event()
    tasks.store(lambda: stuck.wait(30))
    tasks.close(seconds=0.05)
    assert not stuck.is_set()
    stuck.set()


def test_the_inline_runner_answers_at_once(qapp: QApplication) -> None:
    runner = InlineRunner(raise_it)
    answers: list[object] = []
    runner.store(lambda: 1, answers.append)
    runner.io(lambda report: report("half") or "whole", answers.append, progress=answers.append)
    assert answers == [1, "half", "whole"]
    assert not runner.busy
