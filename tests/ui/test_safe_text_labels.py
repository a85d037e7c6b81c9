"""Labels, messages and strings: a text is shown as its letters, short, and with its hidden characters marked."""

from __future__ import annotations

import html

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from reviewer.ui.safe_text import (
    ElidedLabel,
    PlainLabel,
    elide,
    escape_for_chart,
    menu_text,
    plain_message,
    set_plain_tooltip,
    tooltip_text,
)


def test_a_label_shows_tags_as_letters(qtbot: QtBot) -> None:
    label = PlainLabel("<b>x</b> & y", wrap=True)
    qtbot.addWidget(label)
    assert label.text() == "<b>x</b> & y"
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.wordWrap()
    label.setText("invoice\u202efdp.exe")
    assert label.text() == "invoice⟦U+202E⟧fdp.exe"


def test_a_label_never_takes_a_megabyte(qtbot: QtBot) -> None:
    label = PlainLabel("x" * 1_000_000)
    qtbot.addWidget(label)
    assert len(label.text()) == 10_000
    assert label.text().endswith("…")


def test_a_label_of_one_line_gives_way_and_tells_the_rest_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("a file with a very long name <b>indeed</b>.jsonl")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.text() == label.whole_text
    assert label.toolTip() == ""
    label.resize(100, 20)
    label.show()
    assert label.text().endswith("…")
    assert QFontMetrics(label.font()).horizontalAdvance(label.text()) <= 100
    assert "&lt;b&gt;indeed&lt;/b&gt;" in label.toolTip()
    assert label.minimumSizeHint().width() < 100


def test_a_message_does_not_hold_up_the_program_and_tells_its_answer(qtbot: QtBot) -> None:
    answers: list[QMessageBox.StandardButton] = []
    box = plain_message(
        None,
        QMessageBox.Icon.Question,
        "Delete <b>all</b>?",
        "Really\u202e",
        buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
        default=QMessageBox.StandardButton.No,
        answered=answers.append,
    )
    assert box.isVisible()
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert (box.text(), box.informativeText()) == ("Delete <b>all</b>?", "Really⟦U+202E⟧")
    gone: list[bool] = []
    box.destroyed.connect(lambda: gone.append(True))
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(gone))
    assert answers == [QMessageBox.StandardButton.Yes]


def test_escape_answers_with_the_button_that_means_no(qtbot: QtBot) -> None:
    answers: list[QMessageBox.StandardButton] = []
    buttons = QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel
    box = plain_message(None, QMessageBox.Icon.Warning, "Leave?", buttons=buttons, answered=answers.append)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert answers == [QMessageBox.StandardButton.Cancel]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\r\ntwo\n\n three", "one two three"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("\ufeff\0", "⟦U+FEFF⟧⟦U+0000⟧"),
        ("x" * 300, "x" * 199 + "…"),
        ("x" * 200, "x" * 200),
        ("\n" * 500 + "y", "…"),
        ("", ""),
    ],
)
def test_a_cell_shows_the_beginning_on_one_line(text: str, shown: str) -> None:
    assert elide(text) == shown


def test_a_cell_of_a_long_text_costs_no_more_than_its_beginning() -> None:
    assert len(elide("\u202e" * 5_000_000)) == 200


def test_charts_menus_and_tooltips_show_letters() -> None:
    assert escape_for_chart("<img src=x> & y") == "&lt;img src=x&gt; &amp; y"
    assert menu_text("Save & <b>go</b>") == "Save && <b>go</b>"
    assert tooltip_text("") == ""
    assert html.unescape(tooltip_text("<i>a</i>\nb")).count("<i>") == 1
    assert "&lt;i&gt;" in tooltip_text("<i>a</i>\nb")


def test_a_tooltip_is_cut_at_500_characters(qtbot: QtBot) -> None:
    label = PlainLabel("x")
    qtbot.addWidget(label)
    set_plain_tooltip(label, "y" * 10_000)
    assert label.toolTip().count("y") == 499 + "pre-wrap style".count("y")
    set_plain_tooltip(label, "")
    assert label.toolTip() == ""
