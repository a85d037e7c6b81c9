"""A terminal without a process: one command line in, exit code and both streams out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reviewer.cli.main import run


@dataclass(frozen=True)
class Outcome:
    """What one command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        return json.loads(self.out)


Terminal = Callable[..., Outcome]


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Run a command line inside this process."""
    monkeypatch.delenv("REVIEWER_WORKSPACE", raising=False)

    def call(*words: object) -> Outcome:
        capsys.readouterr()
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def place(tmp_path: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace, named by the environment."""
    path = tmp_path / "work.reviewer"
    assert terminal("init", path, "--as", "lead").code == 0
    monkeypatch.setenv("REVIEWER_WORKSPACE", str(path))
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Write objects as JSON lines."""

    def write(name: str, *entries: dict[str, Any] | str) -> Path:
        path = tmp_path / name
        text = "".join((entry if isinstance(entry, str) else json.dumps(entry)) + "\n" for entry in entries)
        path.write_text(text, "utf-8")
        return path

    return write
