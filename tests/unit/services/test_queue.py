from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, NotFound, Refused
from reviewer.domain.listing import ItemFilter
from reviewer.domain.reviews import read_review
from reviewer.services.workspace import Workspace, open_workspace
from tests.factories import FakeClock, claim, item, judge, project, review, workspace


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ws(tmp_path: Path, clock: FakeClock) -> Iterator[Workspace]:
    items = [
        item("late", flagged_at="2026-11-19T12:00:00Z"),
        item("early", flagged_at="2026-11-19T08:00:00Z"),
        item("urgent", flagged_at="2026-11-19T18:00:00Z", priority=5),
    ]
    with workspace(tmp_path, items, clock=clock) as made:
        yield made


def test_the_highest_priority_comes_first_and_then_the_oldest(ws: Workspace) -> None:
    order = [claim(ws).item.id for _ in range(3)]
    assert order == ["urgent", "early", "late"]


def test_a_new_item_of_higher_priority_comes_before_older_ones_that_were_already_passed(ws: Workspace) -> None:
    judge(ws, "ana", "urgent")
    assert claim(ws).item.id == "early"
    ws.ingest.add([item("very urgent", priority=9)])
    assert claim(ws).item.id == "very urgent"


@pytest.mark.parametrize("priority", [1e308, 1.7976931348623157e308, -1e308, 0.5])
def test_every_priority_is_served(tmp_path: Path, priority: float) -> None:
    with workspace(tmp_path, [item("only", priority=priority)]) as made:
        assert claim(made).item.id == "only"


def test_nobody_gets_an_item_that_this_person_has_judged(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("only")], overlap=2) as made:
        judge(made, "ana", "only")
        assert made.queue.claim("ana") is None
        assert claim(made, "ben").item.id == "only"


def test_no_more_people_hold_an_item_than_it_still_needs_reviews(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("only")], overlap=2) as made:
        assert [made.queue.claim(name) is not None for name in ("ana", "ben", "cem")] == [True, True, False]


def test_a_lease_ends_by_itself_and_the_item_goes_to_the_next_person(ws: Workspace, clock: FakeClock) -> None:
    first = claim(ws, "ana")
    assert claim(ws, "ben").item.id != first.item.id
    clock.advance(minutes=15, seconds=1)
    assert claim(ws, "cem").item.id == first.item.id


def test_a_lease_lasts_as_long_as_the_project_says(tmp_path: Path, clock: FakeClock) -> None:
    with workspace(tmp_path, [item()], clock=clock, lease_minutes=2.5) as made:
        taken = claim(made)
        assert (taken.expires_at - taken.claimed_at).total_seconds() == 150


def test_a_renewed_lease_keeps_the_item(ws: Workspace, clock: FakeClock) -> None:
    taken = claim(ws, "ana")
    clock.advance(minutes=14)
    renewed = ws.queue.renew(taken)
    clock.advance(minutes=14)
    assert renewed.expires_at > clock.now
    assert claim(ws, "ben").item.id != taken.item.id


def test_a_lapsed_lease_is_renewed_while_nobody_else_took_the_place(ws: Workspace, clock: FakeClock) -> None:
    taken = claim(ws, "ana")
    clock.advance(hours=1)
    assert ws.queue.renew(taken).expires_at > clock.now


def test_a_lapsed_lease_cannot_be_renewed_once_somebody_else_holds_the_item(ws: Workspace, clock: FakeClock) -> None:
    taken = claim(ws, "ana")
    clock.advance(hours=1)
    assert claim(ws, "ben").item.id == taken.item.id
    with pytest.raises(LeaseLost, match="claim the item again"):
        ws.queue.renew(taken)


def test_a_claim_in_a_second_window_ends_the_first_one(ws: Workspace) -> None:
    first = ws.queue.claim_item("ana", "early")
    second = ws.queue.claim_item("ana", "early")
    with pytest.raises(LeaseLost):
        ws.reviews.submit(review("early"), first)
    ws.reviews.submit(review("early"), second)


def test_nobody_holds_more_than_twenty_items(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(30)]) as made:
        held = [claim(made).item.id for _ in range(20)]
        with pytest.raises(Refused, match="holds 20 items already"):
            made.queue.claim("ana")
        with pytest.raises(Refused, match="holds 20 items already"):
            made.queue.claim_item("ana", "i29")
        assert made.queue.claim_item("ana", held[0]).item.id == held[0]
        assert made.queue.claim("ben") is not None


def test_what_somebody_holds_is_found_again_after_a_restart_in_the_order_of_claiming(
    ws: Workspace, clock: FakeClock
) -> None:
    first = claim(ws)
    clock.advance(seconds=1)
    second = claim(ws)
    with open_workspace(ws.path, actor="ana", clock=clock) as again:
        assert [held.token for held in again.queue.held("ana")] == [first.token, second.token]
        assert again.queue.held("ben") == ()
        clock.advance(hours=1)
        assert again.queue.held("ana") == ()


