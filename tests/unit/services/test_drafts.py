from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.config.paths import state_dir
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Unreachable
from reviewer.domain.reviews import read_review
from reviewer.services.drafts import Drafts
from tests.factories import item, judge, review, workspace

DRAFTS = ("workspace", "Support")


def draft(item_id: str = "a", reviewer: str = "ana", **fields: object):  # type: ignore[no-untyped-def]
    return read_review({**review(item_id, reviewer), "source": "test", "state": "draft", "verdict": None, **fields})


def test_a_draft_survives_a_restart_with_its_submission_id() -> None:
    drafts = Drafts(*DRAFTS)
    written = draft(comment="half a thought\u2028🦉", submission_id=drafts.new_submission_id())
    drafts.save(written)
    assert Drafts(*DRAFTS).find("ana", "a", "test") == written


def test_drafts_of_persons_sources_items_and_projects_do_not_meet() -> None:
    drafts = Drafts(*DRAFTS)
    drafts.save(draft(comment="mine"))
    assert drafts.find("ben", "a", "test") is None
    assert drafts.find("ana", "a", "other") is None
    assert drafts.find("ana", "b", "test") is None
    assert Drafts("workspace", "Other").find("ana", "a", "test") is None
    drafts.save(draft("x\x1fy", source="z"))
    assert drafts.find("ana", "y", "z\x1fx") is None


def test_all_drafts_of_a_person_come_oldest_first_and_go_when_they_are_discarded() -> None:
    drafts = Drafts(*DRAFTS)
    for number, item_id in enumerate(("b", "a", "c")):
        drafts.save(draft(item_id))
        file = max((state_dir() / "journal").rglob("*.json"), key=lambda found: found.stat().st_mtime_ns)
        os.utime(file, (number, number))
    assert [found.item_id for found in drafts.all("ana")] == ["b", "a", "c"]
    drafts.discard("ana", "a", "test")
    drafts.discard("ana", "a", "test")
    assert [found.item_id for found in drafts.all("ana")] == ["b", "c"]


def test_a_draft_is_written_as_a_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(*DRAFTS)
    drafts.save(draft(comment="before"))

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(Unreachable, match="No space left on device"):
        drafts.save(draft(comment="after"))
    found = drafts.find("ana", "a", "test")
    assert found is not None
    assert found.comment == "before"


def test_a_damaged_draft_is_passed_over() -> None:
    drafts = Drafts(*DRAFTS)
    drafts.save(draft())
    next((state_dir() / "journal").rglob("*.json")).write_bytes(b"{half")
    assert drafts.find("ana", "a", "test") is None
    assert drafts.all("ana") == ()


def test_drafts_are_for_their_owner_only() -> None:
    Drafts(*DRAFTS).save(draft())
    file = next((state_dir() / "journal").rglob("*.json"))
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_receipts_are_kept_also_beside_a_line_that_a_crash_cut_off() -> None:
    drafts = Drafts(*DRAFTS)
    drafts.keep_receipt("ana", Receipt(seq=1, hash="a" * 64))
    file = next((state_dir() / "journal").rglob("receipts.jsonl"))
    file.write_text(file.read_text() + '{"seq": 2, "ha\n')
    drafts.keep_receipt("ana", Receipt(seq=3, hash="b" * 64))
    assert [receipt.seq for receipt in drafts.receipts("ana")] == [1, 3]
    assert drafts.receipts("ben") == ()


def test_a_receipt_that_cannot_be_kept_does_not_make_a_stored_review_look_lost(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        made.drafts.keep_receipt("ana", Receipt(seq=1, hash="a" * 64))
        file = next((state_dir() / "journal").rglob("receipts.jsonl"))
        file.unlink()
        file.mkdir()
        judge(made, "ana", "a")
        assert len(made.reviews.for_item("a")) == 1
