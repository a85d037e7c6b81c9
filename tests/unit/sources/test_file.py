from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from reviewer.domain.errors import InvalidInput, Unreachable
from reviewer.sources import open_source
from reviewer.sources.file import FileSource, records_of
from reviewer.sources.reading.records import Record, Unreadable
from reviewer.sources.stdin import StdinSource


def test_a_file_is_handed_over_once_and_again_when_given_back(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text('{"id": "a"}\n')
    source = FileSource(path)
    (delivery,) = source.pull(5)
    assert [record.value for record in delivery.records() if isinstance(record, Record)] == [{"id": "a"}]
    assert source.pull(5) == []
    source.nack(delivery)
    assert len(source.pull(5)) == 1


def test_a_folder_and_a_missing_file_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is a folder"):
        list(records_of(tmp_path))
    with pytest.raises(Unreachable, match="There is no file"):
        list(records_of(tmp_path / "none.jsonl"))


def test_a_device_is_never_read() -> None:
    with pytest.raises(InvalidInput, match="neither a file nor a pipe"):
        list(records_of(Path(os.devnull)))


def test_unreadable_lines_are_filed_under_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"{\n")
    (bad,) = records_of(path)
    assert isinstance(bad, Unreadable)
    assert (bad.origin, bad.line) == ("items.jsonl", 1)


def test_standard_input_is_read_when_something_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "a"}\n')))
    (delivery,) = StdinSource().pull(1)
    assert [record.value for record in delivery.records() if isinstance(record, Record)] == [{"id": "a"}]


def test_an_address_leads_to_its_source(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.touch()
    assert open_source("-").name == "stdin"
    assert open_source(str(path)).name == "file"
    assert open_source(str(tmp_path)).name == "spool"
    with pytest.raises(Unreachable, match="There is no source"):
        open_source(str(tmp_path / "none"))
