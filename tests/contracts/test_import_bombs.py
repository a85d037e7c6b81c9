"""Promise 15: files that are made to exhaust the machine are refused by name, quickly and in little memory.

The short form looks at what is refused with which reason; the long form (`--full`) measures each in a process of its
own, with a naive reader as the control that must fail.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from reviewer.sources.file import records_of
from reviewer.sources.reading.records import Record, Unreadable
from tests.promises import Figures, control, promise

MEBIBYTE = 1 << 20
SECONDS, MEGABYTES = 3.0, 200
GOOD = b'{"id": "good", "response": "r"}\n'


def _zeros_packed(path: Path, size: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(size // MEBIBYTE):
            file.write(b"0" * MEBIBYTE)


def _blank_lines_packed(path: Path, size: int) -> None:
    path.write_bytes(zstandard.compress(b"\n" * min(size, 300 * MEBIBYTE)))


def _nested_zstandard(path: Path, size: int) -> None:
    path.write_bytes(zstandard.compress(GOOD + b"[" * min(size, 300 * MEBIBYTE)))


def _one_line(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(b'{"id": "')
        for _ in range(size // MEBIBYTE):
            file.write(b"x" * MEBIBYTE)
        file.write(b'"}\n' + GOOD)


def _of(data: bytes) -> Callable[[Path, int], None]:
    def make(path: Path, size: int) -> None:
        path.write_bytes(data)

    return make


BOMBS: dict[str, tuple[Callable[[Path, int], None], str]] = {
    "packed zeros": (_zeros_packed, "grows more than"),
    "packed blank lines": (_blank_lines_packed, "blank lines"),
    "packed nesting": (_nested_zstandard, "grows more than"),
    "one endless line": (_one_line, "longer than 16 MiB"),
    "nesting": (_of(b'{"id": "a", "response": "r", "x": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}\n"), "nested"),
    "digits": (_of(b'{"id": "a", "response": "r", "x": ' + b"9" * 1_000_000 + b"}\n"), "digits"),
    "infinite number": (_of(b'{"id": "a", "response": "r", "x": 1e400}\n'), "infinite"),
    "not a number": (_of(b'{"id": "a", "response": "r", "x": NaN}\n'), "NaN"),
    "the same key twice": (_of(b'{"id": "a", "response": "unsafe", "response": "safe"}\n'), "twice"),
    "UTF-16": (_of('{"id": "a", "response": "r"}\n'.encode("utf-16")), "UTF-16"),
    "Latin-1": (_of('{"id": "a", "response": "caf\u00e9"}\n'.encode("latin-1")), "not UTF-8"),
    "something else": (_of(b"\x7fELF\n" * 500_000), "the rest was not read"),
}


def _refusals(path: Path) -> list[str]:
    """Return why the records of a file are refused, by reading or as items."""
    from reviewer.domain.errors import InvalidInput
    from reviewer.domain.items import read_item

    reasons = []
    for record in records_of(path):
        if isinstance(record, Unreadable):
            reasons.append(record.reason)
        elif isinstance(record, Record):
            try:
                item, _ = read_item(record.value, clean=record.clean)
                assert item.id == "good"
            except InvalidInput as error:
                reasons.append(error.message)
    return reasons


@promise(15)
@pytest.mark.parametrize("name", BOMBS)
def test_each_kind_of_bomb_is_refused_by_name(name: str, tmp_path: Path) -> None:
    make, reason = BOMBS[name]
    path = tmp_path / "bomb.jsonl"
    make(path, 24 * MEBIBYTE)
    assert any(reason in refused for refused in _refusals(path))


@pytest.mark.parametrize("name", ["one endless line", "packed nesting"])
def test_good_records_beside_a_bomb_are_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl"
    BOMBS[name][0](path, 24 * MEBIBYTE)
    assert any(isinstance(record, Record) and record.value["id"] == "good" for record in records_of(path))


OURS = """
    import sys
    from pathlib import Path
    from tests.contracts.test_import_bombs import _refusals
    print(len(_refusals(Path(sys.argv[1]))))
"""
NAIVE = """
    import gzip, json, sys
    opened = gzip.open(sys.argv[1]) if open(sys.argv[1], "rb").read(2) == b"\\x1f\\x8b" else open(sys.argv[1])
    print(len([json.loads(line) for line in opened]))
"""
MEASURED = """
    import json, pathlib, re, resource, sys, time
    started = time.perf_counter()
    try:
        exec(sys.argv[2])
        worked = True
    except BaseException as error:
        worked = False
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = pathlib.Path("/proc/self/status")
    if status.exists():  # the figure above is never less than what the program that started this one held
        used = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
    print(json.dumps([worked, time.perf_counter() - started, used]))
"""


def _measure(path: Path, program: str) -> tuple[bool, float, float]:
    """Return whether a reader got through a file, its seconds and its peak of memory in MiB."""
    words = [sys.executable, "-c", textwrap.dedent(MEASURED), str(path), textwrap.dedent(program)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=root)
    worked, seconds, used = json.loads(done.stdout.splitlines()[-1])
    return worked, seconds, used


@promise(15)
@control(15)
def test_every_bomb_is_refused_quickly_and_in_little_memory_where_a_naive_reader_is_not(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    size = 1024 * MEBIBYTE if full else 256 * MEBIBYTE
    names = list(BOMBS) if full else ["packed zeros", "one endless line"]
    (tmp_path / "calm.jsonl").write_bytes(GOOD)
    _, calm_seconds, calm_memory = _measure(tmp_path / "calm.jsonl", OURS)
    failures = 0
    for name in names:
        path = tmp_path / "bomb.jsonl"
        BOMBS[name][0](path, size)
        worked, seconds, used = _measure(path, OURS)
        figures(15, kinds=1, refused=int(worked), longest_s=max(0.0, seconds - calm_seconds), most_memory_mb=used)
        assert worked, name
        assert seconds < calm_seconds + SECONDS, (name, seconds)
        assert used < max(MEGABYTES, calm_memory + 100), (name, used)
        naive, _, naive_used = _measure(path, NAIVE)
        failures += not naive or naive_used > MEGABYTES
    figures(15, control_kinds_that_exhaust_a_naive_reader=failures)
    assert failures >= len(names) // 2  # the control: without bounds memory or the program goes
