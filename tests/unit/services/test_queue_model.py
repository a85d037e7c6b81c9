"""The queue against a brute-force model: random claims, reviews, skips, withdrawals, and time that passes."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reviewer.domain.errors import AlreadyReviewed, LeaseLost, Refused
from reviewer.domain.leases import Claim
from reviewer.domain.listing import ItemFilter
from reviewer.domain.resolutions import decide
from reviewer.services.workspace import Workspace
from tests.factories import FakeClock, item, review, workspace

PEOPLE = ("ana", "ben", "cem")
people = st.sampled_from(PEOPLE)
verdicts = st.sampled_from(("approve", "revise", "reject"))


class QueueMachine(RuleBasedStateMachine):
    """Several people at one queue, in any order."""

    ws: Workspace

    @initialize(
        overlap=st.integers(1, 3),
        extra=st.integers(0, 1),
        rule_=st.sampled_from(("unanimous", "majority")),
        priorities=st.lists(st.integers(0, 2), min_size=1, max_size=5),
    )
    def open(self, overlap: int, extra: int, rule_: str, priorities: list[int]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FakeClock()
        self.count = 0
        self.claims: list[Claim] = []
        rules: dict[str, Any] = {"overlap": overlap, "max_reviews": overlap + extra, "resolution": rule_}
        self.ws = workspace(Path(self.folder.name), clock=self.clock, **rules)
        self.raw = sqlite3.connect(self.ws.path, isolation_level=None)
        self.raw.row_factory = sqlite3.Row
        for priority in priorities:
            self.add(priority)

    def teardown(self) -> None:
        if hasattr(self, "ws"):
            assert self.ws.audit.verify(receipts=self.ws.audit.own_receipts("ana")).findings == ()
            assert self.ws.database.check() == ()
            self.raw.close()
            self.ws.close()
            self.folder.cleanup()

    @rule(priority=st.integers(0, 3))
    def add(self, priority: int) -> None:
        self.count += 1
        self.ws.ingest.add([item(f"i{self.count}", priority=priority)])

    @rule(minutes=st.sampled_from((0.1, 14, 16)))
    def wait(self, minutes: float) -> None:
        self.clock.advance(minutes=minutes)

    @rule(person=people)
    def claim(self, person: str) -> None:
        expected = self.oracle(person)
        taken = self.ws.queue.claim(person)
        assert (taken.item.id if taken else None) == expected
        if taken is not None:
            self.claims.append(taken)

    @rule(person=people, verdict=verdicts)
    def work(self, person: str, verdict: str) -> None:
        self.claim(person)
        taken = self.claims[-1] if self.claims else None
        if taken is not None and taken.reviewer == person:
            self.try_to(lambda: self.ws.reviews.submit(review(taken.item.id, person, verdict), taken))

    @rule(person=people, number=st.integers(1, 8))
    def claim_chosen(self, person: str, number: int) -> None:
        if number <= self.count:
            self.try_to(lambda: self.claims.append(self.ws.queue.claim_item(person, f"i{number}")))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), verdict=verdicts)
    def submit(self, data: st.DataObject, verdict: str) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        self.try_to(lambda: self.ws.reviews.submit(review(taken.item.id, taken.reviewer, verdict), taken))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), kind=st.sampled_from(("defer", "cannot_judge", "opt_out", "out_of_scope", "escalate")))
    def skip(self, data: st.DataObject, kind: str) -> None:
        taken = data.draw(st.sampled_from(self.claims))
        what: dict[str, Any] = {"escalation": {"reason": "?"}} if kind == "escalate" else {"skip": {"kind": kind}}
        self.try_to(lambda: self.ws.reviews.submit(review(taken.item.id, taken.reviewer, **what), taken))

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        self.try_to(lambda: self.ws.queue.renew(data.draw(st.sampled_from(self.claims))))

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        self.ws.queue.release(data.draw(st.sampled_from(self.claims)))

    @rule(person=people)
    def undo(self, person: str) -> None:
        self.try_to(lambda: self.ws.reviews.undo(person))

    @rule(person=people, number=st.integers(1, 8), to=st.sampled_from((*PEOPLE, None)))
    def assign(self, person: str, number: int, to: str | None) -> None:
        if number <= self.count:
            self.ws.queue.assign(f"i{number}", to)

    def try_to(self, act: Callable[[], object]) -> None:
        """Do what may be refused; whatever is refused changes nothing."""
        before = self.ws.audit.count()
        try:
            act()
        except (LeaseLost, Refused, AlreadyReviewed):
            assert self.ws.audit.count() == before

    def rows(self, query: str) -> list[sqlite3.Row]:
        return self.raw.execute(query).fetchall()

    def oracle(self, person: str) -> str | None:
        """Say by brute force which item this person should get next."""
        now = self.ws.now_us()
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
                deferred.append((mine[row["number"]]["submitted_at"], row["number"], row["item_id"]))
        best = min(free, default=None) or min(deferred, default=None)
        return best[-1] if best else None

    @invariant()
    def nobody_judges_twice_and_nobody_too_many(self) -> None:
        if not hasattr(self, "ws"):
            return
        now = self.ws.now_us()
        current = self.rows("SELECT * FROM review WHERE state = 'submitted'")
        pairs = Counter((row["item_number"], row["reviewer"]) for row in current)
        assert all(count == 1 for count in pairs.values())
        leases = Counter(row["item_number"] for row in self.rows("SELECT * FROM lease") if row["expires_at"] > now)
        for row in self.rows("SELECT * FROM item"):
            judged = [
                found for found in current if found["item_number"] == row["number"] and found["kind"] == "verdict"
            ]
            assert row["reviews"] == len(judged) <= self.ws.project.max_reviews
            assert leases[row["number"]] <= max(0, row["needed"] - row["reviews"])
            if row["state"] == "open":
                assert row["reviews"] < row["needed"]

    @invariant()
    def counters_and_resolutions_follow_from_the_reviews(self) -> None:
        if not hasattr(self, "ws"):
            return
        states = Counter(row["state"] for row in self.rows("SELECT state FROM item"))
        assert self.ws.queue.counts() == dict(states)
        for row in self.ws.queue.page(ItemFilter(states=("resolved",))):
            found = self.ws.resolutions.find(row.item_id)
            reviews = self.ws.reviews.for_item(row.item_id)
            wanted = decide(self.ws.queue.get(row.item_id), self.ws.project, reviews, self.ws.project.overlap)
            assert found is not None
            assert wanted.resolution == found.model_copy(update={"decided_at": None})
        unresolved = self.rows(
            "SELECT 1 FROM resolution r JOIN item i ON i.number = r.item_number "
            "WHERE r.state = 'current' AND i.state <> 'resolved'"
        )
        assert unresolved == []


QueueMachine.TestCase.settings = settings(stateful_step_count=20)
TestQueueAgainstAModel = QueueMachine.TestCase