def test_a_released_item_goes_back_to_the_queue(ws: Workspace) -> None:
    taken = claim(ws, "ana")
    changes = ws.queue.release(taken)
    assert changes.item_ids == (taken.item.id,)
    assert claim(ws, "ben").item.id == taken.item.id


def test_a_lead_takes_back_everything_that_a_person_holds_and_the_ledger_names_both(ws: Workspace) -> None:
    claim(ws, "ana"), claim(ws, "ana")
    assert len(ws.queue.release_all("ana").item_ids) == 2
    event = ws.audit.log(limit=1)[0]
    assert (event.actor, event.action) == ("lead", "item.released")
    assert '"ana"' in event.details


def test_a_plain_reviewer_cannot_take_items_away_from_others(ws: Workspace) -> None:
    ws.members.add("ben", "reviewer")
    claim(ws, "ana")
    with open_workspace(ws.path, actor="ben") as his, pytest.raises(Refused, match="ben is reviewer here"):
        his.queue.release_all("ana")


def test_a_deferred_item_comes_back_last(ws: Workspace, clock: FakeClock) -> None:
    ws.reviews.submit(review("urgent", skip={"kind": "defer"}), claim(ws))
    clock.advance(minutes=1)
    order = []
    while (taken := ws.queue.claim("ana")) is not None:
        order.append(taken.item.id)
        ws.reviews.submit(review(taken.item.id), taken)
    assert order == ["early", "late", "urgent"]
    assert ws.queue.counts() == {"resolved": 3}


@pytest.mark.parametrize("kind", ["cannot_judge", "opt_out"])
def test_an_item_that_one_person_cannot_judge_goes_to_others(ws: Workspace, kind: str) -> None:
    ws.reviews.submit(review("urgent", skip={"kind": kind, "skill": "german"}), claim(ws, "ana"))
    assert claim(ws, "ana").item.id == "early"
    assert claim(ws, "ben").item.id == "urgent"


def test_an_item_out_of_scope_is_set_aside_for_everybody(ws: Workspace) -> None:
    ws.reviews.submit(review("urgent", skip={"kind": "out_of_scope"}), claim(ws, "ana"))
    assert ws.queue.counts() == {"open": 2, "set_aside": 1}
    assert claim(ws, "ben").item.id == "early"


def test_an_item_reserved_for_one_person_is_given_to_no_other(ws: Workspace) -> None:
    ws.queue.assign("urgent", "ben")
    assert claim(ws, "ana").item.id == "early"
    with pytest.raises(Refused, match="reserved for ben"):
        ws.queue.claim_item("ana", "urgent")
    assert claim(ws, "ben").item.id == "urgent"


def test_an_item_that_is_reserved_no_longer_comes_back_to_those_who_passed_it(ws: Workspace) -> None:
    ws.queue.assign("urgent", "ben")
    assert claim(ws, "ana").item.id == "early"
    ws.queue.assign("urgent", None)
    assert claim(ws, "ana").item.id == "urgent"


def test_a_chosen_item_is_refused_in_one_sentence_that_says_why(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="There is no item 'nowhere'"):
        ws.queue.claim_item("ana", "nowhere")
    ws.queue.claim_item("ben", "late")
    with pytest.raises(Refused, match="held by other reviewers now"):
        ws.queue.claim_item("ana", "late")
    judge(ws, "ana", "early")
    with pytest.raises(AlreadyReviewed, match="ana has already reviewed item 'early'"):
        ws.queue.claim_item("ana", "early")
    with pytest.raises(Refused, match="is resolved and needs no review now"):
        ws.queue.claim_item("ben", "early")


def test_a_claim_never_carries_what_would_betray_the_answer(tmp_path: Path) -> None:
    telling = {
        "gold": {"verdict": "reject", "explanation": "SECRET"},
        "sampling_probability": 0.25,
        "suggestion": {"verdict": "reject", "agent": "SECRET judge"},
    }
    with workspace(tmp_path, [item("gold", **telling), item("control", control=True, **telling)]) as made:
        for taken in (claim(made), claim(made), *made.queue.held("ana"), made.queue.claim_item("ana", "gold")):
            shown = taken.item
            assert (shown.gold, shown.control, shown.sampling_probability, shown.suggestion) == (
                None,
                False,
                None,
                None,
            )
            assert "SECRET" not in taken.model_dump_json()
        assert made.queue.get("gold").gold is not None


def test_the_suggestion_is_shown_where_the_project_is_not_blind(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(suggestion={"verdict": "reject"})], blind=False) as made:
        assert claim(made).item.suggestion is not None


def test_the_hits_of_control_items_and_of_an_equal_share_of_flagged_ones_are_hidden(tmp_path: Path) -> None:
    items = [item(f"i{n}", control=n % 2 == 0) for n in range(200)]
    with workspace(tmp_path, items, hide_hits_share=0.5) as made:
        hidden: dict[bool, list[bool]] = {True: [], False: []}
        for n in range(200):
            taken = made.queue.claim_item(f"person {n % 20}", f"i{n}")
            assert taken.hits_hidden is (taken.item.policy_hits == ())
            assert made.queue.hides_hits(f"i{n}") is taken.hits_hidden
            hidden[n % 2 == 0].append(taken.hits_hidden)
    assert all(hidden[True])
    assert 25 < sum(hidden[False]) < 75


