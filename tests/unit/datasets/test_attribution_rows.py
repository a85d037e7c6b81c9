from __future__ import annotations

from typing import Any

from reviewer.datasets.selection import Kept

from .making import chosen, judged, make_item, make_record, make_review, reason, shipped_recipe

RESPONSE = "😀 Two years. Free of charge."
EVIDENCE = [
    {"id": "e1", "title": "Warranty", "text": "The warranty is two years."},
    {"id": "e2", "text": "Repairs cost 20 euros."},
    {"id": "e3", "source": "https://example.org"},
]


def claim(start: int, end: int, relation: str, *passages: dict[str, Any]) -> dict[str, Any]:
    return {"start": start, "end": end, "text": RESPONSE[start:end], "relation": relation, "passages": list(passages)}


def item_with_evidence() -> Any:
    return make_item(response=RESPONSE, evidence=EVIDENCE)


def rows(*claims: dict[str, Any]) -> list[dict[str, Any]]:
    (kept,) = chosen(shipped_recipe("attribution"), judged(item_with_evidence(), "reject", claims=list(claims)))
    assert isinstance(kept, Kept), kept
    return list(kept.rows)


def test_each_claim_is_a_row_in_the_order_of_the_response_with_its_passages() -> None:
    first, second = rows(
        claim(13, 28, "contradicts", {"evidence": "e2", "start": 0, "end": 7, "text": "Repairs"}),
        claim(2, 12, "supports", {"evidence": "e1"}),
    )
    assert (first["claim"], first["label"], first["claim_start"]) == ("Two years.", "supports", 2)
    assert [passage["text"] for passage in first["supporting"]] == ["The warranty is two years."]
    assert first["references"] == ["The warranty is two years.", "Repairs cost 20 euros."]
    assert (second["label"], second["supporting"]) == ("contradicts", [])
    (passage,) = second["contradicting"]
    assert (passage["evidence"], passage["quote"], passage["text"][passage["start"] : passage["end"]]) == (
        "e2", "Repairs", "Repairs",
    )  # fmt: skip


def test_links_over_the_same_stretch_are_one_row_and_a_contradiction_outweighs() -> None:
    (row,) = rows(claim(2, 12, "supports", {"evidence": "e1"}), claim(2, 12, "contradicts", {"evidence": "e2"}))
    assert row["label"] == "contradicts"
    assert (len(row["supporting"]), len(row["contradicting"])) == (1, 1)


def test_a_link_to_a_passage_without_text_says_nothing() -> None:
    record = judged(item_with_evidence(), "reject", claims=[claim(2, 12, "supports", {"evidence": "e3"})])
    assert reason(shipped_recipe("attribution"), record) == "no claim linked"
    assert rows(claim(2, 12, "no_passage"))[0]["label"] == "no_passage"


def test_a_claim_that_is_not_where_its_quote_is_keeps_the_item_out() -> None:
    wrong = {**claim(2, 12, "supports", {"evidence": "e1"}), "text": "Elsewhere."}
    record = judged(item_with_evidence(), "reject", claims=[wrong])
    assert reason(shipped_recipe("attribution"), record) == "span does not equal its quote"


def test_of_several_reviewers_a_link_counts_that_most_of_them_drew() -> None:
    item = item_with_evidence()
    agreed, own = claim(2, 12, "supports", {"evidence": "e1"}), claim(13, 28, "no_passage")
    reviews = [
        make_review(item, "reject", name, claims=[agreed, *([own] if name == "ana" else [])]) for name in ("ana", "ben")
    ]
    (kept,) = chosen(shipped_recipe("attribution"), make_record(item, *reviews))
    assert isinstance(kept, Kept)
    assert [row["claim"] for row in kept.rows] == ["Two years."]
