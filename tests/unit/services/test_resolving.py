from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.resolutions import Resolution
from reviewer.services.workspace import Workspace
from reviewer.store.engine import read
from reviewer.store.weighing import weights
from tests.factories import claim, item, judge, review, workspace


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Workspace]:
    """Two reviews per item, up to three where they disagree."""
    with workspace(tmp_path, [item("a"), item("b")], overlap=2, max_reviews=3) as made:
        yield made


def resolution(made: Workspace, item_id: str = "a") -> Resolution:
    found = made.resolutions.find(item_id)
    assert found is not None
    return found


def hit(judgement: str) -> list[dict[str, str]]:
    return [{"hit": "h1", "judgement": judgement}]


def test_an_item_is_resolved_when_its_reviews_agree(pair: Workspace) -> None:
    ids = [judge(pair, name, "a", "reject", hits=hit("confirmed")) for name in ("ana", "ben")]
    found = resolution(pair)
    assert (found.verdict, found.outcome, found.method, found.reviews) == ("reject", "reject", "unanimous", tuple(ids))
    assert [(h.hit, h.judgement) for h in found.hits] == [("h1", "confirmed")]
    assert pair.queue.row("a").state == "resolved"


def test_a_third_reviewer_is_asked_where_two_disagree_and_then_a_lead(pair: Workspace) -> None:
    judge(pair, "ana", "a", "approve")
    judge(pair, "ben", "a", "reject")
    assert (pair.queue.row("a").state, pair.queue.row("a").needed) == ("open", 3)
    assert claim(pair, "cem").item.id == "a"
    judge(pair, "cem", "a", "approve")
    assert pair.queue.row("a").state == "adjudication"
    assert pair.queue.claim("dov") is None or pair.queue.held("dov")[0].item.id != "a"
    assert [(d.item_id, d.kind, len(d.reviews)) for d in pair.resolutions.disagreements()] == [("a", "verdict", 3)]
    assert pair.resolutions.open_count() == 1


def test_two_verdicts_with_the_same_outcome_agree(tmp_path: Path) -> None:
    verdicts = [
        {"id": "good", "title": "Good", "outcome": "accept"},
        {"id": "fine", "title": "Fine", "outcome": "accept"},
        {"id": "bad", "title": "Bad", "outcome": "reject"},
    ]
    with workspace(tmp_path, [item("a")], overlap=2, verdicts=verdicts) as made:
        judge(made, "ana", "a", "good")
        judge(made, "ben", "a", "fine")
        assert resolution(made).outcome == "accept"


def test_hits_on_which_two_disagree_are_contested_though_the_verdicts_agree(pair: Workspace) -> None:
    for name, said in (("ana", "confirmed"), ("ben", "false_alarm"), ("cem", "confirmed")):
        judge(pair, name, "a", "reject", hits=hit(said))
    assert pair.queue.row("a").state == "adjudication"
    assert [d.kind for d in pair.resolutions.disagreements()] == ["hits"]


