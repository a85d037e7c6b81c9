"""Items with a known answer: drawn at random places, counted, promoted and retired; and how people stand with them.

A gold item is held in a round of its own, so that it takes no place in the queue and can be served after it was
settled; its review is one of the first round like any other, so that nothing that the person is given tells of it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from reviewer.domain.canonical import canonical_json, unit_fraction
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused
from reviewer.domain.gold import (
    BANDS,
    NO_MORE_TO_QUALIFY,
    NOT_QUALIFIED,
    PAUSED,
    QUALIFY_FIRST,
    Standing,
    band_of,
    is_qualified,
    matches_gold,
    next_state,
    rules_of,
)
from reviewer.domain.items import Gold
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review

from .audit import append
from .items import BODY, ITEM, get_record
from .lineage import told_datasets
from .members import find_role
from .prepared import Prepared
from .resolutions import find_resolution
from .reviews import GOLD, REVIEW
from .store import Wish
from .tables import LeaseRow, StandingRow
from .times import from_micros

STANDING = StandingRow.__table__  # type: ignore[attr-defined]
LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
ROUND = "gold"
LOOKED_AT = 10
"""Among how many of those that the fewest have judged one is drawn, so that no two people meet them in one order."""
NOT_TESTED = frozenset({"text", "spans"})
"""Types of questions whose answers nobody gives twice alike: they are left out of a known answer."""
me: Any = bindparam("me")
now: Any = bindparam("now")
project: Any = bindparam("project")
ACTIVE = GOLD.c.state == literal_column("'active'")  # written out, so that the index is found
HELD = exists().where(LEASE.c.item_number == GOLD.c.item_number, LEASE.c.reviewer == me, LEASE.c.expires_at > now)
SEEN = exists().where(REVIEW.c.item_number == GOLD.c.item_number, REVIEW.c.reviewer == me)
DRAW = Prepared(
    select(GOLD.c.item_number)
    .join(ITEM, ITEM.c.number == GOLD.c.item_number)
    .where(GOLD.c.project_id == project, ACTIVE, GOLD.c.band == bindparam("band"), ~SEEN, ~HELD)
    .where(or_(ITEM.c.assigned_to.is_(None), ITEM.c.assigned_to == me))
    .order_by(GOLD.c.judged, GOLD.c.item_number)
    .limit(literal_column(str(LOOKED_AT)))
)
BY_NUMBER = Prepared(
    select(ITEM, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number).where(ITEM.c.number == bindparam("number"))
)
HOLDS_ONE = Prepared(
    select(LEASE.c.item_number).where(
        LEASE.c.reviewer == me, LEASE.c.expires_at > now, LEASE.c.round == literal_column(f"'{ROUND}'")
    )
)
FIND = Prepared(select(STANDING).where(STANDING.c.project_id == project, STANDING.c.reviewer == me))
_STANDING = upsert(STANDING)
SET = Prepared(
    _STANDING.on_conflict_do_update(
        index_elements=["project_id", "reviewer"],
        set_={
            name: _STANDING.excluded[name]
            for name in ("state", "qualified", "judged", "correct", "counted_from", "reason", "changed_at")
        },
    )
)
_SAID = (
    REVIEW.c.item_number == GOLD.c.item_number,
    REVIEW.c.round == literal_column("'first'"),
    REVIEW.c.state.in_((literal_column("'submitted'"), literal_column("'superseded'"))),
    REVIEW.c.kind == literal_column("'verdict'"),
)
OF_PERSON = Prepared(
    select(GOLD.c.item_number, GOLD.c.answer, REVIEW.c.body)
    .join(REVIEW, REVIEW.c.item_number == GOLD.c.item_number)
    .where(GOLD.c.project_id == project, ACTIVE, REVIEW.c.reviewer == me, *_SAID)
    .where(REVIEW.c.submitted_at >= GOLD.c.since, REVIEW.c.submitted_at > bindparam("counted_from"))
    .order_by(GOLD.c.item_number, REVIEW.c.revision)
)
OF_ITEM = Prepared(
    select(REVIEW.c.reviewer, GOLD.c.answer, REVIEW.c.body)
    .join(REVIEW, REVIEW.c.item_number == GOLD.c.item_number)
    .where(GOLD.c.item_number == bindparam("number"), *_SAID)
    .order_by(REVIEW.c.reviewer, REVIEW.c.revision)
)
COUNTED = Prepared(
    update(GOLD)
    .where(GOLD.c.item_number == bindparam("number"))
    .values({name: bindparam(f"new_{name}") for name in ("judged", "wrong", "band")})
)
LAST_OF_ITEM = Prepared(
    select(REVIEW.c.state, REVIEW.c.kind)
    .join(GOLD, GOLD.c.item_number == REVIEW.c.item_number)
    .where(REVIEW.c.item_number == bindparam("number"), REVIEW.c.reviewer == me, ACTIVE)
    .order_by(REVIEW.c.number.desc())
    .limit(literal_column("1"))
)


# ---- claims ----------------------------------------------------------------------------------------------


def refuse_paused(connection: Connection, wish: Wish) -> None:
    """Refuse somebody whose work rests."""
    standing = FIND.first(connection, wish.values)
    if standing is not None and standing.state == "paused":
        raise Refused(PAUSED)


def refuse_unqualified(connection: Connection, wish: Wish) -> None:
    """Refuse a newcomer who wants an item of their own choice."""
    if is_newcomer(connection, wish):
        raise Refused(QUALIFY_FIRST)


def is_newcomer(connection: Connection, wish: Wish) -> bool:
    """Return whether a person has yet to qualify for real work; whoever leads need not."""
    if not wish.gold.qualification_items:
        return False
    standing = FIND.first(connection, wish.values)
    if standing is not None and standing.qualified:
        return False
    return find_role(connection, wish.reviewer) not in ("lead", "admin")


def for_newcomer(connection: Connection, wish: Wish) -> Any | None:
    """Return the next item for somebody who has yet to qualify; None while the ones in hand may be enough."""
    standing = FIND.first(connection, wish.values)
    if standing is not None and standing.judged >= wish.gold.qualification_items:
        raise Refused(NOT_QUALIFIED)
    row = _draw(connection, wish)
    if row is None and HOLDS_ONE.first(connection, wish.values) is None:
        raise Refused(NO_MORE_TO_QUALIFY)
    return row


def mix_in(connection: Connection, wish: Wish) -> Any | None:
    """Return the gold item that comes before the next item of the queue, where the draw says so and one is left.

    It comes only before other work: nobody who has nothing else to do is kept busy with what is known.
    """
    return _draw(connection, wish) if unit_fraction("gold", wish.token) < wish.gold.share else None


def _draw(connection: Connection, wish: Wish) -> Any | None:
    """Return a gold item that is new to this person: any difficulty as often as any other, the least seen first."""
    for band in sorted(range(len(BANDS)), key=lambda band: unit_fraction("band", str(band), wish.token)):
        found = DRAW.all(connection, {**wish.values, "band": band})
        if found:
            place = int(unit_fraction("place", wish.token) * len(found))
            return BY_NUMBER.first(connection, {"number": found[place].item_number})
    return None


def round_to_go_on_with(connection: Connection, reviewer: str, number: int) -> str | None:
    """Return the round in which a person goes on with a gold item whose review was taken back or put off."""
    last = LAST_OF_ITEM.first(connection, {"me": reviewer, "number": number})
    goes_on = last is not None and (last.state == "withdrawn" or (last.state, last.kind) == ("submitted", "defer"))
    return ROUND if goes_on else None


# ---- counting --------------------------------------------------------------------------------------------


def count_answer(connection: Connection, record: Any, rules: Project, reviewer: str, now_us: int) -> None:
    """Count anew how hard a gold item is and how a person stands, after one of their reviews of it came or went."""
    if not record.gold:
        return
    _count_item(connection, record.number)
    before = FIND.first(connection, {"project": record.project_id, "me": reviewer})
    counted_from = 0 if before is None else before.counted_from
    asked = {"project": record.project_id, "me": reviewer, "counted_from": counted_from}
    answers = _last_before_reveal((row.item_number, row) for row in OF_PERSON.all(connection, asked))
    judged, correct = len(answers), sum(answers.values())
    gold_rules = rules_of(rules)
    state = next_state("working" if before is None else before.state, judged, correct, gold_rules)
    qualified = bool(before is not None and before.qualified) or is_qualified(judged, correct, gold_rules)
    if before is None and judged == 0:
        return
    values = {"qualified": int(qualified), "judged": judged, "correct": correct, "counted_from": counted_from}
    _keep(connection, record.project_id, reviewer, now_us, state=state, reason="", **values)
    for word in _news(before, state, qualified):
        details = {"project": rules.name, "judged": judged, "correct": correct}
        append(connection, now_us, reviewer, f"member.{word}", reviewer, details)


def _news(before: Any, state: str, qualified: bool) -> list[str]:
    known_state, was_qualified = ("working", 0) if before is None else (before.state, before.qualified)
    said = [state] if state != known_state and state != "working" else []
    return said + (["qualified"] if qualified and not was_qualified else [])


def _last_before_reveal(rows: Any) -> dict[Any, bool]:
    """Return for each key whether the last review before a reveal was right; rows come in the order of revisions."""
    found: dict[Any, bool] = {}
    for key, row in rows:
        review = Review.model_validate_json(row.body)
        if not review.after_reveal:
            found[key] = matches_gold(review, Gold.model_validate_json(row.answer))
    return found


def _count_item(connection: Connection, number: int) -> None:
    answers = _last_before_reveal((row.reviewer, row) for row in OF_ITEM.all(connection, {"number": number}))
    judged, wrong = len(answers), len(answers) - sum(answers.values())
    counted = {"new_judged": judged, "new_wrong": wrong, "new_band": band_of(judged, wrong)}
    COUNTED.run(connection, {"number": number, **counted})


def _keep(connection: Connection, project_id: int, reviewer: str, now_us: int, **values: Any) -> None:
    SET.run(connection, {"project_id": project_id, "reviewer": reviewer, "changed_at": now_us, **values})


# ---- what a lead does ------------------------------------------------------------------------------------


def resume(
    connection: Connection, project_id: int, rules: Project, name: str, reason: str, actor: str, now_us: int
) -> Receipt:
    """Let somebody go on who was warned, paused or not let in; what was judged before counts no more."""
    before = FIND.first(connection, {"project": project_id, "me": name})
    waits = bool(rules.qualification_items) and (before is None or not before.qualified)
    if not waits and (before is None or before.state == "working"):
        raise Refused(f"{name} is neither paused nor warned in this project: there is nothing to lift.")
    values: dict[str, Any] = {
        "state": "working",
        "qualified": 1,
        "judged": 0,
        "correct": 0,
        "counted_from": now_us,
        "reason": reason,
    }
    _keep(connection, project_id, name, now_us, **values)
    return append(connection, now_us, actor, "member.resumed", name, {"project": rules.name, "reason": reason})


def promote(
    connection: Connection,
    project_id: int,
    rules: Project,
    item_id: str,
    source: str | None,
    explanation: str,
    actor: str,
    now_us: int,
) -> Receipt:
    """Make an adjudicated item a gold item, with the lead's decision as the known answer."""
    record = get_record(connection, project_id, item_id, source)
    decided = find_resolution(connection, record.number)
    if record.state != "resolved" or decided is None or decided.method != "adjudicated":
        raise Refused(f"Item '{item_id}' was not adjudicated: only a lead's decision becomes a known answer.")
    tested = {question.id for question in rules.questions if question.editor not in NOT_TESTED}
    answers = {name: value for name, value in decided.answers.items() if name in tested}
    told = {"verdict": decided.verdict, "answers": answers, "explanation": explanation}
    entry = {"state": "active", "answer": canonical_json(told), "since": now_us, "changed_at": now_us}
    entry |= {"changed_by": actor}
    if connection.execute(update(GOLD).where(GOLD.c.item_number == record.number).values(entry)).rowcount == 0:
        fixed = {"item_number": record.number, "project_id": project_id, "band": 1, "judged": 0, "wrong": 0}
        connection.execute(insert(GOLD), {**fixed, **entry})
    connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(gold=1))
    _count_item(connection, record.number)
    details = {"source": record.source, "verdict": decided.verdict, "explanation": explanation}
    details |= told_datasets(connection, record.number)
    return append(connection, now_us, actor, "gold.promoted", item_id, details)


