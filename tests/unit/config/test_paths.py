"""Folders of this machine and shipped files."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.config import paths
from reviewer.domain.errors import NotFound, Unreachable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")


def test_reviewer_home_holds_all_three_folders(reviewer_home: Path) -> None:
    assert [paths.config_dir(), paths.state_dir(), paths.cache_dir()] == [
        reviewer_home / "config",
        reviewer_home / "state",
        reviewer_home / "cache",
    ]


def test_without_reviewer_home_the_folders_are_those_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REVIEWER_HOME")
    for variable in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "system"))
    if sys.platform == "linux":
        assert paths.config_dir() == tmp_path / "system" / "reviewer"


@posix
def test_a_folder_that_others_could_read_is_closed(reviewer_home: Path) -> None:
    (reviewer_home / "state").mkdir(parents=True)
    (reviewer_home / "state").chmod(0o755)
    assert stat.S_IMODE(paths.state_dir().stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "file"))
    with pytest.raises(Unreachable, match="REVIEWER_HOME"):
        paths.config_dir()


def test_shipped_files_are_found_in_the_checkout() -> None:
    assert paths.shipped("resources").is_dir()
    assert paths.shipped("exports") == Path(__file__).resolve().parents[3] / "exports"


@pytest.mark.parametrize("name", ["", "resources/../pyproject.toml", "/etc/hostname", "reviewer", "exports/../../x"])
def test_a_path_outside_the_shipped_folders_is_refused(name: str) -> None:
    with pytest.raises(NotFound):
        paths.shipped(name)


def test_a_shipped_file_that_is_missing_is_named() -> None:
    with pytest.raises(NotFound, match="resources/no-such-thing"):
        paths.shipped("resources/no-such-thing")


def test_shipped_files_are_found_where_the_package_is_installed(tmp_path: Path) -> None:
    """A copy laid out as the wheel lays it out, without a checkout around it."""
    source = Path(paths.__file__).parents[1]
    for part in ("config", "domain"):
        shutil.copytree(source / part, tmp_path / "reviewer" / part)
    (tmp_path / "reviewer" / "__init__.py").touch()
    (tmp_path / "reviewer" / "_exports").mkdir()
    (tmp_path / "reviewer" / "_exports" / "sft.toml").touch()
    code = "from reviewer.config.paths import shipped; print(shipped('exports/sft.toml'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(printed.stdout.strip()) == tmp_path / "reviewer" / "_exports" / "sft.toml"
