from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Record
from reviewer.datasets.selection import Kept
from reviewer.domain.policies import Policy, Taxonomy

from .making import SETTING, chosen, judged, make_item, make_record, make_review, only_row, reason, shipped_recipe

TAXONOMY = Taxonomy(
    id="own",
    title="Own",
    policies=(
        Policy(id="own:tone", title="Tone", text="Is rude."),
        Policy(id="own:data", title="Data", text="Tells who."),
        Policy(id="own:harm", title="Harm"),
    ),
)
GUARDED = replace(SETTING, rules=TAXONOMY)


def hit(name: str, policy: str, target: str = "response") -> dict[str, Any]:
    return {"id": name, "policy": policy, "detector": "d", "target": target}


def rejected(*hits: dict[str, Any], said: dict[str, str], **fields: Any) -> Record:
    item = make_item(policy_hits=list(hits))
    judgements = [{"hit": name, "judgement": judgement} for name, judgement in said.items()]
    return judged(item, fields.pop("verdict", "reject"), hits=judgements, **fields)


def test_an_unsafe_row_names_the_codes_of_confirmed_and_missed_policies_in_the_order_of_the_taxonomy() -> None:
    record = rejected(
        hit("h1", "own:harm"), said={"h1": "confirmed"}, missed_hits=[{"policy": "own:tone"}], comment="It is rude."
    )
    row = only_row(shipped_recipe("guardrail"), record, GUARDED)
    assert (row["label"], row["violated_category_codes"], row["explanation"]) == ("unsafe", ["S1", "S3"], "It is rude.")
    assert (row["prompt"], row["response"]) == ("What is the warranty?", "Five years.")


def test_a_false_alarm_is_safe_and_a_hit_that_nobody_settled_is_neither() -> None:
    recipe = shipped_recipe("guardrail")
    alarm = hit("h1", "own:tone")
    row = only_row(recipe, rejected(alarm, said={"h1": "false_alarm"}), GUARDED)
    assert (row["label"], row["violated_category_codes"]) == ("safe", [])
    assert reason(recipe, rejected(alarm, said={"h1": "unsure"}), GUARDED) == "broken policies unknown"
    assert reason(recipe, rejected(alarm, said={}), GUARDED) == "broken policies unknown"
    two = rejected(alarm, hit("h2", "own:data"), said={"h1": "confirmed", "h2": "unsure"})
    assert reason(recipe, two, GUARDED) == "broken policies unknown"


def test_a_rejection_without_a_word_on_policies_is_not_taken_for_safe() -> None:
    recipe = shipped_recipe("guardrail")
    assert reason(recipe, judged(make_item(), "reject"), GUARDED) == "broken policies unknown"
    checked = judged(make_item(), "reject", policies_checked=["own:tone"])
    assert only_row(recipe, checked, GUARDED)["label"] == "safe"
    assert only_row(recipe, judged(make_item(), "approve"), GUARDED)["label"] == "safe"


def test_a_broken_prompt_is_an_example_of_its_own_without_the_response() -> None:
    record = rejected(hit("h1", "own:harm", "message:0"), said={"h1": "confirmed"}, verdict="approve")
    (kept,) = chosen(shipped_recipe("guardrail"), record, setting=GUARDED)
    assert isinstance(kept, Kept)
    assert [(row["response"], row["label"]) for row in kept.rows] == [("Five years.", "safe"), ("N/A", "unsafe")]


def test_without_a_taxonomy_or_with_a_policy_beyond_it_there_is_no_code() -> None:
    recipe = shipped_recipe("guardrail")
    record = rejected(hit("h1", "other:thing"), said={"h1": "confirmed"})
    assert reason(recipe, record) == "no taxonomy"
    assert reason(recipe, record, GUARDED) == "policy outside the taxonomy"
    row = only_row(shipped_recipe("guardrail", style="wildguard"), record)
    assert (row["response_harm_label"], row["subcategory"]) == ("harmful", "other:thing")


def test_what_one_of_three_reviewers_missed_alone_is_not_settled() -> None:
    item = make_item()
    names = ("ana", "ben", "cem")
    lone = make_record(
        item, *(make_review(item, "reject", name, missed_hits=[{"policy": f"own:{name}"}]) for name in names)
    )
    both = make_record(
        item, *(make_review(item, "reject", name, missed_hits=[{"policy": "own:tone"}]) for name in names[:2])
    )
    assert reason(shipped_recipe("guardrail"), lone, GUARDED) == "broken policies unknown"
    assert only_row(shipped_recipe("guardrail"), both, GUARDED)["violated_category_codes"] == ["S1"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"refusal": "yes"}, "refusal"), ({"response_refusal": "compliance"}, "compliance"), ({"refusal": ["x"]}, None)],
)
def test_wildguard_takes_refusal_from_a_question_and_leaves_open_what_nobody_said(
    answers: dict[str, Any], expected: str | None
) -> None:
    item = make_item(metadata={"adversarial": True})
    row = only_row(shipped_recipe("guardrail", style="wildguard"), judged(item, "approve", answers=answers))
    assert row["response_refusal_label"] == expected
    assert (row["adversarial"], row["prompt_harm_label"], row["response_harm_label"]) == (True, None, "unharmful")
    assert row["subcategory"] == "benign"


def test_the_codes_lead_into_the_guidelines_as_llama_guards_formatter_reads_them(tmp_path: Path) -> None:
    records = [rejected(hit("h1", "own:data"), said={"h1": "confirmed"})]
    recipe = shipped_recipe("guardrail", split=(1, 0, 0))
    build_dataset(records, recipe, GUARDED, tmp_path / "ds", format="jsonl")
    guidelines = json.loads((tmp_path / "ds" / "guidelines.json").read_text("utf-8"))
    (line,) = (tmp_path / "ds" / "data" / "train-00000-of-00001.jsonl").read_text("utf-8").splitlines()
    (code,) = json.loads(line)["violated_category_codes"]
    place = int(code.lstrip(guidelines["category_code_prefix"])) - 1
    assert guidelines["categories"][place] == {"name": "Data", "description": "Tells who."}
    assert "guidelines.json" in (tmp_path / "ds" / "SHA256SUMS").read_text("utf-8")
    assert "`guidelines.json`" in (tmp_path / "ds" / "README.md").read_text("utf-8")


def test_a_binary_label_follows_the_policies_and_a_verdict_beyond_the_classes_is_left_out() -> None:
    record = rejected(hit("h1", "own:tone"), said={"h1": "confirmed"})
    row = only_row(shipped_recipe("classification", style="binary"), record)
    assert (row["label"], row["labels"]) == ("unsafe", ["own:tone"])
    narrow = shipped_recipe("classification", classes=("approve", "revise"))
    assert reason(narrow, record) == "verdict is not among the classes"
