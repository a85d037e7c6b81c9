"""What near copies promise, in a file and on a server alike: found, judged together, taken back together, and blind."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from reviewer.domain.errors import NotFound, Refused
from reviewer.domain.leases import Claim
from reviewer.domain.near_copies import SHOWN
from reviewer.services.workspace import Workspace
from tests.factories import item
from tests.team import Team

SAID = (
    "You can send the lamp back within thirty days of the delivery, and we will refund the full price to the card "
    "that you paid with, once the parcel has reached our warehouse in good order."
)
OTHER = "The kettle is descaled with vinegar: fill it to the mark, wait for an hour, and rinse it twice with water."


def lamp(name: str, said: str = SAID, **fields: Any) -> dict[str, Any]:
    return item(name, response=said, **fields)


def begun(team: Team, items: list[dict[str, Any]], **fields: Any) -> Team:
    team.start(items, **fields)
    team.lead.near_copies.index_all()
    return team


def in_hand(team: Team, name: str, item_id: str = "a") -> tuple[Workspace, Claim]:
    made = team.open(name)
    return made, made.queue.claim_item(name, item_id)


def applied(team: Team, name: str = "ana", item_id: str = "a", **fields: Any) -> tuple[Workspace, str, Any]:
    """Judge an item and apply the verdict to everything that is shown as its copy."""
    made, held = in_hand(team, name, item_id)
    copies = [copy.item for copy in made.near_copies.open(name, held.item)]
    submission = team.judge(name, item_id, "reject", **fields)
    return made, submission, made.near_copies.apply(submission, held.item, copies)


def shown(made: Workspace, name: str, held: Claim) -> list[str]:
    return [copy.item.id for copy in made.near_copies.open(name, held.item)]


@pytest.fixture
def lamps(team: Team) -> Team:
    changed = SAID.replace("thirty", "ninety")
    return begun(team, [lamp("a"), lamp("b"), lamp("c", changed), lamp("d", OTHER)])


def test_copies_are_counted_and_shown_with_the_nearest_first(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    assert ana.near_copies.count("ana", held.item) == 2
    found = ana.near_copies.open("ana", held.item)
    assert [copy.item.id for copy in found] == ["b", "c"]
    assert found[0].likeness == 1.0
    assert 0.7 <= found[1].likeness < 1.0
    assert ana.near_copies.count("ana", lamps.open("ben").queue.claim_item("ben", "d").item) == 0


def test_reading_the_copies_leaves_a_trace_in_the_ledger(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    before = lamps.lead.audit.count()
    ana.near_copies.count("ana", held.item)
    assert lamps.lead.audit.count() == before
    ana.near_copies.open("ana", held.item)
    event = lamps.lead.audit.log(limit=1)[0]
    assert (event.action, event.subject, json.loads(event.details)) == (
        "copies.opened",
        "a",
        {"source": "test", "copies": 2},
    )


def test_each_copy_gets_a_review_and_events_of_its_own(lamps: Team) -> None:
    ana, submission, done = applied(lamps, comment="Thirty days is wrong.", hits=[{"hit": "h1", "judgement": "unsure"}])
    assert [name for _, name in done.done] == ["b", "c"]
    assert done.left_out == ()
    reviews = {review.item_id: review for review in lamps.lead.reviews.stream()}
    assert {name: review.verdict for name, review in reviews.items()} == dict.fromkeys("abc", "reject")
    assert {review.comment for review in reviews.values()} == {"Thirty days is wrong."}
    assert [review.hits[0].judgement for review in reviews.values()] == ["unsure"] * 3
    assert len({review.submission_id for review in reviews.values()}) == 3
    told = [event for event in lamps.lead.audit.log(limit=4) if event.action == "review.submitted"]
    assert [json.loads(event.details).get("copied_from") for event in told] == [submission, submission]
    assert lamps.lead.queue.counts() == {"resolved": 3, "open": 1}
    assert lamps.lead.queue.leases() == ()
    assert lamps.lead.audit.verify(receipts=ana.audit.own_receipts("ana")).sound


def test_applying_the_same_again_changes_nothing(lamps: Team) -> None:
    ana, submission, done = applied(lamps)
    before = lamps.lead.audit.count()
    copies = [lamps.lead.queue.get(name) for _, name in done.done]
    again = ana.near_copies.apply(submission, lamps.lead.queue.get("a"), copies)
    assert again.done == done.done
    assert lamps.lead.audit.count() == before


def test_one_undo_takes_all_of_it_back(lamps: Team) -> None:
    ana, submission, _ = applied(lamps)
    done = ana.near_copies.withdraw(submission, "ana")
    assert sorted(one.review.item_id for one in done if one.receipt is not None) == ["a", "b", "c"]
    assert lamps.lead.queue.counts() == {"open": 4}
    assert list(lamps.lead.reviews.stream()) == []
    with pytest.raises(NotFound):
        ana.near_copies.withdraw(submission, "ana")


def test_undo_goes_to_the_verdict_that_was_given_by_hand(lamps: Team) -> None:
    ana, submission, _ = applied(lamps)
    assert [review.submission_id for review in ana.reviews.recent("ana")] == [submission]
    last = ana.reviews.undo("ana")
    assert last is not None
    assert last.item_id == "a"
    assert lamps.lead.queue.counts() == {"open": 4}


def test_a_copy_that_was_used_stays_and_the_others_come_back(lamps: Team) -> None:
    ana, submission, _ = applied(lamps)
    lamps.lead.resolutions.adopt("b", str(lamps.lead.reviews.for_item("b")[0].submission_id), lead="lead")
    done = ana.near_copies.withdraw(submission, "ana")
    assert {one.review.item_id: one.problem for one in done if one.problem} == {
        "b": "was used by an adjudication or an export"
    }
    assert [review.item_id for review in lamps.lead.reviews.stream()] == ["b"]


def test_a_review_without_copies_is_taken_back_as_ever(lamps: Team) -> None:
    submission = lamps.judge("ana", "d")
    ana = lamps.open("ana")
    assert [one.review.item_id for one in ana.near_copies.withdraw(submission, "ana")] == ["d"]
    submission = lamps.judge("ana", "d")
    lamps.lead.resolutions.adopt("d", submission, lead="lead")
    with pytest.raises(Refused, match="already used this review"):
        ana.near_copies.withdraw(submission, "ana")


def test_nobody_takes_back_the_copies_of_somebody_else(lamps: Team) -> None:
    _, submission, _ = applied(lamps)
    with pytest.raises((Refused, NotFound)):
        lamps.open("ben").near_copies.withdraw(submission, "ben")
    assert lamps.lead.queue.counts() == {"resolved": 3, "open": 1}


def test_what_somebody_else_holds_is_not_shown_and_not_taken(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    copies = [copy.item for copy in ana.near_copies.open("ana", held.item)]
    lamps.open("ben").queue.claim_item("ben", "b")
    assert ana.near_copies.count("ana", held.item) == 1
    assert shown(ana, "ana", held) == ["c"]
    submission = lamps.judge("ana", "a", "reject")
    done = ana.near_copies.apply(submission, held.item, copies)
    assert [name for _, name in done.done] == ["c"]
    assert done.left_out == ((("test", "b"), "is not free for you any more"),)


def test_what_this_person_holds_or_was_given_counts_as_free(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    ana.queue.claim_item("ana", "b")
    lamps.lead.queue.assign("c", "ana")
    assert shown(ana, "ana", held) == ["b", "c"]
    lamps.lead.queue.assign("c", "ben")
    assert shown(ana, "ana", held) == ["b"]


def test_what_this_person_has_judged_is_not_shown_again(team: Team) -> None:
    begun(team, [lamp("a"), lamp("b"), lamp("c")], overlap=2)
    team.judge("ana", "b")
    ana, held = in_hand(team, "ana")
    assert shown(ana, "ana", held) == ["c"]
    submission = team.judge("ana", "a", "reject")
    done = ana.near_copies.apply(submission, held.item, [team.lead.queue.get("b")])
    assert done.left_out == ((("test", "b"), "was judged by you meanwhile"),)


def test_what_is_no_copy_gets_no_verdict(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    submission = lamps.judge("ana", "a", "reject")
    done = ana.near_copies.apply(submission, held.item, [lamps.lead.queue.get("d")])
    assert done.left_out == ((("test", "d"), "is no near copy"),)
    assert lamps.lead.reviews.for_item("d") == ()


def test_a_verdict_that_was_taken_back_is_applied_to_nothing(lamps: Team) -> None:
    ana, held = in_hand(lamps, "ana")
    copies = [copy.item for copy in ana.near_copies.open("ana", held.item)]
    submission = lamps.judge("ana", "a", "reject")
    given = ana.reviews.get(submission)
    ana.reviews.withdraw(submission, "ana")
    with pytest.raises(NotFound, match="does not stand: nothing was applied"):
        ana.near_copies.apply(submission, held.item, copies)
    assert given.verdict == "reject"
    assert list(lamps.lead.reviews.stream()) == []


# ---- nothing tells which items are gold, control, or judged with hidden hits ---------------------------------


def secret(kind: str) -> dict[str, Any]:
    return {"gold": {"verdict": "reject"}} if kind == "gold" else {"control": True}


def with_secret(team: Team, items: list[dict[str, Any]], hidden: dict[str, Any]) -> None:
    """Add a secret item to others that are sketched already, so that none of them is left out in its stead."""
    begun(team, items)
    team.lead.ingest.add([hidden])
    team.lead.near_copies.index_all()


@pytest.mark.parametrize("kind", ["gold", "control"])
def test_secret_items_are_announced_to_nobody_and_announce_none(team: Team, kind: str) -> None:
    with_secret(team, [lamp("a"), lamp("b")], lamp("s", **secret(kind)))
    ana, held = in_hand(team, "ana")
    assert ana.near_copies.count("ana", held.item) == 1
    assert shown(ana, "ana", held) == ["b"]
    ben, theirs = in_hand(team, "ben", "s")
    assert ben.near_copies.count("ben", theirs.item) == 0
    assert ben.near_copies.open("ben", theirs.item) == ()


@pytest.mark.parametrize("kind", ["gold", "control"])
def test_a_secret_item_answers_as_one_that_is_no_copy(team: Team, kind: str) -> None:
    with_secret(team, [lamp("a"), lamp("d", OTHER)], lamp("s", **secret(kind)))
    ana, held = in_hand(team, "ana")
    submission = team.judge("ana", "a", "reject")
    done = ana.near_copies.apply(submission, held.item, [team.lead.queue.get(name) for name in ("d", "s")])
    assert [problem for _, problem in done.left_out] == ["is no near copy", "is no near copy"]
    assert team.lead.reviews.for_item("s") == ()


def test_items_with_hidden_hits_are_left_out_with_the_control_items(team: Team) -> None:
    names = [f"i{number}" for number in range(12)]
    begun(team, [lamp(name) for name in names], hide_hits_share=0.5)
    hidden = {row["item_id"] for row in team.rows(f"SELECT item_id FROM {prefix(team)}item WHERE hits_hidden = 1")}
    assert 0 < len(hidden) < 12
    open_ones = [name for name in names if name not in hidden]
    ana, held = in_hand(team, "ana", open_ones[0])
    assert sorted(shown(ana, "ana", held)) == sorted(open_ones[1:])


@pytest.mark.parametrize("gold", [0, 12])
def test_where_a_project_has_gold_items_as_many_others_are_left_out_too(team: Team, gold: int) -> None:
    names = [f"i{number}" for number in range(40 - gold)]
    known = [lamp(f"g{number}", gold={"verdict": "reject"}) for number in range(gold)]
    begun(team, [*(lamp(name) for name in names), *known], gold_share=0.0 if gold else 0.3)
    rows = team.rows(
        f"SELECT item_id FROM {prefix(team)}item JOIN {prefix(team)}item_sketch USING (number) "
        "WHERE length(bands) = 0 AND gold = 0"
    )
    assert 2 <= len(rows) <= 26
    assert {row["item_id"] for row in rows} <= set(names)


def test_without_gold_items_nothing_is_left_out(team: Team) -> None:
    begun(team, [lamp(f"i{number}") for number in range(30)])
    ana, held = in_hand(team, "ana", "i0")
    assert ana.near_copies.count("ana", held.item) == 29


def test_an_item_that_was_judged_answers_so_whether_it_is_secret_or_not(team: Team) -> None:
    with_secret(team, [lamp("a"), lamp("b")], lamp("s", gold={"verdict": "reject"}))
    for name in ("b", "s"):
        team.judge("ana", name, "reject")
    ana, held = in_hand(team, "ana")
    submission = team.judge("ana", "a", "reject")
    done = ana.near_copies.apply(submission, held.item, [team.lead.queue.get(name) for name in ("b", "s")])
    assert {problem for _, problem in done.left_out} == {"was judged by you meanwhile"}


def prefix(team: Team) -> str:
    return "" if team.kind == "file" else "reviewer."


def test_the_copies_are_served_without_what_must_not_be_seen(team: Team) -> None:
    suggested = {"verdict": "reject", "agent": "judge-1"}
    begun(team, [lamp("a"), lamp("b", suggestion=suggested, sampling_probability=0.5)])
    ana, held = in_hand(team, "ana")
    (copy,) = ana.near_copies.open("ana", held.item)
    assert (copy.item.suggestion, copy.item.gold, copy.item.sampling_probability) == (None, None, None)


# ---- many, and several people at once ------------------------------------------------------------------------


def test_more_copies_than_are_shown_are_counted_and_the_rest_is_there_for_the_next_time(team: Team) -> None:
    begun(team, [lamp(f"i{number}") for number in range(SHOWN + 6)])
    ana, held = in_hand(team, "ana", "i0")
    assert ana.near_copies.count("ana", held.item) == SHOWN + 5
    copies = [copy.item for copy in ana.near_copies.open("ana", held.item)]
    assert len(copies) == SHOWN
    submission = team.judge("ana", "i0", "reject")
    assert len(ana.near_copies.apply(submission, held.item, copies).done) == SHOWN
    assert team.lead.queue.counts() == {"resolved": SHOWN + 1, "open": 5}
    ana.near_copies.withdraw(submission, "ana")
    assert team.lead.queue.counts() == {"open": SHOWN + 6}


def test_two_people_who_apply_at_once_never_judge_an_item_together(team: Team) -> None:
    begun(team, [lamp(f"i{number:02}") for number in range(22)])
    people = {name: in_hand(team, name, f"i{at:02}") for at, name in enumerate(("ana", "ben"))}
    copies = {name: [c.item for c in made.near_copies.open(name, held.item)] for name, (made, held) in people.items()}
    submissions = {name: team.judge(name, held.item.id, "reject") for name, (_, held) in people.items()}
    done: dict[str, Any] = {}
    start = threading.Barrier(2)

    def apply(name: str) -> None:
        made, held = people[name]
        start.wait()
        done[name] = made.near_copies.apply(submissions[name], held.item, copies[name])

    threads = [threading.Thread(target=apply, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    both = [name for one in done.values() for _, name in one.done]
    assert len(both) == len(set(both)) == 20
    assert sum(len(one.left_out) for one in done.values()) == 20
    assert len(list(team.lead.reviews.stream())) == 22
    assert team.lead.audit.verify().sound


def test_texts_without_blanks_have_copies_too(team: Team) -> None:
    said = "收到商品后三十天内可以无理由退货，我们会在包裹到达仓库后把全部款项退回您付款时使用的银行卡。"
    begun(
        team,
        [
            lamp("a", said),
            lamp("b", said.replace("三十", "九十")),
            lamp("c", "电热水壶用醋除垢，静置一小时后冲洗两遍。"),
        ],
    )
    ana, held = in_hand(team, "ana")
    assert shown(ana, "ana", held) == ["b"]


def test_responses_to_compare_have_no_near_copies(team: Team) -> None:
    pair = [{"id": "x", "text": SAID}, {"id": "y", "text": OTHER}]
    begun(team, [item("a", response=None, responses=pair), item("b", response=None, responses=pair), lamp("c")])
    ana, held = in_hand(team, "ana")
    assert ana.near_copies.count("ana", held.item) == 0
    ben, theirs = in_hand(team, "ben", "c")
    assert ben.near_copies.count("ben", theirs.item) == 0


def test_another_project_of_the_workspace_has_copies_of_its_own(team: Team) -> None:
    begun(team, [lamp("a"), lamp("b")])
    from tests.factories import project

    team.lead.projects.apply(project("Second"))
    second = team.again("lead", "Second")
    second.ingest.add([lamp("z")])
    second.near_copies.index_all()
    ana, held = in_hand(team, "ana")
    assert shown(ana, "ana", held) == ["b"]
