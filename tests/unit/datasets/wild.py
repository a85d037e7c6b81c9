"""Items and reviews as wild as sources and people may make them, for the properties of datasets."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from reviewer.datasets.cases import Record, Setting
from reviewer.domain.errors import InvalidInput
from reviewer.domain.items import Item, read_item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import decide
from reviewer.domain.reviews import Review, place_in

from .making import AT

PERSONAL = (
    "ana@example.org",
    "ANA@example.org",
    "ben [at] example [dot] org",
    "+49 30 901820",
    "(212) 555-0142",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "192.168.17.4",
)
PROJECT = Project.model_validate(
    {
        "name": "Wild",
        "span_labels": [{"id": "bad", "title": "Bad", "key": "w"}],
        "max_reviews": 3,
        "resolution": "majority",
    }
)
SETTING = Setting(project=PROJECT, salt="pepper", program_version="1.2.3")
_PIECES = (
    "word",
    " ",
    "\n",
    "\u200b",
    "😀",
    "é",
    "=1+1",
    "-",
    "'",
    '"',
    ",",
    "[e-mail 1]",
    "\u202e",
    "\r",
    "NaN",
    "tel",
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(_PIECES + PERSONAL),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
    ),
    max_size=5,
).map(" ".join)
_NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.just(4111111111111111)
)
_METADATA = st.dictionaries(
    st.sampled_from(["language", "model", "conversation_id", "user_id", "note", "ben@example.org", "environment2"]),
    st.one_of(
        st.none(),
        TEXTS,
        _NUMBERS,
        st.booleans(),
        st.lists(TEXTS, max_size=2),
        st.dictionaries(TEXTS, TEXTS, max_size=2),
    ),
    max_size=4,
)
_JUDGEMENTS = st.sampled_from(["confirmed", "false_alarm"])
_ANSWERS = st.dictionaries(st.sampled_from(["q1", "severity"]), st.one_of(TEXTS, st.integers(1, 5)), max_size=2)
_ROLES = st.sampled_from(["system", "user", "assistant", "tool"])


@st.composite
def spans_in(draw: st.DrawFn, text: str) -> dict[str, Any]:
    """Return a stretch of a text; now and then it stands where nothing is."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    quote = text[start:end] if draw(st.integers(0, 9)) else "not there at all"
    return {"start": start, "end": end, "text": quote}


@st.composite
def items(draw: st.DrawFn, item_id: str = "i1") -> Item:
    """Return an item with a conversation or a prompt, one response or several, evidence and hits."""
    fields: dict[str, Any] = {"id": item_id, "metadata": draw(_METADATA)}
    if draw(st.booleans()):
        fields["prompt"] = draw(TEXTS)
    else:
        turns = st.fixed_dictionaries({"role": _ROLES, "content": st.one_of(st.none(), TEXTS)})
        fields["messages"] = draw(st.lists(turns, max_size=3))
    fields["response"] = draw(TEXTS)
    if draw(st.integers(0, 3)) == 0:
        fields |= {"response": None, "responses": [{"id": name, "text": draw(TEXTS)} for name in "ab"]}
    fields["evidence"] = [
        {"id": f"e{n}", "text": draw(TEXTS), "source": draw(TEXTS)} for n in range(draw(st.integers(0, 2)))
    ]
    if fields["response"]:
        spans = draw(st.lists(spans_in(fields["response"]), max_size=2))
        severity = draw(st.sampled_from([None, "low", "high"]))
        fields["policy_hits"] = [{"id": "h1", "policy": "own:privacy", "severity": severity, "spans": spans}]
    fields["gold"] = draw(st.sampled_from([None] * 7 + [{"verdict": "reject"}]))
    return read_item(fields)[0]


@st.composite
def reviews_of(draw: st.DrawFn, item: Item, reviewer: str) -> Review:
    """Return what somebody said of an item: marks, hits, a correction, a comment."""
    target = "response" if item.response is not None else "response:a"
    text = item.target_text(target) or ""
    spans = [{**span, "label": "bad", "target": target} for span in draw(st.lists(spans_in(text), max_size=2))]
    claims = [
        {**span, "target": target, "relation": "no_passage"} for span in draw(st.lists(spans_in(text), max_size=1))
    ]
    review = Review.model_validate(
        {
            "submission_id": f"{item.id}-{reviewer}",
            "submitted_at": AT,
            "item_id": item.id,
            "source": item.source.system,
            "reviewer": reviewer,
            "verdict": draw(st.sampled_from(["approve", "revise", "reject"])),
            "spans": spans,
            "claims": claims,
            "hits": [
                {"hit": h.id, "judgement": draw(st.sampled_from(["confirmed", "false_alarm"]))}
                for h in item.policy_hits
            ],
            "missed_hits": [{"policy": "own:tone", "spans": draw(st.lists(spans_in(text), max_size=1))}],
            "correction": draw(st.one_of(st.none(), TEXTS.map(lambda text: {"target": target, "text": text}))),
            "comment": draw(TEXTS),
            "answers": draw(
                st.dictionaries(st.sampled_from(["q1", "severity"]), st.one_of(TEXTS, st.integers(1, 5)), max_size=2)
            ),
            "comparison": draw(st.sampled_from([None, "a", "tie"])) if item.responses else None,
        }
    )
    return place_in(review, item)


@st.composite
def records(draw: st.DrawFn, most: int = 3) -> list[Record]:
    """Return items with up to two reviews each, and what those are settled to."""
    made = []
    for number in range(draw(st.integers(1, most))):
        item = draw(items(draw(st.sampled_from([f"i{number}", f"i{number}", f"mail {number} ana@example.org"]))))
        names = draw(st.sampled_from([(), ("Zoë Quint",), ("Zoë Quint", "bertram.x")]))
        reviews = tuple(draw(reviews_of(item, name)) for name in names)
        try:
            decision = decide(item, PROJECT, reviews, len(reviews)) if reviews else None
        except InvalidInput:
            decision = None
        made.append(Record(item, decision.resolution if decision else None, reviews))
    return made
