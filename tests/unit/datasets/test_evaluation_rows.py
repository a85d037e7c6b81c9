from __future__ import annotations

from typing import Any

import pytest

from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.recipe import read_recipe
from reviewer.domain.errors import InvalidInput
from reviewer.domain.resolutions import adopt

from .making import PROJECT, SETTING, judged, make_item, make_review, only_row, reason, shipped_recipe

GOLD: dict[str, Any] = {"verdict": "reject", "answers": {"severity": 5}, "explanation": "The leaflet warns."}
TRAINING = ("sft", "dpo", "kto", "reward", "classification", "guardrail", "spans", "attribution", "reviews")


def test_a_gold_item_is_expected_to_get_its_known_answer_whatever_the_reviewers_said() -> None:
    row = only_row(shipped_recipe("evaluation"), judged(make_item(gold=GOLD), "approve", comment="Fine."))
    assert (row["basis"], row["expected_verdict"], row["expected_outcome"]) == ("gold", "reject", "reject")
    assert (row["expected_answers"], row["explanation"]) == ('{"severity":5}', "The leaflet warns.")
    assert (row["reviews"], row["expected_policies"]) == (0, None)


def test_what_a_lead_settled_is_expected_and_what_reviewers_merely_agreed_on_is_not() -> None:
    item = make_item(evidence=[{"id": "e1", "text": "Two years."}])
    review = make_review(item, "revise", correction="Two years.")
    settled = judged(item)._replace(resolution=adopt(item, PROJECT, review, [review], "lea", "The passage says two."))
    row = only_row(shipped_recipe("evaluation"), settled)
    assert (row["basis"], row["expected_verdict"], row["expected_correction"]) == (
        "adjudicated",
        "revise",
        "Two years.",
    )
    assert (row["explanation"], row["evidence"][0]["text"]) == ("The passage says two.", "Two years.")
    assert reason(shipped_recipe("evaluation"), judged(item)) == "neither gold nor adjudicated"


def test_an_evaluation_is_a_test_and_nothing_else() -> None:
    found = preview_dataset([judged(make_item(gold=GOLD))], shipped_recipe("evaluation"), SETTING)
    assert found.counts == {"train": 0, "validation": 0, "test": 1}
    assert "unseen" not in {check.id for check in found.checks}
    with pytest.raises(InvalidInput, match=r"split = \[0, 0, 1\]"):
        shipped_recipe("evaluation").changed(split=(0.8, 0.1, 0.1))
    text = 'name = "mine"\ntitle = "Mine"\ntask = "evaluation"\n'
    with pytest.raises(InvalidInput, match="an evaluation is a test"):
        read_recipe(text)
    with pytest.raises(InvalidInput, match="line 4: 'split': an evaluation is a test"):
        read_recipe(text + "split = [0.8, 0.1, 0.1]")


@pytest.mark.parametrize("name", TRAINING)
def test_gold_is_nowhere_else(name: str) -> None:
    assert reason(shipped_recipe(name), judged(make_item(gold=GOLD), "revise", correction="Two.")) == "gold item"


def test_the_reason_of_an_answer_keeps_its_words_without_the_personal_data_in_it() -> None:
    gold = GOLD | {"explanation": "Ask ana@example.org before you send this."}
    record = judged(make_item(gold=gold))
    row = only_row(shipped_recipe("evaluation", redaction="placeholders"), record)
    assert row["explanation"] == "Ask [e-mail 1] before you send this."
    assert reason(shipped_recipe("evaluation", redaction="drop"), record) == "personal data"
    assert only_row(shipped_recipe("evaluation"), record)["explanation"] == gold["explanation"]
