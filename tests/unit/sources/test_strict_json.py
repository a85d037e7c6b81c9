from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import InvalidInput
from reviewer.domain.json_values import check_values
from reviewer.sources.reading.strict_json import BadJson, parse_strict

REFUSED = [
    (b'{"a": 1, "a": 2}', "twice"),
    (b'{"a": {"b": 1, "b": 1}}', "twice"),
    (b'{"a": "\\ud83d", "a": 1}', "twice"),
    (b'{"a": NaN}', "NaN or Infinity"),
    (b'{"a": -Infinity}', "NaN or Infinity"),
    (b'{"a": "\\ud83d", "b": NaN}', "NaN"),
    (b'{"a": ' + b"7" * 5000 + b"}", "digits"),
    (b'{"a": "\\ud83d", "b": ' + b"7" * 5000 + b"}", "5,000 digits"),
    (b"[" * 100_000, "nested"),
    (b'{"s": "\\ud83d", "a": ' + b"[" * 100_000, "nested"),
    (b'{"name": "caf\xe9"}', "Latin-1"),
    ('{"a": 1}'.encode("utf-16"), "UTF-16"),
    ('{"a": 1}'.encode("utf-16-le"), "UTF-16"),
    (b'{"a": 1} trailing', "trailing"),
    (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
    (b"", "not JSON"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_other_programs_would_read_differently_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(BadJson, match=reason):
        parse_strict(data)


def test_a_reason_never_quotes_a_long_text() -> None:
    with pytest.raises(BadJson) as caught:
        parse_strict(b'{"' + b"k" * 5000 + b'": 1, "' + b"k" * 5000 + b'": 2}')
    assert len(str(caught.value)) < 200


def test_a_lone_surrogate_is_read_and_marked_for_cleaning() -> None:
    value, clean = parse_strict(b'{"a": "\\ud83d!", "b": 0.5, "c": 12}')
    assert value == {"a": "\ud83d!", "b": 0.5, "c": 12}
    assert not clean


def test_a_nul_is_marked_for_cleaning_and_an_escaped_pair_is_not() -> None:
    assert parse_strict(b'{"a": "\\u0000"}') == ({"a": "\x00"}, False)
    assert parse_strict(b'{"a": "\\ud83d\\ude00"}') == ({"a": "\U0001f600"}, True)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    )
)
def test_every_value_that_json_can_hold_is_read_as_it_was_written(value: object) -> None:
    for ascii_only in (True, False):
        data = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8")
        assert parse_strict(data)[0] == value


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail_otherwise_than_by_a_reason(data: bytes) -> None:
    with contextlib.suppress(BadJson):
        parse_strict(data)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1e400}', "infinite"),
        ('{"a": [[-1e999]]}', "infinite"),
        ('{"a": 18446744073709551616}', "64 bits"),
        ('{"a": -9223372036854775809}', "64 bits"),
        ("[" * 66 + "]" * 66, "nested"),
    ],
)
def test_numbers_and_nesting_beyond_sense_are_found_in_a_parsed_value(text: str, reason: str) -> None:
    value, _ = parse_strict(text.encode())
    with pytest.raises(InvalidInput, match=reason):
        check_values(value)


def test_the_deepest_and_largest_values_that_are_allowed_pass() -> None:
    check_values(parse_strict(b"[" * 64 + b"]" * 64)[0])
    check_values({"a": 2**64 - 1, "b": -(2**63), "c": 1.7e308, "d": True})
