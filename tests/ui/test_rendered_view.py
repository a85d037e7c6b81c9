"""A response as the user saw it: coloured code, laid-out JSON, the same place as in the source, and nothing to open."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.rendered_looks import CODE_COLOURS, CODE_GROUND, rendered_looks
from reviewer.ui.safe_text import RenderedView
from reviewer.ui.safe_text.code_blocks import blocks_of
from reviewer.ui.theme import Theme, tokens
from tests.canaries import Canaries

CODE = "Look:\n\n```python\ndef f():\n    return 'é😀' # why\n```\n\n```nothing\nreturn\n```\n"
LOOKS = {"keyword": "#112233", "string": "#223344", "comment": "#334455"}


@pytest.fixture
def view(qtbot: QtBot) -> RenderedView:
    made = RenderedView()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def with_looks(view: RenderedView) -> RenderedView:
    looks = rendered_looks(Theme("light"))
    view.set_looks(type(looks)(looks.ground, looks.link, QFont("DejaVu Sans Mono", 10), LOOKS))
    return view


def colours(view: RenderedView) -> dict[str, str]:
    found = {}
    for block in blocks_of(view.document()):
        for each in block.layout().formats():
            raw = block.text().encode("utf-16-le")[2 * each.start : 2 * (each.start + each.length)]
            found[raw.decode("utf-16-le")] = each.format.foreground().color().name()
    return found


def test_code_in_a_fence_gets_its_colours_over_the_right_letters(view: RenderedView, qtbot: QtBot) -> None:
    with_looks(view).set_source(CODE)
    qtbot.waitUntil(lambda: "# why" in colours(view))
    found = colours(view)
    assert (found["def"], found["return"], found["# why"]) == ("#112233", "#112233", "#334455")
    assert found["é😀"] == "#223344" or found["'é😀'"] == "#223344"
    assert len(found) < 8  # what is in a fence of an unknown language stays plain


def test_json_is_laid_out_and_coloured(view: RenderedView, qtbot: QtBot) -> None:
    with_looks(view).set_source('{"a":[1,"two"]}')
    assert view.toPlainText() == '{\n  "a": [\n    1,\n    "two"\n  ]\n}'
    qtbot.waitUntil(lambda: colours(view).get('"two"') == "#223344")


def test_links_and_pictures_keep_their_words_and_lose_their_addresses(view: RenderedView) -> None:
    view.set_source(
        "See [the terms](https://example.com/x) ![a plate](https://example.com/y.png 'title') http://z.example"
    )
    assert view.toPlainText() == "See the terms ⟦picture: a plate⟧ http://z.example"
    assert "example.com" not in view.document().toHtml()


def test_a_table_behind_a_quote_begins_with_its_first_word(view: RenderedView) -> None:
    view.set_source("> quote\n\n|part|covered|\n|-|-|\n|switch|yes|\n")
    assert view.toPlainText().split() == ["quote", "part", "covered", "switch", "yes"]
    heads = [block for block in blocks_of(view.document()) if block.text() in ("part", "covered")]
    lines = [view.document().documentLayout().blockBoundingRect(block).top() for block in heads]
    assert lines[0] == lines[1]


def test_nothing_happens_on_a_click_on_what_was_a_link(view: RenderedView) -> None:
    view.set_source("[" + "all of this is a link " * 30 + "](file:///etc/passwd)")
    before = view.toPlainText()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    QApplication.processEvents()
    assert view.toPlainText() == before
    assert view.source().isEmpty()


def test_a_copy_is_plain_text(view: RenderedView) -> None:
    view.set_source("**bold** ![x](file:///etc/passwd) [y](file:///z)\n\nmore")
    view.selectAll()
    view.copy()
    data = QApplication.clipboard().mimeData()
    assert data.formats() == ["text/plain"]
    assert data.text() == "bold ⟦picture: x⟧ y\nmore"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"## Part {i}\n\nSome *words* of paragraph number {i}, with `code` and more.\n\n" for i in range(200)),
        '{"rows":[' + ",".join(f'{{"number":{i},"word":"w{i}"}}' for i in range(300)) + "]}",
    ],
    ids=["markdown", "json"],
)
def test_the_same_words_stay_at_the_top(view: RenderedView, text: str) -> None:
    with_looks(view).set_source(text)
    view.grab()
    for word in ("100", "70", "150"):
        at = re.search(rf"(?<!\d){word}(?!\d)", text[len(text) // 40 :])
        assert at is not None
        offset = at.start() + len(text) // 40
        view.show_at_top(offset)
        cursor = view.cursorForPosition(QPoint(0, 12))
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor, 2)
        assert word in cursor.selectedText()
        assert abs(view.top_offset() - offset) < 200


def test_hidden_characters_are_marks_until_they_are_switched_off(view: RenderedView) -> None:
    view.set_source("a\u202eb")
    assert view.toPlainText() == "a⟦U+202E⟧b"
    assert view.set_marks(False)
    assert view.toPlainText() == "a\u202eb"


@pytest.mark.parametrize(
    "make",
    [
        lambda: "x" * 190_000,
        lambda: "<b>" * 60_000,
        lambda: "[a](b) " * 20_000,
        lambda: "http://a.b/c " * 10_000,
        lambda: "`a` " * 40_000,
        lambda: "\u202e" * 60_000,
        lambda: "|a|b|\n|-|-|\n" + "|c|d|\n" * 1_400,
        lambda: "&amp; " * 30_000,
        lambda: "[" * 190_000,
        lambda: "{" * 190_000,
        lambda: '{"a":"' + "x" * 190_000 + '"}',
        lambda: "[" + "1," * 90_000 + "1]",
        lambda: "> " * 90_000,
        lambda: "- " * 4_900,
        lambda: "漢" * 66_000,
        lambda: "```c\n" + "\n" * 1_400 + "```",
    ],
)
def test_nothing_that_is_shown_here_takes_long(view: RenderedView, make: Callable[[], str]) -> None:
    text = make()
    with_looks(view)
    began = time.perf_counter()
    view.set_source(text)
    view.grab()
    assert time.perf_counter() - began < 1.0  # alone a tenth of this; the machine of the tests is shared


@pytest.mark.parametrize("name", ["light", "dark"])
def test_each_colour_of_code_can_be_read_on_its_ground(name: str) -> None:
    palette = tokens(name)
    for colour in {*CODE_COLOURS.values(), "text"}:
        assert contrast(palette[colour], palette[CODE_GROUND]) >= 4.5, colour


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_picture_is_asked_for_when_a_text_is_copied_or_restyled(view: RenderedView, tmp_path: Path) -> None:
    with Canaries(tmp_path / "canaries") as canaries:
        view.set_source(f"![x]({canaries.picture('a.png')}) ![y]({canaries.url})")
        with_looks(view)
        view.set_marks(False)
        view.grab()
        view.selectAll()
        view.copy()
        QApplication.clipboard().mimeData().html()
        assert canaries.touched() == set()
