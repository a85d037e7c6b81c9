"""Personal data in datasets: as it is, behind placeholders, or left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Record
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.reasons import PERSONAL_DATA

from .making import SETTING, judged, make_item, many, only_row, reason, shipped_recipe

MAIL, PHONE = "ana@example.org", "+49 30 901820"


def personal(item_id: str = "i1", **fields: Any) -> Record:
    """Return an item whose texts, metadata and review all hold personal data."""
    response = f"Write to {MAIL} 😀 or call {PHONE}."
    given: dict[str, Any] = {
        "prompt": f"I am {MAIL}.",
        "response": response,
        "evidence": [{"id": "e1", "text": f"Hotline {PHONE}"}],
        "metadata": {"conversation_id": MAIL, "user_id": MAIL, "card": 4111111111111111, "seen": {MAIL: 1}},
    }
    item = make_item(item_id, **given | fields)
    start = response.index("or call")
    return judged(
        item,
        "revise",
        correction=f"Please write to {MAIL}.",
        comment=f"{MAIL.upper()} is real",
        spans=[{"start": start, "end": len(response), "text": response[start:], "label": "bad"}],
        answers={"why": f"it names {MAIL}"},
    )


def test_one_value_has_one_placeholder_in_every_text_of_a_row() -> None:
    row = only_row(shipped_recipe("dpo", redaction="placeholders"), personal())
    assert row["prompt"][0]["content"] == "I am [e-mail 1]."
    assert row["rejected"][0]["content"] == "Write to [e-mail 1] 😀 or call [phone 1]."
    assert row["chosen"][0]["content"] == "Please write to [e-mail 1]."
    metadata = json.loads(row["metadata"])
    assert metadata == {
        "card": "[card 1]",
        "conversation_id": "[e-mail 1]",
        "seen": {"[e-mail 1]": 1},
        "user_id": SETTING.pseudonym(MAIL, "user"),
    }


def test_offsets_move_with_the_placeholders() -> None:
    row = only_row(shipped_recipe("spans", redaction="placeholders"), personal())
    (span,) = row["labels"]
    assert row["text"][span["start"] : span["end"]] == span["text"] == "or call [phone 1]."


def test_hashes_group_and_item_stay_those_of_the_item_as_it_is_kept() -> None:
    whole, veiled = (only_row(shipped_recipe("sft", redaction=how), personal()) for how in ("off", "placeholders"))
    for name in ("item_id", "item_sha256", "group"):
        assert whole[name] == veiled[name]


def test_what_is_no_personal_data_comes_out_the_same_with_placeholders() -> None:
    for record in many(12):
        off, on = (
            preview_dataset([record], shipped_recipe("reviews", redaction=r), SETTING).rows
            for r in ("off", "placeholders")
        )
        assert off == on


def test_dropping_leaves_out_the_row_and_keeps_what_a_correction_made_clean() -> None:
    drop = shipped_recipe("sft", redaction="drop")
    assert reason(drop, personal()) == PERSONAL_DATA
    clean = judged(make_item(response=f"Write to {MAIL}."), "revise", correction="Write to us.")
    assert only_row(drop, clean)["completion"][0]["content"] == "Write to us."
    assert reason(shipped_recipe("dpo", redaction="drop"), clean) == PERSONAL_DATA


def test_an_id_that_is_personal_data_gets_a_stand_in_there_and_in_the_manifest(tmp_path: Path) -> None:
    records = [personal(f"{MAIL}/1"), judged(make_item(f"{MAIL}/2"))]
    recipe = shipped_recipe("sft", redaction="placeholders")
    build_dataset(records, recipe, SETTING, tmp_path / "ds", format="jsonl")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "ds").rglob("*") if path.is_file())
    assert MAIL.encode() not in everything
    assert SETTING.pseudonym(f"{MAIL}/1", "item").encode() in everything
    manifest = json.loads((tmp_path / "ds" / "manifest.json").read_text("utf-8"))
    assert manifest["excluded"]["approved response is not a target"]["items"] == [
        SETTING.pseudonym(f"{MAIL}/2", "item")
    ]


def test_the_room_still_names_the_items_as_they_are() -> None:
    found = preview_dataset([judged(make_item(f"{MAIL}/2"))], shipped_recipe("sft", redaction="placeholders"), SETTING)
    assert found.behind["approved response is not a target"] == (f"{MAIL}/2",)


def test_annotations_speak_of_the_same_placeholders(tmp_path: Path) -> None:
    build_dataset([personal()], shipped_recipe("sft", redaction="placeholders"), SETTING, tmp_path / "ds")
    judgements = pyarrow.parquet.read_table(tmp_path / "ds" / "annotations.parquet").to_pylist()
    said = {row["task"]: (row["value"], row["span_text"]) for row in judgements}
    assert said["answer"][0] == '"it names [e-mail 1]"'
    assert said["span"][1] == "or call [phone 1]."
    assert said["correction"][0] == "Please write to [e-mail 1]."
    assert judgements[0]["comment"] == "[e-mail 1b] is real"


@pytest.mark.parametrize(
    ("redaction", "says"),
    [
        ("off", "Texts stand as the source sent them, so they may hold personal data."),
        ("placeholders", "stand as placeholders such as [e-mail 1], the same for one value in all texts of an item."),
        ("drop", "phone, card or account numbers was left out."),
    ],
)
def test_card_and_croissant_say_how_personal_data_stands(tmp_path: Path, redaction: str, says: str) -> None:
    build_dataset(many(3), shipped_recipe("sft", redaction=redaction), SETTING, tmp_path / "ds")
    assert says in (tmp_path / "ds" / "README.md").read_text("utf-8")
    assert (
        says in json.loads((tmp_path / "ds" / "croissant.json").read_text("utf-8"))["rai:personalSensitiveInformation"]
    )


def test_a_reviewer_in_the_filter_is_printed_as_a_pseudonym(tmp_path: Path) -> None:
    where = "'person 1' in reviewers and response != 'person 1'"
    build_dataset(many(30), shipped_recipe("sft", where=where), SETTING, tmp_path / "ds")
    manifest = json.loads((tmp_path / "ds" / "manifest.json").read_text("utf-8"))
    stand_in = SETTING.pseudonym("person 1")
    assert manifest["filter"] == manifest["recipe"]["where"] == f"'{stand_in}' in reviewers and response != 'person 1'"
    assert f"'{stand_in}' in reviewers" in (tmp_path / "ds" / "README.md").read_text("utf-8")
    assert manifest["counts"]["kept"] > 0


def test_a_filter_asks_for_reviewers_by_name_or_by_pseudonym() -> None:
    recipe = shipped_recipe("reviews")
    by_name = preview_dataset(many(30), recipe.changed(where="'person 1' in reviewers"), SETTING)
    stand_in = SETTING.pseudonym("person 1")
    by_pseudonym = preview_dataset(many(30), recipe.changed(where=f"'{stand_in}' in reviewers"), SETTING)
    assert by_name.rows == by_pseudonym.rows
    assert 0 < by_name.total < 30
