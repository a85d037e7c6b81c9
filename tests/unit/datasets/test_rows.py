from __future__ import annotations

import json
from typing import Any

import pytest

from reviewer.datasets.cases import Record, Setting
from reviewer.domain.projects import Project

from .making import chosen, judged, make_item, make_record, make_review, only_row, reason, shipped_recipe

USER = {"role": "user", "content": "What is the warranty?"}


def test_sft_pairs_the_prompt_with_the_correction() -> None:
    row = only_row(shipped_recipe("sft"), judged(make_item(), "revise", correction="Two years."))
    assert row["prompt"] == [USER]
    assert row["completion"] == [{"role": "assistant", "content": "Two years."}]
    assert row["target"] == "correction"


def test_an_approved_response_trains_only_if_the_recipe_says_so() -> None:
    record = judged(make_item(), "approve")
    assert reason(shipped_recipe("sft"), record) == "approved response is not a target"
    row = only_row(shipped_recipe("sft", approved_as_target=True), record)
    assert row["completion"][0]["content"] == "Five years."
    assert row["target"] == "approved response"


def test_dpo_prefers_the_correction_to_the_response() -> None:
    row = only_row(shipped_recipe("dpo"), judged(make_item(), "reject", correction="Two years."))
    assert (row["chosen"][0]["content"], row["rejected"][0]["content"]) == ("Two years.", "Five years.")
    assert row["preference"] == "correction"


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (None, "no correction"),
        ("Five years.", "correction identical to the response"),
        ("  Five\nyears. ", "correction identical to the response"),
        ("   ", "correction is empty"),
    ],
)
def test_a_correction_must_be_a_real_change(correction: str | None, expected: str) -> None:
    for task in ("sft", "dpo"):
        assert reason(shipped_recipe(task), judged(make_item(), "revise", correction=correction)) == expected


def test_corrections_that_differ_do_not_train_before_somebody_settles_them() -> None:
    item = make_item()
    reviews = [make_review(item, "revise", name, correction=f"Says {name}.") for name in ("ana", "ben")]
    for task in ("sft", "dpo"):
        assert reason(shipped_recipe(task), make_record(item, *reviews)) == "correction not settled"


def compared(**fields: Any) -> Any:
    responses = [
        {"id": "a", "text": "One.", "model": "m1"},
        {"id": "b", "text": "Two.", "model": "m2"},
        {"id": "c", "text": "Three."},
    ]
    return judged(make_item(response=None, responses=responses), "approve", **fields)


