"""The condition of a list of items: what a filter means on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, exists, false, or_, select, text

from reviewer.domain.listing import OF_HITS, Age, Facet, ItemFilter

from . import search_index
from .claiming import LEASE
from .expressions import ITEM_FIELDS, to_sql
from .items import BODY, ITEM
from .reviews import REVIEW
from .triggers import FULL_TEXT, has_index
from .words import wanted_words

DAY_US = 86_400_000_000
_BACK: dict[Age, int] = {"day": 1, "week": 7, "older_week": 7, "older_month": 30}


def filtered(
    connection: Connection, project_id: int, wanted: ItemFilter, now_us: int, actor: str | None = None
) -> Select[Any]:
    """Return the statement of the numbers that a filter lets through; `actor` is who looks."""
    statement = select(ITEM.c.number).where(ITEM.c.project_id == project_id)
    if wanted.states:
        statement = statement.where(ITEM.c.state.in_(wanted.states))
    if wanted.where:
        condition = to_sql(wanted.where, ITEM_FIELDS, connection.dialect.name)
        statement = statement.join(BODY, BODY.c.number == ITEM.c.number).where(condition)
    if wanted.reviewed_by is not None:
        statement = statement.where(ITEM.c.number.in_(_judged_by(project_id, (wanted.reviewed_by,))))
    if wanted.people:
        statement = statement.where(_with_people(project_id, wanted.people, now_us))
    if wanted.age is not None:
        statement = statement.where(_of_age(wanted.age, now_us))
    for facet, values in wanted.facets().items():
        statement = statement.where(_has(connection, project_id, facet, values, actor))
    if wanted.text.split():
        statement = statement.where(_holds_words(connection, wanted.text))
    return statement


def _judged_by(project_id: int, people: tuple[str, ...]) -> Select[Any]:
    return select(REVIEW.c.item_number).where(
        REVIEW.c.project_id == project_id, REVIEW.c.reviewer.in_(people), REVIEW.c.state == "submitted"
    )


def _with_people(project_id: int, people: tuple[str, ...], now_us: int) -> Any:
    held = select(LEASE.c.item_number).where(LEASE.c.reviewer.in_(people), LEASE.c.expires_at > now_us)
    return or_(
        ITEM.c.number.in_(_judged_by(project_id, people)), ITEM.c.number.in_(held), ITEM.c.assigned_to.in_(people)
    )


def _of_age(age: Age, now_us: int) -> Any:
    if age == "overdue":
        return ITEM.c.due_at < now_us
    then = now_us - _BACK[age] * DAY_US
    return ITEM.c.queued_at < then if age.startswith("older") else ITEM.c.queued_at >= then


def _has(connection: Connection, project_id: int, facet: Facet, values: tuple[str, ...], actor: str | None) -> Any:
    """Return the condition that an item has one of these values, as far as who looks may know its hits."""
    if connection.dialect.name != "sqlite":
        found = f"SELECT reviewer.items_having(:{facet}_project, :{facet}_facet, CAST(:{facet}_values AS text[]))"
        named = {f"{facet}_project": project_id, f"{facet}_facet": facet, f"{facet}_values": list(values)}
        return text(f"item.number IN ({found})").bindparams(**named)
    if not has_index(connection):
        return false()
    having = search_index.having(project_id, facet, values)
    if facet not in OF_HITS:
        return having
    judged = exists().where(
        REVIEW.c.item_number == ITEM.c.number,
        REVIEW.c.reviewer == (actor or ""),
        REVIEW.c.state == "submitted",
        REVIEW.c.kind == "verdict",
        REVIEW.c.round == "first",
    )
    return having & or_(ITEM.c.hits_hidden == 0, judged)


def _holds_words(connection: Connection, words: str) -> Any:
    """Return the condition that an item holds every word, the last one perhaps only as the beginning of a word."""
    if connection.dialect.name == "sqlite":
        found = f"SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH :words"  # noqa: S608 — our own table's name
        return text(f"item.number IN ({found})").bindparams(words=match_query(words))
    wanted = wanted_words(words)
    if wanted is None:
        return false()
    found = "SELECT reviewer.items_with(CAST(:words AS text[]), CAST(:goes_on AS boolean))"
    return text(f"item.number IN ({found})").bindparams(words=wanted[0], goes_on=wanted[1])


def match_query(words: str) -> str:
    """Return the full-text query that wants every word, the last one as the beginning of a word; quotes are escaped."""
    parts = ['"' + word.replace('"', '""').replace("\0", " ") + '"' for word in words.split()]
    return " ".join(parts) + "*" if parts else ""
