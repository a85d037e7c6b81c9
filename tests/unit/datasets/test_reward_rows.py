from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.counting import count_rows
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.rows import columns_of, fitted
from reviewer.domain.errors import InvalidInput
from reviewer.domain.projects import Project
from reviewer.domain.questions import read_question

from .making import SETTING, judged, make_item, make_record, make_review, shipped_recipe

RATED = Project(
    name="Rated",
    questions=tuple(
        read_question({"id": name, "type": kind, "title": name, "options": options})
        for name, kind, options in (
            ("helpfulness", "rating", ()),
            ("verdict", "rating", ()),
            ("tone", "choice", ({"id": "kind", "title": "Kind"}, {"id": "rude", "title": "Rude"})),
        )
    ),
)
SETTING_RATED: Setting = replace(SETTING, project=RATED)


def rows(record: Record, **keys: Any) -> tuple[list[dict[str, Any]], dict[str, int]]:
    found = preview_dataset([record], shipped_recipe("reward", **keys), SETTING_RATED)
    return [dict(row) for row in found.rows], found.excluded


def test_each_rating_question_is_a_column_of_whole_numbers_and_other_questions_are_not() -> None:
    ((row,), _) = rows(judged(make_item(), answers={"helpfulness": 4, "verdict": 2, "tone": "kind"}))
    assert (row["prompt"], row["response"]) == ("What is the warranty?", "Five years.")
    assert (row["helpfulness"], row["rating_verdict"], row["verdict"]) == (4, 2, "approve")
    kinds = {column.name: column.kind for column in columns_of(fitted(shipped_recipe("reward"), RATED))}
    assert kinds["helpfulness"] == "integer"
    assert "tone" not in kinds


@pytest.mark.parametrize("name", ["completion", "chosen", "messages", "text", "split", "reviews"])
def test_a_rating_that_is_called_like_a_column_of_texts_gets_a_name_of_its_own(name: str) -> None:
    project = Project(name="Rated", questions=(read_question({"id": name, "type": "rating", "title": "Rating"}),))
    record = judged(make_item(), answers={name: 3})
    (row,) = preview_dataset([record], shipped_recipe("reward"), replace(SETTING, project=project)).rows
    assert row[f"rating_{name}"] == 3
    assert row["split"] in ("train", "validation", "test")


@pytest.mark.parametrize("answers", [{}, {"helpfulness": 4}, {"helpfulness": "4", "verdict": 1}])
def test_a_response_without_all_of_its_ratings_is_left_out(answers: dict[str, Any]) -> None:
    assert rows(judged(make_item(), answers=answers)) == ([], {"not rated": 1})


def test_ratings_that_differ_between_reviewers_are_not_settled() -> None:
    item = make_item()
    both = [
        make_review(item, "approve", name, answers={"helpfulness": value, "verdict": 3})
        for name, value in (("ana", 3), ("ben", 4))
    ]
    assert rows(make_record(item, *both)) == ([], {"not rated": 1})
    ((row,), _) = rows(make_record(item, *both), ratings=("verdict",))
    assert row["rating_verdict"] == 3
    assert "helpfulness" not in row


def test_a_rating_that_the_project_does_not_ask_for_is_named_with_the_nearest_and_hides_no_other_recipe() -> None:
    recipe = shipped_recipe("reward", ratings=("helpfulnes",))
    with pytest.raises(InvalidInput, match="no rating question 'helpfulnes'; did you mean 'helpfulness'"):
        preview_dataset([], recipe, SETTING_RATED)
    with pytest.raises(InvalidInput, match="it asks for no rating"):
        preview_dataset([], recipe, SETTING)
    counts = count_rows([judged(make_item())], [recipe, shipped_recipe("kto")], SETTING_RATED)
    assert counts == {"reward": 0, "kto": 1}


def test_a_project_that_asks_for_no_rating_gives_no_row() -> None:
    found = preview_dataset([judged(make_item())], shipped_recipe("reward"), SETTING)
    assert (found.total, found.excluded) == (0, {"not rated": 1})


@pytest.mark.parametrize("implicit", [False, True])
def test_pairs_come_from_comparisons_alone_with_the_prompt_apart_or_within(implicit: bool) -> None:
    item = make_item(response=None, responses=[{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}])
    ((row,), _) = rows(judged(item, comparison="b"), style="pairs", implicit=implicit)
    if implicit:
        assert (row["chosen"], row["rejected"]) == ("What is the warranty?\n\nTwo.", "What is the warranty?\n\nOne.")
        assert "prompt" not in row
    else:
        assert (row["prompt"], row["chosen"], row["rejected"]) == ("What is the warranty?", "Two.", "One.")
    assert rows(judged(item, comparison="tie"), style="pairs")[1] == {"comparison without a winner": 1}
    single = judged(make_item(), "revise", correction="Two years.")
    assert rows(single, style="pairs")[1] == {"single response, not a comparison": 1}
