"""What the outbox promises: a submission that is on the disk arrives once, in order, whatever breaks in between."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.config.paths import state_dir
from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, Refused, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.projects import VerdictOption
from reviewer.domain.reviews import Review, read_review
from reviewer.services.outbox import Entry
from reviewer.services.workspace import Workspace, open_workspace
from tests.factories import FakeClock, claim, item, project, review, workspace
from tests.outages import being_written, out_of_reach


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, [item(name) for name in ("a", "b", "c")], actor="ana", overlap=2) as opened:
        yield opened


def draft_of(held: Claim, verdict: str | None = "approve", **fields: Any) -> Review:
    source, name = held.item.key
    return read_review(
        {
            **review(name, held.reviewer, verdict, **fields),
            "source": source,
            "state": "draft",
            "submission_id": f"s-{name}",
        }
    )


def put(made: Workspace, held: Claim, **fields: Any) -> Entry:
    draft = draft_of(held, **fields)
    return made.outbox.put(draft, held, draft)


def files() -> list[Path]:
    return sorted(file for file in state_dir().rglob("outbox/*") if file.is_file())


def judged(made: Workspace) -> list[str]:
    """The items that the database has a review of, in the order of their arrival."""
    return [found.item_id for found in made.reviews.stream()]


def test_what_was_put_is_sent_once_and_leaves_the_outbox(made: Workspace) -> None:
    entry = put(made, claim(made))
    assert made.outbox.waiting("ana") == (entry,)
    assert judged(made) == []
    report = made.outbox.send("ana")
    assert [sent.review.item_id for sent, changes in report.sent if changes.receipt] == ["a"]
    assert (judged(made), made.outbox.waiting("ana"), files()) == (["a"], (), [])
    assert made.outbox.send("ana").sent == ()


def test_what_does_not_fit_the_project_is_not_put(made: Workspace) -> None:
    with pytest.raises(InvalidInput, match="no verdict 'splendid'"):
        put(made, claim(made), verdict="splendid")
    assert made.outbox.waiting("ana") == ()


def test_in_a_file_the_draft_stays_until_the_submission_is_committed(made: Workspace) -> None:
    held = claim(made)
    made.drafts.save(draft_of(held))
    put(made, held)
    assert made.drafts.all("ana") != ()
    made.outbox.send("ana")
    assert made.drafts.all("ana") == ()


def test_a_full_disk_is_told_and_the_draft_stays(made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    held = claim(made)
    made.drafts.save(draft_of(held))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Unreachable, match="No space left on device"):
            put(made, held)
    assert made.outbox.waiting("ana") == ()
    assert [draft.item_id for draft in made.drafts.all("ana")] == ["a"]


def test_nothing_is_lost_while_the_database_is_out_of_reach_and_the_order_is_kept(made: Workspace) -> None:
    for held in [claim(made) for _ in range(3)]:
        put(made, held)
    with out_of_reach(made) as tried:
        report = made.outbox.send("ana")
        assert tried == [1]  # the others would each have waited as long for nothing
        assert (report.sent, isinstance(report.stopped, Unreachable)) == ((), True)
        assert [entry.review.item_id for entry in report.kept] == ["a", "b", "c"]
    made.outbox.send("ana")
    assert judged(made) == ["a", "b", "c"]


def test_a_file_that_is_being_written_makes_the_submission_wait(made: Workspace) -> None:
    put(made, claim(made))
    with being_written(made):
        assert isinstance(made.outbox.send("ana").stopped, Unreachable)
    assert [sent.review.item_id for sent, _ in made.outbox.send("ana").sent] == ["a"]


def test_an_answer_that_got_lost_does_not_double_the_review(made: Workspace) -> None:
    entry = put(made, claim(made))
    made.reviews.send(entry.review, entry.token)
    report = made.outbox.send("ana")
    assert len(report.sent) == 1
    assert judged(made) == ["a"]


def test_another_id_for_the_second_try_would_not_be_taken(made: Workspace) -> None:
    """The control of the test before: only the same id makes sending again harmless."""
    entry = put(made, claim(made))
    made.reviews.send(entry.review, entry.token)
    with pytest.raises((LeaseLost, AlreadyReviewed)):
        made.reviews.send(entry.review.model_copy(update={"submission_id": "another"}), entry.token)


def test_a_lease_that_was_lost_keeps_the_work_as_a_draft_and_names_the_item(tmp_path: Path) -> None:
    clock = FakeClock()
    with workspace(tmp_path, [item("a"), item("b")], actor="ana", clock=clock) as made:
        put(made, claim(made), comment="mine")
        put(made, claim(made))
        clock.advance(hours=2)
        made.queue.claim_item("ben", "a")
        report = made.outbox.send("ana")
        assert [(lost.entry.review.item_id, type(lost.error)) for lost in report.lost] == [("a", LeaseLost)]
        assert [draft.comment for draft in made.drafts.all("ana")] == ["mine"]
        assert (judged(made), made.outbox.waiting("ana")) == (["b"], ())


def test_a_verdict_that_the_project_dropped_meanwhile_keeps_the_work_as_a_draft(made: Workspace) -> None:
    put(made, claim(made), comment="mine")
    verdicts = (VerdictOption(id="good", outcome="accept"), VerdictOption(id="bad", outcome="reject"))
    made.projects.apply(project(verdicts=verdicts))
    (lost,) = made.outbox.send("ana").lost
    assert "no verdict 'approve'" in lost.error.message
    assert [draft.comment for draft in made.drafts.all("ana")] == ["mine"]


def test_skips_and_escalations_go_the_same_way(made: Workspace) -> None:
    for fields in ({"skip": {"kind": "cannot_judge"}}, {"escalation": {"to": None, "reason": "medical"}}):
        held = claim(made)
        made.outbox.put(draft_of(held, **fields), held, draft_of(held, comment="so far"))
    made.outbox.send("ana")
    skipped, escalated = made.reviews.stream()
    assert skipped.skip is not None
    assert escalated.escalation is not None


def test_what_is_taken_back_is_a_draft_with_an_id_of_its_own_and_is_never_sent(made: Workspace) -> None:
    held = claim(made)
    draft = made.outbox.take_back(put(made, held, comment="mine"))
    assert draft is not None
    assert made.drafts.find("ana", "a", held.item.source.system) == draft
    assert (draft.comment, draft.submission_id != "s-a") == ("mine", True)
    assert made.outbox.waiting("ana") == ()
    report = made.outbox.send("ana")
    assert (report.sent, report.lost, judged(made), files()) == ((), (), [], [])
    made.reviews.submit(draft.model_copy(update={"state": "submitted"}), held)


def test_what_had_arrived_before_it_was_taken_back_is_withdrawn_and_its_item_held_again(made: Workspace) -> None:
    held = claim(made)
    entry = put(made, held)
    made.reviews.send(entry.review, entry.token)
    draft = made.outbox.take_back(entry)
    assert draft is not None
    again = draft.model_copy(update={"verdict": "reject"})
    made.outbox.put(again, held, again)
    report = made.outbox.send("ana")
    assert [got.item.id for got in report.claimed] == ["a"]
    assert [(found.item_id, found.verdict) for found in made.reviews.stream()] == [("a", "reject")]
    assert made.reviews.get("s-a").state == "withdrawn"


def test_what_another_window_has_sent_cannot_be_taken_back_here(made: Workspace) -> None:
    entry = put(made, claim(made))
    made.outbox.send("ana")
    assert made.outbox.take_back(entry) is None
    assert judged(made) == ["a"]


def test_what_an_adjudication_used_cannot_be_taken_back_and_that_is_told(made: Workspace) -> None:
    entry = put(made, claim(made))
    made.reviews.send(entry.review, entry.token)
    made.outbox.take_back(entry)
    with sqlite3.connect(str(made.path)) as raw:
        raw.execute("UPDATE review SET used_at = 1")
    raw.close()
    (lost,) = made.outbox.send("ana").lost
    assert (lost.entry.kind, type(lost.error)) == ("withdraw", Refused)


def test_a_damaged_entry_is_put_aside_and_named_and_the_others_go(made: Workspace) -> None:
    for _ in range(2):
        put(made, claim(made))
    first = files()[0]
    first.write_bytes(first.read_bytes().replace(b"approve", b"approvf"))
    report = made.outbox.send("ana")
    assert [file.name for file in report.damaged] == [f"{first.name}.damaged"]
    assert report.damaged[0].is_file()
    assert judged(made) == ["b"]
    assert made.outbox.send("ana").damaged == ()


def test_a_damaged_entry_that_only_waiting_saw_is_still_named_when_sending(made: Workspace) -> None:
    put(made, claim(made))
    first = files()[0]
    first.write_bytes(b"")
    assert made.outbox.waiting("ana") == ()
    assert len(made.outbox.send("ana").damaged) == 1


def test_entries_of_persons_and_projects_do_not_meet(made: Workspace) -> None:
    put(made, claim(made))
    assert made.outbox.waiting("ben") == ()
    made.projects.apply(project("Other"))
    with open_workspace(str(made.path), project="Other", actor="ana") as other:
        assert other.outbox.waiting("ana") == ()
        assert other.outbox.send("ana").sent == ()
    assert len(made.outbox.waiting("ana")) == 1


def test_two_windows_that_put_and_send_at_once_lose_and_double_nothing(made: Workspace) -> None:
    with open_workspace(str(made.path), actor="ana", clock=made.clock) as other:
        held = [claim(made) for _ in range(3)]
        put(made, held[0])
        put(other, held[1])
        seen = other.outbox.waiting("ana")
        made.outbox.send("ana")
        assert [entry.review.item_id for entry in seen] == ["a", "b"]
        for entry in seen:
            other.reviews.send(entry.review, entry.token)
        put(other, held[2])
        other.outbox.send("ana")
    assert judged(made) == ["a", "b", "c"]


def test_a_fault_of_one_entry_does_not_hold_up_the_other_items(made: Workspace) -> None:
    for _ in range(2):
        put(made, claim(made))
    with sqlite3.connect(str(made.path)) as raw:
        raw.execute(
            "CREATE TRIGGER fault BEFORE INSERT ON review WHEN NEW.submission_id = 's-a' "
            "BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
        report = made.outbox.send("ana")
        assert "planted" in str(report.failed)
        assert ([entry.review.item_id for entry in report.kept], judged(made)) == (["a"], ["b"])
        raw.execute("DROP TRIGGER fault")
    raw.close()
    assert len(made.outbox.send("ana").sent) == 1


_SENDER = """
import os, sys
from reviewer.domain.reviews import read_review
from reviewer.services.workspace import open_workspace

