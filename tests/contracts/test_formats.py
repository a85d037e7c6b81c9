"""Every format reads its own records as items, is found by itself, and round trips through the program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.cli.queue import as_flagged_item
from reviewer.domain.items import Item, read_item
from reviewer.domain.reviews import Review, read_review
from reviewer.services.review_export import as_review
from reviewer.sources import FORMATS, find_format
from reviewer.sources.reading.strict_json import parse_strict

EXAMPLES: dict[str, dict[str, Any]] = {
    "flagged-item/1": {"id": "a", "response": "Yes.", "prompt": "Is it?", "policy_hits": [{"id": "h", "policy": "p"}]},
}
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
names = st.text(alphabet="abcdefghij-_:/", min_size=1, max_size=12)
finite = st.floats(allow_nan=False, allow_infinity=False, width=32)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | finite | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_a_format_has_an_example_that_it_recognises_and_reads(known: Any) -> None:
    example = EXAMPLES[known.name]
    assert known.recognises(example)
    assert find_format(known.name) is known
    item, warnings = read_item(known.to_item(example))
    assert item.id
    assert warnings == []


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    response = draw(texts)
    start = draw(st.integers(0, len(response)))
    end = draw(st.integers(start, len(response)))
    span = {"start": start, "end": end, "text": response[start:end]}
    hits = [
        {"id": f"h{n}", "policy": draw(names), "score": draw(st.none() | finite), "spans": [span]} for n in range(2)
    ]
    return {
        "id": draw(
            st.text(
                alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40
            )
        ),
        "source": {"system": draw(names), "url": draw(st.none() | texts)},
        "messages": draw(
            st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "tool"]), "content": texts}), max_size=2)
        ),
        "response": response,
        "evidence": [
            {"id": f"e{n}", "text": draw(texts), "extra": draw(values)} for n in range(draw(st.integers(0, 2)))
        ],
        "policy_hits": hits[: draw(st.integers(0, 2))],
        "gold": draw(
            st.none() | st.fixed_dictionaries({"verdict": names, "answers": st.dictionaries(names, values, max_size=2)})
        ),
        "control": draw(st.booleans()),
        "priority": draw(finite),
        "metadata": draw(st.dictionaries(names, values, max_size=3)),
        "flagged_at": draw(st.none() | st.datetimes().map(lambda at: at.isoformat() + "Z")),
    }


@given(items())
def test_an_item_that_was_printed_is_read_as_the_same_item(fields: dict[str, Any]) -> None:
    item, _ = read_item(fields)
    printed = json.dumps(as_flagged_item(item)).encode("ascii")
    again, warnings = read_item(*parse_strict(printed)[:1])
    assert again == item
    assert warnings == []
    assert again.sha256() == item.sha256()
    assert Item.model_validate_json(item.canonical()) == item


@st.composite
def reviews(draw: st.DrawFn) -> dict[str, Any]:
    span = {
        "start": draw(st.integers(0, 50)),
        "end": draw(st.integers(50, 90)),
        "text": draw(texts),
        "target": "response",
    }
    kind = draw(st.sampled_from(["verdict", "skip", "escalation"]))
    decisions: dict[str, dict[str, Any]] = {
        "verdict": {"verdict": draw(names)},
        "skip": {"skip": {"kind": draw(st.sampled_from(["defer", "opt_out"])), "skill": draw(st.none() | texts)}},
        "escalation": {"escalation": {"to": draw(st.none() | texts), "reason": draw(texts)}},
    }
    return {
        "submission_id": draw(st.uuids()).hex,
        "item_id": draw(names),
        "reviewer": draw(names),
        **decisions[kind],
        "answers": draw(st.dictionaries(names, values, max_size=3)),
        "spans": [{**span, "label": draw(names)}] * draw(st.integers(0, 2)),
        "hits": [{"hit": "h1", "judgement": draw(st.sampled_from(["confirmed", "false_alarm", "unsure"]))}],
        "missed_hits": [{"policy": draw(names), "spans": []}] * draw(st.integers(0, 1)),
        "claims": [{**span, "relation": "partial", "passages": [{"evidence": draw(names)}]}],
        "ranking": draw(st.none() | st.just([["a"], ["b", "c"]])),
        "correction": draw(st.none() | texts),
        "comment": draw(texts),
        "submitted_at": draw(st.datetimes().map(lambda at: at.isoformat() + "Z")),
        "active_seconds": draw(st.none() | st.floats(0, 1e6)),
        "revision": draw(st.integers(1, 9)),
    }


@given(reviews())
def test_a_review_that_was_exported_is_read_as_the_same_review(fields: dict[str, Any]) -> None:
    review = read_review(fields)
    line = json.dumps(as_review(review)).encode("ascii")
    assert read_review(parse_strict(line)[0]) == review
    assert Review.model_validate_json(review.canonical()) == review