def test_the_winner_of_a_comparison_is_chosen_over_each_of_the_others() -> None:
    (kept,) = chosen(shipped_recipe("dpo"), compared(comparison="b"))
    pairs = [(row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in kept.rows]  # type: ignore[union-attr]
    assert pairs == [("Two.", "One."), ("Two.", "Three.")]
    assert kept.rows[0]["model"] == "m1, m2"  # type: ignore[union-attr]


def test_a_ranking_gives_every_pair_of_better_and_worse() -> None:
    (kept,) = chosen(shipped_recipe("dpo"), compared(ranking=[["a"], ["b", "c"]]))
    pairs = [(row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in kept.rows]  # type: ignore[union-attr]
    assert pairs == [("One.", "Two."), ("One.", "Three.")]


def test_the_correction_of_one_compared_response_is_preferred_to_that_one() -> None:
    record = compared(correction={"target": "response:b", "text": "Two and a half."})
    row = only_row(shipped_recipe("dpo"), record)
    assert (row["chosen"][0]["content"], row["rejected"][0]["content"]) == ("Two and a half.", "Two.")


@pytest.mark.parametrize("comparison", ["tie", "both_bad", None])
def test_a_comparison_without_a_winner_gives_no_pair(comparison: str | None) -> None:
    assert reason(shipped_recipe("dpo"), compared(comparison=comparison)) == "comparison without a winner"


def test_tasks_on_one_response_leave_comparisons_out() -> None:
    for task in ("kto", "classification", "spans"):
        assert reason(shipped_recipe(task), compared(comparison="a")) == "comparison, not a single response"


def test_kto_labels_accepted_and_rejected_and_leaves_the_rest_out() -> None:
    labels = {v: only_row(shipped_recipe("kto"), judged(make_item(), v))["label"] for v in ("approve", "reject")}
    assert labels == {"approve": True, "reject": False}
    revised = judged(make_item(), "revise")
    assert reason(shipped_recipe("kto"), revised) == "verdict is neither accept nor reject"
    assert only_row(shipped_recipe("kto", corrected_as_undesirable=True), revised)["label"] is False


HITS = [{"id": "h1", "policy": "z:late"}, {"id": "h2", "policy": "a:early"}, {"id": "h3", "policy": "m:none"}]


def test_classification_names_the_confirmed_policies_and_the_false_alarms() -> None:
    said = [("h1", "confirmed"), ("h2", "confirmed"), ("h3", "false_alarm")]
    hits = [{"hit": hit, "judgement": judgement} for hit, judgement in said]
    row = only_row(shipped_recipe("classification"), judged(make_item(policy_hits=HITS), "reject", hits=hits))
    assert (row["text"], row["text_pair"], row["label"]) == ("Five years.", "What is the warranty?", "reject")
    assert (row["labels"], row["false_alarms"]) == (["a:early", "z:late"], ["m:none"])


def test_spans_keep_offsets_and_quotes_behind_emoji() -> None:
    item = make_item(response="😀 Five 👨‍👩‍👧 years.", evidence=[{"id": "e", "text": "Two years."}, {"id": "f"}])
    start = item.response.index("years")  # type: ignore[union-attr]
    spans = [{"start": start, "end": start + 5, "text": "years", "label": "wrong"}]
    row = only_row(shipped_recipe("spans"), judged(item, "reject", spans=spans))
    (label,) = row["labels"]
    assert row["text"][label["start"] : label["end"]] == label["text"] == "years"
    assert row["evidence"] == ["Two years."]


def test_a_response_without_marks_is_clean_only_if_it_was_accepted() -> None:
    assert only_row(shipped_recipe("spans"), judged(make_item(), "approve"))["labels"] == []
    assert reason(shipped_recipe("spans"), judged(make_item(), "reject")) == "no span marked"


def test_a_span_that_is_not_where_its_quote_is_keeps_the_item_out() -> None:
    for span in ({"start": 0, "end": 4, "text": "Nine"}, {"start": 0, "end": 4, "text": "Five", "anchored": False}):
        record = judged(make_item(), "reject", spans=[{**span, "label": "wrong"}])
        assert reason(shipped_recipe("spans"), record) == "span does not equal its quote"


def test_raw_reviews_have_one_row_per_judgement_under_pseudonyms() -> None:
    item = make_item(policy_hits=HITS)
    reviews = [
        make_review(item, "approve", "ana", comment="fine", answers={"severity": 3}),
        make_review(item, "reject", "ben", hits=[{"hit": "h1", "judgement": "unsure"}], active_seconds=4.5),
    ]
    kept = chosen(shipped_recipe("reviews"), make_record(item, *reviews))
    rows = [row for each in kept for row in each.rows]  # type: ignore[union-attr]
    assert [row["verdict"] for row in rows] == ["approve", "reject"]
    assert rows[0]["reviewer"] != rows[1]["reviewer"]
    assert "ana" not in json.dumps(rows)
    assert json.loads(rows[0]["answers"]) == {"severity": 3}
    assert rows[1]["hits"] == [{"hit": "h1", "policy": "z:late", "detector": None, "judgement": "unsure"}]
    assert {row["resolution_method"] for row in rows} == {"single review"}


def test_a_skip_and_a_later_round_are_no_raw_review() -> None:
    item = make_item()
    skipped = make_review(item, None, skip={"kind": "defer"})
    again = make_review(item, "approve", "ben", round="consistency")
    found = chosen(shipped_recipe("reviews"), Record(item, None, (skipped, again)))
    assert [each.reason for each in found] == ["no verdict", "not a first-round review"]  # type: ignore[union-attr]


def test_each_row_says_where_it_comes_from_and_how_it_was_decided() -> None:
    metadata = {"model": "m", "model_version": 3, "user_id": "u-77", "tenant": "acme", "conversation_id": "c"}
    item = make_item(source={"system": "langfuse"}, sampling_probability=0.25, metadata=metadata)
    row = only_row(shipped_recipe("classification"), judged(item, "reject", project_version=4))
    assert (row["item_id"], row["source"], row["sampling_probability"]) == ("i1", "langfuse", 0.25)
    assert (row["outcome"], row["resolution_method"], row["reviews"]) == ("reject", "unanimous", 1)
    assert (row["guideline_version"], row["project_version"], row["model_version"]) == ("7", 4, "3")
    assert row["decided_at"] == "2026-11-20T09:00:00.000000Z"
    assert row["item_sha256"] == item.sha256()
    free = json.loads(row["metadata"])
    assert free["tenant"] == "acme"
    assert "u-77" not in row["metadata"]


def test_pseudonyms_are_stable_in_a_workspace_and_differ_between_workspaces() -> None:
    first, second = (Setting(project=Project(name="P"), salt=salt) for salt in ("one", "two"))
    assert first.pseudonym("ana") == first.pseudonym("ana") != second.pseudonym("ana")
