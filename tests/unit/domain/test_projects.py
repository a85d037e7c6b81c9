from __future__ import annotations

from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.domain.policies import read_taxonomy
from reviewer.domain.projects import Project, project_tables, read_project
from reviewer.domain.wellbeing import Wellbeing
from tests.factories import project

RATING = {"id": "severity", "type": "rating", "title": "Severity"}


def test_the_default_project_has_three_verdicts_with_the_first_digits() -> None:
    assert [(v.id, v.key, v.outcome) for v in project().verdicts] == [
        ("approve", "1", "accept"),
        ("revise", "2", "correct"),
        ("reject", "3", "reject"),
    ]


def test_a_verdict_without_a_key_gets_the_first_free_digit() -> None:
    verdicts = [{"id": "x", "outcome": "accept"}, {"id": "y", "outcome": "reject", "key": "1"}]
    assert [v.key for v in project(verdicts=verdicts).verdicts] == ["2", "1"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"overlap": 3, "max_reviews": 2}, r"'max_reviews' \(2\) is below 'overlap' \(3\)"),
        ({"reasons_required": ["never"]}, "names the verdict 'never'"),
        ({"questions": [RATING, RATING]}, "question 'severity' stands twice"),
        ({"span_labels": [{"id": "a", "key": "1"}]}, "key '1' is given to both verdict 'approve' and span label 'a'"),
        ({"questions": [{**RATING, "show_when": "verdit == 'x'"}]}, "did you mean verdict"),
        ({"questions": [{**RATING, "type": "slider"}]}, "is not one of choice"),
        ({"lease_minutes": 0}, "lease_minutes"),
        ({"overlap_share": 1.5}, "overlap_share"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(fields: dict[str, Any], words: str) -> None:
    fields = dict(fields)
    tables: dict[str, Any] = {name: fields.pop(name) for name in ("questions", "span_labels") if name in fields}
    with pytest.raises(InvalidInput, match=words):
        read_project({"project": {"name": "x", **fields}, **tables})


def test_a_question_is_shown_when_its_condition_holds() -> None:
    questions = [RATING, {"id": "why", "type": "text", "show_when": "verdict != 'approve' and answers.severity > 2"}]
    found = project(questions=questions)
    assert [q.id for q in found.shown_questions("approve", {"severity": 5})] == ["severity"]
    assert [q.id for q in found.shown_questions("reject", {"severity": 1})] == ["severity"]
    assert [q.id for q in found.shown_questions("reject", {"severity": 3})] == ["severity", "why"]


def test_a_project_survives_its_tables_and_its_stored_form() -> None:
    found = project(questions=[RATING], span_labels=[{"id": "wrong", "title": "Wrong", "key": "u"}], overlap=2)
    assert read_project(project_tables(found)) == found
    assert Project.model_validate_json(found.model_dump_json()) == found
    assert found.sha256() != project(overlap=2).sha256()


def test_a_project_without_well_being_keeps_the_hash_it_had_before_there_was_such_a_table() -> None:
    plain = Project(name="Support")
    assert plain.sha256() == "4344fc2714cc2616c651f9c98dde9f9f866675176c03b0952b08a5f91529d010"
    assert "wellbeing" not in plain.canonical()
    assert "wellbeing" not in project_tables(plain)
    assert Project(name="Support", wellbeing=Wellbeing(soften=True)).sha256() != plain.sha256()


def test_well_being_has_a_table_of_its_own() -> None:
    tables = {"project": {"name": "Safety"}, "wellbeing": {"veil": ["violence"], "break_minutes": 50}}
    found = read_project(tables)
    assert (found.wellbeing.veil, found.wellbeing.break_minutes) == (("violence",), 50)
    assert (found.wellbeing.soften, found.wellbeing.break_severe_items, found.wellbeing.interleave) == (
        False,
        None,
        False,
    )
    assert project_tables(found)["wellbeing"] == tables["wellbeing"]
    assert Project.model_validate_json(found.canonical()) == found


@pytest.mark.parametrize("table", [{"veil": [""]}, {"break_minutes": 0}, {"budget": 3}, {"soften": "sometimes"}])
def test_a_table_of_well_being_that_cannot_be_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=f"wellbeing.{next(iter(table))}"):
        read_project({"project": {"name": "x"}, "wellbeing": table})
    with pytest.raises(InvalidInput, match="no field 'wellbeing'"):
        read_project({"project": {"name": "x", "wellbeing": table}})


def test_a_policy_is_found_through_prefix_and_crosswalk() -> None:
    taxonomy = read_taxonomy(
        {
            "taxonomy": {"id": "t", "title": "T"},
            "policies": [{"id": "privacy", "title": "Privacy"}],
            "crosswalk": [{"from": "S7", "to": "privacy"}, {"from": "S9"}],
        }
    )
    for name in ("privacy", "t:privacy", "S7"):
        policy = taxonomy.find(name)
        assert policy is not None
        assert policy.title == "Privacy"
    assert taxonomy.find("S9") is None
    with pytest.raises(InvalidInput, match=r"table \[taxonomy\]"):
        read_taxonomy({})
