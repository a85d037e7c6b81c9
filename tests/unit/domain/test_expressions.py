"""The `where` language: what it finds, and that nothing but comparisons of known fields gets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.domain.expressions import (
    BoolOp,
    Compare,
    ExpressionError,
    In,
    Kind,
    Literal,
    Name,
    Not,
    compile_expression,
)

FIELDS: dict[str, Kind] = {
    "verdict": "text",
    "response": "text",
    "score": "number",
    "control": "flag",
    "flagged_at": "time",
    "policies": "list",
    "hits.policy": "list",
    "metadata.*": "any",
    "answers.*": "any",
}

RECORD: dict[str, Any] = {
    "verdict": "reject",
    "response": "We refund after 30 days 😀",
    "score": 0.8,
    "control": True,
    "flagged_at": datetime(2026, 11, 20, 9, 14, tzinfo=UTC),
    "policies": ["pii", "tone"],
    "hits": [{"policy": "pii"}, {"policy": "tone"}, {}],
    "metadata": {"model": "m-1", "latency_ms": 840, "language": None, "extra": {"tags": ["a"]}},
}


def holds(text: str, record: object = RECORD) -> bool:
    return compile_expression(text, FIELDS).matches(record)


@pytest.mark.parametrize(
    "text",
    [
        "verdict == 'reject'",
        "verdict != 'approve' and score >= 0.8",
        "verdict in ['reject', 'revise']",
        "verdict in ('reject',)",
        "verdict not in ['approve']",
        "not verdict == 'approve'",
        "0.5 < score < 0.9",
        "score > -1",
        "control",
        "control == True and control == 1",
        "not (control and score < 0.5)",
        "'refund' in response",
        "'😀' in response",
        "'pii' in policies",
        "'x' not in policies",
        "'tone' in hits.policy",
        "metadata.model == 'm-1'",
        "metadata.latency_ms > 500",
        "'a' in metadata.extra.tags",
        "'m' in metadata.model",
        "flagged_at > '2026-11-20'",
        "flagged_at == '2026-11-20T10:14:00+01:00'",
        "flagged_at == '2026-11-20T09:14:00Z'",
        "flagged_at in ['2026-11-20T09:14:00']",
        "metadata.model == metadata.model",
        "(verdict == 'reject'\n and control)",
        "verdict == 'approve' or verdict == 'reject'",
    ],
)
def test_a_condition_that_describes_the_record_holds(text: str) -> None:
    assert holds(text)
    assert not holds(f"not ({text})")


def test_and_binds_more_tightly_than_or() -> None:
    assert holds("verdict == 'reject' or verdict == 'approve' and score > 5")


@pytest.mark.parametrize("text", ["answers.severity == None", "answers.severity in [None, 3]", "answers.severity != 3"])
def test_a_missing_value_is_none(text: str) -> None:
    assert holds(text)
    assert holds("metadata.language == None")


@pytest.mark.parametrize("word", ["<", "<=", ">", ">="])
def test_a_missing_value_has_no_order_and_not_turns_that_around(word: str) -> None:
    assert not holds(f"answers.severity {word} 3")
    assert holds(f"not answers.severity {word} 3")
    assert not holds(f"score {word} 3", {})
    assert not holds(f"flagged_at {word} '2026-11-20'", {})


@pytest.mark.parametrize("text", ["'a' in response", "'a' in policies", "'a' in metadata.extra.tags"])
def test_nothing_is_in_a_missing_field(text: str) -> None:
    assert not holds(text, {})
    assert holds(f"not ({text})", {})


def test_values_of_different_kinds_are_unequal_and_have_no_order() -> None:
    assert not holds("metadata.model == 3")
    assert not holds("metadata.model > 3")
    assert holds("metadata.model != 3")
    assert not holds("3 in metadata.model")
    assert not holds("'a' in metadata.latency_ms")


def test_objects_and_flat_records_are_asked_like_nested_ones() -> None:
    @dataclass
    class Meta:
        model: str = "m-1"

    @dataclass
    class Item:
        verdict: str = "reject"
        flagged_at: str = "2026-11-20T09:14:00Z"
        metadata: Meta | None = None

    assert holds("metadata.model == 'm-1' and flagged_at < '2027-01-01'", Item(metadata=Meta()))
    assert holds("metadata.model == None", Item())
    assert holds("metadata.model == 'm-1'", {"metadata.model": "m-1"})


def test_a_method_of_the_record_is_never_reached() -> None:
    assert holds("metadata.items == None", {"metadata": {}})
    assert holds("metadata.isoformat == None", {"metadata": datetime(2026, 1, 1, tzinfo=UTC)})


def test_the_tree_says_what_the_store_must_ask() -> None:
    expression = compile_expression("1 < score < 3 and not 'a' in policies or flagged_at >= '2026-01-01'", FIELDS)
    score = Name("score", "number")
    assert expression.tree == BoolOp(
        "or",
        (
            BoolOp(
                "and",
                (
                    BoolOp("and", (Compare(Literal(1), "<", score), Compare(score, "<", Literal(3)))),
                    Not(In(Literal("a"), Name("policies", "list"))),
                ),
            ),
            Compare(Name("flagged_at", "time"), ">=", Literal(datetime(2026, 1, 1, tzinfo=UTC))),
        ),
    )
    assert expression.fields == {"score", "policies", "flagged_at"}
    with pytest.raises(AttributeError):
        expression.tree.operator = "and"  # type: ignore[misc]


REFUSED = {
    "verdict.upper() == 'A'": "function call",
    "__import__('os').system('x') == 0": "function call",
    "open('/etc/passwd')": "function call",
    "verdict.__class__ == 1": "underscore",
    "metadata.__class__.__mro__ == 1": "underscore",
    "metadata._secret == 1": "underscore",
    "().__class__ == 1": "column",
    "[x for x in policies] == 1": "loop",
    "any(x for x in policies)": "function call",
    "{x for x in policies} == 1": "loop",
    "(score := 3) == 3": "assignment",
    "f'{verdict}' == 'a'": "braces",
    "verdict == b'abc'": "no field can hold",
    "verdict == 3j": "no field can hold",
    "verdict == ...": "no field can hold",
    "score == 1e999": "no field can hold",
    "score == " + "9" * 30: "no field can hold",
    "verdict == '\\ud800'": "no field can hold",
    "verdict == '\\0'": "no field can hold",
    "lambda: 1": "function",
    "score + 1 > 2": "calculation",
    "10 ** 10 ** 10 > score": "calculation",
    "'a' * 1000000000 == verdict": "calculation",
    "verdict[0] == 'a'": "square brackets",
    "(1 if control else 2) == 1": "an if",
    "{'a': 1} == score": "dictionary",
    "score == [1]": "list outside",
    "(score > 1) == True": "comparison inside",
    "verdict is None": "use == or !=",
    "score == -control": "sign before",
    "-(-1) == score": "sign before",
    "~1 == score": "sign before",
    "await verdict": "column",
    "1 == 1": "names no field",
    "'a' in ['a']": "names no field",
    "True": "stands alone",
    "verdict": "cannot stand alone",
    "verdict in [score]": "is a field",
    "verdict in 'reject'": "right side of `in`",
    "verdict in score": "right side of `in`",
    "3 in response": "use quotes",
    "policies == 'pii'": "with `in`",
    "verdict == 3": "put it in quotes",
    "verdict in ['a', 3]": "put it in quotes",
    "score > 'high'": "without quotes",
    "score < None": "None",
    "flagged_at > 'yesterday'": "2026-11-20",
    "flagged_at > 3": "2026-11-20",
    "verdict = 'reject'": "use ==",
    "verdict == 'a' && control": "column",
    "verdict === 'a'": "column",
    "verdict == 'a": "column",
    "control == true": "write True",
    "": "empty",
    " \n ": "empty",
    "verdict == 'a'\0": "cannot be read",
    "verdict == '\ud800'": "simplify",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:40])
def test_whatever_is_not_a_comparison_of_fields_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, FIELDS)
    message = str(caught.value)
    assert REFUSED[text] in message
    assert message.isprintable()
    assert message[0].isupper()
    assert message.endswith((".", "?"))
    assert len(message) < 400


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900 + "control" + ")" * 900,
        "not " * 490 + "control",
        "not " * 33 + "control",
        "-" * 1500 + "1 == score",
        "metadata" + ".a" * 950 + "()",
        "[" * 150 + "]" * 150 + " == score",
        "(control and (" * 70 + "control" + "))" * 70,
        "verdict == '" + "x" * 2_000 + "'",
        "control or " * 100_000 + "control",
    ],
    ids=["brackets", "nots", "33 nots", "signs", "dots", "lists", "ands", "long text", "a megabyte"],
)
def test_deep_or_huge_conditions_are_refused_without_harm(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"nested|characters|column"):
        compile_expression(text, FIELDS)


def test_what_a_person_would_nest_is_allowed() -> None:
    assert holds("not " * 30 + "control")
    assert holds(" or ".join(["score > 5"] * 150 + ["control"]))


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("verdct == 'a'", "verdict"),
        ("metdata.model == 'a'", "metadata.model"),
        ("flaged_at > '2026-01-01'", "flagged_at"),
        ("hits.polcy == None", "hits.policy"),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_name(text: str, nearest: str) -> None:
    with pytest.raises(ExpressionError, match=f"did you mean {nearest}"):
        compile_expression(text, FIELDS)


def test_an_unknown_field_like_none_of_ours_lists_some_that_exist() -> None:
    with pytest.raises(ExpressionError, match=r"there are answers\.name, control"):
        compile_expression("zzzzzz == 1", FIELDS)


PIECES = [
    "verdict",
    "score",
    "metadata.x",
    "==",
    "<",
    " in ",
    " not ",
    " and ",
    "or",
    "(",
    ")",
    "[",
    "]",
    "'a'",
    "1",
]
PIECES += [
    ",",
    ".",
    "lambda:",
    "__class__",
    "f'{",
    "}'",
    ":=",
    "await ",
    "-",
    "\\",
    "\n",
    "#",
    "None",
    "True",
    "😀",
    "*",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=80))
@example("verdict == '\\d'")
@example("1or control")
def test_any_text_either_compiles_and_answers_or_is_refused_politely(text: str) -> None:
    outcome: object
    try:
        expression = compile_expression(text, FIELDS)
        outcome = expression.matches(RECORD), expression.matches({})
    except ExpressionError as error:
        outcome = str(error).isprintable()
    assert outcome in (True, (True, True), (True, False), (False, True), (False, False))


wild = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=3)
)


@given(wild, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.sampled_from(["'a'", "3", "-0.5", "True"]))
def test_wild_values_never_make_a_condition_fail(value: Any, word: str, literal: str) -> None:
    text = f"metadata.x {word} {literal}"
    assert holds(text, {"metadata": {"x": value}}) is not holds(f"not ({text})", {"metadata": {"x": value}})
