"""The twenty promises: what each says, the goal of its full form, and the marks that say which tests show it.

A test shows a promise when it is decorated with `@promise(number)`, and is its negative control, which must fail for
the promise to mean anything, when it is decorated with `@control(number)`; a test that holds both has both. The test
reports what it measured through the fixture `figures`:

    @promise(2)
    def test_nothing_is_lost(full: bool, figures: Figures) -> None:
        ...
        figures(2, cuts=600, acknowledged_lost=0)

Whole numbers of several tests of a promise are added up, of fractions the greatest is kept, of words the last. A name
that begins with `control_`, and all that a test reports which is only a control, stands in the column of the negative
control. A name that ends in `_ms`, `_s` or `_mb` is a figure with that unit. `pytest --full` writes a row of
docs/promises.md when every test of the promise took part in the run. Promises 4 to 8 speak of PostgreSQL and are shown,
with the same marks and the same fixture, by tests/contracts/test_*_on_server.py: 4 and 5 by chaos, 6 by privileges, 7
by blind, 8 by catalog.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
promise = pytest.mark.promise
control = pytest.mark.promise_control


@dataclass(frozen=True)
class Promise:
    """One promise and what its full form asks for."""

    number: int
    sentence: str
    goal: str


PROMISES = (
    Promise(1, "A verdict that was acknowledged survives the death of the program", "30 kills, 0 lost"),
    Promise(2, "A verdict that was acknowledged survives a power cut", "600 cuts, 0 lost, 0 damaged"),
    Promise(3, "In one file no item is given to two people", "8 processes, 3,000 claims, 0 twice, 0 errors"),
    Promise(4, "On a server no item is given to two people", "16 log-ins, 3,000 claims, 0 twice"),
    Promise(
        5,
        "Killed programs, ended sessions and a crashed server neither lose nor double a verdict",
        "50 kills, 40 ended sessions, 2 crashes, 0 lost, 0 twice",
    ),
    Promise(6, "The server refuses by itself what a role may not do", "117 probes, each by its exact code"),
    Promise(7, "An open transaction shows nobody a colleague's verdict or an unclaimed item", "0 rows"),
    Promise(8, "Functions, views and policies of the server keep the rules of their making", "0 findings"),
    Promise(9, "Hostile texts open no file and no connection and crash nothing", "6,000 texts, 0 opened, 0 crashes"),
    Promise(10, "No place where text is shown opens what the text names", "every place, 12 attacks, 0 opened"),
    Promise(11, "Opening an item never holds the window up", "13 shapes up to 10 MB, at most 250 ms"),
    Promise(12, "A span is the span that was marked", "20,000 texts, 0 wrong"),
    Promise(13, "Opening and saving without an edit changes nothing", "33 classes of characters, 0 bytes"),
    Promise(14, "What is exported comes back, and a killed export damages nothing", "31 texts, 50 kills, 0 changed"),
    Promise(15, "A file made to exhaust the machine is refused", "10 kinds, within 3 s and 200 MB"),
    Promise(16, "Whoever changes the ledger is found out by receipts or an anchor", "8 of 8 kinds"),
    Promise(17, "A secret stands in no file, log, error or list of processes", "0 found"),
    Promise(18, "A failure is never shown as saved", "0 said to be saved, 0 half saved"),
    Promise(19, "A backup made while others write misses nothing", "30 backups, 0 missing"),
    Promise(20, "Calls of Qt leave the counts of None and True alone", "1,000 calls, 0 drift"),
)


@dataclass
class Shown:
    """The tests that show a promise, each as its file below the tree and its name."""

    tests: set[tuple[str, str]] = field(default_factory=set)
    controls: set[tuple[str, str]] = field(default_factory=set)


def shown() -> dict[int, Shown]:
    """Read from the tests which of them show which promise."""
    found: dict[int, Shown] = defaultdict(Shown)
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "tests.promises" not in text:
            continue
        name = path.relative_to(TESTS.parent).as_posix()
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef):
                for kind, number in _marks(function):
                    place = found[number].tests if kind == "promise" else found[number].controls
                    place.add((name, function.name))
    return dict(found)


def _marks(function: ast.FunctionDef) -> list[tuple[str, int]]:
    return [
        (call.func.id, number.value)
        for call in function.decorator_list
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("promise", "control")
        for number in call.args
        if isinstance(number, ast.Constant) and isinstance(number.value, int)
    ]
