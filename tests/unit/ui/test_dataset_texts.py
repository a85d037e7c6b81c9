from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.presenters.dataset_texts import cells_of, long_text, row_text, short_text

PAIR = ("prompt", "chosen", "rejected")


def said(text: str, role: str = "assistant") -> list[dict[str, Any]]:
    return [{"role": role, "content": text}]


def pair(better: str, worse: str) -> dict[str, Any]:
    return {"prompt": said("How long?", "user"), "chosen": said(better), "rejected": said(worse)}


def kinds(row: dict[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(piece.kind, piece.text) for piece in cell.pieces] for cell in cells_of(row, PAIR)]


def test_a_better_response_shows_what_it_adds_and_a_worse_one_what_it_loses() -> None:
    prompt, better, worse = kinds(pair("It is two years.", "It is five years."))
    assert prompt == [("same", "How long?")]
    assert better == [("same", "It is "), ("added", "two"), ("same", " years.")]
    assert worse == [("same", "It is "), ("removed", "five"), ("same", " years.")]


def test_a_change_far_into_a_long_response_is_in_sight() -> None:
    start = "Nothing of this was changed. " * 400
    _, better, worse = kinds(pair(f"{start}It is two years.", f"{start}It is five years."))
    assert better[0][1].startswith("… ")
    assert ("added", "two") in better
    assert ("removed", "five") in worse


def test_a_conversation_is_short_by_its_last_message_and_whole_under_its_roles() -> None:
    messages = [*said("Be kind.", "system"), *said("Hello?", "user")]
    assert short_text(messages) == "Hello?"
    assert long_text(messages) == "system: Be kind.\n\nuser: Hello?"


def test_a_call_of_a_tool_is_shown_with_its_arguments() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "find", "arguments": '{"id": 7}'}}
    assert long_text([{"role": "assistant", "content": None, "tool_calls": [call]}]) == 'assistant: find({"id": 7})'


def test_values_that_are_no_text_are_readable() -> None:
    span = {"start": 0, "end": 3, "text": "two", "label": "wrong"}
    assert short_text([span]) == "wrong “two”"
    assert short_text(True) == "true"
    assert short_text(None) == ""
    assert short_text(["a", "b"]) == "a; b"


def test_hidden_characters_and_line_ends_cannot_hide_in_a_cell() -> None:
    cell = cells_of({"text": "a\u202eb\n\nc"}, ("text",))[0]
    assert cell.text == "a⟦U+202E⟧b c"


def test_the_whole_row_names_its_columns_and_leaves_out_empty_ones() -> None:
    found = row_text({"prompt": "How?", "comment": None, "verdict": "reject"}, ("prompt", "comment", "verdict"))
    assert found.text == "prompt\nHow?\n\nverdict\nreject"
    assert [found.text[s.start : s.end] for s in found.stretches] == ["prompt", "verdict"]


@given(st.text(max_size=2_000), st.text(max_size=2_000))
def test_any_two_responses_make_cells_of_bounded_length(better: str, worse: str) -> None:
    for cell in cells_of(pair(better, worse), PAIR):
        assert len(cell.text) < 2_000
        assert "\n" not in cell.text
    found = row_text(pair(better, worse), PAIR)
    assert better in found.text
    assert worse in found.text
    assert all(0 <= s.start < s.end <= len(found.text) for s in found.stretches)
