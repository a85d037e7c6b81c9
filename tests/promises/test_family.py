"""The family of promises: none without a test, a negative control and a row on the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.promises import PROMISES, shown
from tests.promises.page import NOT_YET, PAGE, rows_of, with_rows
from tests.promises.report import Collector, add, told
from tests.promises.table import Promise, Shown

SHOWN = shown()


@pytest.mark.parametrize("each", PROMISES, ids=lambda each: str(each.number))
def test_each_promise_has_a_test_and_a_negative_control(each: Promise) -> None:
    found = SHOWN.get(each.number, Shown())
    assert found.tests, f"nothing shows promise {each.number}: {each.sentence}"
    assert found.controls, f"promise {each.number} has no negative control: {each.sentence}"


def test_no_test_shows_a_promise_that_is_not_made() -> None:
    assert SHOWN.keys() <= {each.number for each in PROMISES}


def test_the_page_has_a_row_for_each_promise_as_the_table_words_it() -> None:
    page = PAGE.read_text("utf-8")
    assert rows_of(page).keys() == {each.number for each in PROMISES}
    assert with_rows(page, {}) == page


def test_a_new_row_leaves_the_others_alone_and_a_promise_never_measured_says_so() -> None:
    page = with_rows(PAGE.read_text("utf-8"), {2: ("600 cuts", "lost 9", "3.1", "today")})
    again = with_rows(page, {3: ("0 twice", "5 twice", "1.0", "today")})
    assert rows_of(again) == {**rows_of(page), 3: ("0 twice", "5 twice", "1.0", "today")}
    assert rows_of(again)[2] == ("600 cuts", "lost 9", "3.1", "today")
    empty = page[: page.index("| 1 |")] + page[page.index("<!-- end promises") :]
    assert rows_of(with_rows(empty, {}))[1] == NOT_YET


def test_figures_of_several_tests_come_together() -> None:
    measured: dict[str, Any] = {"cuts": 3, "longest_ms": 12.5}
    add(measured, {"cuts": 4, "longest_ms": 80.0, "kind": "WAL"})
    assert [told(name, value) for name, value in measured.items()] == ["7 cuts", "longest 80 ms", "kind WAL"]
    assert told("opened", 6000) == "6,000 opened"
    assert told("errors_shown", 1) == "1 error shown"


def reported(name: str, outcome: str = "passed", **figures: Any) -> Any:
    properties = [("promise", {"number": 2, "measured": figures})]
    return SimpleNamespace(
        nodeid=name, duration=0.5, outcome=outcome, longrepr=None, when="teardown", user_properties=properties
    )


def test_a_row_is_written_only_when_every_test_of_the_promise_took_part() -> None:
    collector = Collector()
    tests = Shown({("a.py", "test_it")}, {("a.py", "test_control")})
    collector.pytest_runtest_logreport(reported("a.py::test_it[3]", cuts=600))
    assert not collector.is_whole(tests)
    collector.pytest_runtest_logreport(reported("a.py::test_control", control_lost=9))
    assert collector.is_whole(tests)
    assert collector.row(2, tests)[:3] == ("600 cuts", "9 lost", "1.0")


def test_a_failed_or_skipped_test_stands_in_the_row() -> None:
    collector = Collector()
    tests = Shown({("a.py", "test_it")}, {("a.py", "test_control")})
    collector.pytest_runtest_logreport(reported("a.py::test_it", outcome="failed", lost=1))
    collector.pytest_runtest_logreport(reported("a.py::test_control"))
    assert collector.row(2, tests)[0] == "**failed**, 1 lost"
