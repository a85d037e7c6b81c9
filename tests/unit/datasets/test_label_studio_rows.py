from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Setting
from reviewer.datasets.rows.label_studio_config import config_text
from reviewer.domain.projects import Project, read_project
from reviewer.domain.resolutions import adopt

from .making import make_item, make_record, make_review, only_row, reason, shipped_recipe

QUESTIONS = [
    {"id": "severity", "type": "rating", "title": "Severity"},
    {"id": "helpful", "type": "rating", "min": 0, "max": 4},
    {"id": "tone", "type": "choice", "options": [{"id": "kind", "title": "$Kind <&>"}, {"id": "rude"}]},
    {"id": "faults", "type": "multi_choice", "options": [{"id": "facts"}, {"id": "style"}]},
    {"id": "order", "type": "ranking", "options": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
    {"id": "why", "type": "text"},
    {"id": "better", "type": "comparison"},
    {"id": "marks", "type": "spans", "options": [{"id": "good"}]},
]
PROJECT: Project = read_project(
    {
        "project": {"name": "P\x07roject"},
        "questions": QUESTIONS,
        "span_labels": [{"id": "wrong", "title": "Wrong"}],
    }
)
SETTING = Setting(project=PROJECT, salt="pepper")
RESPONSE = "😀 Five\r\nyears 👨‍👩‍👧."
START = RESPONSE.index("years")
MARK = {"start": START, "end": START + 5, "text": "years"}
ANSWERS: dict[str, Any] = {
    "severity": 4,
    "helpful": 0,
    "tone": "kind",
    "faults": ["facts", "style"],
    "order": [["a"], ["b", "c"]],
    "why": "Because.",
    "better": "tie",
    "marks": [{**MARK, "label": "good"}],
}


def task(**fields: Any) -> dict[str, Any]:
    item = make_item(response=RESPONSE, evidence=[{"id": "e", "source": "w.md", "text": "Two."}, {"id": "f"}])
    given: dict[str, Any] = {"answers": ANSWERS, "spans": [{**MARK, "label": "wrong"}], "active_seconds": 12.5}
    review = make_review(item, "revise", correction="Two years.", comment="No.", **{**given, **fields})
    return only_row(shipped_recipe("label-studio"), make_record(item, review, project=PROJECT), SETTING)


def values(row: dict[str, Any]) -> dict[str, Any]:
    (annotation,) = row["annotations"]
    return {result["from_name"]: (result["type"], result["value"]) for result in annotation["result"]}


def test_a_review_becomes_an_annotation_with_each_answer_in_the_form_of_its_control() -> None:
    assert values(task()) == {
        "verdict": ("choices", {"choices": ["revise"]}),
        "answer_severity": ("rating", {"rating": 4}),
        "answer_helpful": ("number", {"number": 0}),
        "answer_tone": ("choices", {"choices": ["kind"]}),
        "answer_faults": ("choices", {"choices": ["facts", "style"]}),
        "answer_order": ("textarea", {"text": ["a > b = c"]}),
        "answer_why": ("textarea", {"text": ["Because."]}),
        "answer_better": ("textarea", {"text": ["tie"]}),
        "answer_marks": ("labels", {"start": START, "end": START + 5, "labels": ["good"]}),
        "spans": ("labels", {"start": START, "end": START + 5, "labels": ["wrong"]}),
        "correction": ("textarea", {"text": ["Two years."]}),
        "comment": ("textarea", {"text": ["No."]}),
    }


def test_offsets_count_code_points_so_that_the_text_s_slice_is_the_marked_word() -> None:
    row = task()
    _, value = values(row)["spans"]
    assert row["data"]["response"][value["start"] : value["end"]] == "years"
    in_utf16 = len(RESPONSE[:START].encode("utf-16-le")) // 2
    assert value["start"] != in_utf16


def test_a_task_shows_conversation_response_and_evidence_and_names_no_reviewer() -> None:
    row = task()
    assert row["data"]["conversation"] == [{"role": "user", "content": "What is the warranty?"}]
    assert row["data"]["evidence"] == [{"title": "w.md", "text": "Two."}, {"title": "", "text": ""}]
    assert row["data"]["reviewers"] == [SETTING.pseudonym("ana")]
    assert "ana" not in json.dumps({key: value for key, value in row.items() if key in ("data", "annotations")})
    assert row["annotations"][0]["lead_time"] == 12.5


def test_of_several_annotations_the_one_that_a_lead_adopted_is_the_ground_truth() -> None:
    item = make_item(response=RESPONSE)
    reviews = [make_review(item, verdict, name) for name, verdict in (("ana", "approve"), ("ben", "reject"))]
    record = make_record(item, *reviews, project=PROJECT)
    settled = record._replace(resolution=adopt(item, PROJECT, reviews[1], reviews, "lead", "Ben is right."))
    row = only_row(shipped_recipe("label-studio"), settled, SETTING)
    assert [annotation["ground_truth"] for annotation in row["annotations"]] == [False, True]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"answers": {"tone": "loud"}}, "judged under other choices"),
        ({"answers": {"gone": 1}}, "judged under other choices"),
        ({"answers": {"severity": ["facts"]}}, "judged under other choices"),
        ({"answers": {"severity": 9}}, "judged under other choices"),
        ({"answers": {"faults": [{**MARK, "label": "good"}]}}, "judged under other choices"),
        ({"answers": {"marks": "kind"}}, "judged under other choices"),
        ({"spans": [{**MARK, "label": "old"}]}, "judged under other choices"),
        ({"spans": [{**MARK, "start": 0, "end": 5, "label": "wrong"}]}, "span does not equal its quote"),
        ({"spans": [{**MARK, "anchored": False, "label": "wrong"}]}, "span does not equal its quote"),
    ],
)
def test_what_the_config_could_not_show_is_left_out_with_the_reason(fields: dict[str, Any], expected: str) -> None:
    item = make_item(response=RESPONSE)
    review = make_review(item, "revise", **fields)
    record = make_record(item, review, project=PROJECT)
    assert reason(shipped_recipe("label-studio"), record, SETTING) == expected


