"""What can be seen in a widget."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from reviewer.ui.safe_text import ElidedLabel


def texts(widget: QWidget) -> list[str]:
    """Return the text of each label that is visible in a widget, in the order of the screen."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    labels.sort(key=lambda label: label.mapTo(widget, label.rect().topLeft()).y())
    return [label.whole_text if isinstance(label, ElidedLabel) else label.text() for label in labels]


def find(widget: QWidget, name: str) -> Any:
    """Return the widget inside that bears a name; it must be there."""
    found = widget.findChild(QWidget, name)
    assert found is not None, name
    return found
