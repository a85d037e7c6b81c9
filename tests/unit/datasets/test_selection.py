from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.counting import count_rows
from reviewer.datasets.preview import preview_dataset
from reviewer.domain.projects import Project

from .making import (
    PROJECT,
    SETTING,
    chosen,
    judged,
    make_item,
    make_record,
    make_review,
    many,
    only_row,
    reason,
    shipped_recipe,
)

TASKS = ("sft", "dpo", "kto", "classification", "spans", "reviews")


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"gold": {"verdict": "reject"}}, "gold item"),
        ({"control": True}, "control item"),
        ({"metadata": {"environment": "test"}}, "other environment"),
    ],
)
def test_gold_control_and_foreign_items_never_enter_a_dataset(task: str, fields: dict[str, Any], expected: str) -> None:
    assert reason(shipped_recipe(task), judged(make_item(**fields), "revise", correction="Two.")) == expected


def test_test_items_enter_a_dataset_of_the_test_environment() -> None:
    setting = Setting(project=Project(name="P", environment="test"))
    record = judged(make_item(metadata={"environment": "test"}), "approve")
    assert only_row(shipped_recipe("kto"), record, setting)["label"] is True


def test_an_item_that_waits_for_reviews_is_counted_as_not_resolved() -> None:
    assert reason(shipped_recipe("kto"), make_record(make_item())) == "not resolved"


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("language == 'en'", 1),
        ("metadata.tenant == 'acme' and verdict == 'approve'", 1),
        ("verdict == 'reject'", 0),
        ("reviews >= 1 and not corrected", 1),
        ("'own:tone' in policies", 1),
        ("answers.severity > 2", 1),
        ("decided_at < '2026-01-01'", 0),
        ("'ana' in reviewers and method == 'unanimous'", 1),
        ("sampling_probability > 0.1", 0),
    ],
)
def test_a_filter_asks_for_the_item_its_metadata_and_what_was_decided(where: str, rows: int) -> None:
    hits = [{"id": "h", "policy": "own:tone"}]
    item = make_item(metadata={"language": "en", "tenant": "acme"}, policy_hits=hits)
    found = preview_dataset([judged(item, answers={"severity": 3})], shipped_recipe("kto", where=where), SETTING)
    assert found.total == rows
    assert found.excluded == ({} if rows else {"does not match the filter": 1})


@pytest.mark.parametrize(("where", "items"), [("agreement == 1", ["one"]), ("agreement > 0.6", ["one", "two"])])
@pytest.mark.parametrize("source", ["resolutions", "reviews"])
def test_a_filter_asks_which_share_of_those_who_judged_an_item_gave_the_verdict(
    where: str, items: list[str], source: str
) -> None:
    project = PROJECT.model_copy(update={"resolution": "majority", "overlap": 3})
    records = []
    for name, verdicts in (("one", "aaa"), ("two", "aar"), ("three", "ar")):
        item = make_item(name)
        words = {"a": "approve", "r": "reject"}
        reviews = [make_review(item, words[said], f"p{n}") for n, said in enumerate(verdicts)]
        records.append(make_record(item, *reviews, project=project))
    recipe = shipped_recipe("kto", where=where, source=source)
    found = preview_dataset(records, recipe, replace(SETTING, project=project))
    assert sorted({row["item_id"] for row in found.rows}) == items
    assert all(row["verdict"] == "approve" for row in found.rows)


@given(st.lists(st.sampled_from(["approve", "revise", "reject", "gold", "control", "waiting", "same"]), max_size=40))
def test_what_came_in_is_what_became_rows_and_what_was_left_out(kinds: list[str]) -> None:
    records = []
    for number, kind in enumerate(kinds):
        item = make_item(
            f"i{number}", gold={"verdict": "reject"} if kind == "gold" else None, control=kind == "control"
        )
        if kind == "waiting":
            records.append(make_record(item))
        else:
            verdict = kind if kind in ("approve", "reject") else "revise"
            text = "Five years." if kind == "same" else f"Number {number}."
            records.append(judged(item, verdict, correction=text if verdict == "revise" else None))
    for task in ("sft", "dpo", "kto", "classification", "spans"):
        found = preview_dataset(records, shipped_recipe(task), SETTING, limit=5, unresolved=3)
        assert found.total + sum(found.excluded.values()) == len(kinds) + 3
        assert len(found.rows) == min(5, found.total)


def test_all_recipes_are_counted_in_one_reading() -> None:
    recipes = [shipped_recipe(task) for task in TASKS]
    once = (record for record in list(many(30)))
    assert count_rows(once, recipes, SETTING) == {
        "sft": 10, "dpo": 10, "kto": 20, "classification": 30, "spans": 30, "reviews": 30,
    }  # fmt: skip


def test_single_reviews_can_train_too_where_a_recipe_reads_them() -> None:
    item = make_item()
    reviews = tuple(r for v, n in (("approve", "ana"), ("reject", "ben")) for r in judged(item, v, reviewer=n)[2])
    found = chosen(shipped_recipe("kto", source="reviews"), Record(item, None, reviews))
    assert [row["label"] for kept in found for row in kept.rows] == [True, False]  # type: ignore[union-attr]
