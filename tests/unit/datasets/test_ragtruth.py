from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.datasets.beside import Seen
from reviewer.datasets.build import build_dataset, verify_folder
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option

from .making import SETTING, judged, make_item, only_row, reason, shipped_recipe

RESPONSE = "😀 Paris is in Italy."
SPAN = {"start": 11, "end": 20, "text": "in Italy.", "label": "conflict"}


def marked(item_id: str, **fields: Any) -> Any:
    item = make_item(item_id, response=RESPONSE, evidence=[{"id": "e1", "text": "Paris is in France."}], **fields)
    return judged(item, "reject", spans=[SPAN], comment="Wrong country.")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_two_files_have_ragtruths_fields_and_join_on_the_source(tmp_path: Path) -> None:
    metadata = {"model": "m-1", "temperature": 1, "quality": "truncated"}
    records = [marked("i1", metadata=metadata), marked("i2"), marked("i3", prompt="Another question?")]
    build_dataset(records, shipped_recipe("spans", style="ragtruth"), SETTING, tmp_path / "ds", format="csv")
    responses = {row["id"]: row for row in lines(tmp_path / "ds" / "response.jsonl")}
    sources = lines(tmp_path / "ds" / "source_info.jsonl")
    assert list(responses["i1"]) == [
        "id", "source_id", "model", "temperature", "labels", "split", "quality", "response",
    ]  # fmt: skip
    assert list(sources[0]) == ["source_id", "task_type", "source", "source_info", "prompt"]
    assert (responses["i1"]["model"], responses["i1"]["temperature"], responses["i1"]["quality"]) == (
        "m-1", 1.0, "truncated",
    )  # fmt: skip
    assert responses["i1"]["source_id"] == responses["i2"]["source_id"] != responses["i3"]["source_id"]
    assert sorted(row["source_id"] for row in sources) == sorted({row["source_id"] for row in responses.values()})
    (source,) = [row for row in sources if row["source_id"] == responses["i1"]["source_id"]]
    passages = "passage 1:Paris is in France.\n\n"
    assert source["source_info"] == {"question": "What is the warranty?", "passages": passages}
    assert verify_folder(tmp_path / "ds") == ()
    (tmp_path / "ds" / "source_info.jsonl").write_text("{}\n", "utf-8")
    assert verify_folder(tmp_path / "ds") == ("source_info.jsonl was changed",)


def test_every_offset_equals_its_quote_and_labels_have_the_names_that_the_project_shows() -> None:
    project = Project(name="P", span_labels=(Option(id="conflict", title="Evident Conflict", key="c"),))
    setting = SETTING.__class__(project=project)
    row = only_row(shipped_recipe("spans", style="ragtruth"), marked("i1"), setting)
    (label,) = row["labels"]
    assert row["response"][label["start"] : label["end"]] == label["text"] == "in Italy."
    assert (label["label_type"], label["meta"]) == ("Evident Conflict", "Wrong country.")
    assert reason(shipped_recipe("spans", style="ragtruth"), judged(make_item(), "reject")) == "no span marked"


def test_summaries_and_data_have_their_source_as_ragtruth_has_it(tmp_path: Path) -> None:
    data = {"id": "e1", "text": '{"name": "Subway", "stars": 3.0}'}
    records = [
        judged(make_item("s", evidence=[{"id": "e1", "text": "News."}], metadata={"task_type": "Summary"}), "approve"),
        judged(make_item("d", evidence=[data], metadata={"task_type": "Data2txt", "source_id": 7}), "approve"),
    ]
    build_dataset(records, shipped_recipe("spans", style="ragtruth"), SETTING, tmp_path / "ds")
    found = {row["task_type"]: row for row in lines(tmp_path / "ds" / "source_info.jsonl")}
    assert found["Summary"]["source_info"] == "News."
    assert found["Data2txt"]["source_info"] == {"name": "Subway", "stars": 3.0}
    assert found["Data2txt"]["source_id"] == "7"


@pytest.mark.parametrize("text", ['{"stars": NaN}', '{"stars": 1e999}', '{"name": "\\ud800"}', '{"a":' * 100_000])
def test_what_is_no_strict_json_stands_as_the_text_that_it_is(text: str, tmp_path: Path) -> None:
    item = make_item(evidence=[{"id": "e1", "text": text}], metadata={"task_type": "Data2txt"})
    result = build_dataset(
        [judged(item)], shipped_recipe("spans", style="ragtruth"), SETTING, tmp_path / "ds", format="jsonl"
    )
    assert sum(result.rows.values()) == 1
    (row,) = lines(tmp_path / "ds" / "source_info.jsonl")
    assert row["source_info"] == text


@pytest.mark.parametrize(("given", "kept"), [(0, 0.0), (0.7, 0.7), (True, None), ("0.7", None)])
def test_a_temperature_is_a_number_that_can_be_one(given: object, kept: float | None) -> None:
    row = only_row(shipped_recipe("spans", style="ragtruth"), marked("i1", metadata={"temperature": given}))
    assert row["temperature"] == kept


def test_without_the_style_there_are_no_such_files(tmp_path: Path) -> None:
    build_dataset([marked("i1")], shipped_recipe("spans"), SETTING, tmp_path / "ds")
    assert not list((tmp_path / "ds").glob("*.jsonl"))


def test_a_text_is_known_again_also_after_fifty_thousand_others() -> None:
    seen = Seen()
    assert not any(seen.before(f"text {n}") for n in range(60_000))
    assert all(seen.before(f"text {n}") for n in (0, 49_999, 50_000, 59_999))
    assert not seen.before("another")
