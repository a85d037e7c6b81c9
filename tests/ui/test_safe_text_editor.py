"""The editor: what nobody touched comes back byte for byte, and what was typed comes back as it was typed."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from reviewer.ui.safe_text import PlainEditor
from tests.promises import Figures, control, promise

CLASSES = {
    "ascii": "plain text",
    "tab": "a\tb",
    "line feed": "a\nb",
    "carriage return and line feed": "a\r\nb",
    "carriage return": "a\rb",
    "mixed line ends": "a\r\nb\nc\rd\r\r\n",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "next line": "a\x85b",
    "vertical tab and form feed": "a\x0b\x0cb",
    "no-break space": "a\u00a0b",
    "narrow no-break space": "a\u202fb",
    "ideographic space": "a\u3000b",
    "leading byte order mark": "\ufeffab",
    "inner byte order mark": "a\ufeffb",
    "zero-width space": "a\u200bb",
    "joiners": "a\u200c\u200db",
    "bidi": "a\u202eb\u2066c\u2069",
    "soft hyphen": "a\u00adb",
    "null": "a\0b",
    "escape": "a\x1b[31mb",
    "c1": "a\x9bb",
    "high half surrogate": "a\ud800b",
    "low half surrogate": "a\udc00b",
    "reversed surrogates": "a\udc00\ud800b",
    "noncharacter inside Qt": "a\ufdd0b\ufdd1c",
    "noncharacter": "a\uffff\ufffeb",
    "object replacement": "a\ufffcb",
    "replacement": "a\ufffdb",
    "astral": "a\U00020000\U0001d400b",
    "emoji family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "tags": "a\U000e0041\U000e007fb",
    "stacked accents": "a" + "\u0301" * 50,
}


@pytest.fixture
def editor(qtbot: QtBot) -> PlainEditor:
    made = PlainEditor()
    qtbot.addWidget(made)
    made.show()
    return made


@promise(13)
@pytest.mark.parametrize("name", CLASSES)
def test_opening_and_saving_without_an_edit_changes_nothing(editor: PlainEditor, name: str, figures: Figures) -> None:
    for text in (CLASSES[name], CLASSES[name] * 400, f"\r\n{CLASSES[name]}\r\n"):
        assert editor.set_source(text)
        editor.grab()
        figures(13, texts=1, changed=int(editor.exact_text() != text))
        assert not editor.edited
        assert editor.exact_text() == text
        assert editor.property("sourceText") == text


@control(13)
def test_there_are_33_classes_and_reading_back_from_a_bare_widget_changes_a_third_of_them(
    qtbot: QtBot, figures: Figures
) -> None:
    bare = QPlainTextEdit()
    qtbot.addWidget(bare)
    changed = []
    for name, text in CLASSES.items():
        bare.setPlainText(text)
        if bare.toPlainText() != text:
            changed.append(name)
    figures(13, classes=len(CLASSES), changed_by_a_bare_widget=len(changed))
    assert len(CLASSES) == 33
    assert len(changed) >= 11
    assert {"no-break space", "carriage return and line feed", "leading byte order mark"} <= set(changed)


@pytest.mark.parametrize("name", CLASSES)
def test_an_edit_elsewhere_leaves_the_rest_exact(editor: PlainEditor, name: str) -> None:
    text = f"first {CLASSES[name]} middle {CLASSES[name]} last"
    editor.set_source(text)
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "!")
    assert editor.edited
    assert editor.exact_text() == text + "!"
    cursor = editor.document().find("middle")
    cursor.insertText("centre")
    assert editor.exact_text() == text.replace("middle", "centre") + "!"
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.insertText("> ")
    assert editor.exact_text() == "> " + text.replace("middle", "centre") + "!"


def test_a_letter_typed_anywhere_is_all_that_changes(editor: PlainEditor) -> None:
    rng = random.Random(13)
    pieces = [*CLASSES.values(), "x" * 2_300, "w " * 1_200]
    for _ in range(300):
        text = "".join(rng.choices(pieces, k=rng.randrange(1, 6)))
        editor.set_source(text)
        raw = editor.document().toRawText()
        cursor = editor.textCursor()
        cursor.setPosition(len(raw[: rng.randrange(len(raw) + 1)].encode("utf-16-le", "surrogatepass")) // 2)
        cursor.insertText("§")
        result = editor.exact_text()
        assert result.count("§") == 1
        assert result.replace("§", "") == text


def test_an_edit_that_is_undone_is_no_edit(editor: PlainEditor) -> None:
    told: list[bool] = []
    editor.editedChanged.connect(told.append)
    editor.set_source("a\u00a0b\r\n")
    QTest.keyClicks(editor, "x")
    editor.undo()
    assert told == [True, False]
    assert editor.exact_text() == "a\u00a0b\r\n"
    QTest.keyClicks(editor, "x")
    editor.textCursor().deletePreviousChar()
    assert not editor.edited
    assert editor.exact_text() == "a\u00a0b\r\n"


def test_what_was_typed_is_kept_as_typed(editor: PlainEditor) -> None:
    editor.set_source("")
    editor.insertPlainText("« oui\u00a0» 😀\nend")
    assert editor.exact_text() == "« oui\u00a0» 😀\nend"


def test_deleting_everything_leaves_an_empty_correction(editor: PlainEditor) -> None:
    editor.set_source("a\r\nb")
    editor.selectAll()
    editor.textCursor().removeSelectedText()
    assert editor.edited
    assert editor.exact_text() == ""


def test_only_plain_text_can_be_pasted(editor: PlainEditor) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b><img src='x'>")
    data.setText("<b>bold</b>\r\nnext")
    editor.insertFromMimeData(data)
    assert editor.exact_text() == "<b>bold</b>\nnext"
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/etc/hostname")])
    assert not editor.canInsertFromMimeData(files)


def test_a_paste_that_would_freeze_the_window_is_refused_with_a_sentence(editor: PlainEditor) -> None:
    refused: list[str] = []
    editor.pasteRefused.connect(refused.append)
    editor.set_source("kept")
    data = QMimeData()
    data.setText("x" * 30_000)
    editor.insertFromMimeData(data)
    assert editor.exact_text() == "kept"
    assert len(refused) == 1
    assert refused[0].endswith("shorter lines.")


def test_a_long_line_is_cut_for_the_eye_only(editor: PlainEditor) -> None:
    text = "word " * 20_000 + "x" * 30_000
    assert editor.set_source(text)
    assert max(len(line) for line in editor.toPlainText().split("\n")) <= 2_000
    assert editor.exact_text() == text
    cursor = editor.document().find("xxx")
    cursor.insertText("yyy")
    assert editor.exact_text() == text.replace("xxx", "yyy", 1)


def test_a_text_too_long_to_be_edited_is_refused(editor: PlainEditor) -> None:
    editor.set_source("before")
    assert not editor.set_source("x" * 1_000_001)
    assert editor.exact_text() == "before"
