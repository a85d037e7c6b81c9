"""Items, reviews and records with defaults, for the tests of datasets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from reviewer.config.paths import shipped
from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.catalog import find_recipes
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Dropped, Kept, select
from reviewer.domain.items import Item, read_item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import decide
from reviewer.domain.reviews import Review

PROJECT = Project(name="Support", license="CC-BY-4.0")
SETTING = Setting(project=PROJECT, salt="pepper", program_version="1.2.3")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def make_item(item_id: str = "i1", **fields: Any) -> Item:
    """Return an item with a prompt and a response."""
    given = {"prompt": "What is the warranty?", "response": "Five years."} | fields
    return read_item({"id": item_id, **{k: v for k, v in given.items() if v is not None}})[0]


def make_review(item: Item, verdict: str | None = "approve", reviewer: str = "ana", **fields: Any) -> Review:
    """Return a submitted review of the item."""
    given: dict[str, Any] = {"submission_id": f"{item.id}-{reviewer}", "submitted_at": AT, "guideline_version": "7"}
    return Review.model_validate(
        {"item_id": item.id, "source": item.source.system, "reviewer": reviewer, "verdict": verdict, **given, **fields}
    )


def make_record(item: Item, *reviews: Review, project: Project = PROJECT) -> Record:
    """Return the item with its reviews and what they are settled to."""
    decision = decide(item, project, reviews, len(reviews)) if reviews else None
    return Record(item, decision.resolution if decision else None, reviews)


def judged(item: Item, verdict: str = "approve", **fields: Any) -> Record:
    """Return the item with one review of it."""
    return make_record(item, make_review(item, verdict, **fields))


def many(count: int) -> Iterator[Record]:
    """Yield items of two per conversation, a third each approved, corrected and rejected."""
    for n in range(count):
        item = make_item(
            f"i{n}",
            prompt=f"Question {n}?",
            response=f"Answer {n} 😀 is wrong.",
            metadata={"conversation_id": f"c{n // 2}", "model": "m-1", "language": "en"},
            policy_hits=[{"id": "h1", "policy": "own:tone", "detector": "tone", "detector_version": 2}],
        )
        verdict = ("approve", "revise", "reject")[n % 3]
        yield judged(
            item,
            verdict,
            reviewer=f"person {n % 4}",
            correction=f"Right {n}." if verdict == "revise" else None,
            spans=[{"start": 0, "end": 6, "text": "Answer", "label": "bad"}] if verdict != "approve" else [],
            hits=[{"hit": "h1", "judgement": "confirmed" if verdict == "reject" else "false_alarm"}],
        )


def shipped_recipe(name: str, **fields: Any) -> Recipe:
    """Return a shipped recipe with some keys changed."""
    return find_recipes([shipped("exports")]).get(name).changed(**fields)


def chosen(recipe: Recipe, *records: Record, setting: Setting = SETTING) -> list[Kept | Dropped]:
    """Return what becomes of the records."""
    return list(select(records, recipe, setting))


def only_row(recipe: Recipe, record: Record, setting: Setting = SETTING) -> dict[str, Any]:
    """Return the one row of a record."""
    (kept,) = chosen(recipe, record, setting=setting)
    assert isinstance(kept, Kept), kept
    (row,) = kept.rows
    return row


def reason(recipe: Recipe, record: Record, setting: Setting = SETTING) -> str:
    """Return why a record becomes no row."""
    (dropped,) = chosen(recipe, record, setting=setting)
    assert isinstance(dropped, Dropped), dropped
    return dropped.reason
