"""The theme for the tests of the panes, and the removal of what they showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.theme import Theme

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme("light")
    made.install(qapp)
    yield made
    made.uninstall()


@pytest.fixture
def show(qapp: QApplication, theme: Theme) -> Iterator[Callable[[W], W]]:
    """Shows a pane at the size that it has in a small window."""
    shown: list[QWidget] = []

    def showing(widget: W, width: int = 320, height: int = 500) -> W:
        shown.append(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qapp.processEvents()
        return widget

    yield showing
    for widget in shown:
        widget.hide()
        widget.deleteLater()
    qapp.processEvents()