def test_the_config_asks_what_the_project_asks_and_survives_any_title() -> None:
    view = ElementTree.fromstring(config_text(PROJECT))
    asked = {tag.attrib["name"]: tag for tag in view if tag.attrib.get("toName") == "response"}
    assert {name: tag.tag for name, tag in asked.items()} == {
        "spans": "Labels",
        "answer_marks": "Labels",
        "verdict": "Choices",
        "answer_severity": "Rating",
        "answer_helpful": "Number",
        "answer_tone": "Choices",
        "answer_faults": "Choices",
        "answer_order": "TextArea",
        "answer_why": "TextArea",
        "answer_better": "TextArea",
        "correction": "TextArea",
        "comment": "TextArea",
    }
    tone = [(choice.attrib["value"], choice.attrib["alias"]) for choice in asked["answer_tone"]]
    assert tone == [(" $Kind <&>", "kind"), ("rude", "rude")]
    assert (asked["answer_faults"].attrib["choice"], asked["answer_severity"].attrib["maxRating"]) == ("multiple", "5")
    shown = {tag.attrib["name"]: tag.attrib["value"] for tag in view if tag.tag in ("Text", "Paragraphs")}
    assert shown == {"conversation": "$conversation", "evidence": "$evidence", "response": "$response"}


def test_the_folder_holds_a_list_of_tasks_and_the_config_beside_it(tmp_path: Path) -> None:
    item = make_item(response=RESPONSE)
    record = make_record(item, make_review(item, "approve"), project=PROJECT)
    build_dataset([record], shipped_recipe("label-studio", split=(1, 0, 0)), SETTING, tmp_path / "out")
    tasks = json.loads((tmp_path / "out" / "data" / "train-00000-of-00001.json").read_bytes())
    assert [set(one) for one in tasks] == [{"data", "annotations"}]
    assert (tmp_path / "out" / "label_config.xml").read_text("utf-8") == config_text(PROJECT)
    assert (tmp_path / "out" / "lineage.parquet").is_file()
