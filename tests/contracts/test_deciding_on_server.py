"""A server decides items exactly as the program does: the same state, the same needed reviews, the same resolution."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.canonical import model_json, unit_fraction
from reviewer.domain.control import needs_overlap
from reviewer.domain.items import Item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution, decide, majority_spans
from reviewer.domain.reviews import Review
from tests.postgres import Database

TEXT = "Die Lampe 💡 hält 2 Jahre — 保証は二年です, e\u0301té, 👩‍🔬 ok.\r\nEnde"
WORDS = ("", "a", "zwei Wörter", "日本", "🎈", "E\u0301", 'quote " \\ \n\t\x01')
TARGETS = (
    "response",
    "response",
    "response",
    "response:b",
    "evidence:e1",
    "evidence:",
    "message:0",
    "message:7",
    "elsewhere",
)
VERDICTS = (
    {"id": "good", "outcome": "accept"},
    {"id": "fine", "outcome": "accept"},
    {"id": "mend", "outcome": "correct"},
    {"id": "bad", "outcome": "reject"},
)
NAMES = ("ana", "ben", "émile", "佐藤", "zoë", "Žofie")


class Case(NamedTuple):
    """One item with its project, reviews, needed reviews and weights."""

    item: Item
    project: Project
    reviews: Sequence[Review]
    needed: int
    weights: Mapping[str, float] | None


def _spans(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    def made(target: str, first: int, second: int, label: str, anchored: bool) -> dict[str, Any]:
        text = item.target_text(target)
        if text is None or not anchored:
            return {"target": target, "start": first, "end": second, "text": "?", "label": label, "anchored": False}
        start, end = sorted((first % (len(text) + 1), second % (len(text) + 1)))
        return {"target": target, "start": start, "end": end, "text": text[start:end], "label": label}

    places = st.sampled_from((0, 3, 10, 11, 12, 30, 39, 60))
    anchored = st.sampled_from((True, True, True, False))
    return st.builds(made, st.sampled_from(TARGETS), places, places, st.sampled_from(("x", "x", "ß")), anchored)


def _reviews(item: Item, name: str, number: int, verdicts: Sequence[str]) -> st.SearchStrategy[Review]:
    words = st.sampled_from(WORDS)
    answers = st.dictionaries(
        st.sampled_from(("q1", "q 2", "ü")), st.one_of(words, st.integers(-3, 3), st.lists(words, max_size=2))
    )
    hits = st.lists(
        st.fixed_dictionaries(
            {
                "hit": st.sampled_from(("h1", "h2", "Ä")),
                "judgement": st.sampled_from(("confirmed", "false_alarm", "unsure")),
            }
        ),
        max_size=3,
    )
    judgement = st.fixed_dictionaries(
        {"verdict": st.sampled_from(verdicts)},
        optional={
            "answers": answers,
            "hits": hits,
            "spans": st.lists(_spans(item), min_size=1, max_size=4),
            "claims": st.just([{"start": 0, "end": 3, "text": TEXT[:3], "relation": "supports"}]),
            "comparison": st.sampled_from(("a", "b", "tie")),
            "ranking": st.sampled_from(([["a"], ["b"]], [["a", "b"]])),
            "correction": words,
            "escalation": st.just({"reason": "unclear"}),
        },
    )
    skip = st.fixed_dictionaries({"skip": st.sampled_from(({"kind": "defer"}, {"kind": "out_of_scope"}))})
    escalation: st.SearchStrategy[dict[str, Any]] = st.just({"escalation": {}})
    fixed = {"submission_id": f"s{number}", "item_id": item.id, "source": item.source.system, "reviewer": name}
    kind = st.sampled_from((judgement,) * 12 + (skip, escalation))
    return kind.flatmap(lambda drawn: drawn).map(lambda fields: Review.model_validate({**fixed, **fields}))


def _item(item_id: str, source: str) -> Item:
    return Item.model_validate(
        {
            "id": item_id,
            "source": {"system": source},
            "response": TEXT,
            "responses": [{"id": "a", "text": "A"}, {"id": "b", "text": TEXT[::-1]}],
            "evidence": [{"id": "e1", "text": TEXT * 2}, {"id": "", "text": "nameless"}],
            "messages": [{"role": "user", "content": TEXT}],
        }
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case; verdicts that the project no longer has occur too."""
    item = _item(draw(st.sampled_from(("1", "ü/2", "💡"))), draw(st.sampled_from(("file", "test"))))
    own = draw(st.booleans())
    project = Project.model_validate(
        {
            "name": "Prüfung",
            "resolution": draw(st.sampled_from(("unanimous", "majority", "weighted"))),
            "max_reviews": draw(st.integers(1, 5)),
            **({"verdicts": VERDICTS} if own else {}),
        }
    )
    known = [option["id"] for option in VERDICTS] if own else ["approve", "revise", "reject"]
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=6))
    few = draw(st.lists(st.sampled_from([*known, "gone"]), unique=True, min_size=1, max_size=2))
    reviews = [draw(_reviews(item, name, number, few)) for number, name in enumerate(names)]
    weights = draw(st.none() | st.dictionaries(st.sampled_from(NAMES), st.sampled_from((1 / 3, 0.5, 2 / 3, 0.9))))
    return Case(item, project, reviews, draw(st.integers(1, max(2, len(names)))), weights)