def test_the_majority_settles_a_disagreement_where_the_project_says_so(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")], overlap=3, resolution="majority") as made:
        for name, verdict in (("ana", "approve"), ("ben", "reject"), ("cem", "approve")):
            judge(made, name, "a", verdict)
        assert (resolution(made).verdict, resolution(made).method) == ("approve", "majority")


def test_a_tie_is_no_majority(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")], overlap=2, max_reviews=2, resolution="majority") as made:
        judge(made, "ana", "a", "approve")
        judge(made, "ben", "a", "reject")
        assert made.queue.row("a").state == "adjudication"


def test_in_a_weighted_project_those_who_know_the_gold_items_count_more(tmp_path: Path) -> None:
    gold = [item(f"g{n}", gold={"verdict": "reject"}) for n in range(6)]
    with workspace(tmp_path, [*gold, item("a")], overlap=3, max_reviews=3, resolution="weighted") as made:
        for n in range(6):
            judge(made, "ana", f"g{n}", "reject")
            judge(made, "ben", f"g{n}", "approve")
            judge(made, "cem", f"g{n}", "approve")
        with read(made.engine) as connection:
            found = weights(connection, made.project_id, made.project)
        assert found == {"ana": 7 / 8, "ben": 1 / 8, "cem": 1 / 8}
        judge(made, "ben", "a", "approve")
        judge(made, "cem", "a", "approve")
        judge(made, "ana", "a", "reject")
        assert (resolution(made).verdict, resolution(made).method) == ("reject", "weighted")


def test_corrections_that_differ_are_not_settled_until_a_lead_adopts_one(pair: Workspace) -> None:
    first = judge(pair, "ana", "a", "revise", correction="Two years.")
    judge(pair, "ben", "a", "revise", correction="Three years.")
    found = resolution(pair)
    assert (found.correction, found.correction_settled) == (None, False)
    assert [(d.item_id, d.kind) for d in pair.resolutions.disagreements()] == [("a", "correction")]
    pair.resolutions.adopt("a", first, lead="lead", reason="as the warranty says")
    settled = resolution(pair)
    assert (settled.correction, settled.correction_settled, settled.method) == ("Two years.", True, "adjudicated")
    assert (settled.decided_by, settled.adopted, settled.reason) == ("lead", first, "as the warranty says")
    assert pair.resolutions.disagreements() == ()
    assert pair.resolutions.open_count() == 0


def test_equal_corrections_are_settled(pair: Workspace) -> None:
    for name in ("ana", "ben"):
        judge(pair, name, "a", "revise", correction="Two years.")
    assert (resolution(pair).correction, resolution(pair).correction_settled) == ("Two years.", True)


def test_a_lead_decides_anew(pair: Workspace) -> None:
    for name, verdict in (("ana", "approve"), ("ben", "reject"), ("cem", "revise")):
        judge(pair, name, "a", verdict)
    own = review(
        "a", "lead", "revise", correction="Two years.", spans=[{"start": 90, "end": 94, "text": "lamp", "label": "x"}]
    )
    changes = pair.resolutions.decide("a", own, reason="none was right")
    found = resolution(pair)
    assert (found.verdict, found.correction, found.adopted, found.decided_by) == ("revise", "Two years.", None, "lead")
    assert found.spans[0].text == "lamp"
    assert len(found.reviews) == 3
    assert pair.queue.counts() == {"open": 1, "resolved": 1}
    assert changes.receipt is not None
    assert changes.receipt in pair.audit.own_receipts("lead")


def test_a_decision_needs_a_verdict_and_a_review_that_exists(pair: Workspace) -> None:
    judge(pair, "ana", "a")
    with pytest.raises(InvalidInput, match="a verdict is needed"):
        pair.resolutions.decide("a", review("a", "lead", skip={"kind": "defer"}))
    with pytest.raises(NotFound, match="has no current review nope"):
        pair.resolutions.adopt("a", "nope", lead="lead")


def test_a_reviewer_cannot_adjudicate(pair: Workspace) -> None:
    pair.members.add("ana", "reviewer")
    done = judge(pair, "ana", "a")
    with pytest.raises(Refused, match="ana is reviewer here and may not settle disagreements"):
        pair.resolutions.adopt("a", done, lead="ana")


def test_what_a_lead_decided_stays_when_more_reviews_come(pair: Workspace) -> None:
    done = judge(pair, "ana", "a", "approve")
    pair.resolutions.adopt("a", done, lead="lead")
    judge(pair, "ben", "a", "reject")
    judge(pair, "cem", "a", "reject")
    assert (resolution(pair).verdict, pair.queue.row("a").state) == ("approve", "resolved")
    pair.reviews.undo("cem")
    assert resolution(pair).verdict == "approve"


def test_a_second_decision_replaces_the_first(pair: Workspace) -> None:
    done = judge(pair, "ana", "a", "approve")
    pair.resolutions.adopt("a", done, lead="lead")
    pair.resolutions.decide("a", review("a", "lead", "reject"))
    assert resolution(pair).verdict == "reject"


def test_a_settled_escalation_leaves_the_list_of_the_lead(pair: Workspace) -> None:
    pair.reviews.submit(review("a", escalation={"reason": "medical"}))
    pair.resolutions.decide("a", review("a", "lead", "reject"))
    assert pair.resolutions.disagreements() == ()
    assert pair.queue.row("a").state == "resolved"


def test_an_undone_review_takes_the_resolution_and_the_disagreement_with_it(pair: Workspace) -> None:
    judge(pair, "ana", "a", "revise", correction="x")
    judge(pair, "ben", "a", "revise", correction="y")
    assert pair.resolutions.open_count() == 1
    pair.reviews.undo("ben")
    assert pair.resolutions.open_count() == 0
    assert pair.resolutions.find("a") is None
    row = pair.queue.row("a")
    assert (row.state, row.reviews, row.needed) == ("open", 1, 2)


def test_the_spans_that_most_marked_are_kept(tmp_path: Path) -> None:
    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "label": "wrong"}

    with workspace(tmp_path, [item("a", response="abcdefghij" * 3)], overlap=3) as made:
        judge(made, "ana", "a", spans=[span(0, 10)])
        judge(made, "ben", "a", spans=[span(5, 15)])
        judge(made, "cem", "a", spans=[span(8, 12), span(8, 12), span(20, 22)])
        assert [(s.start, s.end, s.label) for s in resolution(made).spans] == [(5, 12, "wrong")]


def test_resolved_items_are_streamed_in_the_order_of_their_arrival(pair: Workspace) -> None:
    for item_id in ("b", "a"):
        for name in ("ana", "ben"):
            judge(pair, name, item_id)
    assert [(found.id, r.verdict, len(rs)) for found, r, rs in pair.resolutions.stream()] == [
        ("a", "approve", 2),
        ("b", "approve", 2),
    ]


def test_the_oldest_disagreement_comes_first_and_pages_follow(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(5)], overlap=2, max_reviews=2) as made:
        for n in (3, 1, 4):
            judge(made, "ana", f"i{n}", "approve")
            judge(made, "ben", f"i{n}", "reject")
            made.clock.advance(minutes=1)  # type: ignore[attr-defined]
        assert [d.item_id for d in made.resolutions.disagreements(limit=2)] == ["i3", "i1"]
        assert [d.item_id for d in made.resolutions.disagreements(offset=2)] == ["i4"]
