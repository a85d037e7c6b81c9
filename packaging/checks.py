"""Runs every check and test, all of them also when one fails, and says at the end which did."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import environment

ROOT = environment.ROOT
VENV, CORE_VENV = environment.VENV, environment.CORE_VENV
# A file stays with one worker, so that what a file shares is made once. After a worker that crashed nothing is tried
# again: the others would wait for its tests for ever.
BY_FILE = ("--dist", "loadfile", "--max-worker-restart", "0")
# Tests of the window wait for disks, servers and the window, so three keep two cores busy; those of the core compute.
WINDOW_WORKERS, CORE_WORKERS = ("-n", "3", *BY_FILE), ("-n", "2", *BY_FILE)
# In their long form these measure how the window ticks, which nothing may run beside.
ALONE = ("tests/promises/test_stalls.py",)
# The unit tests that need no window run where Qt is not installed, and only there.
CORE_UNITS = ("tests/unit",)
# What runs where the extra `pii` is installed, which is only in the full run.
PII_TESTS = ("tests/unit/texts/test_more_personal_data.py",)
_LICENCES = str(ROOT / "packaging" / "licences.py")


@dataclass(frozen=True)
class Step:
    """One check: what it is called and how it is run, which returns an exit code."""

    name: str
    run: Callable[[], int]


def _program(name: str, *arguments: str) -> Callable[[], int]:
    return lambda: _call(environment.program_of(VENV, name), *arguments)


def _call(program: Path, *arguments: str) -> int:
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start many processes, and each would compile everything
    return subprocess.run([str(program), *arguments], cwd=ROOT, env=variables, check=False).returncode


def static_steps() -> list[Step]:
    """Return the checks that only read the code and what is installed."""
    return [
        Step("ruff check", _program("ruff", "check", "--quiet", ".")),
        Step("ruff format", _program("ruff", "format", "--quiet", "--check", "--diff", ".")),
        Step("mypy", _program("mypy")),
        Step("import contracts", _program("lint-imports", "--no-logo")),
        Step("licences", lambda: _call(environment.python_of(VENV), _LICENCES)),
    ]


def test_steps(full: bool) -> list[Step]:
    """Return the tests: those that may need a window, then those of the core where Qt is not installed."""
    long = ("--full",) if full else ()

    def core() -> int:
        environment.set_up_core()
        python = environment.python_of(CORE_VENV)
        return _call(python, "-m", "pytest", "-p", "no:pytest-qt", *CORE_WORKERS, *long, *CORE_UNITS)

    def extra_pii() -> int:
        environment.set_up_pii()
        python = environment.python_of(environment.PII_VENV)
        return _call(python, "-m", "pytest", "-p", "no:pytest-qt", *PII_TESTS) or _call(python, _LICENCES)

    python = environment.python_of(VENV)
    apart = [f"--ignore={path}" for path in ALONE] if full else []
    return [
        *([Step("tests that run alone", lambda: _call(python, "-m", "pytest", *long, *ALONE))] if full else []),
        Step("tests", lambda: _call(python, "-m", "pytest", *WINDOW_WORKERS, *long, "--left-to-core", *apart)),
        Step("core tests without Qt", core),
        *([Step("the extra pii", extra_pii)] if full else []),
    ]


def run_static() -> int:
    """Run the checks that only read the code."""
    return _run_steps(static_steps())


def run_all(full: bool) -> int:
    """Run every check and test."""
    return _run_steps([*static_steps(), *test_steps(full)])


def _run_steps(steps: list[Step]) -> int:
    failed: list[str] = []
    lines: list[str] = []
    for step in steps:
        print(f"\n== {step.name}", flush=True)
        started = time.monotonic()
        try:
            code = step.run()
        except environment.SetupError as error:
            print(error, flush=True)
            code = 1
        if code:
            failed.append(step.name)
        outcome = f"failed ({code})" if code else "ok"
        lines.append(f"  {step.name:<24} {outcome:<12} {time.monotonic() - started:6.1f} s")
    print("\n" + "\n".join(lines))
    print(f"Failed: {', '.join(failed)}." if failed else "Everything passed.", flush=True)
    return 1 if failed else 0
