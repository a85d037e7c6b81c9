"""The queue against a brute-force model: random claims, reviews, skips, withdrawals, routing, and time that passes."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reviewer.domain.errors import AlreadyReviewed, LeaseLost, Refused
from reviewer.domain.leases import Claim
from reviewer.domain.listing import ItemFilter
from reviewer.domain.resolutions import decide
from tests.factories import item, review
from tests.postgres import Postgres
from tests.team import KINDS, FileTeam, ServerTeam, Team

PEOPLE = ("ana", "ben", "cem")
people = st.sampled_from(PEOPLE)
verdicts = st.sampled_from(("approve", "revise", "reject"))


class QueueMachine(RuleBasedStateMachine):
    """Several people at one queue, in any order."""

    team: Team

    def __init__(self, made: AbstractContextManager[Team]) -> None:
        super().__init__()
        self._made = made

    @initialize(
        overlap=st.integers(1, 3),
        extra=st.integers(0, 1),
        rule_=st.sampled_from(("unanimous", "majority")),
        priorities=st.lists(st.integers(0, 2), min_size=1, max_size=5),
    )
    def open(self, overlap: int, extra: int, rule_: str, priorities: list[int]) -> None:
        self.count = 0
        self.claims: list[Claim] = []
        rules: dict[str, Any] = {"overlap": overlap, "max_reviews": overlap + extra, "resolution": rule_}
        self.team = self._made.__enter__().start(**rules)
        for person in PEOPLE:
            self.team.open(person)
        for priority in priorities:
            self.add(priority)

    def teardown(self) -> None:
        if hasattr(self, "team"):
            lead = self.team.lead
            assert lead.audit.verify(receipts=self.team.open("ana").audit.own_receipts("ana")).findings == ()
            self._made.__exit__(None, None, None)

    @rule(priority=st.integers(0, 3))
    def add(self, priority: int) -> None:
        self.count += 1
        self.team.lead.ingest.add([item(f"i{self.count}", priority=priority)])

    @rule(minutes=st.sampled_from((0.1, 14, 16)))
    def wait(self, minutes: float) -> None:
        self.team.clock.advance(minutes=minutes)

    @rule(person=people)
    def claim(self, person: str) -> None:
        expected = self.oracle(person)
        taken = self.team.open(person).queue.claim(person)
        assert (taken.item.id if taken else None) == expected
        if taken is not None:
            self.claims.append(taken)

    @rule(person=people, verdict=verdicts)
    def work(self, person: str, verdict: str) -> None:
        self.claim(person)
        taken = self.claims[-1] if self.claims else None
        if taken is not None and taken.reviewer == person:
            self.submit_under(taken, verdict=verdict)

    @rule(person=people, number=st.integers(1, 8))
    def claim_chosen(self, person: str, number: int) -> None:
        if number <= self.count:
            self.try_to(lambda: self.claims.append(self.team.open(person).queue.claim_item(person, f"i{number}")))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), verdict=verdicts)
    def submit(self, data: st.DataObject, verdict: str) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        self.submit_under(taken, verdict=verdict)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), kind=st.sampled_from(("defer", "cannot_judge", "opt_out", "out_of_scope", "escalate")))
    def skip(self, data: st.DataObject, kind: str) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        what: dict[str, Any] = {"escalation": {"reason": "?"}} if kind == "escalate" else {"skip": {"kind": kind}}
        self.submit_under(taken, **what)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        self.try_to(lambda: self.team.open(taken.reviewer).queue.renew(taken))

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        self.team.open(taken.reviewer).queue.release(taken)

    @rule(person=people)
    def undo(self, person: str) -> None:
        self.try_to(lambda: self.team.open(person).reviews.undo(person))

    @rule(number=st.integers(1, 8), to=st.sampled_from((*PEOPLE, None)), release=st.booleans())
    def assign(self, number: int, to: str | None, release: bool) -> None:
        if number <= self.count:
            self.team.lead.queue.assign(f"i{number}", to, release=release)

    @rule(number=st.integers(1, 8), priority=st.sampled_from((-1.0, 0.0, 1.5, 4.0)))
    def prioritise(self, number: int, priority: float) -> None:
        if number <= self.count:
            self.team.lead.queue.prioritise(f"i{number}", priority)

    @rule(number=st.integers(1, 8))
    def take_away(self, number: int) -> None:
        if number <= self.count:
            self.team.lead.queue.release_item(f"i{number}")

    def submit_under(self, taken: Claim, **what: Any) -> None:
        written = review(taken.item.id, taken.reviewer, **what)
        self.try_to(lambda: self.team.open(taken.reviewer).reviews.submit(written, taken))

    def try_to(self, act: Callable[[], object]) -> None:
        """Do what may be refused; whatever is refused changes nothing."""
        before = self.team.lead.audit.count()
        try:
            act()
        except (LeaseLost, Refused, AlreadyReviewed):
            assert self.team.lead.audit.count() == before

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self.team.rows(query)

    def oracle(self, person: str) -> str | None:
        """Say by brute force which item this person should get next."""
        now = self.team.lead.now_us()
        mine = {
            row["item_number"]: row
            for row in self.rows("SELECT * FROM review WHERE state = 'submitted'")
            if row["reviewer"] == person
        }
        leases = [row for row in self.rows("SELECT * FROM lease") if row["expires_at"] > now]
        free, deferred = [], []
        for row in self.rows("SELECT * FROM item WHERE state = 'open'"):
            holders = {lease["reviewer"] for lease in leases if lease["item_number"] == row["number"]}
            if row["assigned_to"] not in (None, person) or person in holders:
                continue
            if row["needed"] - row["reviews"] <= len(holders):
                continue
            if row["number"] not in mine:
                free.append((row["rank"], row["queued_at"], row["number"], row["item_id"]))
            elif mine[row["number"]]["kind"] == "defer":
                deferred.append((mine[row["number"]]["submitted_at"], mine[row["number"]]["number"], row["item_id"]))
        best = min(free, default=None) or min(deferred, default=None)
        return best[-1] if best else None

    @invariant()
    def nobody_judges_twice_and_nobody_too_many(self) -> None:
        if not hasattr(self, "team"):
            return
        now = self.team.lead.now_us()
        current = self.rows("SELECT * FROM review WHERE state = 'submitted'")
        pairs = Counter((row["item_number"], row["reviewer"]) for row in current)
        assert all(count == 1 for count in pairs.values())
        leases = Counter(row["item_number"] for row in self.rows("SELECT * FROM lease") if row["expires_at"] > now)
        for row in self.rows("SELECT * FROM item"):
            judged = [
                found for found in current if found["item_number"] == row["number"] and found["kind"] == "verdict"
            ]
            assert row["reviews"] == len(judged) <= self.team.lead.project.max_reviews
            assert leases[row["number"]] <= max(0, row["needed"] - row["reviews"])
            if row["state"] == "open":
                assert row["reviews"] < row["needed"]

    @invariant()
    def counters_and_resolutions_follow_from_the_reviews(self) -> None:
        if not hasattr(self, "team"):
            return
        states = Counter(row["state"] for row in self.rows("SELECT state FROM item"))
        lead = self.team.lead
        assert lead.queue.counts() == dict(states)
        for row in lead.queue.page(ItemFilter(states=("resolved",))):
            found = lead.resolutions.find(row.item_id)
            reviews = lead.reviews.for_item(row.item_id)
            wanted = decide(lead.queue.get(row.item_id), lead.project, reviews, lead.project.overlap)
            assert found is not None
            assert wanted.resolution == found.model_copy(update={"decided_at": None})
        unresolved = self.rows(
            "SELECT 1 FROM resolution r JOIN item i ON i.number = r.item_number "
            "WHERE r.state = 'current' AND i.state <> 'resolved'"
        )
        assert unresolved == []


@contextmanager
def a_file() -> Iterator[Team]:
    with tempfile.TemporaryDirectory() as folder:
        team = FileTeam(Path(folder))
        yield team
        team.close()


@contextmanager
def a_server(postgres: Postgres) -> Iterator[Team]:
    database = postgres.database()
    team = ServerTeam(database)
    yield team
    team.close()
    database.drop()


@pytest.mark.parametrize("kind", KINDS)
def test_the_queue_does_what_a_brute_force_model_says(kind: str, request: pytest.FixtureRequest, full: bool) -> None:
    if kind == "file":
        run_state_machine_as_test(lambda: QueueMachine(a_file()), settings=settings(stateful_step_count=20))  # type: ignore[arg-type]
        return
    postgres = request.getfixturevalue("postgres")
    few = settings(stateful_step_count=20, max_examples=200 if full else 8)
    run_state_machine_as_test(lambda: QueueMachine(a_server(postgres)), settings=few)  # type: ignore[arg-type]
