"""The view of a source text: exact offsets, bounded cost, exact copies, everything by keyboard."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.boundaries import whole
from reviewer.ui.safe_text import Highlight, HighlightStyle, MoreBar, RenderedView, SourceView
from tests.promises import Figures, control, promise

MEGABYTE = 1_000_000
SHAPES: dict[str, Callable[[], str]] = {
    "prose, 10 MB": lambda: "The quick brown fox jumps over the lazy dog.\n" * 230_000,
    "one line, 10 MB": lambda: "word " * 2_000_000,
    "one word, 10 MB": lambda: "x" * 10 * MEGABYTE,
    "han, 10 MB": lambda: "漢" * (10 * MEGABYTE // 3),
    "emoji, 10 MB": lambda: "😀" * (10 * MEGABYTE // 4),
    "right to left, 10 MB": lambda: "شكرا " * 1_000_000,
    "bidi controls": lambda: "\u202e" * MEGABYTE,
    "zero width": lambda: "\u200b" * MEGABYTE,
    "stacked accents": lambda: "a" + "\u0301" * MEGABYTE,
    "line ends": lambda: "\n" * MEGABYTE,
    "windows line ends": lambda: "\r\n" * MEGABYTE,
    "nested tables": lambda: "<table><tr><td>" * 600_000,
    "nulls and half surrogates": lambda: "\0\ud800" * (MEGABYTE // 2),
}


@pytest.fixture
def view(qtbot: QtBot) -> SourceView:
    made = SourceView()
    made.setObjectName("response_view")
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def longest_block(view: QPlainTextEdit) -> int:
    block, longest = view.document().begin(), 0
    while block.isValid():
        longest = max(longest, block.length() - 1)
        block = block.next()
    return longest


# Promise 11: nothing that a text can be holds the window up


@pytest.mark.parametrize("marks", [True, False], ids=["marks", "raw"])
@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_the_text_is_the_view_holds_few_short_lines(view: SourceView, shape: str, marks: bool) -> None:
    text = SHAPES[shape]()
    view.set_marks(marks)
    view.set_source(text)
    view.grab()
    assert longest_block(view) <= 2_000
    assert view.blockCount() <= 5_001
    assert view.document().characterCount() <= 201_000
    assert view.property("sourceText") == text
    assert view.hidden_after > 0


def test_a_bare_view_of_a_long_word_has_one_endless_line(qtbot: QtBot) -> None:
    bare = QPlainTextEdit()
    qtbot.addWidget(bare)
    bare.setPlainText("x" * MEGABYTE)
    assert longest_block(bare) == MEGABYTE


def test_ten_megabytes_in_one_word_open_sooner_than_a_hundredth_of_it_in_a_bare_view(
    view: SourceView, qtbot: QtBot
) -> None:
    def seconds(show: Callable[[str], None], widget: QWidget, text: str) -> float:
        began = time.perf_counter()
        show(text)
        widget.grab()
        return time.perf_counter() - began

    bare = QPlainTextEdit()
    qtbot.addWidget(bare)
    bare.resize(view.size())
    bare.show()
    slow = min(seconds(bare.setPlainText, bare, letter * 100_000) for letter in "ab")
    quick = min(seconds(view.set_source, view, letter * 10 * MEGABYTE) for letter in "ab")
    assert quick < slow


def test_show_more_reaches_the_end_and_never_holds_more_than_five_windows(view: SourceView) -> None:
    text = "".join(f"line {i}\n" for i in range(60_000))
    view.set_source(text)
    shown = [len(text) - view.hidden_after]
    while view.show_more():
        assert view.blockCount() <= 25_001
        shown.append(len(text) - view.hidden_after)
    assert shown == sorted(set(shown))
    assert view.hidden_after == 0
    assert view.toPlainText().endswith("line 59999\n")
    while view.show_earlier():
        pass
    assert view.hidden_before == 0
    assert view.toPlainText().startswith("line 0\n")


def test_the_bar_under_the_view_says_what_is_hidden_and_its_buttons_show_it(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    view = SourceView()
    view.setObjectName("response_view")
    bar = MoreBar(view)
    box = QVBoxLayout(holder)
    box.addWidget(view)
    box.addWidget(bar)
    holder.show()
    view.set_source("short")
    assert not bar.isVisible()
    view.set_source("word " * 100_000)
    assert bar.isVisible()
    more = bar.findChild(QPushButton, "response_view_show_more")
    label = bar.findChild(QLabel, "response_view_more_label")
    assert isinstance(more, QPushButton)
    assert isinstance(label, QLabel)
    assert label.text() == "Characters 1 to 200,000 of 500,000"
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert label.text() == "Characters 1 to 400,000 of 500,000"
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert not bar.isVisible()


def test_moving_down_at_the_end_shows_more(view: SourceView) -> None:
    view.set_source("line\n" * 9_000)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    hidden = view.hidden_after
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert 0 <= view.hidden_after < hidden


# Promise 12: offsets in the view are code points of the source

PIECES = [
    "a",
    "word ",
    "é",
    "e\u0301",
    "漢字",
    "\U00020000",
    "😀",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001d400",
    "\r\n",
    "\n",
    "\u00a0",
    "شكرا",
    "\u2764\ufe0f",
    "w " * 1_100,
]


def random_span(rng: random.Random) -> tuple[str, int, int]:
    """Return a text and a span that does not cut a line end in two."""
    text = "".join(rng.choices(PIECES, weights=[10] * 14 + [1], k=rng.randrange(1, 14)))
    start = rng.randrange(len(text))
    end = rng.randrange(start, len(text)) + 1
    start -= text[start - 1 : start + 1] == "\r\n"
    end += text[end - 1 : end + 1] == "\r\n"
    return text, start, end


def qt_position(text: str, index: int) -> int:
    """Where Qt puts an offset: one for a line end, two for a character beyond the first plane."""
    return len(text[:index].replace("\r\n", "\n").encode("utf-16-le")) // 2


@promise(12)
@control(12)
def test_a_span_that_is_selected_on_screen_is_the_same_span_of_the_source(
    view: SourceView, full: bool, figures: Figures
) -> None:
    rng = random.Random(12)
    wrong, wrong_by_qt = [], 0
    count = 20_000 if full else 2_000
    for _ in range(count):
        text, start, end = random_span(rng)
        start, end = whole(text, start, end, "character")  # nobody can select half of what is one character on screen
        view.set_source(text)
        cursor = view.textCursor()
        cursor.setPosition(qt_position(text, start))
        cursor.setPosition(qt_position(text, end), QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        if view.selected_span() != (start, end):
            wrong.append((text, start, end, view.selected_span()))
        wrong_by_qt += text[cursor.selectionStart() : cursor.selectionEnd()] != text[start:end]
    figures(12, texts=count, wrong=len(wrong), control_wrong_by_positions_of_qt=wrong_by_qt)
    assert wrong == []
    assert wrong_by_qt > 500, "positions of Qt must be wrong often, or these texts prove nothing"


def test_a_span_that_the_program_selects_shows_its_quote(view: SourceView) -> None:
    rng = random.Random(13)
    for _ in range(500):
        text, start, end = random_span(rng)
        view.set_source(text)
        view.select_span(start, end)
        assert view.selected_span() == (start, end)
        shown = view.textCursor().selectedText().replace("\u2029", " ").replace("\u00a0", " ")
        assert shown == text[start:end].replace("\r\n", " ").replace("\n", " ").replace("\u00a0", " ")


def test_highlights_lie_over_the_quote_and_nothing_else(view: SourceView) -> None:
    rng = random.Random(14)
    view.set_highlight_styles({"hit": HighlightStyle(background="#ffee58")})
    for _ in range(300):
        text, start, end = random_span(rng)
        view.set_source(text)
        view.set_highlights([Highlight(start, end, "hit", 1)])
        painted = []
        block = view.document().begin()
        while block.isValid():
            encoded = (block.text() + "\n").encode("utf-16-le")
            for each in block.layout().formats():
                painted.append(encoded[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le"))
            block = block.next()
        expected = text[start:end].replace("\r\n", "\n")
        assert "".join(painted).replace("\n", " ") == expected.replace("\n", " ")


def looks_of(view: SourceView) -> list[list[tuple[int, int, str, int]]]:
    """What is painted on each paragraph: places, grounds and lines."""
    block, found = view.document().begin(), []
    while block.isValid():
        formats = block.layout().formats()
        looks = [(f.start, f.length, f.format.background().color().name(), f.format.underlineStyle()) for f in formats]
        found.append([(start, length, ground, int(line.value)) for start, length, ground, line in looks])
        block = block.next()
    return found


def test_a_few_changed_highlights_look_as_if_all_were_painted_anew(qtbot: QtBot) -> None:
    rng = random.Random(15)
    styles = {name: HighlightStyle(background=f"#{number * 222:06x}") for number, name in enumerate("abc", 1)}
    for _ in range(200):
        text = "\n".join(random_span(rng)[0] for _ in range(rng.randrange(1, 6)))
        changing, fresh = SourceView(), SourceView()
        for view in (changing, fresh):
            qtbot.addWidget(view)
            view.set_highlight_styles(styles)
            view.set_source(text)
        shown: list[Highlight] = []
        for _ in range(4):
            places = [(start, start + rng.randrange(1, 9)) for start in rng.choices(range(len(text)), k=3)]
            shown = [each for each in shown if rng.random() < 0.6]
            shown += [Highlight(*place, rng.choice("abc"), rng.random()) for place in places]
            changing.set_highlights(shown)
        fresh.set_highlights(shown)
        assert looks_of(changing) == looks_of(fresh)


def test_a_span_far_behind_what_is_shown_is_brought_into_sight(view: SourceView) -> None:
    text = "".join(f"sentence {i} 😀.\n" for i in range(100_000))
    start = text.index("sentence 77777")
    view.set_source(text)
    view.select_span(start, start + 14)
    assert view.textCursor().selectedText() == "sentence 77777"
    assert view.viewport().rect().contains(view.cursorRect())
    view.scroll_to(3)
    assert view.hidden_before == 0


def test_a_span_that_cuts_a_line_end_comes_back_as_it_was_asked_for(view: SourceView) -> None:
    view.set_source("a\r\nb")
    view.select_span(2, 4)
    assert view.selected_span() == (2, 4)


def test_half_of_a_joined_emoji_or_of_an_accented_letter_selected_means_the_whole(view: SourceView) -> None:
    family = "👨\u200d👩\u200d👧"
    text = f"नमस्ते {family} e\u0301"
    view.set_source(text)
    cursor = view.textCursor()
    cursor.setPosition(qt_position(text, text.index(family) + 2))
    cursor.setPosition(qt_position(text, len(text) - 1), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_span() == (text.index(family), len(text))


def test_half_a_mark_selected_means_the_hidden_character(view: SourceView) -> None:
    view.set_source("ab\u202ecd")
    cursor = view.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_span() == (2, 3)


# What a person does


def test_text_is_selected_by_keyboard_and_told_once_for_each_change(view: SourceView) -> None:
    told: list[object] = []
    view.spanSelected.connect(told.append)
    view.set_source("😀 hello")
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert told == [(0, 1), (0, 2), None]


def test_a_selection_by_mouse_is_told_when_the_button_is_released(view: SourceView) -> None:
    told: list[object] = []
    view.spanSelected.connect(told.append)
    view.set_source("hello world")
    first, last = (view.cursorRect(cursor_at(view, place)).center() for place in (0, 5))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view.viewport(), last - QPoint(8, 0))
    QTest.mouseMove(view.viewport(), last)
    assert told == []
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert told == [view.selected_span()]


def cursor_at(view: SourceView, position: int) -> QTextCursor:
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    return cursor


def test_a_click_or_space_opens_the_shortest_highlight_there(view: SourceView) -> None:
    opened: list[object] = []
    view.highlightActivated.connect(opened.append)
    view.set_source("😀 one two three")
    view.set_highlights([Highlight(2, 15, "hit", "long"), Highlight(6, 9, "hit", "short")])
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor_at(view, 8)).center())
    assert opened == ["short"]
    view.setFocus()
    view.select_span(3, 3)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert opened == ["short", "long"]


def test_highlights_are_visited_in_order_and_around(view: SourceView) -> None:
    view.set_source("one two three")
    assert not view.select_next_highlight()
    view.set_highlights([Highlight(8, 13, "hit", 2), Highlight(0, 3, "hit", 1)])
    visited = []
    for step in (1, 1, 1, -1, -1):
        assert view.select_next_highlight(step)
        visited.append(view.selected_span())
    assert visited == [(0, 3), (8, 13), (0, 3), (8, 13), (0, 3)]


def test_overlapping_highlights_look_different_from_each_alone(view: SourceView) -> None:
    view.set_highlight_styles(
        {"a": HighlightStyle("#ffee58", "solid"), "b": HighlightStyle("#4fc3f7", "wave", "#ff0000")}
    )
    view.set_source("x" * 30)
    view.set_highlights([Highlight(0, 20, "a", 1), Highlight(10, 30, "b", 2)])
    looks = [
        (each.start, each.length, each.format.background().color().name(), each.format.underlineStyle())
        for each in view.document().begin().layout().formats()
    ]
    assert [look[:2] for look in looks] == [(0, 10), (10, 10), (20, 10)]
    assert len({look[2] for look in looks}) == 3
    view.set_highlights([])
    assert view.document().begin().layout().formats() == []


def test_ten_thousand_overlapping_highlights_are_shown_without_a_stall(view: SourceView) -> None:
    view.set_source("word " * 30_000)
    view.set_highlights([Highlight(i, i + 500, f"kind {i % 3}", i) for i in range(0, 100_000, 10)])
    view.grab()
    block, pieces = view.document().begin(), 0
    while block.isValid():
        pieces += len(block.layout().formats())
        block = block.next()
    assert 0 < pieces < 6_000


def test_copying_gives_the_source_and_not_what_is_painted(view: SourceView) -> None:
    text = "one\r\ntwo\u202ethree\u00a0four" + "x" * 2_500
    view.set_source(text)
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == text
    assert "⟦" not in QApplication.clipboard().mimeData().html()


def test_the_switch_shows_hidden_characters_raw_and_keeps_selection_and_highlights(view: SourceView) -> None:
    view.set_source("ab\u200bcd\u200bef")
    view.set_highlights([Highlight(3, 5, "hit", 1)])
    view.select_span(3, 5)
    assert view.toPlainText() == "ab⟦U+200B⟧cd⟦U+200B⟧ef"
    view.set_marks(False)
    assert view.toPlainText() == "ab\u200bcd\u200bef"
    assert view.selected_span() == (3, 5)
    (look,) = view.document().begin().layout().formats()
    assert (look.start, look.length) == (3, 2)


def test_a_mark_looks_different_from_the_same_letters_typed(view: SourceView) -> None:
    view.set_source("⟦U+202E⟧ \u202e")
    (look,) = view.document().begin().layout().formats()
    assert (look.start, look.length) == (9, 8)


def test_single_letters_reach_the_window_while_the_view_has_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = SourceView(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    view.setFocus()
    reached: list[str] = []
    for keys in ("1", "A", "Ctrl+Return", "Return", "Ctrl+Z"):
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.activated.connect(lambda keys=keys: reached.append(keys))
    view.set_source("hello")
    QTest.keyClick(view, Qt.Key.Key_1)
    QTest.keyClick(view, Qt.Key.Key_A)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert reached == ["1", "A", "Ctrl+Return", "Return", "Ctrl+Z"]


def test_the_next_item_with_the_same_text_starts_without_the_selection_of_the_one_before(view: SourceView) -> None:
    told: list[object] = []
    view.set_source("same answer", key="item-1")
    view.set_highlights([Highlight(0, 4, "hit", 1)])
    view.select_span(0, 4)
    view.spanSelected.connect(told.append)
    view.set_source("same answer", key="item-1")
    assert view.selected_span() == (0, 4)
    view.set_source("same answer", key="item-2")
    assert view.selected_span() is None
    assert view.highlights_at(1) == []
    assert told == [None]


def test_nobody_can_type_into_the_view(view: SourceView) -> None:
    view.set_source("hello")
    QTest.keyClicks(view, "x")
    view.paste()
    assert view.toPlainText() == "hello"


def test_the_property_holds_the_exact_text(view: SourceView) -> None:
    text = "\ufeffa\ud800\u00a0b\r\nc\u2028\0"
    view.set_source(text)
    assert view.property("sourceText") == text


# The rendered view


def test_markdown_is_rendered_without_html_and_without_links(qtbot: QtBot) -> None:
    view = RenderedView()
    qtbot.addWidget(view)
    assert view.set_source(
        "# Title\n\n**bold** <b>tag</b> [link](file:///etc/passwd) \u202e\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    view.show()
    shown = view.toPlainText()
    assert "Title" in shown
    assert "**" not in shown
    assert "<b>tag</b>" in shown
    assert "⟦U+202E⟧" in shown
    where = view.source()
    for x in range(0, view.viewport().width(), 8):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert view.source() == where
    assert view.toPlainText() == shown


def test_a_picture_in_markdown_is_an_empty_one(qtbot: QtBot) -> None:
    view = RenderedView()
    qtbot.addWidget(view)
    image = view.loadResource(2, "file:///etc/passwd")
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (1, 1)


BOMBS = {
    "too long": "word " * 50_000,
    "too long in bytes": "漢" * 70_000,
    "long table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 1_400,
    "wide table": "|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + "c\n" * 900,
    "many lines": "- a\n" * 50_000,
    "deep list": ("- " * 40 + "a\n") * 1_000,
    "many signs": "`a` " * 20_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_would_hold_up_the_window_is_not_rendered(bomb: str, qtbot: QtBot) -> None:
    view = RenderedView()
    qtbot.addWidget(view)
    assert not view.set_source(BOMBS[bomb])
    assert view.toPlainText() == ""
    assert view.property("sourceText") == BOMBS[bomb]


def test_a_long_answer_of_the_usual_kind_is_rendered(qtbot: QtBot) -> None:
    view = RenderedView()
    qtbot.addWidget(view)
    assert view.set_source(
        ("## Part\n\nSome *prose* with `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n") * 100
    )