@pytest.fixture
def connection(database: Database) -> Iterator[Any]:
    with database.superuser() as opened:
        yield opened


def _decided(connection: Any, case: Case) -> tuple[str, int, str | None]:
    """Return what the server decides, the resolution in the text that would be stored."""
    found = connection.execute(
        "SELECT next, needed, reviewer.canonical(resolution) FROM reviewer.decide(%s::jsonb, %s::jsonb, "
        "(%s::text[])::jsonb[], %s, %s::jsonb)",
        (
            case.item.canonical(),
            case.project.canonical(),
            [review.canonical() for review in case.reviews],
            case.needed,
            None if case.weights is None else json.dumps(case.weights),
        ),
    ).fetchone()
    return found[0], found[1], found[2]


def _expected(case: Case) -> tuple[str, int, str | None]:
    decision = decide(case.item, case.project, case.reviews, case.needed, case.weights)
    resolution = None if decision.resolution is None else model_json(decision.resolution)
    return decision.next, decision.needed, resolution


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=300)
@given(case=cases())
def test_a_server_decides_as_the_program_does(connection: Any, case: Case) -> None:
    found = _decided(connection, case)
    assert found == _expected(case)
    if found[2] is not None:
        assert Resolution.model_validate_json(found[2]).decided_at is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=200)
@given(given_spans=st.lists(st.lists(_spans(_item("1", "test")), max_size=6), min_size=2, max_size=5))
def test_the_same_stretches_are_those_that_most_marked(
    connection: Any, given_spans: Sequence[Sequence[dict[str, Any]]]
) -> None:
    item = _item("1", "test")
    reviews = [
        Review.model_validate({"item_id": "1", "reviewer": name, "verdict": "approve", "spans": spans})
        for name, spans in zip(NAMES, given_spans, strict=False)
    ]
    found = connection.execute(
        "SELECT reviewer.majority_spans(%s::jsonb, (%s::text[])::jsonb[])",
        (item.canonical(), [review.canonical() for review in reviews]),
    ).fetchone()[0]
    assert found == [span.model_dump(exclude_defaults=True) for span in majority_spans(item, reviews)]


def _contested() -> Case:
    item = Item.model_validate({"id": "1", "response": TEXT})
    reviews = [
        Review.model_validate(
            {"item_id": "1", "reviewer": name, "verdict": "reject", "hits": [{"hit": "h1", "judgement": judgement}]}
        )
        for name, judgement in (("ana", "confirmed"), ("ben", "false_alarm"))
    ]
    return Case(item, Project(name="P"), reviews, 2, None)


def test_a_rule_that_differs_on_the_server_is_noticed(connection: Any) -> None:
    assert _decided(connection, _contested()) == _expected(_contested()) == ("extra_review", 3, None)
    connection.execute(
        "CREATE OR REPLACE FUNCTION reviewer.contested(reviews jsonb[]) RETURNS boolean "
        "LANGUAGE sql IMMUTABLE RETURN false"
    )
    assert _decided(connection, _contested()) != _expected(_contested())


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_the_same_items_are_in_the_share_with_overlap(connection: Any, share: float) -> None:
    project = Project(name="Prüfung", overlap_share=share)
    items = [Item.model_validate({"id": f"é{n}", "source": {"system": "源"}, "response": ""}) for n in range(40)]
    found = connection.execute(
        "SELECT reviewer.needs_overlap(%s::jsonb, '源', id) FROM unnest(%s::text[]) WITH ORDINALITY AS given(id, n) "
        "ORDER BY n",
        (project.canonical(), [item.id for item in items]),
    ).fetchall()
    assert [row[0] for row in found] == [needs_overlap(item, project) for item in items]
    assert unit_fraction("overlap", "Prüfung", "源", "é0") != unit_fraction("overlap", "Prüfung", "源", "é1")
