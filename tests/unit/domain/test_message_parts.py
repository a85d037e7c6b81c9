"""Messages that came as lists of parts, as several providers write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.domain.items import Message, read_item
from tests.factories import item


def message(*parts: Any, role: str = "user", **fields: Any) -> Message:
    found, _ = read_item(item("x", prompt=None, messages=[{"role": role, "content": list(parts), **fields}]))
    return found.messages[0]


def text(words: str, kind: str = "text") -> dict[str, str]:
    return {"type": kind, "text": words}


def test_texts_are_joined_exactly_as_they_are() -> None:
    found = message(text(" How long "), text("is it?\r\n"), text("🦉\u200d", "input_text"), "\tplain")
    assert found.content == " How long is it?\r\n🦉\u200d\tplain"
    assert found.not_text == ()


def test_a_message_in_parts_is_the_same_as_its_text_and_its_spans_still_fit() -> None:
    hit = {"id": "h", "policy": "p", "target": "message:0", "spans": [{"start": 4, "end": 9, "text": "short"}]}
    in_parts, warnings = read_item(
        item("x", messages=[{"role": "user", "content": [text("Be "), text(" short")]}], policy_hits=[hit])
    )
    plain, _ = read_item(item("x", messages=[{"role": "user", "content": "Be  short"}], policy_hits=[hit]))
    assert in_parts.messages == plain.messages
    assert in_parts.policy_hits == plain.policy_hits
    assert warnings == []


def test_a_picture_is_a_note_of_its_kind_size_and_place_without_its_bytes() -> None:
    data = "QUJD" * 1000
    found, warnings = read_item(
        item(
            "x",
            messages=[
                {
                    "role": "user",
                    "content": [
                        text("See"),
                        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}", "detail": "low"}},
                        {"type": "image", "source": {"type": "base64", "media_type": "image/webp", "data": data}},
                        {"type": "input_audio", "input_audio": {"data": data + "QQ==", "format": "wav"}},
                        {"type": "file", "file": {"filename": "a.pdf", "file_data": f"data:application/pdf,{data}"}},
                    ],
                }
            ],
        )
    )
    notes = found.messages[0].not_text
    assert [(note.kind, note.at, note.bytes, note.media_type) for note in notes] == [
        ("image", 3, 3000, "image/png"),
        ("image", 3, 3000, "image/webp"),
        ("audio", 3, 3001, "wav"),
        ("file", 3, 4000, "application/pdf"),
    ]
    assert notes[3].name == "a.pdf"
    assert data not in found.canonical()
    assert len(warnings) == 1
    assert "without their bytes" in warnings[0]


def test_an_address_is_kept_as_words_and_two_pictures_are_not_the_same_item() -> None:
    first = message({"type": "input_image", "image_url": "https://pictures.example/a.png"})
    assert first.not_text[0].address == "https://pictures.example/a.png"
    assert first.content is None
    one = message({"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}})
    other = message({"type": "image_url", "image_url": {"url": "data:image/png;base64,BBBB"}})
    assert one != other


def test_calls_reasoning_and_answers_of_tools_come_where_their_kind_belongs() -> None:
    found = message(
        {"type": "thinking", "thinking": "Passage 1 says two."},
        text("Two years."),
        {"type": "tool_use", "id": "t1", "name": "find", "input": {"q": "lamp"}},
        {"type": "tool_result", "tool_use_id": "t0", "content": [text("found"), {"type": "image", "source": {}}]},
        role="assistant",
    )
    assert found.content == "Two years."
    assert (found.__pydantic_extra__ or {})["reasoning"] == "Passage 1 says two."
    assert found.tool_calls is not None
    assert (found.tool_calls[0].id, found.tool_calls[0].arguments) == ("t1", '{"q": "lamp"}')
    assert (found.not_text[0].text, found.not_text[0].tool_call_id) == ("found⟦image⟧", "t0")


def test_a_kind_that_nobody_knows_is_kept_to_be_read() -> None:
    found = message({"type": "poll", "options": ["a", "b"]})
    assert json.loads(found.not_text[0].text or "") == {"type": "poll", "options": ["a", "b"]}
    assert found.not_text[0].kind == "poll"


def test_an_item_in_parts_goes_out_and_in_again_as_the_same_item() -> None:
    parts = [text("See"), {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}, {"type": "poll"}]
    found, _ = read_item(item("x", messages=[{"role": "user", "content": parts}]))
    again, warnings = read_item(json.loads(found.canonical()))
    assert again == found
    assert warnings == []


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ([3], "messages.0.content.0"),
        ([text("a"), None], "messages.0.content.1"),
        ([{"type": "text"}], "messages.0.content.0"),
        ([{"type": "text", "text": 7}], "messages.0.content.0"),
    ],
)
def test_a_part_that_makes_no_sense_is_refused_with_its_place(parts: list[Any], place: str) -> None:
    with pytest.raises(InvalidInput, match=place):
        message(*parts)


def test_parts_that_are_nested_too_deep_are_refused() -> None:
    deep: Any = "end"
    for _ in range(100):
        deep = {"type": "poll", "inner": deep}
    with pytest.raises(InvalidInput, match="nested"):
        message(deep)


def test_no_parts_at_all_are_an_empty_text() -> None:
    assert message().content == ""
