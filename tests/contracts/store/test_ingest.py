"""Bringing flagged outputs in, into a file and onto a server alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.services import batches
from reviewer.services import ingest as ingest_module
from reviewer.sources.reading.records import Unreadable
from reviewer.sources.spool import SpoolSource
from tests.factories import item
from tests.team import Team


def write_lines(path: Path, *entries: dict[str, Any] | bytes) -> Path:
    lines = [entry if isinstance(entry, bytes) else json.dumps(entry).encode() for entry in entries]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_every_record_is_added_known_already_or_in_the_tray(team: Team, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in.jsonl", item("a"), item("b"), item("a"), b"{broken", {"id": "c"}, b'"text"')
    counts = team.lead.ingest.add_files([path])
    assert (counts.read, counts.added, counts.duplicates, counts.unreadable) == (6, 2, 1, 3)
    reasons = {row.line: row.reason for row in team.lead.queue.unreadable()}
    assert "not JSON" in reasons[4]
    assert "response" in reasons[5]
    assert "JSON object" in reasons[6]
    assert {row.origin for row in team.lead.queue.unreadable()} == {"in.jsonl"}
    assert team.lead.queue.unreadable_count() == 3
    event = team.lead.audit.log(limit=1)[0]
    assert (event.actor, event.action, event.subject) == ("lead", "import", "in.jsonl")
    assert json.loads(event.details) == {"project": "Support", "added": 2, "duplicates": 1, "unreadable": 3}


def test_importing_a_file_twice_changes_nothing(team: Team, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in.jsonl", item("a"), item("b"), b"{broken")
    lead = team.lead
    lead.ingest.add_files([path])
    events = lead.audit.count()
    counts = lead.ingest.add_files([path])
    assert (counts.added, counts.duplicates, counts.unreadable) == (0, 2, 1)
    assert len(lead.queue.unreadable()) == 1
    assert lead.audit.count() - events <= 1


def test_the_same_id_with_other_content_is_named_and_the_first_kept(team: Team) -> None:
    ingest = team.lead.ingest
    ingest.add([item("a", response="first")])
    counts = ingest.add([item("a", response="second"), item("b"), item("b", response="other")])
    assert (counts.added, counts.duplicates) == (1, 2)
    assert any("'a'" in warning and "other content" in warning for warning in counts.warnings)
    assert counts.warnings[ingest_module.CONFLICT] == 2
    assert team.lead.queue.get("a").response == "first"


def test_the_same_content_in_another_order_of_fields_is_the_same_item(team: Team) -> None:
    one = item("a", metadata={"model": "m", "nested": {"x": 1, "y": 2}})
    other = dict(reversed(list(one.items()))) | {"metadata": {"nested": {"y": 2, "x": 1}, "model": "m"}}
    team.lead.ingest.add([one])
    counts = team.lead.ingest.add([other])
    assert counts.duplicates == 1
    assert counts.warnings == {}


def test_the_same_id_of_another_source_is_another_item(team: Team) -> None:
    counts = team.lead.ingest.add([item("a", source={"system": "x"}), item("a", source={"system": "y"})])
    assert counts.added == 2


def test_what_could_not_be_read_is_kept_as_it_came(team: Team) -> None:
    raw = bytes(range(256))
    counts = team.lead.ingest.add([item("a"), Unreadable("feed", 7, "cut off", raw)])
    assert (counts.read, counts.added, counts.unreadable) == (2, 1, 1)
    (bad,) = team.lead.queue.unreadable()
    assert (bad.origin, bad.line, bad.reason) == ("feed", 7, "cut off")
    assert bad.excerpt == raw.decode("utf-8", errors="backslashreplace")


def test_text_is_stored_exactly_as_it_came(team: Team) -> None:
    text = "  \ufeff\u00a0 caf\u0065\u0301 \r\n\t\\ \u202e\U0001f469\u200d\U0001f680\u2028 \u0085 %s ' \" "
    numbers = {"whole": 2**63 - 1, "part": 0.1, "round": 1.0, "small": 1e-320, "large": 1.7976931348623157e308}
    team.lead.ingest.add([item("a", response=text, metadata={"numbers": numbers, "\u0001": None})])
    stored = team.lead.queue.get("a")
    assert stored.response == text
    assert stored.metadata == {"numbers": numbers, "\u0001": None}
    assert repr(stored.metadata["numbers"]) == repr(numbers)
    assert team.lead.audit.verify().sound


def test_a_trial_run_counts_and_changes_nothing(team: Team, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in.jsonl", item("a"), b"{")
    lead = team.lead
    events = lead.audit.count()
    counts = lead.ingest.add_files([path], dry_run=True)
    assert (counts.added, counts.unreadable) == (1, 1)
    assert (lead.queue.counts(), lead.queue.unreadable(), lead.audit.count()) == ({}, (), events)


def test_an_import_of_many_batches_is_all_there_with_one_event_a_batch(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ITEMS", 100)
    lead = team.lead
    events = lead.audit.count()
    counts = lead.ingest.add(item(f"i{number}") for number in range(1050))
    assert counts.added == 1050
    assert lead.queue.counts() == {"open": 1050}
    assert lead.audit.count() - events == 11
    assert lead.audit.verify().sound


def test_what_was_committed_before_a_fault_stays_and_the_rest_can_be_sent_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ITEMS", 10)
    entries = [item(f"i{number}") for number in range(35)]

    def breaking() -> Any:
        yield from entries[:25]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        team.lead.ingest.add(breaking())
    assert team.lead.queue.counts() == {"open": 20}
    counts = team.lead.ingest.add(entries)
    assert (counts.added, counts.duplicates) == (15, 20)


def test_a_spool_folder_is_emptied_and_each_file_ends_where_it_belongs(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    source = SpoolSource(folder)
    write_lines(folder / "new" / "good.jsonl", item("a"), b"{broken")
    write_lines(folder / "new" / "bad.jsonl", b"nothing", b"to read")
    counts = team.lead.ingest.pull(source)
    assert (counts.added, counts.unreadable) == (1, 3)
    assert [path.name for path in (folder / "done").iterdir()] == ["good.jsonl"]
    assert (folder / "dead" / "bad.jsonl").is_file()


def test_an_engineer_brings_items_in(team: Team) -> None:
    team.start()
    assert team.open("enno", "engineer").ingest.add([item("a")]).added == 1
    assert team.claim("ana").item.id == "a"
