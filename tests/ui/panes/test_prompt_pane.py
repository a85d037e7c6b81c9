"""What a reviewer sees of the prompt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.item_preview import prompt_text
from reviewer.ui.panes.prompt_pane import PromptPane
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

TALK = [
    {"role": "system", "content": "Answer from the passages."},
    {"role": "user", "content": "How long?\u202e"},
    {"role": "assistant", "content": None, "tool_calls": [{"name": "orders.find", "arguments": '{"id": 7}'}]},
    {"role": "tool", "content": "found", "name": "orders.find"},
]


@pytest.fixture
def pane(show: Callable[..., Any]) -> PromptPane:
    made: PromptPane = show(PromptPane(no_keys))
    return made


def a_click(pane: PromptPane, number: int) -> None:
    QTest.mouseClick(find(pane, f"message_{number}"), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))


def test_the_system_prompt_is_folded_and_says_its_size(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=TALK))
    assert "▸ system · 25 characters" in texts(pane)
    assert find(pane, "message_1").findChild(QPlainTextEdit) is None
    assert find(pane, "message_2_text").property("sourceText") == "How long?\u202e"


def test_tool_calls_and_their_results_are_cards_that_name_the_tool_and_the_size(pane: PromptPane) -> None:
    calls = [{"id": "c1", "name": "orders.find", "arguments": {"id": 7}}, {"id": "c2", "name": "mail", "arguments": ""}]
    pane.show_state(
        a_state(
            messages=[
                {"role": "assistant", "content": "Let me look.", "tool_calls": calls},
                {"role": "tool", "content": "found", "tool_call_id": "c1"},
            ]
        )
    )
    seen = texts(pane)
    assert "▸ tool call · orders.find → 1 result · 22 characters" in seen
    assert "▸ tool call · mail · 6 characters" in seen
    assert "▸ tool result · orders.find · 5 characters" in seen
    assert find(pane, "message_1_text").property("sourceText") == "Let me look."


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content", "thinking"])
def test_reasoning_is_folded_before_what_was_said(pane: PromptPane, name: str) -> None:
    pane.show_state(a_state(messages=[{"role": "assistant", "content": "Two years.", name: "Passage 1 says two."}]))
    seen = texts(pane)
    assert seen.index("▸ reasoning · 19 characters") < seen.index("assistant")
    assert "Passage 1 says two." in pane.view.property("sourceText")
    assert not any(view.toPlainText() == "Passage 1 says two." for view in pane.findChildren(QPlainTextEdit))


def test_a_reasoning_that_is_no_text_is_left_where_it_is(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=[{"role": "assistant", "content": "Two.", "reasoning": {"tokens": 7}}]))
    assert not any("reasoning" in text for text in texts(pane))


def test_one_card_opens_by_a_click_or_by_space_and_says_which(pane: PromptPane, qtbot: QtBot) -> None:
    state = a_state(messages=TALK)
    pane.show_state(state)
    with qtbot.waitSignal(pane.part_toggled) as clicked:
        a_click(pane, 1)
    assert clicked.args[0].text == "Answer from the passages."
    find(pane, "message_3").setFocus()
    with qtbot.waitSignal(pane.part_toggled) as pressed:
        QTest.keyClick(find(pane, "message_3"), Qt.Key.Key_Space)
    assert pressed.args[0].text == 'orders.find({\n  "id": 7\n})'
    assert 'orders.find({"id": 7})' in pane.view.property("sourceText")


def test_a_click_on_what_does_not_fold_does_nothing(pane: PromptPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(messages=TALK))
    with qtbot.assertNotEmitted(pane.part_toggled):
        a_click(pane, 2)


def test_all_cards_open_at_once_and_one_of_them_may_be_folded_again(pane: PromptPane) -> None:
    closed = a_state(messages=TALK)
    pane.show_state(closed)
    opened = replace(closed, system_open=True)
    pane.show_state(opened)
    assert find(pane, "message_1_text").isVisible()
    assert find(pane, "message_3_text").property("sourceText") == 'orders.find({\n  "id": 7\n})'
    assert "▾ system · 25 characters" in texts(pane)
    pane.show_state(replace(opened, flipped_parts=frozenset({(0, 0)})))
    assert not find(pane, "message_1_text").isVisible()
    assert find(pane, "message_3_text").isVisible()


def test_only_the_first_card_that_folds_prints_the_key(show: Callable[..., Any]) -> None:
    pane = show(PromptPane(lambda action: {"review.system_prompt": "Y"}.get(action, "")))
    pane.show_state(a_state(messages=TALK))
    assert texts(pane).count("Y") == 1


def test_a_message_without_content_says_that_it_was_not_captured(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=[{"role": "user", "content": None}, {"role": "system", "content": ""}]))
    assert "user · Content not captured" in texts(pane)
    assert "system · empty" in texts(pane)


def test_what_a_hit_points_at_in_the_conversation_is_highlighted(pane: PromptPane) -> None:
    hit = {"id": "h", "policy": "p", "target": "message:1", "severity": "high",
           "spans": [{"start": 0, "end": 3, "text": "How"}]}  # fmt: skip
    pane.show_state(a_state(messages=TALK, policy_hits=[hit], state={"selected_hit": "h"}))
    assert [found.id for found in find(pane, "message_2_text").highlights_at(1)] == [("hit", "h")]
    pane.show_state(a_state(messages=TALK, id="i2"))
    assert find(pane, "message_2_text").highlights_at(1) == []


def test_the_exact_text_of_every_message_is_kept_for_assistive_technology(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=TALK))
    source = pane.view.property("sourceText")
    assert "Answer from the passages." in source
    assert "How long?\u202e" in source
    assert "found" in source


def test_a_plain_prompt_is_shown_as_one_message(pane: PromptPane) -> None:
    pane.show_state(a_state(prompt="Why?\n"))
    assert pane.view.property("sourceText") == "Why?\n"
    assert "1 turn" in texts(pane)


def test_an_item_without_a_prompt_says_that_it_was_not_captured(pane: PromptPane) -> None:
    pane.show_state(a_state())
    assert "Content not captured." in texts(pane)


def test_what_is_known_about_the_call_stands_below(pane: PromptPane) -> None:
    pane.show_state(
        a_state(
            prompt="x",
            metadata={"model": "m7", "latency_ms": 840, "confidence": 0.41},
            flagged_at="2026-11-20T09:14:00Z",
            policy_hits=[{"id": "h1", "policy": "a"}, {"id": "h2", "policy": "b"}],
        )
    )
    assert {"m7", "840 ms", "0.41", "2026-11-20 09:14 UTC by 2 rules", "i1"} <= set(texts(pane))


def test_other_metadata_is_folded_where_it_is_much(pane: PromptPane) -> None:
    pane.show_state(a_state(prompt="x", metadata={f"key_{n}": {"deep": n} for n in range(20)}))
    assert find(pane, "facts_button").caption() == "▸ 13 more"
    assert '{"deep": 19}' not in texts(pane)
    find(pane, "facts_button").click()
    assert '{"deep": 19}' in texts(pane)
    pane.show_state(a_state(prompt="x", id="i2", metadata={"extra": {"region": "eu"}}))
    assert "eu" in texts(pane)
    assert not find(pane, "facts_button").isVisible()


def test_where_hits_come_after_the_verdict_nothing_tells_that_the_item_was_flagged(pane: PromptPane) -> None:
    state = a_state(prompt="x", flagged_at="2026-11-20T09:14:00Z")
    assert state.claim is not None
    pane.show_state(state)
    assert any("2026-11-20" in text for text in texts(pane))
    pane.show_state(replace(a_state(prompt="x", id="i2", flagged_at="2026-11-20T09:14:00Z"),
                            claim=state.claim.model_copy(update={"hits_hidden": True})))  # fmt: skip
    assert not any("flagged" in text or "2026-11-20" in text for text in texts(pane))


def test_a_shorter_conversation_leaves_nothing_of_the_longer_one(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=TALK))
    pane.show_state(a_state(prompt="Only this.", id="i2"))
    assert not find(pane, "message_2").isVisible()
    assert find(pane, "message_1_text").property("sourceText") == "Only this."


def test_of_a_long_conversation_the_last_messages_are_shown_and_the_earlier_ones_on_demand(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=[{"role": "user", "content": str(number)} for number in range(450)]))
    assert find(pane, "message_24_text").property("sourceText") == "449"
    assert find(pane, "earlier_messages").caption() == "Show earlier messages (426)"
    assert pane.view.property("sourceText").startswith("0\n\n1")
    find(pane, "earlier_messages").click()
    assert find(pane, "message_48_text").property("sourceText") == "449"
    assert find(pane, "message_1_text").property("sourceText") == "402"


def test_a_narrow_pane_wraps_the_messages_instead_of_cutting_them(pane: PromptPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(messages=TALK))
    pane.resize(130, 400)
    view = pane.view
    qtbot.waitUntil(lambda: find(pane, "message_1").width() <= view.viewport().width())
    inner = find(pane, "message_2_text")
    assert inner.mapTo(view.viewport(), inner.rect().topRight()).x() <= view.viewport().width()


def test_a_conversation_of_two_hundred_long_messages_is_shown_as_fast_as_a_short_one(pane: PromptPane) -> None:
    def took(count: int) -> float:
        roles = ("user", "assistant")
        talk = [{"role": roles[number % 2], "content": f"{number} " + "word " * 200} for number in range(count)]
        states = [a_state(messages=talk, id=f"{count}-{number}") for number in range(8)]
        times = []
        for state in states:
            start = time.perf_counter()
            pane.show_state(state)
            times.append(time.perf_counter() - start)
        return min(times)

    took(24)
    assert took(200) < 3 * took(24) + 0.005


def test_no_line_of_an_opened_card_is_cut_off(pane: PromptPane) -> None:
    text = "A sentence that wraps in a narrow pane, 提示 and नमस्ते among it. " * 12
    pane.show_state(a_state(messages=[{"role": "system", "content": text}], state={"system_open": True}))
    QApplication.processEvents()
    view = find(pane, "message_1_text")
    cursor = view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    assert view.cursorRect(cursor).bottom() <= view.viewport().height()


def test_what_is_no_text_is_a_card_that_says_what_it_was_and_nothing_is_loaded(pane: PromptPane) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 46_000}}
    elsewhere = {"type": "image_url", "image_url": {"url": "https://tracker.example/pixel.png"}}
    sound = {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}
    pane.show_state(
        a_state(messages=[{"role": "user", "content": [{"type": "text", "text": "Look"}, picture, elsewhere, sound]}])
    )
    seen = texts(pane)
    assert "user · image (not shown), PNG, 34 KB" in seen
    assert "▸ user · image (not shown), by its address" in seen
    assert "user · audio (not shown), WAV, 3 bytes" in seen
    assert find(pane, "message_1_text").property("sourceText") == "Look"
    assert not any("tracker" in text for text in seen)


def test_the_answer_of_a_tool_in_a_part_is_a_card_under_the_name_of_the_tool(pane: PromptPane) -> None:
    call = {"type": "tool_use", "id": "t1", "name": "orders.find", "input": {"id": 7}}
    answer = {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "found"}]}
    pane.show_state(a_state(messages=[{"role": "assistant", "content": [call]}, {"role": "user", "content": [answer]}]))
    seen = texts(pane)
    assert "▸ tool call · orders.find → 1 result · 22 characters" in seen
    assert "▸ tool result · orders.find · 5 characters" in seen
    assert not any("not captured" in text for text in seen)


def test_many_parts_that_are_no_text_share_one_card(pane: PromptPane) -> None:
    pictures = [{"type": "image", "source": {"type": "url", "url": f"https://x.example/{n}"}} for n in range(200)]
    pane.show_state(a_state(messages=[{"role": "user", "content": pictures}]))
    assert any("188 more parts that are not shown" in text for text in texts(pane))


def test_the_list_of_items_names_what_is_no_text_too() -> None:
    answer = {"type": "tool_result", "tool_use_id": "t1", "content": "found"}
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}}
    item = a_state(messages=[{"role": "user", "content": [{"type": "text", "text": "Look"}, picture, answer]}]).item
    assert item is not None
    assert prompt_text(item) == "user:\nLook\n⟦image⟧\n⟦tool result⟧ found"


@pytest.mark.parametrize("width", [200, 240, 320])
def test_long_values_are_shown_whole_in_a_narrow_pane(show: Callable[..., Any], width: int) -> None:
    pane: PromptPane = show(PromptPane(no_keys), width)
    kind = "Question that describes a hypothetical scenario and asks a question"
    pane.show_state(a_state(metadata={"model": "post_hoc_sphere_gs_gpt4_of_last_week", "question_type": kind}))
    for _ in range(4):  # the height of a row follows its width
        QApplication.processEvents()
    for value in ("post_hoc_sphere_gs_gpt4_of_last_week", kind):
        shown = next(each for each in pane.findChildren(QLabel) if each.accessibleName() == value)
        assert shown.text().replace("\n", "") == value
        assert shown.height() >= shown.heightForWidth(shown.width())
        widest = max(shown.fontMetrics().horizontalAdvance(word) for word in shown.text().split())
        assert widest <= shown.width()
        assert shown.mapTo(pane, shown.rect().topRight()).x() < pane.width()
