from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.domain.items import read_item
from reviewer.domain.reviews import Review, place_in
from reviewer.services.review_export import write_reviews
from reviewer.services.review_import import Rejected, ReviewMap, prepare_review, prepare_reviews, rows_of_file
from reviewer.services.workspace import create_workspace
from tests.factories import item, project, review, workspace

USEFUL: dict[str, Any] = {
    "verdicts": [
        {"id": "useful", "title": "Useful", "outcome": "accept"},
        {"id": "partly", "title": "Partially useful", "outcome": "correct"},
    ]
}


def test_only_item_reviewer_and_verdict_are_needed() -> None:
    made = prepare_review({"item_id": "a", "reviewer": "ana", "verdict": "approve"}, project())
    assert (made.item_id, made.reviewer, made.verdict, made.round) == ("a", "ana", "approve", "first")
    assert made.submission_id


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"reviewer": "ana", "verdict": "approve"}, "item_id is missing"),
        ({"item_id": "a", "verdict": "approve"}, "reviewer is missing"),
        ({"item_id": "a", "reviewer": "ana"}, "verdict is missing"),
        ({"item_id": "a", "reviewer": "ana", "verdict": None}, "verdict is missing"),
        ({"item_id": "a", "reviewer": "ana", "verdict": "Great"}, "'Great' is not one of this project"),
        ({"item_id": "a", "reviewer": "ana", "verdict": 3}, "verdict"),
        ({"item_id": "a", "reviewer": "ana", "verdict": "approve", "answers": {"n": 10**30}}, "64 bits"),
        ({"item_id": "a", "reviewer": "ana", "verdict": "approve", "state": "withdrawn"}, "withdrawn"),
        ({"item_id": "a", "reviewer": "ana", "verdict": "approve", "spans": ["x"]}, "spans"),
        ({"item_id": "a", "reviewer": "ana", "verdict": "approve", "claims": [1]}, "claims"),
        ([], "JSON object"),
    ],
)
def test_a_row_that_cannot_be_taken_is_rejected_with_its_reason(row: Any, reason: str) -> None:
    (found,) = prepare_reviews([row], project())
    assert isinstance(found, Rejected)
    assert reason in found.reason


def test_a_skip_and_an_escalation_need_no_verdict() -> None:
    rows = [
        {"item_id": "a", "reviewer": "ana", "skip": {"kind": "defer"}},
        {"item_id": "a", "reviewer": "ben", "escalation": {}},
    ]
    skip, other = prepare_reviews(rows[:1], project()), prepare_reviews(rows[1:], project())
    assert isinstance(next(skip), Review)
    assert isinstance(next(other), Rejected)  # an empty escalation is none


def test_a_verdict_is_found_by_id_by_title_and_by_the_map() -> None:
    judged = project(**USEFUL)
    row = {"item_id": "a", "reviewer": "ana"}
    assert prepare_review({**row, "verdict": "partly"}, judged).verdict == "partly"
    assert prepare_review({**row, "verdict": "PARTIALLY  useful"}, judged).verdict == "partly"
    names = ReviewMap.model_validate({"verdicts": {"ok": "useful"}})
    assert prepare_review({**row, "verdict": "ok"}, judged, names).verdict == "useful"


def test_the_same_row_always_gets_the_same_id_and_another_row_another() -> None:
    row = {"item_id": "a", "reviewer": "ana", "verdict": "approve", "comment": "x"}
    first, again = prepare_review(row, project()), prepare_review(dict(reversed(row.items())), project())
    assert first.submission_id == again.submission_id
    assert prepare_review({**row, "comment": "y"}, project()).submission_id != first.submission_id


def test_claims_labels_and_corrections_of_others_become_ours() -> None:
    names = ReviewMap.model_validate(
        {
            "labels": {"support:Missing": "unsupported", "noise": ""},
            "claims": {"relations": {"Complete": "supports", "N/A": ""}},
            "seconds_divisor": 1000,
            "fields": {"active_seconds": "annotation_time"},
        }
    )
    notes: Counter[str] = Counter()
    row = {
        "item_id": "a",
        "reviewer": "ana",
        "verdict": "approve",
        "spans": [
            {"start": 0, "end": 3, "text": "abc", "label": "support:Missing"},
            {"start": 1, "end": 2, "label": "noise"},
        ],
        "claims": [
            {"start": 0, "end": 3, "support": "Complete", "evidence": ["e1", "e2"], "worth": "Yes"},
            {"start": 0, "end": 3, "support": "Missing", "evidence": []},
            {"start": 0, "end": 3, "support": "N/A"},
        ],
        "correction": "better",
        "annotation_time": 31_500,
        "other": 1,
    }
    made = prepare_review(row, project(), names, notes)
    assert [span.label for span in made.spans] == ["unsupported"]
    assert [claim.relation for claim in made.claims] == ["supports", "no_passage"]
    assert [passage.evidence for passage in made.claims[0].passages] == ["e1", "e2"]
    assert made.correction is not None
    assert made.correction.text == "better"
    assert made.active_seconds == 31.5
    assert len(notes) == 3
    assert any("'N/A'" in note for note in notes)
    assert any("'other'" in note for note in notes)


