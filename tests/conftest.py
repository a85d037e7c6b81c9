"""What holds for every test: a home of its own, no screen, no key ring, and nothing left behind."""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the key ring of whoever runs the tests
for _name in [name for name in os.environ if name.startswith("REVIEWER_")]:
    del os.environ[_name]

from tests import leaks  # noqa: E402  the platform is chosen before anything may import Qt
from tests.postgres import database, postgres  # noqa: E402
from tests.promises import report  # noqa: E402  the same

__all__ = ["database", "postgres"]

_HAS_QT = importlib.util.find_spec("PySide6") is not None
_NEEDS_QT = re.compile(r"^\s*(?:from|import) (?:PySide6|shiboken6|pyqtgraph|pytestqt|reviewer\.ui)\b", re.MULTILINE)
_UNITS = Path(__file__).parent / "unit"
_outcome = pytest.StashKey[pytest.TestReport]()
_homes = itertools.count()

leaks.watch_threads()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption("--full", action="store_true", help="run the long forms of the tests that have one")
    parser.addoption("--left-to-core", action="store_true", help="leave out the unit tests that need no window")
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "not used: these tests run without Qt")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(report, "promises")
    for name, examples in (("quick", 50), ("full", 1000)):
        hypothesis_settings.register_profile(
            name,
            deadline=None,
            max_examples=examples,
            derandomize=name == "quick",  # a red build must be red again when it is looked into
            suppress_health_check=[HealthCheck.too_slow],
        )
    hypothesis_settings.load_profile("full" if config.getoption("--full") else "quick")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what needs a window where Qt is not installed, and what another run does without it."""
    left_to_core = config.getoption("--left-to-core") and _UNITS in collection_path.parents
    if collection_path.suffix != ".py" or collection_path.name == "__init__.py" or (_HAS_QT and not left_to_core):
        return None
    needs_qt = _NEEDS_QT.search(collection_path.read_text("utf-8")) is not None
    return True if needs_qt != left_to_core else None


def pytest_collection_finish() -> None:
    if "PySide6.QtCore" in sys.modules:
        leaks.watch_qt()


def pytest_sessionfinish() -> None:
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        from reviewer.ui.clipboard import leave_copied_text

        if QApplication.instance() is not None:
            leave_copied_text()  # as the program does at its end: a worker that crashes then takes its report along


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_outcome] = report
    return report


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    before = leaks.Snapshot()
    yield
    report = request.node.stash.get(_outcome, None)
    if report is None or not report.passed:
        before.clean()  # the frames of a failed test keep its windows alive, and it is reported already
        return
    left = before.leftovers()
    before.clean()
    if left:
        pytest.fail("The test left behind: " + "; ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def reviewer_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds settings, state and cache of this test alone."""
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_homes))
    monkeypatch.setenv("REVIEWER_HOME", str(home))
    return home


@pytest.fixture
def full(pytestconfig: pytest.Config) -> bool:
    """Whether the long form of a test was asked for."""
    return bool(pytestconfig.getoption("--full"))
