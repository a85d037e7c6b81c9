"""The first look shows what the claim will give and no more than a reviewer may see; trouble is left to the opening."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.domain.reviews import Review
from reviewer.services.first_look import FirstLook, first_look
from reviewer.services.workspace import Workspace
from reviewer.store.peek import KNOWN_SCHEMA
from reviewer.store.schema import SCHEMA_VERSION
from tests.factories import FakeClock, claim, item, judge, review
from tests.factories import workspace as make


def look(at: Workspace, reviewer: str = "ana") -> FirstLook | None:
    return first_look(at.location, reviewer, at.clock)


def hold(at: Workspace) -> None:
    claim(at, "ana")


def others_hold(at: Workspace) -> None:
    claim(at, "ben")


def others_held(at: Workspace) -> None:
    claim(at, "ben")
    assert isinstance(at.clock, FakeClock)
    at.clock.advance(minutes=60)


def judged_some(at: Workspace) -> None:
    for name in ("high", "late"):
        judge(at, "ana", name)


def assigned_away(at: Workspace) -> None:
    at.queue.assign("high", "ben")


def put_off(at: Workspace) -> None:
    at.reviews.submit(
        Review.model_validate({**review("high", "ana", None), "skip": {"kind": "defer"}}), claim(at, "ana")
    )


@pytest.mark.parametrize("before", [None, hold, others_hold, others_held, judged_some, assigned_away, put_off])
def test_it_shows_the_item_that_the_claim_then_gives(
    tmp_path: Path, before: Callable[[Workspace], None] | None
) -> None:
    items = [
        item("late", priority=1),
        item("early", priority=1, flagged_at="2026-01-01T00:00:00Z"),
        item("high", priority=9),
    ]
    with make(tmp_path, items, clock=FakeClock()) as at:
        if before:
            before(at)
        shown = look(at)
        held = at.queue.held("ana")
        given = held[0] if held else at.queue.claim("ana")
        assert shown is not None
        assert given is not None
        assert shown.claim.item == given.item
        assert shown.claim.project_version == given.project_version
        assert shown.project == at.project


def test_it_shows_no_more_than_a_reviewer_may_see(tmp_path: Path) -> None:
    secret = item(
        "one",
        gold={"verdict": "reject"},
        control=True,
        sampling_probability=0.25,
        suggestion={"agent": "m", "verdict": "reject"},
        policy_hits=[{"id": "h", "policy": "p"}],
    )
    with make(tmp_path, [secret], blind=True, hide_hits_share=1.0) as at:
        shown = look(at)
        assert shown is not None
        served = shown.claim.item
        assert (served.gold, served.control, served.sampling_probability, served.suggestion) == (
            None,
            False,
            None,
            None,
        )
        assert shown.claim.hits_hidden
        assert served.policy_hits == ()
        assert at.queue.leases() == ()


def test_it_claims_nothing_and_the_ledger_does_not_grow(tmp_path: Path) -> None:
    with make(tmp_path, [item("one")]) as at:
        events = at.audit.count()
        assert look(at) is not None
        assert at.audit.count() == events
        assert at.queue.leases() == ()


def test_who_may_not_review_sees_nothing(tmp_path: Path) -> None:
    with make(tmp_path, [item("one")]) as at:
        at.members.add("olga", "auditor")
        assert look(at, "olga") is None
        assert look(at, "ana") is not None


def test_an_empty_queue_shows_nothing(tmp_path: Path) -> None:
    with make(tmp_path) as at:
        assert look(at) is None


def test_a_file_in_trouble_is_left_to_the_opening(tmp_path: Path) -> None:
    with make(tmp_path, [item("one")]) as at:
        place = at.path
    assert first_look(tmp_path / "gone.reviewer", "ana") is None
    assert not (tmp_path / "gone.reviewer").exists()
    assert first_look("postgresql://somewhere/else", "ana") is None
    (tmp_path / "noise.reviewer").write_bytes(b"\x00\xff" * 4096)
    assert first_look(tmp_path / "noise.reviewer", "ana") is None
    whole = place.read_bytes()
    (tmp_path / "cut.reviewer").write_bytes(whole[: len(whole) // 3])
    assert first_look(tmp_path / "cut.reviewer", "ana") is None
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    assert first_look(place, "ana") is None


def test_a_file_that_another_program_locks_is_left_to_the_opening(tmp_path: Path) -> None:
    with make(tmp_path, [item("one")]) as at:
        place = at.path
    connection = sqlite3.connect(place, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE meta SET value = value")
        assert first_look(place, "ana") is None
    finally:
        connection.close()


def test_it_knows_the_schema_that_this_program_writes() -> None:
    assert KNOWN_SCHEMA == SCHEMA_VERSION, "look whether the statements of store/peek.py still hold, then raise it"