made = open_workspace(sys.argv[1], actor="ana")
held = made.queue.claim("ana")
source, name = held.item.key
draft = read_review({"item_id": name, "source": source, "reviewer": "ana", "verdict": "approve", "state": "draft",
                     "submission_id": "s-" + name})
entry = made.outbox.put(draft, held, draft)
if sys.argv[2] == "arrived":
    made.reviews.send(entry.review, entry.token)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has kill -9")
@pytest.mark.parametrize("when", ["on disk", "arrived"])
def test_a_client_that_is_killed_loses_and_doubles_nothing(made: Workspace, when: str) -> None:
    ended = subprocess.run([sys.executable, "-c", _SENDER, str(made.path), when], check=False)
    assert ended.returncode == -9
    assert judged(made) == (["a"] if when == "arrived" else [])
    assert [entry.review.submission_id for entry in made.outbox.waiting("ana")] == ["s-a"]
    assert len(made.outbox.send("ana").sent) == 1
    assert [found.submission_id for found in made.reviews.stream()] == ["s-a"]
    assert made.outbox.waiting("ana") == ()


class Crash(BaseException):
    """The machine stops here."""


@contextmanager
def stopping_at(step: int) -> Iterator[None]:
    """Stop before the given one of all steps that change the disk, as a crash would."""
    left = [step]

    def before(act: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            if left[0] == 0:
                raise Crash
            left[0] -= 1
            return act(*arguments, **options)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace", "rename", "unlink"):
            patch.setattr(os, name, before(getattr(os, name)))
        with suppress(Crash):
            yield


@given(first=st.integers(0, 12), second=st.integers(0, 12), back=st.booleans())
def test_wherever_it_stops_twice_the_review_arrives_once_or_is_still_a_draft(
    tmp_path_factory: pytest.TempPathFactory, first: int, second: int, back: bool
) -> None:
    with workspace(tmp_path_factory.mktemp("crash"), [item("a")], actor="ana") as made:
        held = claim(made)
        made.drafts.save(draft_of(held))
        for step in (first, second):
            with stopping_at(step):
                waiting = made.outbox.waiting("ana")
                if not waiting and not judged(made):
                    put(made, held)
                made.outbox.send("ana")
                if back and (left := made.outbox.waiting("ana")):
                    made.outbox.take_back(left[0])
        report = made.outbox.send("ana")
        assert (report.stopped, report.failed, made.outbox.waiting("ana")) == (None, None, ())
        assert judged(made) == ["a"] or [draft.item_id for draft in made.drafts.all("ana")] == ["a"]
        assert len(list(made.reviews.stream(states=("submitted", "withdrawn", "superseded")))) <= 1
