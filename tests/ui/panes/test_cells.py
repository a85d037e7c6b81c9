"""Cells of a table are laid out by the direction of their own text, in rows as high as the letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.cells import OwnDirection, RowHeight

LEFTWARD, RIGHTWARD = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    model = QStandardItemModel(1, 1, made)
    made.setModel(model)
    return made


def _option(table: QTableView, text: str, window: Qt.LayoutDirection) -> QStyleOptionViewItem:
    model = table.model()
    assert isinstance(model, QStandardItemModel)
    model.setItem(0, 0, QStandardItem(text))
    option = QStyleOptionViewItem()
    option.direction = window
    OwnDirection(table).initStyleOption(option, model.index(0, 0))
    return option


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("2026-11-21 18:00", RIGHTWARD),
        ("0 of 2", RIGHTWARD),
        ("“Élan” (שלום)", RIGHTWARD),
        ("שלום! Hello", LEFTWARD),
        ("“مرحبًا” 24", LEFTWARD),
        ("こんにちは", RIGHTWARD),
        ("", RIGHTWARD),
    ],
)
@pytest.mark.parametrize("window", [RIGHTWARD, LEFTWARD])
def test_a_cell_has_the_direction_of_its_text_in_either_window(
    table: QTableView, text: str, direction: Qt.LayoutDirection, window: Qt.LayoutDirection
) -> None:
    assert _option(table, text, window).direction == direction


def test_a_turned_cell_stays_at_the_side_of_its_column(table: QTableView) -> None:
    turned = _option(table, "2026-11-21 18:00", LEFTWARD)
    assert turned.displayAlignment & Qt.AlignmentFlag.AlignRight
    assert turned.displayAlignment & Qt.AlignmentFlag.AlignAbsolute


def test_rows_grow_with_the_letters(table: QTableView) -> None:
    RowHeight(table)
    usual = table.verticalHeader().defaultSectionSize()
    table.setFont(QFont(table.font().family(), 40))
    assert table.verticalHeader().defaultSectionSize() > max(usual, table.fontMetrics().height())