def test_only_a_share_of_the_items_needs_the_overlap(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(200)], overlap=3, overlap_share=0.25) as made:
        needed = [row.needed for row in made.queue.page()]
    assert set(needed) == {1, 3}
    assert 25 < needed.count(3) < 75


def test_the_same_id_in_two_sources_is_two_items(tmp_path: Path) -> None:
    twins = [item("x", source={"system": name}, response=f"from {name}") for name in ("one", "two")]
    with workspace(tmp_path, twins) as made:
        with pytest.raises(InvalidInput, match=r"exists in several sources \(one, two\)"):
            made.queue.get("x")
        assert made.queue.get("x", "two").response == "from two"
        made.reviews.submit(review("x", source="one"))
        assert made.queue.counts() == {"open": 1, "resolved": 1}
        assert claim(made).item.source.system == "two"


NASTY = [
    "'; DROP TABLE item; --",
    "../../etc/passwd",
    "🦉\u202e\u0000"[:2],
    "%s?x=1#y",
    '"',
    "a" * 500,
    "\n",
    "Ünï\u0301",
]


@pytest.mark.parametrize("text", NASTY)
def test_ids_and_names_may_be_any_text(tmp_path: Path, text: str) -> None:
    person = text[:150]
    with workspace(tmp_path, [item(text)]) as made:
        taken = made.queue.claim(person)
        assert taken is not None
        assert taken.item.id == text
        made.drafts.save(read_review(review(text, person)))
        assert [draft.item_id for draft in made.drafts.all(person)] == [text]
        made.reviews.submit(review(text, person), taken)
        assert [found.reviewer for found in made.reviews.for_item(text)] == [person]
        assert made.queue.page(ItemFilter(text=text)) is not None
        assert made.database.check() == ()


def test_characters_that_no_database_holds_are_replaced_and_recorded(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("x", response="a\x00b\ud800c")]) as made:
        found = made.queue.get("x")
    assert found.response == "a\ufffdb\ufffdc"
    assert found.metadata["extra"] == {"replaced_characters": 2}


def test_progress_counts_this_project_only_and_this_day_only(tmp_path: Path, clock: FakeClock) -> None:
    with workspace(tmp_path, [item(f"i{n}", due_at="2026-12-01T00:00:00Z") for n in range(4)], clock=clock) as made:
        judge(made, "ana", "i0")
        clock.advance(days=1)
        judge(made, "ana", "i1")
        progress = made.queue.progress("ana")
        assert (progress.reviewed_today, progress.reviewed_in_all, progress.waiting) == (1, 2, 2)
        assert progress.next_due_at is not None
        made.projects.apply(project("Other"))
        with open_workspace(made.path, project="Other", clock=clock) as other:
            assert other.queue.progress("ana").reviewed_in_all == 0


def test_projects_in_one_workspace_have_queues_of_their_own(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("mine")]) as made:
        made.projects.apply(project("Other", overlap=2))
        with open_workspace(made.path, project="Other", actor="lead") as other:
            other.ingest.add([item("theirs"), item("mine")])
            judge(other, "ana", "mine", "reject")
            assert claim(other).item.id == "theirs"
            assert other.queue.counts() == {"open": 2}
        assert made.queue.counts() == {"open": 1}
        assert claim(made).item.id == "mine"
        assert made.reviews.recent("ana") == ()


def test_the_list_is_filtered_by_state_words_expression_and_person(ws: Workspace) -> None:
    ws.ingest.add(
        [item("odd", response="Der Schöne Schirm", metadata={"language": "de"}, messages=[], prompt="Regen?")]
    )
    while ws.queue.index_some():
        pass
    judge(ws, "ana", "early")

    def ids(**wanted: object) -> list[str]:
        chosen = ItemFilter.model_validate(wanted)
        rows = ws.queue.page(chosen, order="item_id")
        assert ws.queue.count(chosen) == len(rows)
        return [row.item_id for row in rows]

    assert ids(states=["open"]) == ["late", "odd", "urgent"]
    assert ids(text="schone schir") == ["odd"]
    assert ids(where="language == 'de' and verdict == None") == ["odd"]
    assert ids(reviewed_by="ana") == ["early"]
    assert ids(text='"') == ids(text="?!") == ids(text="nothing like this") == []
    assert ids(text="AND * warranty") == []


def test_words_of_any_line_of_a_conversation_are_found(tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "first line\nsecond\tcolumn"}, {"role": "assistant", "content": None}]
    with workspace(tmp_path, [item("talk", prompt=None, messages=messages), item("other")]) as made:
        made.queue.index_some()
        for word in ("first", "second", "column"):
            assert [row.item_id for row in made.queue.page(ItemFilter(text=word))] == ["talk"]
        assert made.queue.page(ItemFilter(text="assistant")) == ()
