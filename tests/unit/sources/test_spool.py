from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reviewer.domain.errors import Unreachable
from reviewer.sources.protocol import Delivery
from reviewer.sources.reading.records import Record
from reviewer.sources.spool import SpoolSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    SpoolSource(tmp_path)
    return tmp_path


def drop(folder: Path, name: str, text: str = '{"id": "a"}\n') -> None:
    (folder / name).write_text(text)
    (folder / name).rename(folder / "new" / name)


def names(folder: Path, part: str) -> list[str]:
    return sorted(path.name for path in (folder / part).rglob("*") if path.is_file())


def test_the_folders_are_made_and_are_private(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"new", "work", "done", "dead"}
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_a_file_goes_through_work_to_done(folder: Path) -> None:
    drop(folder, "a.jsonl")
    source = SpoolSource(folder)
    (delivery,) = source.pull(10)
    assert (names(folder, "new"), names(folder, "work")) == ([], ["a.jsonl"])
    assert [record.value for record in delivery.records() if isinstance(record, Record)] == [{"id": "a"}]
    source.ack(delivery)
    assert (names(folder, "work"), names(folder, "done")) == ([], ["a.jsonl"])


def test_files_come_oldest_first_and_no_more_than_asked_for(folder: Path) -> None:
    for age, name in enumerate(["new.jsonl", "old.jsonl"]):
        drop(folder, name)
        os.utime(folder / "new" / name, (1000 - age, 1000 - age))
    source = SpoolSource(folder)
    assert [delivery.origin for delivery in source.pull(1)] == ["old.jsonl"]
    assert names(folder, "new") == ["new.jsonl"]


def test_a_name_with_a_dot_is_still_being_written_and_a_link_is_never_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "new" / ".half.jsonl").write_text("{")
    (tmp_path / "secret").write_text('{"id": "s"}')
    (folder / "new" / "link.jsonl").symlink_to(tmp_path / "secret")
    assert SpoolSource(folder).pull(10) == []


def test_what_is_given_back_comes_again(folder: Path) -> None:
    drop(folder, "a.jsonl")
    source = SpoolSource(folder)
    source.nack(source.pull(1)[0])
    assert [delivery.origin for delivery in source.pull(1)] == ["a.jsonl"]


def test_what_cannot_be_read_is_put_aside_with_the_reason(folder: Path) -> None:
    drop(folder, "a.jsonl")
    source = SpoolSource(folder)
    source.dead_letter(source.pull(1)[0], "no record in it")
    assert names(folder, "dead") == ["a.jsonl", "a.jsonl.reason.txt"]
    assert (folder / "dead" / "a.jsonl.reason.txt").read_text() == "no record in it\n"
    assert "1 put aside" in source.health()


def test_a_file_of_the_same_name_never_replaces_an_earlier_one(folder: Path) -> None:
    source = SpoolSource(folder)
    for text in ('{"id": "1"}\n', '{"id": "2"}\n'):
        drop(folder, "a.jsonl", text)
        source.ack(source.pull(1)[0])
    assert len(names(folder, "done")) == 2
    assert {path.read_text() for path in (folder / "done").iterdir()} == {'{"id": "1"}\n', '{"id": "2"}\n'}


def test_a_file_left_by_a_killed_process_is_taken_up_again(folder: Path) -> None:
    drop(folder, "a.jsonl")
    program = (
        "import os, sys; from pathlib import Path; from reviewer.sources.spool import SpoolSource\n"
        "SpoolSource(Path(sys.argv[1])).pull(1); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert names(folder, "work") == ["a.jsonl"]
    assert [delivery.origin for delivery in SpoolSource(folder).pull(1)] == ["a.jsonl"]


def test_a_file_that_a_running_process_reads_is_left_alone(folder: Path) -> None:
    other = folder / "work" / str(os.getppid())
    other.mkdir()
    (other / "a.jsonl").write_text("{}")
    taken = SpoolSource(folder).pull(1)
    assert (taken == []) is (os.name == "posix")  # elsewhere a file that somebody reads cannot be renamed


def test_waiting_ends_when_a_file_arrives(folder: Path) -> None:
    source = SpoolSource(folder)
    writer = threading.Timer(0.3, drop, (folder, "late.jsonl"))
    writer.start()
    found: list[Delivery] = []
    deadline = time.monotonic() + 30
    while not found and time.monotonic() < deadline:
        found = source.pull(1, wait_seconds=10)
    writer.join()
    assert [delivery.origin for delivery in found] == ["late.jsonl"]


def test_waiting_for_nothing_ends_by_itself(folder: Path) -> None:
    assert SpoolSource(folder).pull(1, wait_seconds=0.05) == []


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="missing"):
        SpoolSource(tmp_path / "missing")
