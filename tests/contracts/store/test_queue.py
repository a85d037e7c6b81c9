"""What the queue promises, in a file and on a server alike."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, NotFound, Refused
from reviewer.domain.listing import Column, ItemFilter
from reviewer.services.workspace import Workspace
from tests.factories import item, project, review
from tests.team import Team


@pytest.fixture
def three(team: Team) -> Team:
    return team.start(
        [
            item("late", flagged_at="2026-11-19T12:00:00Z"),
            item("early", flagged_at="2026-11-19T08:00:00Z"),
            item("urgent", flagged_at="2026-11-19T18:00:00Z", priority=5),
        ]
    )


def next_id(team: Team, name: str = "ana") -> str:
    return team.claim(name).item.id


def test_the_highest_priority_comes_first_and_then_the_oldest(three: Team) -> None:
    assert [next_id(three) for _ in range(3)] == ["urgent", "early", "late"]


def test_a_new_item_of_higher_priority_comes_before_older_ones_that_were_already_passed(three: Team) -> None:
    three.judge("ana", "urgent")
    assert next_id(three) == "early"
    three.lead.ingest.add([item("very urgent", priority=9)])
    assert next_id(three) == "very urgent"


@pytest.mark.parametrize("priority", [1e308, 1.7976931348623157e308, -1e308, 0.5])
def test_every_priority_is_served(team: Team, priority: float) -> None:
    team.start([item("only", priority=priority)])
    assert next_id(team) == "only"


def test_nobody_gets_an_item_that_this_person_has_judged(team: Team) -> None:
    team.start([item("only")], overlap=2)
    team.judge("ana", "only")
    assert team.open("ana").queue.claim("ana") is None
    assert next_id(team, "ben") == "only"


def test_no_more_people_hold_an_item_than_it_still_needs_reviews(team: Team) -> None:
    team.start([item("only")], overlap=2)
    assert [team.open(name).queue.claim(name) is not None for name in ("ana", "ben", "cem")] == [True, True, False]


def test_a_lease_ends_by_itself_and_the_item_goes_to_the_next_person(three: Team) -> None:
    first = next_id(three, "ana")
    assert next_id(three, "ben") != first
    three.clock.advance(minutes=15, seconds=1)
    assert next_id(three, "cem") == first


def test_a_lease_lasts_as_long_as_the_project_says(team: Team) -> None:
    team.start([item()], lease_minutes=2.5)
    taken = team.claim()
    assert (taken.expires_at - taken.claimed_at).total_seconds() == 150


def test_a_renewed_lease_keeps_the_item(three: Team) -> None:
    taken = three.claim("ana")
    three.clock.advance(minutes=14)
    renewed = three.open("ana").queue.renew(taken)
    three.clock.advance(minutes=14)
    assert renewed.expires_at > three.clock.now
    assert next_id(three, "ben") != taken.item.id


def test_a_lapsed_lease_is_renewed_while_nobody_else_took_the_place(three: Team) -> None:
    taken = three.claim("ana")
    three.clock.advance(hours=1)
    assert three.open("ana").queue.renew(taken).expires_at > three.clock.now


def test_a_lapsed_lease_cannot_be_renewed_once_somebody_else_holds_the_item(three: Team) -> None:
    taken = three.claim("ana")
    three.clock.advance(hours=1)
    assert next_id(three, "ben") == taken.item.id
    with pytest.raises(LeaseLost, match="claim the item again"):
        three.open("ana").queue.renew(taken)


def test_a_claim_in_a_second_window_ends_the_first_one(three: Team) -> None:
    ana = three.open("ana")
    first = ana.queue.claim_item("ana", "early")
    second = three.again("ana").queue.claim_item("ana", "early")
    with pytest.raises(LeaseLost):
        ana.reviews.submit(review("early"), first)
    ana.reviews.submit(review("early"), second)


def test_nobody_holds_more_than_twenty_items(team: Team) -> None:
    team.start([item(f"i{n}") for n in range(30)])
    held = [next_id(team) for _ in range(20)]
    ana = team.open("ana")
    with pytest.raises(Refused, match="holds 20 items already"):
        ana.queue.claim("ana")
    with pytest.raises(Refused, match="holds 20 items already"):
        ana.queue.claim_item("ana", "i29")
    assert ana.queue.claim_item("ana", held[0]).item.id == held[0]
    assert next_id(team, "ben")


def test_what_somebody_holds_is_found_again_after_a_restart_in_the_order_of_claiming(three: Team) -> None:
    first = three.claim()
    three.clock.advance(seconds=1)
    second = three.claim()
    again = three.again("ana")
    assert [held.token for held in again.queue.held("ana")] == [first.token, second.token]
    assert three.open("ben").queue.held("ben") == ()
    three.clock.advance(hours=1)
    assert again.queue.held("ana") == ()


def test_what_was_settled_meanwhile_is_held_no_longer(team: Team) -> None:
    team.start([item("a")], overlap=2)
    taken = team.claim("ana")
    team.open("ben").reviews.submit(review("a", "ben", escalation={"reason": "?"}), team.claim("ben"))
    assert team.open("ana").queue.held("ana") == ()
    with pytest.raises(LeaseLost, match="your work stays as a draft"):
        team.open("ana").reviews.submit(review("a"), taken)


def test_a_released_item_goes_back_to_the_queue(three: Team) -> None:
    taken = three.claim("ana")
    changes = three.open("ana").queue.release(taken)
    assert changes.item_ids == (taken.item.id,)
    assert next_id(three, "ben") == taken.item.id


def test_a_lead_takes_back_everything_that_a_person_holds_and_the_ledger_names_both(three: Team) -> None:
    three.claim("ana"), three.claim("ana")
    assert len(three.lead.queue.release_all("ana").item_ids) == 2
    event = three.lead.audit.log(limit=1)[0]
    assert (event.actor, event.action) == ("lead", "item.released")
    assert '"ana"' in event.details


def test_a_plain_reviewer_cannot_take_items_away_from_others(three: Team) -> None:
    three.claim("ana")
    with pytest.raises(Refused, match="ben is reviewer here"):
        three.open("ben").queue.release_all("ana")
    with pytest.raises(Refused, match="ben is reviewer here"):
        three.open("ben").queue.release_item("urgent")
    assert len(three.open("ana").queue.held("ana")) == 1


def test_a_deferred_item_comes_back_last(three: Team) -> None:
    ana = three.open("ana")
    ana.reviews.submit(review("urgent", skip={"kind": "defer"}), three.claim())
    three.clock.advance(minutes=1)
    order = []
    while (taken := ana.queue.claim("ana")) is not None:
        order.append(taken.item.id)
        ana.reviews.submit(review(taken.item.id), taken)
    assert order == ["early", "late", "urgent"]
    assert three.lead.queue.counts() == {"resolved": 3}


@pytest.mark.parametrize("kind", ["cannot_judge", "opt_out"])
def test_an_item_that_one_person_cannot_judge_goes_to_others(three: Team, kind: str) -> None:
    three.open("ana").reviews.submit(review("urgent", skip={"kind": kind, "skill": "german"}), three.claim("ana"))
    assert next_id(three, "ana") == "early"
    assert next_id(three, "ben") == "urgent"


def test_an_item_out_of_scope_is_set_aside_for_everybody(three: Team) -> None:
    three.open("ana").reviews.submit(review("urgent", skip={"kind": "out_of_scope"}), three.claim("ana"))
    assert three.lead.queue.counts() == {"open": 2, "set_aside": 1}
    assert next_id(three, "ben") == "early"


def test_a_chosen_item_is_refused_in_one_sentence_that_says_why(three: Team) -> None:
    ana, ben = three.open("ana").queue, three.open("ben").queue
    with pytest.raises(NotFound, match="There is no item 'nowhere'"):
        ana.claim_item("ana", "nowhere")
    ben.claim_item("ben", "late")
    with pytest.raises(Refused, match="held by other reviewers now"):
        ana.claim_item("ana", "late")
    three.judge("ana", "early")
    with pytest.raises(AlreadyReviewed, match="ana has already reviewed item 'early'"):
        ana.claim_item("ana", "early")
    with pytest.raises(Refused, match="is resolved and needs no review now"):
        ben.claim_item("ben", "early")


TELLING = {
    "gold": {"verdict": "reject", "explanation": "SECRET"},
    "sampling_probability": 0.25,
    "suggestion": {"verdict": "reject", "agent": "SECRET judge"},
}


def test_a_claim_never_carries_what_would_betray_the_answer(team: Team) -> None:
    team.start([item("gold", **TELLING), item("control", control=True, **TELLING)])
    ana = team.open("ana").queue
    for taken in (team.claim(), team.claim(), *ana.held("ana"), ana.claim_item("ana", "gold")):
        shown = taken.item
        assert (shown.gold, shown.control, shown.sampling_probability, shown.suggestion) == (None, False, None, None)
        assert "SECRET" not in taken.model_dump_json()
    assert team.lead.queue.get("gold").gold is not None


def test_the_suggestion_is_shown_where_the_project_is_not_blind(team: Team) -> None:
    team.start([item(suggestion={"verdict": "reject"})], blind=False)
    assert team.claim().item.suggestion is not None


def test_the_hits_of_control_items_and_of_an_equal_share_of_flagged_ones_are_hidden(team: Team) -> None:
    team.start([item(f"i{n}", control=n % 2 == 0) for n in range(100)], hide_hits_share=0.5)
    hidden: dict[bool, list[bool]] = {True: [], False: []}
    for n in range(100):
        name = f"person-{n % 5}"
        taken = team.open(name).queue.claim_item(name, f"i{n}")
        assert taken.hits_hidden is (taken.item.policy_hits == ())
        assert team.lead.queue.hides_hits(f"i{n}") is taken.hits_hidden
        hidden[n % 2 == 0].append(taken.hits_hidden)
    assert all(hidden[True])
    assert 12 < sum(hidden[False]) < 38


def test_a_reviewer_reads_the_item_in_hand_whole_with_its_fields_in_their_order(team: Team) -> None:
    told = item("a", metadata={"model": "m", "nested": {"z": 1, "a": [1.0, 2]}}, response="Ünï \u202e\U0001f680\u2028")
    team.start([told], hide_hits_share=0)
    shown = team.claim().item
    assert shown == team.lead.queue.get("a")
    assert list(shown.metadata["nested"]) == ["z", "a"]
    assert team.open("ana").queue.held("ana")[0].item == shown


def test_only_a_share_of_the_items_needs_the_overlap(team: Team) -> None:
    team.start([item(f"i{n}") for n in range(200)], overlap=3, overlap_share=0.25)
    needed = [row.needed for row in team.lead.queue.page()]
    assert set(needed) == {1, 3}
    assert 25 < needed.count(3) < 75


def test_the_same_id_in_two_sources_is_two_items(team: Team) -> None:
    team.start([item("x", source={"system": name}, response=f"from {name}") for name in ("one", "two")])
    with pytest.raises(InvalidInput, match=r"exists in several sources \(one, two\)"):
        team.lead.queue.get("x")
    with pytest.raises(InvalidInput, match=r"exists in several sources \(one, two\)"):
        team.open("ana").queue.claim_item("ana", "x")
    assert team.lead.queue.get("x", "two").response == "from two"
    team.judge("ana", "x", source="one")
    assert team.lead.queue.counts() == {"open": 1, "resolved": 1}
    assert team.claim().item.source.system == "two"


NASTY = ["'; DROP TABLE item; --", "../../etc/passwd", "🦉\u202e", "%s?x=1#y", '"', "a" * 500, "\n", "Ünï\u0301"]


@pytest.mark.parametrize("text", NASTY)
def test_ids_may_be_any_text(team: Team, text: str) -> None:
    team.start([item(text)])
    taken = team.claim()
    assert taken.item.id == text
    team.open("ana").reviews.submit(review(text, comment=text, answers={}), taken)
    assert [(found.reviewer, found.comment) for found in team.lead.reviews.for_item(text)] == [("ana", text)]
    assert [event.subject for event in team.lead.audit.log(limit=1)] == [text]
    assert team.lead.queue.page(ItemFilter(text=text)) is not None
    assert team.lead.audit.verify().sound


def test_characters_that_no_database_holds_are_replaced_and_recorded(team: Team) -> None:
    team.start([item("x", response="a\x00b\ud800c")])
    found = team.lead.queue.get("x")
    assert found.response == "a\ufffdb\ufffdc"
    assert found.metadata["extra"] == {"replaced_characters": 2}


def test_progress_counts_this_project_only_and_this_day_only(team: Team) -> None:
    team.start([item(f"i{n}", due_at="2026-12-01T00:00:00Z") for n in range(4)])
    team.judge("ana", "i0")
    team.clock.advance(days=1)
    team.judge("ana", "i1")
    progress = team.open("ana").queue.progress("ana")
    assert (progress.reviewed_today, progress.reviewed_in_all, progress.waiting) == (1, 2, 2)
    assert progress.next_due_at is not None
    assert progress.oldest_at is not None
    team.lead.projects.apply(project("Other"))
    assert team.open("ana", project="Other").queue.progress("ana").reviewed_in_all == 0


def test_projects_in_one_workspace_have_queues_of_their_own(team: Team) -> None:
    team.start([item("mine")])
    team.lead.projects.apply(project("Other", overlap=2))
    team.open("lead", project="Other").ingest.add([item("theirs"), item("mine")])
    other = team.open("ana", project="Other")
    taken = other.queue.claim_item("ana", "mine")
    other.reviews.submit(review("mine", verdict="reject"), taken)
    following = other.queue.claim("ana")
    assert following is not None
    assert following.item.id == "theirs"
    assert other.queue.counts() == {"open": 2}
    ana = team.open("ana")
    assert ana.queue.counts() == {"open": 1}
    assert next_id(team) == "mine"
    assert ana.reviews.recent("ana") == ()
    assert [held.item.id for held in ana.queue.held("ana")] == ["mine"]


def ids(seen: Workspace, **wanted: object) -> list[str]:
    """Return what a filter lets through, and see that the count agrees."""
    chosen = ItemFilter.model_validate(wanted)
    rows = seen.queue.page(chosen, order="item_id")
    assert seen.queue.count(chosen) == len(rows)
    return [row.item_id for row in rows]


def test_the_list_is_filtered_by_state_words_expression_and_person(three: Team) -> None:
    lead = three.lead
    lead.ingest.add(
        [item("odd", response="Der Schöne Schirm", metadata={"language": "de"}, messages=[], prompt="Regen?")]
    )
    while lead.queue.index_some():
        pass
    three.judge("ana", "early")
    assert ids(lead, states=["open"]) == ["late", "odd", "urgent"]
    assert ids(lead, text="schone schir") == ["odd"]
    assert ids(lead, where="language == 'de' and verdict == None") == ["odd"]
    assert ids(lead, reviewed_by="ana") == ["early"]
    assert ids(lead, text='"') == ids(lead, text="?!") == ids(lead, text="nothing like this") == []
    assert ids(lead, text="AND * warranty") == []


def test_words_of_any_line_of_a_conversation_are_found(team: Team) -> None:
    messages = [{"role": "user", "content": "first line\nsecond\tcolumn"}, {"role": "assistant", "content": None}]
    team.start([item("talk", prompt=None, messages=messages), item("other")])
    while team.lead.queue.index_some():
        pass
    for word in ("first", "second", "column"):
        assert ids(team.lead, text=word) == ["talk"]
    assert ids(team.lead, text="assistant") == []


@pytest.mark.parametrize(
    "order",
    ["queue", "item_id", "source", "state", "priority", "flagged_at", "due_at", "reviews", "model", "language"],
)
def test_the_list_is_paged_in_every_order_both_ways(team: Team, order: Column) -> None:
    team.start(
        [
            item(f"i{n}", priority=n % 3, due_at=due, metadata={"model": f"m{n % 2}"})
            for n, due in enumerate(["2026-12-02T00:00:00Z", None, "2026-12-01T00:00:00Z", None, None, None, None], 1)
        ]
    )
    forward = [row.item_id for row in team.lead.queue.page(order=order)]
    backward = [row.item_id for row in team.lead.queue.page(order=order, descending=True)]
    paged = [
        row.item_id for offset in range(0, 8, 3) for row in team.lead.queue.page(order=order, offset=offset, limit=3)
    ]
    assert sorted(forward) == [f"i{n}" for n in range(1, 8)]
    assert backward == forward[::-1]
    assert paged == forward
