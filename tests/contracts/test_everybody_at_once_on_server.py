"""Leads, reviewers, importers, exports and changes of the project at once: no deadlock, and all figures still agree."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from psycopg import Error

from reviewer.domain.audit import GENESIS, event_hash
from reviewer.domain.canonical import sha256_text
from tests.contracts.test_queue_on_server import apply_project, fill
from tests.postgres import Database

SECONDS = 4.0
ITEMS = 12  # few, so that all meet on the same ones
REFUSALS = {"55006", "55000", "23505", "P0002", "22023"}
APPLY = "SELECT reviewer.apply_project('Support', %s, NULL, %s)"
ADD = "SELECT added FROM reviewer.add_items(1, 'x', %s, %s, %s, %s, %s, '{}', '{}', '{}', '{}')"


class Somebody:
    """One connection that does things by chance until the time is over, and counts how they ended."""

    def __init__(self, database: Database, name: str, seed: int) -> None:
        self.connection = database.log_in(name)
        self.name = name
        self.chance = random.Random(seed)
        self.ended: Counter[str] = Counter()

    def run(self, until: float, *deeds: Callable[[Somebody], None]) -> None:
        with self.connection:
            while time.monotonic() < until:
                deed = self.chance.choice(deeds)
                try:
                    deed(self)
                    self.ended["done"] += 1
                except Error as error:
                    self.connection.rollback()
                    self.ended[f"{error.sqlstate}"] += 1
                    if error.sqlstate not in REFUSALS:
                        self.ended[f"{deed.__name__}: {error}"] += 1

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.connection.execute(statement, values).fetchall()
        return rows

    def item(self) -> str:
        return f"i{self.chance.randint(1, ITEMS)}"

    def told(self, item: str, reviewer: str, **fields: Any) -> str:
        verdict = self.chance.choice(("approve", "approve", "reject"))
        known = {"submission_id": str(uuid4()), "item_id": item, "source": "file", "reviewer": reviewer}
        return json.dumps({**known, "verdict": verdict, **fields})


def judge(me: Somebody) -> None:
    for item, token in me.ask("SELECT item_id, token FROM reviewer.claim_next(1)"):
        me.ask("SELECT reviewer.submit(1, %s, %s)", me.told(item, me.name), token)


def claim_one(me: Somebody) -> None:
    (token,) = me.ask("SELECT token FROM reviewer.claim_chosen(1, %s, 'file')", me.item())[0]
    me.ask("SELECT reviewer.renew(%s)", token)


def give_back(me: Somebody) -> None:
    me.ask("SELECT reviewer.release(1, NULL)")


def change_one(me: Somebody) -> None:
    rows = me.ask(
        "SELECT submission_id, body FROM reviewer.review WHERE reviewer = %s AND state = 'submitted'", me.name
    )
    if rows:
        known, body = me.chance.choice(rows)
        item = json.loads(body)["item_id"]
        if me.chance.random() < 0.5:
            me.ask("SELECT reviewer.withdraw(%s)", known)
        else:
            me.ask("SELECT reviewer.submit(1, %s, NULL)", me.told(item, me.name, supersedes=known))


def route(me: Somebody) -> None:
    to = me.chance.choice(("ana", "bob", None, None))
    me.ask("SELECT reviewer.assign(1, %s, 'file', %s, %s)", me.item(), to, me.chance.random() < 0.5)
    me.ask("SELECT reviewer.prioritise(1, %s, 'file', %s)", me.item(), me.chance.random())
    me.ask("SELECT reviewer.release_item(1, %s, 'file', NULL)", me.item())
    me.ask("SELECT reviewer.release_all_of(1, %s)", me.chance.choice(("ana", "bob", "zoe")))


def settle(me: Somebody) -> None:
    item = me.item()
    named = [name for (name,) in me.ask(
        "SELECT submission_id FROM reviewer.review JOIN reviewer.item ON item.number = item_number WHERE item_id = %s",
        item,
    )]  # fmt: skip
    decided = {"item_id": item, "source": "file", "verdict": "revise", "outcome": "correct", "reviews": named}
    me.ask("SELECT reviewer.adjudicate(1, %s, 'file', %s)", item, json.dumps(decided))


def bring_reviews(me: Somebody) -> None:
    bodies = [me.told(me.item(), f"old{me.chance.randint(1, 5)}") for _ in range(6)]
    me.ask("SELECT * FROM reviewer.import_reviews(1, %s, 0)", bodies)


def bring_items(me: Somebody) -> None:
    bodies = [json.dumps({"id": str(uuid4()), "response": "r"}) for _ in range(3)]
    me.ask(ADD, bodies, *[["", "", ""]] * 4)


def export(me: Somebody) -> None:
    known = dict(me.ask("SELECT item_number, number FROM reviewer.review WHERE state = 'submitted' ORDER BY number"))
    items = sorted(me.chance.sample(sorted(known), min(4, len(known))))
    nothing = [None] * len(items)
    reviews = [f"[{known[item]}]" for item in items]
    with me.connection.transaction():
        me.ask(
            "SELECT reviewer.add_dataset_items(1, %s, %s, %s::bigint[], %s, %s::text[], %s::text[])",
            items, ["train"] * len(items), nothing, reviews, nothing, nothing,
        )  # fmt: skip
        me.ask("SELECT reviewer.record_dataset(1, 'r', 'f', %s, '{}', '{}', '[]', NULL, NULL)", "0" * 64)


def change_rules(me: Somebody) -> None:
    body = json.dumps({"name": "Support", "overlap": me.chance.randint(1, 3), "max_reviews": 3})
    me.ask(APPLY, body, sha256_text(body))
    me.ask("SELECT reviewer.set_role('zoe', %s)", me.chance.choice(("reviewer", "lead")))


PEOPLE: dict[str, tuple[Callable[[Somebody], None], ...]] = {
    **dict.fromkeys(("ana", "bob"), (judge, judge, claim_one, give_back, change_one)),
    "zoe": (judge, claim_one, change_one),
    **dict.fromkeys(("ben", "bea"), (route, settle, judge)),
    "eli": (bring_reviews, bring_items),
    "eva": (bring_reviews, export),
    "lead": (change_rules, route),
}
ROLES = {"ben": "lead", "bea": "lead", "eli": "engineer", "eva": "engineer"}


def test_everybody_at_once_meets_no_deadlock_and_all_figures_still_agree(database: Database) -> None:
    apply_project(database, overlap=2, max_reviews=3)
    fill(database, 1, ITEMS, needed=2)
    for name in PEOPLE:
        if name != "lead":
            database.add(name, ROLES.get(name, "reviewer"))
    people = [Somebody(database, name, n) for n, name in enumerate([*PEOPLE, "ana", "bob"])]
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=one.run, args=(until, *PEOPLE[one.name])) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended: Counter[str] = sum((one.ended for one in people), Counter())
    assert set(ended) <= {"done", *REFUSALS}, ended
    assert ended["done"] > len(people)
    with database.superuser() as administrator:
        check(administrator)


def check(administrator: Any) -> None:
    """The chain holds, each counter counts, and each item knows how many judged it."""
    previous = GENESIS
    for number, row in enumerate(
        administrator.execute(
            "SELECT seq, at, actor, action, subject, details, previous, hash FROM reviewer.audit_event ORDER BY seq"
        ),
        1,
    ):
        assert (row[0], row[6], event_hash(*row[:7])) == (number, previous, row[7])
        previous = row[7]
    wrong = administrator.execute(
        "SELECT state, amount, (SELECT count(*) FROM reviewer.item WHERE item.state = counter.state)"
        " FROM reviewer.counter"
        " WHERE amount <> (SELECT count(*) FROM reviewer.item WHERE item.state = counter.state)"
    ).fetchall()
    assert wrong == []
    wrong = administrator.execute(
        "SELECT item_id, state, reviews, judged FROM reviewer.item, LATERAL (SELECT count(*) AS judged"
        " FROM reviewer.review WHERE item_number = item.number AND review.state = 'submitted'"
        " AND kind = 'verdict') AS r"
        " WHERE reviews <> judged"
        " UNION ALL SELECT item_id, state, needed, held FROM reviewer.item, LATERAL (SELECT count(*) AS held"
        " FROM reviewer.lease WHERE item_number = item.number) AS l WHERE held > 0 AND state <> 'open'"
    ).fetchall()
    assert wrong == []