def retire(
    connection: Connection, project_id: int, item_id: str, source: str | None, reason: str, actor: str, now_us: int
) -> Receipt:
    """Serve a gold item no more, and count its answers no more."""
    record = get_record(connection, project_id, item_id, source)
    retired = {"state": "retired", "changed_at": now_us, "changed_by": actor}
    active = update(GOLD).where(GOLD.c.item_number == record.number, GOLD.c.state == "active").values(retired)
    if connection.execute(active).rowcount == 0:
        raise Refused(f"Item '{item_id}' is no gold item in use: see 'reviewer gold list'.")
    connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(gold=0))
    details = {"source": record.source, "reason": reason, **told_datasets(connection, record.number)}
    return append(connection, now_us, actor, "gold.retired", item_id, details)


def list_gold(connection: Connection, project_id: int) -> list[Any]:
    """Return the gold items of a project, those in use first, in the order of their numbers."""
    statement = (
        select(GOLD, ITEM.c.item_id, ITEM.c.source)
        .join(ITEM, ITEM.c.number == GOLD.c.item_number)
        .where(GOLD.c.project_id == project_id)
        .order_by(GOLD.c.state, GOLD.c.item_number)
    )
    return list(connection.execute(statement))


def find_standing(connection: Connection, project_id: int, reviewer: str) -> Standing | None:
    """Return how a person stands, or None for somebody who has judged no gold item."""
    row = FIND.first(connection, {"project": project_id, "me": reviewer})
    if row is None:
        return None
    return Standing(
        reviewer=row.reviewer,
        state=row.state,
        qualified=bool(row.qualified),
        judged=row.judged,
        correct=row.correct,
        reason=row.reason,
        changed_at=from_micros(row.changed_at),
    )
