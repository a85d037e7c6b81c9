"""The list of workspaces that were opened last."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.config.paths import state_dir
from reviewer.config.recent import forget_workspace, recent_workspaces, remember_workspace


def test_the_newest_workspace_comes_first_and_once() -> None:
    for name in ("a", "b", "a"):
        remember_workspace(Path("/data") / f"{name}.reviewer")
    assert [Path(entry).name for entry in recent_workspaces()] == ["a.reviewer", "b.reviewer"]


def test_twelve_workspaces_are_remembered() -> None:
    for number in range(20):
        remember_workspace(f"/data/{number}.reviewer")
    assert [Path(entry).stem for entry in recent_workspaces()] == [str(n) for n in range(19, 7, -1)]


def test_a_relative_path_is_remembered_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    remember_workspace("support.reviewer")
    assert recent_workspaces() == [str(tmp_path / "support.reviewer")]


def test_a_forgotten_workspace_is_gone() -> None:
    remember_workspace("/data/a.reviewer")
    remember_workspace("/data/b.reviewer")
    forget_workspace("/data/b.reviewer")
    assert [Path(entry).name for entry in recent_workspaces()] == ["a.reviewer"]


def test_the_password_of_a_database_is_never_remembered() -> None:
    remember_workspace("postgresql://ana:c4nary-pw@db.example/reviews?sslmode=verify-full")
    assert recent_workspaces() == ["postgresql://ana@db.example/reviews?sslmode=verify-full"]
    assert "c4nary-pw" not in (state_dir() / "recent.json").read_text("utf-8")


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 1}', b"\xff", b'[1, null, "/data/a.reviewer"]'])
def test_a_damaged_list_stops_nobody(damage: bytes) -> None:
    (state_dir() / "recent.json").write_bytes(damage)
    assert recent_workspaces() in ([], ["/data/a.reviewer"])
    remember_workspace("/data/b.reviewer")
    assert Path(recent_workspaces()[0]).name == "b.reviewer"
