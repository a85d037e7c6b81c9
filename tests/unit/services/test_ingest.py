from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, Unreachable
from reviewer.services import batches
from reviewer.services import ingest as ingest_module
from reviewer.services.field_map import FieldMap
from reviewer.sources.reading.records import Unreadable
from reviewer.sources.spool import SpoolSource
from tests.factories import item, workspace


def write_lines(path: Path, *entries: dict[str, Any] | bytes) -> Path:
    lines = [entry if isinstance(entry, bytes) else json.dumps(entry).encode() for entry in entries]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_many_conflicts_are_counted_and_only_the_first_are_named(tmp_path: Path) -> None:
    with workspace(tmp_path) as ws:
        ws.ingest.add([item(f"i{number}", response="first") for number in range(100)])
        counts = ws.ingest.add([item(f"i{number}", response="second") for number in range(100)])
        assert counts.warnings[ingest_module.CONFLICT] == 100
        assert len(counts.warnings) == 1 + ingest_module.NAMED_CONFLICTS


def test_what_a_program_hands_over_may_be_dictionaries_items_or_unreadable(tmp_path: Path) -> None:
    from reviewer.domain.items import Item, read_item

    entries: list[dict[str, Any] | Item | Unreadable] = [
        item("a"),
        read_item(item("b"))[0],
        Unreadable("feed", 7, "cut off", b"{"),
    ]
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add(entries)
        assert (counts.read, counts.added, counts.unreadable) == (3, 2, 1)
        (bad,) = ws.queue.unreadable()
        assert (bad.origin, bad.line, bad.reason, bad.excerpt) == ("feed", 7, "cut off", "{")


@pytest.mark.parametrize(
    "bad", [{"when": object()}, {"n": float("inf")}, {"n": 2**70}, {"deep": json.loads("[" * 70 + "]" * 70)}]
)
def test_a_value_that_no_format_holds_is_refused_with_its_item(tmp_path: Path, bad: dict[str, Any]) -> None:
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add([item("a", metadata=bad), item("b")])
        assert (counts.added, counts.unreadable) == (1, 1)


def test_nul_and_lone_surrogates_are_replaced_and_recorded(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in.jsonl", b'{"id": "a", "response": "x\\u0000y\\ud83dz", "extra": 1}')
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add_files([path])
        stored = ws.queue.get("a")
        assert stored.response == "x\ufffdy\ufffdz"
        assert stored.metadata["extra"] == {"extra": 1, "replaced_characters": 2}
        assert any("U+FFFD" in warning for warning in counts.warnings)
        assert any("'extra' kept" in warning for warning in counts.warnings)


def test_text_is_stored_exactly_as_it_came(tmp_path: Path) -> None:
    text = "  \ufeff\u00a0 caf\u0065\u0301 \r\n\t\u202e\U0001f469\u200d\U0001f680\u2028 \u0085  "
    path = write_lines(tmp_path / "in.jsonl", json.dumps(item("a", response=text), ensure_ascii=False).encode())
    with workspace(tmp_path) as ws:
        ws.ingest.add_files([path])
        assert ws.queue.get("a").response == text


def test_several_files_packed_or_not_go_in_together(tmp_path: Path) -> None:
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(item("b")).encode()))
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add_files([write_lines(tmp_path / "a.jsonl", item("a")), packed])
        assert counts.added == 2


def test_nothing_is_read_when_one_of_the_files_is_missing(tmp_path: Path) -> None:
    with workspace(tmp_path) as ws:
        with pytest.raises(Unreachable, match=r"none\.jsonl"):
            ws.ingest.add_files([write_lines(tmp_path / "a.jsonl", item("a")), tmp_path / "none.jsonl"])
        assert ws.queue.counts() == {}


def test_a_map_brings_foreign_fields_to_ours(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "in.jsonl",
        {"uid": 7, "output": {"text": "Yes."}, "model": "m-1", "tags": ["x"], "risk": "HIGH"},
    )
    names = tmp_path / "map.toml"
    names.write_text(
        '[fields]\nid = "uid"\nresponse = "output.text"\n"metadata.model" = "model"\n"metadata.risk" = "risk"\n'
        '[values."metadata.risk"]\nHIGH = "high"\n'
    )
    with workspace(tmp_path) as ws:
        counts = ws.ingest.add_files([path], mapping=names)
        assert counts.added == 1
        stored = ws.queue.get("7")
        assert stored.response == "Yes."
        assert stored.metadata == {"model": "m-1", "risk": "high", "extra": {"tags": ["x"]}}


def test_a_map_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[fields\n")
    with pytest.raises(InvalidInput, match="not valid TOML"):
        FieldMap.load(path)
    path.write_text('[other]\nx = "y"\n')
    with pytest.raises(InvalidInput, match="other"):
        FieldMap.load(path)


def test_an_import_of_many_batches_is_all_there_with_one_event_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ITEMS", 100)
    seen: list[int] = []
    with workspace(tmp_path) as ws:
        events = ws.audit.count()
        counts = ws.ingest.add(
            (item(f"i{number}") for number in range(1050)), progress=lambda done, total: seen.append(done)
        )
        assert counts.added == 1050
        assert ws.queue.counts() == {"open": 1050}
        assert ws.audit.count() - events == 11
        assert seen == sorted(seen)
        assert seen[-1] == 1050
        assert ws.audit.verify().sound


def test_a_backup_is_made_before_an_import_into_a_workspace_with_items(tmp_path: Path) -> None:
    with workspace(tmp_path) as ws:
        ws.ingest.add_files([write_lines(tmp_path / "a.jsonl", item("a"))])
        assert ws.database.backups() == ()
        ws.ingest.add_files([write_lines(tmp_path / "b.jsonl", item("b"))])
        (backup,) = ws.database.backups()
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT item_id FROM item").fetchall() == [("a",)]
    connection.close()


def test_a_delivery_that_was_interrupted_is_given_back_and_goes_in_whole_the_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    source = SpoolSource(folder)
    write_lines(folder / "new" / "a.jsonl", item("a"))

    def interrupt(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with workspace(tmp_path) as ws:
        with pytest.raises(KeyboardInterrupt):
            ws.ingest.pull(source, progress=interrupt)
        assert [path.name for path in (folder / "new").iterdir()] == ["a.jsonl"]
        assert ws.ingest.pull(source).duplicates == 1
    assert [path.name for path in (folder / "done").iterdir()] == ["a.jsonl"]


def test_following_ends_when_it_is_told_to(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    source = SpoolSource(folder)
    write_lines(folder / "new" / "a.jsonl", item("a"))
    with workspace(tmp_path) as ws:
        counts = ws.ingest.pull(
            source, follow=True, wait_seconds=0.02, stopped=lambda: not list((folder / "new").iterdir())
        )
        assert counts.added == 1
