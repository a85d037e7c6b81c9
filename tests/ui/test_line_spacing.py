"""The room between lines: more of it than Qt gives, at no other place than before, and a click in it means a line."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.ui.safe_text import PlainEditor, SourceView
from reviewer.ui.safe_text.line_spacing import READING, TIGHT

TEXT = "The lamp comes with a guarantee of eighteen months. " * 12 + "\nA second paragraph.\n\nA last one."
Opened = Callable[[float], SourceView]


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    views: list[SourceView] = []

    def opening(line_share: float) -> SourceView:
        view = SourceView(line_share=line_share)
        view.resize(500, 600)
        view.show()
        view.set_source(TEXT)
        qapp.processEvents()
        views.append(view)
        return view

    yield opening
    for view in views:
        view.hide()
        view.deleteLater()
    qapp.processEvents()


def tops(view: SourceView) -> list[int]:
    return sorted({view.rect_of(offset).top() for offset in range(0, len(TEXT), 5)})


def test_lines_stand_further_apart_by_the_same_gap(opened: Opened) -> None:
    tight, spaced = tops(opened(TIGHT)), tops(opened(READING))
    steps = {after - before for before, after in itertools.pairwise(spaced)}
    plain = {after - before for before, after in itertools.pairwise(tight)}
    assert len(steps) <= len(plain)
    assert min(steps) >= max(plain) * 1.2


def test_a_click_between_two_lines_means_the_nearer_one(opened: Opened, qapp: QApplication) -> None:
    view = opened(READING)
    first, second = tops(view)[:2]
    below = view.rect_of(0).bottom()
    gap = range(below + 1, second)
    assert len(gap) >= 3, "there is no gap to click into"
    for y in (gap[0], gap[-1]):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, y))
        caret = view.cursorRect().top()
        assert caret == (first if y == gap[0] else second)
        assert 0 < view.cursorRect().left() < 120, "the caret jumped to the end of the line"


def test_another_font_brings_another_gap(opened: Opened, qapp: QApplication) -> None:
    view = opened(READING)
    before = tops(view)
    font = QFont(view.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    qapp.processEvents()
    assert tops(view)[1] - tops(view)[0] >= 1.8 * (before[1] - before[0])


def test_lines_stay_apart_while_somebody_types(qapp: QApplication) -> None:
    editor = PlainEditor(line_share=READING)
    editor.resize(300, 400)
    editor.show()
    editor.set_source("One line that is long enough to be cut into several lines of the editor, twice.")
    qapp.processEvents()
    for _ in range(3):
        QTest.keyClicks(editor, "more ")
        qapp.processEvents()
        cursor = QTextCursor(editor.document())
        lines = []
        for position in range(editor.document().characterCount() - 1):
            cursor.setPosition(position)
            lines.append(editor.cursorRect(cursor).top())
        places = sorted(set(lines))
        steps = {after - before for before, after in itertools.pairwise(places)}
        assert steps
        assert min(steps) >= editor.fontMetrics().height() * 1.2
    editor.hide()
    editor.deleteLater()
    qapp.processEvents()


def test_a_gap_of_one_pixel_does_not_grow(opened: Opened, qapp: QApplication) -> None:
    view = opened(TIGHT + 1.2 / QFontMetrics(SourceView().font()).height())
    before = tops(view)
    for _ in range(5):
        view.viewport().update()
        qapp.processEvents()
        view.grab()
    assert tops(view) == before
