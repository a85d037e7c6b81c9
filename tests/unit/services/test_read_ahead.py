from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import Unreachable
from reviewer.services import batches, read_ahead
from reviewer.services.batches import Reading
from reviewer.services.field_map import FieldMap
from reviewer.services.read_ahead import batches_ahead, is_worth_it
from reviewer.sources.file import records_of
from tests.factories import item, project, workspace

QUESTION = {"id": "severity", "type": "rating", "min": 1, "max": 5}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with more than one batch: good lines, broken ones, and what gives a warning."""
    lines = [json.dumps(item(f"i{number}", response=f"Antwort \U0001f600 {number}")) for number in range(2500)]
    lines[7] = "{broken"
    lines[8] = json.dumps(item("odd", unknown_field=1, response="a\ud83db"))
    lines[9] = '{"id": "none"}'
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_another_process_reads_the_same_batches_as_this_one(file: Path) -> None:
    judged = project(questions=[QUESTION], overlap=2, overlap_share=0.5, hide_hits_share=0.5)
    with batches_ahead(file, Reading(file.name, judged)) as ahead:
        there = list(ahead)
    here = list(Reading(file.name, judged).batches(records_of(file)))
    assert there == here
    assert [batch.read for batch in here] == [2002, 498]


def test_a_large_file_is_read_by_another_process_and_the_counts_are_the_same(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_worth_it(file)
    monkeypatch.setattr(read_ahead, "WORTH_BYTES", 1)
    assert is_worth_it(file)
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add_files([file, file])
        assert (counts.read, counts.added, counts.duplicates, counts.unreadable) == (5000, 2498, 2498, 4)
        assert ws.queue.get("i42").response == "Antwort \U0001f600 42"
        assert any("U+FFFD" in warning for warning in counts.warnings)
        assert ws.audit.verify().sound


def test_a_map_goes_along_to_the_other_process(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"uid": "a", "out": "r"}) + "\n")
    names = FieldMap(fields={"id": "uid", "response": "out"})
    with batches_ahead(path, Reading(path.name, project(), names=names)) as ahead:
        (batch,) = ahead
    assert [row.key for row in batch.rows] == [("file", "a")]


def test_an_import_that_is_left_early_leaves_no_process_and_no_thread(file: Path) -> None:
    with batches_ahead(file, Reading(file.name, project())) as ahead:
        assert next(ahead).rows


def test_a_reader_that_dies_is_an_error_and_never_the_end_of_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = read_ahead.PROGRAM.replace("serve()", "").rstrip() + (
        "\nimport os, reviewer.services.read_ahead as r; write = r._write"
        "\nr._write = lambda out, data: (write(out, data), out.flush(), os._exit(9)); r.serve()"
    )
    monkeypatch.setattr(read_ahead, "PROGRAM", dying.replace("import serve;", "import serve as _;"))
    found: list[Any] = []
    with (
        pytest.raises(Unreachable, match="ended early"),
        batches_ahead(file, Reading(file.name, project())) as ahead,
    ):
        found.extend(ahead)
    assert len(found) == 1


def test_batches_are_bounded_by_their_size_too(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(batches, "BATCH_CHARACTERS", 10_000)
    sizes = [batch.characters for batch in Reading(file.name, project()).batches(records_of(file))]
    assert len(sizes) > 50
    assert max(sizes) < 12_000
