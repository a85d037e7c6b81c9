"""Columns of cards whose height depends on their width."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reviewer.ui.panes.parts import Panel, ScrollColumn

_HEADER_HEIGHT = 26


def hold_top(scroll: ScrollColumn) -> None:
    """Keep the cards at the top by an empty stretch below: Qt's own alignment forgets that wrapped text is higher."""
    scroll.column.setAlignment(Qt.AlignmentFlag(0))
    scroll.column.addStretch(1)


def level_header(panel: Panel) -> None:
    """Give the header one height, whatever stands in it, so that neighbouring panes line up."""
    panel.header.addStrut(_HEADER_HEIGHT)
    margins = panel.tail.contentsMargins()
    panel.tail.setContentsMargins(margins.left(), 6, margins.right(), 6)
