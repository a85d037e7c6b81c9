"""Code in a response: what has a colour, and JSON laid out without a change."""

from __future__ import annotations

import json
import time

import pytest

from reviewer.texts.code import coloured, find_language, pretty_json


def kinds(code: str, language: str) -> dict[str, str]:
    return {code[each.start : each.end]: each.kind for each in coloured(code, language) if each.kind != "plain"}


def test_keywords_strings_numbers_and_remarks_of_python_are_told_apart() -> None:
    found = kinds('def f(x):\n    return "é😀" + 12  # why', "python")
    assert (found["def"], found["f"], found["12"], found["# why"]) == ("keyword", "name", "number", "comment")
    assert "string" in found.values()


def test_the_last_line_of_a_difference_has_its_colour_too() -> None:
    assert kinds("- two\n+ five", "diff") == {"- two": "removed", "+ five": "added"}


def test_a_fence_names_its_language_in_several_ways() -> None:
    assert find_language("py") == find_language(" Python ") == "python"
    assert find_language("brainfuck") is None


def test_offsets_hold_behind_the_edge_of_a_piece() -> None:
    code = "x = 1  # one\n" * 500 + "def last(): pass"
    assert kinds(code, "python")["last"] == "name"


def test_a_line_that_is_too_long_is_left_plain_and_the_rest_is_not() -> None:
    assert kinds("'" * 5_000 + "\nreturn", "python") == {"return": "keyword"}


@pytest.mark.parametrize("code", ["a \na" * 3_000, "\n" * 12_000, "\\" * 12_000, "{" * 900 + "\n" + "'" * 900])
@pytest.mark.parametrize("language", ["c", "java", "javascript", "python", "ruby", "html"])
def test_no_step_takes_long_however_the_code_was_made(language: str, code: str) -> None:
    longest = began = before = time.perf_counter()
    longest = 0.0
    for _stretch in coloured(code, language):
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
        if now - began > 0.4:  # the view stops here
            break
    assert longest < 0.25


def test_json_is_laid_out_by_its_blanks_alone() -> None:
    text = '{"b":[1.50,{"a":null,"a":"x\\u00e9 , : {"}],"c":{},"d":[]}'
    shown = pretty_json(text)
    assert shown is not None
    assert shown.text == (
        '{\n  "b": [\n    1.50,\n    {\n      "a": null,\n      "a": "x\\u00e9 , : {"\n    }\n  ],\n'
        '  "c": {},\n  "d": []\n}'
    )
    assert shown.to_source(shown.text.index("null")) == text.index("null")
    assert shown.to_shown(text.index('"d"')) == shown.text.index('"d"')


@pytest.mark.parametrize("value", [{"a": [1, {"b": [[], {}, ""]}]}, [[[]]], [{"ä": "😀\n"}], {"": -1e9}])
@pytest.mark.parametrize("indent", [None, 1, 4])
def test_laid_out_json_means_the_same(value: object, indent: int | None) -> None:
    shown = pretty_json(json.dumps(value, indent=indent, ensure_ascii=False))
    assert shown is not None
    assert shown.text == json.dumps(value, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "12", "{", '{"a":1} and more', "[" * 5_000 + "]" * 5_000, "{'a': 1}", "[1," * 70])
def test_what_is_no_json_or_too_deep_is_left_alone(text: str) -> None:
    assert pretty_json(text) is None