def test_an_unknown_relation_in_a_map_is_refused() -> None:
    with pytest.raises(ValueError, match="relations"):
        ReviewMap.model_validate({"claims": {"relations": {"Complete": "backs"}}})


def test_a_file_imported_twice_adds_nothing_and_another_opinion_is_rejected(tmp_path: Path) -> None:
    row = review("a", "ana", "approve")
    row.pop("submission_id", None)
    with workspace(tmp_path, [item("a")]) as ws:
        assert (ws.reviews.import_rows([row]).added, ws.reviews.import_rows([row]).added) == (1, 0)
        counts = ws.reviews.import_rows([{**row, "verdict": "reject"}, {**row, "item_id": "none"}])
        assert (counts.read, counts.added, counts.rejected) == (2, 0, 2)
        assert sum(counts.reasons.values()) == 2


def test_reviews_that_were_exported_come_back_the_same(tmp_path: Path) -> None:
    text = "The \U0001f469\u200d\U0001f680 said: five years.\r\n"
    rows = [
        review("a", "ana", "reject", spans=[{"start": 4, "end": 7, "text": text[4:7], "label": "unsupported"}]),
        review("a", "ben", "revise", correction=text + "Two.", comment="  \u202e kept  ", active_seconds=3.25),
        {"item_id": "b", "reviewer": "ana", "skip": {"kind": "out_of_scope"}},
        review("b", "ben", "approve", claims=[{"start": 0, "end": 3, "text": "The", "relation": "no_passage"}]),
    ]
    entries = [item("a", response=text), item("b", response=text)]
    with workspace(tmp_path, entries, overlap=2) as ws:
        assert ws.reviews.import_rows(rows).added == 4
        before = {found.submission_id: found for found in ws.reviews.stream()}
        assert write_reviews(ws, tmp_path / "out.jsonl") == 4
    (tmp_path / "other").mkdir()
    with workspace(tmp_path / "other", entries, overlap=2) as ws:
        counts = ws.reviews.import_rows(rows_of_file(tmp_path / "out.jsonl"))
        assert (counts.added, counts.rejected) == (4, 0)
        assert {found.submission_id: found for found in ws.reviews.stream()} == before


def test_an_exported_file_is_plain_ascii_and_complete_or_not_there(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as ws:
        ws.reviews.import_rows([review("a", comment="\U0001f600 \u202e")])
        write_reviews(ws, tmp_path / "out.jsonl")
        assert (tmp_path / "out.jsonl").read_bytes().isascii()
        with pytest.raises(Exception, match="nonsense"):
            write_reviews(ws, tmp_path / "none.jsonl", where="nonsense == 1")
        assert not list(tmp_path.glob("*none*"))


DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TESTS = Path(__file__).resolve().parents[2] / "data"


def _real(name: str, suffix: str) -> list[dict[str, Any]]:
    path = DATA / f"{name}.{suffix}.jsonl"
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line] if path.is_file() else []


def test_real_ratings_with_claims_and_corrections_come_in_and_the_missing_verdict_is_named(tmp_path: Path) -> None:
    from reviewer.services.projects import load_project_file

    rows = _real("expertqa", "ratings")
    entries = _real("expertqa", "items")
    names = ReviewMap.load(TESTS / "maps" / "usefulness.toml")
    judged, _ = load_project_file(TESTS / "projects" / "usefulness.toml")
    with create_workspace(tmp_path / "real.reviewer", judged, actor="lead") as ws:
        added = ws.ingest.add(entries)
        assert (added.added, added.unreadable) == (len(entries), 0)
        counts = ws.reviews.import_rows(rows, names)
        missing = sum(row["verdict"] is None for row in rows)
        assert (counts.added, counts.rejected) == (len(rows) - missing, missing)
        assert dict(counts.reasons) == ({"verdict is missing": missing} if missing else {})
        for found in ws.reviews.stream():
            text = ws.queue.get(found.item_id).response or ""
            for span in (*found.spans, *found.claims):
                assert span.anchored
                assert text[span.start : span.end] == span.text


def test_real_ratings_of_three_people_each_come_in_by_the_words_of_their_source(tmp_path: Path) -> None:
    from reviewer.services.projects import load_project_file

    judged, _ = load_project_file(TESTS / "projects" / "hallucination.toml")
    names = ReviewMap.load(TESTS / "maps" / "hallucination.toml")
    texts = {entry["id"]: read_item(entry)[0] for entry in _real("xsum", "items")}
    rows = _real("xsum", "ratings")
    found = [entry for entry in prepare_reviews(rows, judged, names) if isinstance(entry, Review)]
    assert len(found) == len(rows)
    assert len({entry.submission_id for entry in found}) == len(rows)
    for entry in found[::10]:
        assert all(span.anchored for span in place_in(entry, texts[entry.item_id]).spans)


def test_a_map_that_does_not_exist_is_named(tmp_path: Path) -> None:
    from reviewer.domain.errors import Unreachable

    with pytest.raises(Unreachable, match=r"none\.toml"):
        ReviewMap.load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[verdicts]\nA = 1\n")
    with pytest.raises(InvalidInput, match="verdicts"):
        ReviewMap.load(tmp_path / "bad.toml")
