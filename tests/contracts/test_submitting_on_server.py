"""What a server does with a review, a withdrawal, a decision and an import, and what it refuses."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reviewer.domain.canonical import canonical_json, sha256_text
from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, NotFound, Refused
from reviewer.domain.items import Item
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review
from reviewer.store.engine import read
from reviewer.store.items import get_record
from reviewer.store.postgres import queue_calls, review_calls
from reviewer.store.postgres.server import Server
from reviewer.store.resolutions import find_resolution
from reviewer.store.reviews import all_reviews, check_review_hashes
from reviewer.store.store import Submission, Submitted, Taken, Wish
from tests.factories import project, review
from tests.postgres import Database

TEXT = "Die Lampe 💡 hält e\u0301 zwei Jahre."
OPTIONS = [{"id": "a"}, {"id": "b"}]
QUESTIONS = [
    {"id": "why", "type": "choice", "options": OPTIONS},
    {"id": "stars", "type": "rating"},
    {"id": "order", "type": "ranking", "options": OPTIONS},
    {"id": "tags", "type": "multi_choice", "options": OPTIONS},
]


class Desk:
    """A project on a server with one item, and the people at it."""

    def __init__(self, database: Database, servers: ExitStack) -> None:
        self.database = database
        self._servers = servers
        self._known: dict[str, Server] = {}
        self.project = 0

    def start(self, *ids: str, **fields: Any) -> Desk:
        made = project(**{"overlap": 2, "questions": QUESTIONS, **fields})
        row = self.lead.call("apply_project", made.name, made.canonical(), None, made.sha256())[0]
        self.project = row.project
        bodies = [
            Item.model_validate({"id": name, "source": {"system": "test"}, "response": TEXT}).canonical()
            for name in ids or ("1",)
        ]
        empty = [""] * len(bodies)
        texts = ("bigint", "text", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]")
        rest: tuple[Any, ...] = (empty, empty, empty, empty, [], [], [], [])
        self.lead.call("add_items", self.project, "test", bodies, *rest, types=(*texts, "bytea[]"))
        return self

    def log_in(self, name: str, role: str = "reviewer") -> Server:
        if name not in self._known:
            url = self.database.url(name) if name == "lead" else self.database.add(name, role)
            self._known[name] = Server(url)
            self._servers.callback(self._known[name].close)
        return self._known[name]

    @property
    def lead(self) -> Server:
        return self.log_in("lead")

    def claim(self, name: str, item_id: str = "1") -> Taken:
        return queue_calls.claim_chosen(self.log_in(name), Wish(self.project, name, "", 0, 0), item_id, "test")

    def submit(self, name: str, token: str | None, number: object = 1, item_id: str = "1", **fields: Any) -> Submitted:
        known = {"submission_id": f"{name}-{number}", "source": "test", **fields}
        written = Review.model_validate(review(item_id, name, **known))
        return review_calls.submit(self.log_in(name), self.project, Submission(written, token, 0))

    def judge(self, name: str, number: object = 1, item_id: str = "1", **fields: Any) -> Submitted:
        return self.submit(name, self.claim(name, item_id).token, number, item_id, **fields)

    def send(self, name: str, token: str | None, **fields: Any) -> list[Any]:
        """Send a body that no program of ours would write."""
        body = {"submission_id": "raw", "item_id": "1", "source": "test", "reviewer": name, "verdict": "approve"}
        return self.log_in(name).call("submit", self.project, json.dumps({**body, **fields}), token)

    def item(self, item_id: str = "1") -> Any:
        with read(self.lead.engine) as connection:
            return get_record(connection, self.project, item_id, "test")

    def resolution(self, item_id: str = "1") -> Resolution | None:
        with read(self.lead.engine) as connection:
            return find_resolution(connection, get_record(connection, self.project, item_id, "test").number)

    def reviews(self) -> list[Review]:
        with read(self.lead.engine) as connection:
            return list(all_reviews(connection, self.item().number))

    def events(self, action: str) -> list[tuple[str, str, dict[str, Any]]]:
        with self.database.superuser() as connection:
            rows = connection.execute(
                "SELECT actor, subject, details FROM reviewer.audit_event WHERE action = %s ORDER BY seq", (action,)
            ).fetchall()
        return [(actor, subject, json.loads(details)) for actor, subject, details in rows]


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with ExitStack() as servers:
        yield Desk(database, servers)


def test_agreeing_reviews_resolve_the_item_and_are_told_in_the_ledger(desk: Desk) -> None:
    desk.start()
    first = desk.judge("ana", hits=[{"hit": "h1", "judgement": "confirmed"}])
    assert (first.state, first.repeated, desk.item().reviews, desk.resolution()) == ("open", False, 1, None)
    assert desk.judge("ben").state == "resolved"
    found = desk.resolution()
    assert found is not None
    assert (found.verdict, found.method, found.reviews) == ("approve", "unanimous", ("ana-1", "ben-1"))
    stored = desk.reviews()[0]
    actor, subject, details = desk.events("review.submitted")[0]
    assert (actor, subject) == ("ana", "1")
    assert details == {
        "submission": "ana-1",
        "source": "test",
        "kind": "verdict",
        "verdict": "approve",
        "round": "first",
        "revision": 1,
        "sha256": stored.sha256(),
    }
    with read(desk.lead.engine) as connection:
        assert list(check_review_hashes(connection)) == []


def test_the_time_of_a_review_is_that_of_the_server(desk: Desk) -> None:
    desk.start()
    desk.judge("ana", submitted_at="2001-01-01T00:00:00Z", revision=7, supersedes="none")
    stored = desk.reviews()[0]
    assert stored.submitted_at is not None
    assert stored.submitted_at.year > 2001
    assert (stored.revision, stored.supersedes) == (1, None)


def test_a_submission_sent_again_is_the_same_one_even_without_its_lease(desk: Desk) -> None:
    desk.start()
    token = desk.claim("ana").token
    first = desk.submit("ana", token)
    again = desk.submit("ana", token)
    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert len(desk.reviews()) == 1
    with pytest.raises(Refused, match="Submission ana-1 was already used for other content"):
        desk.submit("ana", token, verdict="reject")


def test_a_submission_sent_twice_and_taken_back_does_not_tell_whether_others_agree(desk: Desk) -> None:
    desk.start()
    desk.judge("ana")
    token = desk.claim("ben").token
    with desk.log_in("ben").trial():
        assert desk.send("ben", token)[0].state is None
        with pytest.raises(Refused, match="commit it first"):
            desk.send("ben", token)
    assert desk.item().state == "open"
    assert desk.submit("ben", token).state == "resolved"  # what is committed is told


def test_one_lease_in_two_windows_gives_one_review(desk: Desk) -> None:
    desk.start()
    token = desk.claim("ana").token
    desk.log_in("ana")
    outcomes: list[object] = []
    barrier = threading.Barrier(2)

    def window(number: int) -> None:
        barrier.wait()
        try:
            outcomes.append(desk.submit("ana", token, number))
        except LeaseLost as error:
            outcomes.append(error)

    threads = [threading.Thread(target=window, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LeaseLost", "Submitted"]
    assert len(desk.reviews()) == 1


def test_a_first_review_without_a_lease_is_refused_to_a_reviewer_and_taken_from_a_lead(desk: Desk) -> None:
    desk.start()
    with pytest.raises(LeaseLost, match="Item '1' is no longer held for you"):
        desk.submit("ana", None)
    with pytest.raises(LeaseLost):
        desk.submit("ana", "no token of anybody")
    assert desk.submit("lead", None).state == "open"


def test_the_token_of_somebody_else_proves_nothing(desk: Desk) -> None:
    desk.start()
    token = desk.claim("ana").token
    with pytest.raises(LeaseLost):
        desk.submit("ben", token)


def test_a_late_review_counts_while_the_place_is_free_and_not_after(desk: Desk) -> None:
    desk.start("1", "2", overlap=1)
    free, taken = desk.claim("ana", "1").token, desk.claim("ana", "2").token
    with desk.database.superuser() as connection:
        connection.execute("UPDATE reviewer.lease SET expires_at = 0")
    assert desk.submit("ana", free).state == "resolved"
    desk.claim("ben", "2")
    with pytest.raises(LeaseLost):
        desk.submit("ana", taken, 2, "2")


def test_a_review_is_changed_by_naming_it_and_not_given_twice(desk: Desk) -> None:
    desk.start()
    desk.judge("ana")
    with pytest.raises(AlreadyReviewed, match="name it in 'supersedes' \\(ana-1\\)"):
        desk.submit("ana", None, 2)
    desk.submit("ana", None, 2, verdict="reject", supersedes="ana-1")
    first, second = desk.reviews()
    assert (first.state, second.state, second.revision, second.supersedes) == ("superseded", "submitted", 2, "ana-1")


def test_what_was_put_off_is_judged_under_a_new_lease(desk: Desk) -> None:
    desk.start()
    desk.judge("ana", skip={"kind": "defer"})
    with pytest.raises(LeaseLost):
        desk.submit("ana", None, 2)
    desk.judge("ana", 2)
    assert [found.state for found in desk.reviews()] == ["superseded", "submitted"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"verdict": "splendid"}, "The project has no verdict 'splendid': it has approve, revise, reject."),
        ({"answers": {"what": "a"}}, "The project has no question 'what'."),
        ({"answers": {"why": "c"}}, "Question 'why' does not take this answer."),
        ({"answers": {"stars": 6}}, "Question 'stars' does not take this answer."),
        ({"answers": {"stars": "5"}}, "Question 'stars' does not take this answer."),
        ({"answers": {"order": [["a"], []]}}, "Question 'order' does not take this answer."),
        ({"answers": {"order": [["a", "a"]]}}, "Question 'order' does not take this answer."),
        ({"answers": {"tags": ["a", 1]}}, "Question 'tags' does not take this answer."),
        ({"project_version": 9}, "The project has no version 9"),
        ({"verdict": None}, "needs a verdict, a skip or an escalation"),
        ({"skip": {"kind": "defer"}}, "needs a verdict, a skip or an escalation"),
        ({"comment": "\x00"}, "does not fit its format"),
        ({"colour": "red"}, "does not fit its format"),
        ({"state": "withdrawn"}, "does not fit its format"),
        ({"active_seconds": 1e300}, "does not fit its format"),
        ({"started_at": "2026-13-01T00:00:00Z"}, "does not fit its format"),
        ({"hits": [{"hit": "h1", "judgement": "maybe"}]}, "does not fit its format"),
        ({"spans": [{"start": 0, "end": 3, "text": "Das", "label": "x"}]}, "does not hold the text that it quotes"),
        ({"spans": [{"start": -1, "end": 3, "text": "Die", "label": "x"}]}, "does not hold the text that it quotes"),
        ({"claims": [{"start": 90, "end": 91, "relation": "supports"}]}, "does not hold the text that it quotes"),
        (
            {"spans": [{"start": 0, "end": 3, "text": "Die", "label": "x", "target": "evidence:e"}]},
            "does not hold the text that it quotes",
        ),
        ({"item_id": "2"}, "There is no item '2'"),
        ({"reviewer": "ben"}, "cannot submit a review of ben"),
    ],
)
def test_what_does_not_fit_is_refused_whatever_program_sends_it(desk: Desk, fields: dict[str, Any], error: str) -> None:
    desk.start()
    token = desk.claim("ana").token
    with pytest.raises((InvalidInput, NotFound, Refused), match=error.replace("(", "\\(")):
        desk.send("ana", token, **fields)
    assert desk.reviews() == []
    right: dict[str, Any] = {"why": "a", "stars": 5, "order": [["b"], ["a"]], "tags": []}
    assert desk.send("ana", token, answers=right)[0].repeated is False


def test_a_span_elsewhere_is_placed_by_its_quote_and_one_without_a_place_is_kept(desk: Desk) -> None:
    desk.start()
    spans = [{"start": 0, "end": 2, "text": "💡", "label": "x"}, {"start": 1, "end": 2, "text": "Kerze", "label": "x"}]
    token = desk.claim("ana").token
    first = desk.submit("ana", token, spans=spans)
    found = [(span.start, span.end, span.anchored) for span in desk.reviews()[0].spans]
    assert found == [(10, 11, True), (1, 2, False)]
    assert desk.submit("ana", token, spans=spans).receipt == first.receipt


def test_a_withdrawn_review_takes_its_resolution_with_it(desk: Desk) -> None:
    desk.start()
    desk.judge("ana")
    desk.judge("ben")
    taken, _ = review_calls.withdraw(desk.log_in("ben"), "ben-1")
    assert (taken.state, desk.item().state, desk.item().reviews, desk.resolution()) == ("withdrawn", "open", 1, None)
    assert desk.events("review.withdrawn") == [("ben", "1", {"submission": "ben-1"})]
    with pytest.raises(NotFound, match="There is no current review ben-1"):
        review_calls.withdraw(desk.log_in("ben"), "ben-1")
    with pytest.raises(Refused, match="Review ana-1 is by ana"):
        review_calls.withdraw(desk.log_in("ben"), "ana-1")
    assert desk.judge("ben", 2).state == "resolved"


def _decision(**fields: Any) -> Resolution:
    known = {"item_id": "1", "source": "test", "verdict": "revise", "outcome": "correct", "method": "adjudicated"}
    return Resolution.model_validate({**known, "decided_by": "lead", "reviews": ["ana-1", "ben-1"], **fields})


def _adjudicate(desk: Desk, **fields: Any) -> None:
    review_calls.adjudicate(desk.lead, desk.project, _decision(**fields), "1", "test")


def test_a_lead_settles_a_disagreement_and_the_reviews_stay_used(desk: Desk) -> None:
    desk.start(max_reviews=2)
    desk.judge("ana")
    assert desk.judge("ben", verdict="reject").state == "adjudication"
    _adjudicate(desk, reason="both half right", correction="Zwei Jahre.")
    found = desk.resolution()
    assert found is not None
    assert (found.verdict, found.decided_by, found.correction, found.decided_at is None) == (
        "revise",
        "lead",
        "Zwei Jahre.",
        False,
    )
    assert desk.events("item.adjudicated")[0][2]["reason"] == "both half right"
    with pytest.raises(Refused, match="already used this review"):
        review_calls.withdraw(desk.log_in("ana"), "ana-1")
    desk.submit("ana", None, 2, verdict="reject", supersedes="ana-1")
    assert (desk.item().state, desk.resolution()) == ("resolved", found)


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "splendid"},
        {"outcome": "accept"},
        {"reviews": ["ana-1", "zoe-1"]},
        {"adopted": "zoe-1"},
        {"answers": {"why": "c"}},
        {"spans": [{"start": 0, "end": 3, "text": "Das", "label": "x"}]},
        {"source": "elsewhere"},
    ],
)
def test_a_decision_that_does_not_fit_its_item_is_refused(desk: Desk, fields: dict[str, Any]) -> None:
    desk.start()
    desk.judge("ana")
    desk.judge("ben", verdict="reject")
    with pytest.raises(InvalidInput):
        _adjudicate(desk, **fields)
    _adjudicate(desk)
    assert desk.item().state == "resolved"


def test_only_a_lead_settles(desk: Desk) -> None:
    desk.start()
    decision = _decision(decided_by="ana", reviews=[])
    with pytest.raises(Refused):
        review_calls.adjudicate(desk.log_in("ana"), desk.project, decision, "1", "test")


def _brought(desk: Desk, *rows: dict[str, Any], dry_run: bool = False) -> list[tuple[bool, str]]:
    reviews = [Review.model_validate({"submitted_at": "2026-01-02T03:04:05.000006Z", **row}) for row in rows]
    done = review_calls.import_reviews(desk.lead, desk.project, reviews, refused=3, dry_run=dry_run)
    return [(one.added, one.problem) for one in done]


def test_an_import_keeps_its_people_and_times_and_names_what_it_refuses(desk: Desk) -> None:
    desk.start()
    spans = [{"start": 0, "end": 2, "text": "Lampe", "label": "x"}]
    rows = [
        review("1", "zoe", submission_id="z", spans=spans),
        review("1", "zoe", submission_id="z2"),
        review("7", "zoe", submission_id="z3", spans=spans),
        review("1", "yan", verdict="splendid", submission_id="y"),
        review("1", "yan", submission_id="y2", submitted_at="2025-01-01T00:00:00Z"),
    ]
    assert [added for added, _ in _brought(desk, *rows, dry_run=True)] == [True, False, False, False, True]
    assert desk.reviews() == []
    problems = _brought(desk, *rows)
    assert [added for added, _ in problems] == [True, False, False, False, True]
    assert "zoe has already reviewed item '1'" in problems[1][1]
    assert "There is no item '7'" in problems[2][1]
    assert "The project has no verdict 'splendid'" in problems[3][1]
    stored = desk.reviews()
    assert [(found.reviewer, found.submitted_at and found.submitted_at.year) for found in stored] == [
        ("zoe", 2026),
        ("yan", 2025),
    ]
    assert stored[0].spans[0].start == 4
    resolution = desk.resolution()
    assert resolution is not None
    assert resolution.reviews == ("y2", "z")  # by their own times
    assert [(actor, details["reviewer"]) for actor, _, details in desk.events("review.submitted")] == [
        ("lead", "zoe"),
        ("lead", "yan"),
    ]
    assert desk.events("reviews.imported") == [("lead", "Support", {"added": 2, "rejected": 6})]
    assert [added for added, _ in _brought(desk, rows[0], rows[4])] == [False, False]
    assert len(desk.events("reviews.imported")) == 1


def test_an_import_and_live_reviews_at_once_wait_for_each_other(desk: Desk) -> None:
    names = [str(number) for number in range(12)]
    desk.start(*names, overlap=1)
    tokens = {name: desk.claim("ana", name).token for name in names}
    problems: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            problems.append(error)

    def live() -> None:
        for name in reversed(names):
            desk.submit("ana", tokens[name], name, name)

    def bring() -> None:
        rows = [review(name, "zoe", submission_id=f"z{name}") for name in names]
        assert all(added for added, _ in _brought(desk, *rows))

    threads = [threading.Thread(target=run, args=(work,)) for work in (live, bring)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What the import settled first is no longer held; nothing else may go wrong.
    assert [error for error in problems if not isinstance(error, LeaseLost)] == []


def test_gold_weighs_the_votes_of_a_project_that_weighs(desk: Desk) -> None:
    desk.start("1", overlap=3, max_reviews=3, resolution="weighted")
    gold = {"id": "g", "source": {"system": "test"}, "response": TEXT, "gold": {"verdict": "reject"}}
    item = Item.model_validate(gold).canonical()
    texts = ("bigint", "text", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]")
    rest: tuple[Any, ...] = ([""], [""], [""], [""], [], [], [], [])
    desk.lead.call("add_items", desk.project, "test", [item], *rest, types=(*texts, "bytea[]"))
    for name, verdict in (("ana", "reject"), ("ben", "approve"), ("zoe", "approve")):
        desk.judge(name, "g", "g", verdict=verdict)
    desk.judge("ana", verdict="reject")
    desk.judge("ben", verdict="approve")
    # 2/3 against 1/3 and 1/3 is no majority; a second right answer would make it one.
    assert desk.judge("zoe", verdict="revise").state == "adjudication"
    assert desk.item("g").state == "resolved"


def test_the_stored_text_is_canonical(desk: Desk) -> None:
    desk.start()
    desk.judge("ana", comment='ü\n"q" \x01 💡', active_seconds=12.5)
    with desk.database.superuser() as connection:
        body, digest = connection.execute("SELECT body, sha256 FROM reviewer.review").fetchone()
    assert body == canonical_json(json.loads(body)) == desk.reviews()[0].canonical()
    assert digest == sha256_text(body)
