"""What a reviewer sees of the prompt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

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


def test_the_system_prompt_is_folded_and_says_its_size(pane: PromptPane) -> None:
    pane.show_state(a_state(messages=TALK))
    assert "system · 25 characters" in texts(pane)
    assert "assistant · calls orders.find" in texts(pane)
    assert not find(pane, "message_1_text").isVisible()
    assert find(pane, "message_2_text").property("sourceText") == "How long?\u202e"


def test_the_folded_cards_open_by_a_click(pane: PromptPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(messages=TALK))
    with qtbot.waitSignal(pane.system_toggled):
        QTest.mouseClick(find(pane, "message_1"), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    pane.show_state(a_state(messages=TALK, state={"system_open": True}))
    assert find(pane, "message_1_text").isVisible()
    assert find(pane, "message_3_calls").property("sourceText") == 'orders.find({"id": 7})'


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
            prompt="x", metadata={"model": "m7", "latency_ms": 840, "language": "ar"}, flagged_at="2026-11-20T09:14:00Z"
        )
    )
    assert {"m7", "840 ms", "2026-11-20 09:14 UTC", "i1"} <= set(texts(pane))


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
