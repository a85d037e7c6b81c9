"""Files that are whole after a crash, and names that are safe."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.config.atomic import safe_name, sweep_temporary, write_atomically, write_parts_atomically
from reviewer.domain.errors import InvalidInput


def test_a_written_file_holds_exactly_the_bytes(tmp_path: Path) -> None:
    target = tmp_path / "data.bin"
    write_atomically(target, b"old")
    write_atomically(target, b"a\r\nb\x00\x1a")
    assert target.read_bytes() == b"a\r\nb\x00\x1a"
    assert [path.name for path in tmp_path.iterdir()] == ["data.bin"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_file_has_the_mode_that_was_asked_for(tmp_path: Path, mode: int) -> None:
    write_atomically(tmp_path / "x", b"", mode)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == mode


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "data.bin"
    write_atomically(target, b"old")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["data.bin"]


KILLED = """
import sys
from pathlib import Path
from reviewer.config.atomic import write_atomically
target, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    n += 1
    {write}
"""
BIG = "bytes([n % 256]) * 2_000_000"


def whole_after_kills(tmp_path: Path, write: str, kills: int) -> int:
    """Count how often the file was whole after the writer was killed."""
    whole = 0
    for kill in range(kills):
        target = tmp_path / "data.bin"
        target.write_bytes(b"\x00" * 2_000_000)
        code = KILLED.format(write=write)
        writer = subprocess.Popen([sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.02 + 0.003 * kill)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        data = target.read_bytes()
        whole += len(data) == 2_000_000 and len(set(data)) == 1
    return whole


def test_a_killed_writer_never_damages_the_file(tmp_path: Path, full: bool) -> None:
    kills = 50 if full else 5
    assert whole_after_kills(tmp_path, f"write_atomically(target, {BIG})", kills) == kills


def test_a_killed_writer_damages_a_file_that_is_written_in_place(tmp_path: Path) -> None:
    """The negative control: without it the test above would show nothing."""
    in_place = "file = target.open('wb'); [file.write(bytes([n % 256]) * 100_000) for _ in range(20)]; file.close()"
    assert whole_after_kills(tmp_path, in_place, 12) < 12


def test_only_old_leftovers_of_writers_are_swept(tmp_path: Path) -> None:
    stale, fresh, foreign = (
        tmp_path / f".data.bin.{'0' * 16}.tmp",
        tmp_path / f".data.bin.{'1' * 16}.tmp",
        tmp_path / ".notes.tmp",
    )
    for path in (stale, fresh, foreign):
        path.touch()
    for path in (stale, foreign):
        os.utime(path, (0, 0))
    assert sweep_temporary(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == sorted([fresh, foreign])


@pytest.mark.parametrize("name", ["a", "sft-2026_11", "x" * 64, "console"])
def test_a_plain_name_is_safe(name: str) -> None:
    assert safe_name(name) == name


ESCAPING = ["", "../evil", "/etc/cron.d/x", "a.b", "a:b", "a\n", "a\x00", "\u202egnp"]
SURPRISING = ["x" * 65, "a b", "A", "é", "con", "nul", "com1", "lpt9"]


@pytest.mark.parametrize("name", [*ESCAPING, *SURPRISING])
def test_a_name_that_escapes_or_surprises_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        safe_name(name)


def test_parts_are_written_one_after_the_other_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "data.bin"
    write_parts_atomically(target, iter([b"a", b"", b"b\n"]))
    assert target.read_bytes() == b"ab\n"

    def broken() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("a row that cannot be written")

    with pytest.raises(ValueError, match="a row"):
        write_parts_atomically(target, broken())
    assert target.read_bytes() == b"ab\n"
    assert [path.name for path in tmp_path.iterdir()] == ["data.bin"]
