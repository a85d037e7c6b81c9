"""A language that nobody speaks: each text of the window with accents, a third longer and between brackets.

The workspace for it is written in Greek letters throughout. So every Latin word outside of the brackets is a text that
the window itself says and that did not go through the translation.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "åƀçđéƒĝĥîĵķłɱñöþǫřšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶŁṀÑÖÞǪŘŠŢÛṼŴẊÝŽ"
_GREEK = "αβκδεφγηιξκλμνοπκρστυβωχψζΑΒΚΔΕΦΓΗΙΞΚΛΜΝΟΠΚΡΣΤΥΒΩΧΨΖ"
_TO_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_TO_GREEK = str.maketrans(_PLAIN, _GREEK)
_KEPT = re.compile(r"\{[^}]*\}|%L?n|\([^)]*\*[^)]*\)|\*\.\w+")
_BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
_TAG = re.compile(r"<[^>]*>")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_MOST_ROWS = 12


class PseudoTranslator(QTranslator):
    """Translates every text into itself, with accents and brackets and a third longer."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return pseudo(text)

    def isEmpty(self) -> bool:
        return False


def pseudo(text: str) -> str:
    """Return a text in the pseudo-language; what is filled in stays."""
    if not text:
        return ""
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[at : kept.start()].translate(_TO_ACCENTS), kept.group()]
        at = kept.end()
    parts.append(text[at:].translate(_TO_ACCENTS))
    return f"⟦{''.join(parts)}{'·' * round(len(text) * 0.3)}⟧"


def greek(text: str) -> str:
    """Return a text in Greek letters, as foreign text that nobody takes for the window's own."""
    return text.translate(_TO_GREEK)


def untranslated(text: str, allowed: re.Pattern[str] | None = None) -> str:
    """Return the first Latin word of a shown text that stands outside of the brackets, or an empty text."""
    rest = html.unescape(_TAG.sub(" ", text)) if text.startswith("<qt>") else text
    while (shorter := _BRACKETED.sub("·", rest)) != rest:
        rest = shorter
    rest = re.sub(r"⟦[^⟧]*…$", "·", rest)  # the end was cut to the room that there is
    rest = rest if allowed is None else allowed.sub("·", rest)
    found = _LATIN.search(rest)
    return found.group() if found else ""


def shown_texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield each text that a window shows or tells to a screen reader, with where it stands."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from _of_widget(widget)
    for action in root.findChildren(QAction):
        yield f"{action.objectName()} action", action.text().partition("\t")[0]
        yield f"{action.objectName()} tooltip", action.toolTip().replace("&", "")


def _of_widget(widget: QWidget) -> Iterator[tuple[str, str]]:
    where = f"{type(widget).__name__} {widget.objectName() or _place(widget)}"
    yield f"{where} name", widget.accessibleName()
    yield f"{where} description", widget.accessibleDescription()
    yield f"{where} tooltip", widget.toolTip()
    yield f"{where} title", widget.windowTitle()
    if isinstance(widget, QLabel):
        yield f"{where} text", str(getattr(widget, "whole_text", widget.text()))
    elif isinstance(widget, QAbstractButton):
        yield f"{where} text", widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield f"{where} placeholder", widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from ((f"{where} choice", widget.itemText(number)) for number in range(widget.count()))
    elif isinstance(widget, QMenu):
        yield f"{where} title", widget.title()
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model() is not None:
        yield from ((f"{where} {place}", text) for place, text in _of_model(widget.model(), widget))


def _of_model(model: QAbstractItemModel, view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    from PySide6.QtCore import Qt

    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for column in range(columns):
        if isinstance(view, QTableView):
            yield f"head {column}", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), _MOST_ROWS)):
            for role in roles:
                value = model.index(row, column).data(role)
                yield f"cell {row},{column}", value if isinstance(value, str) else ""


def _place(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is None:
        return "somewhere"
    name = parent.objectName()
    return f"in {name}" if name and not name.startswith("qt_") else _place(parent)


class Speaking:
    """The application while it speaks the pseudo-language."""

    def __init__(self) -> None:
        self._translator = PseudoTranslator()

    def __enter__(self) -> PseudoTranslator:
        QCoreApplication.installTranslator(self._translator)
        return self._translator

    def __exit__(self, *_: object) -> None:
        QCoreApplication.removeTranslator(self._translator)
        QApplication.processEvents()


# ---- a workspace in Greek letters -------------------------------------------------------------------------


def greek_project(**fields: Any) -> Project:
    """Return a project with every kind of question, in Greek letters."""
    options = [{"id": name, "title": greek(name)} for name in ("first", "second", "third")]
    return Project.model_validate(
        {
            "name": greek("Support"),
            "verdicts": [
                {"id": "approve", "title": greek("Approve"), "key": "1", "outcome": "accept"},
                {"id": "revise", "title": greek("Revise"), "key": "2", "outcome": "correct"},
                {"id": "reject", "title": greek("Reject"), "key": "3", "outcome": "reject"},
            ],
            "questions": [
                {"id": "one", "type": "choice", "title": greek("Choose one"), "options": options},
                {"id": "many", "type": "multi_choice", "title": greek("Choose many"), "options": options},
                {"id": "rate", "type": "rating", "title": greek("Rate"), "min": 1, "max": 5},
                {"id": "say", "type": "text", "title": greek("Say"), "required": True},
                {"id": "rank", "type": "ranking", "title": greek("Rank"), "options": options},
            ],
            "span_labels": [{"id": "wrong", "title": greek("Wrong"), "key": "w"}],
            "comment_templates": [greek("Contradicts the passage")],
            "reasons_required": ["reject"],
            "guideline": "guideline.md",
            "guideline_text": f"# {greek('Guideline')}\n\n{greek('Judge by the passages.')}",
            "blind": False,
            **fields,
        }
    )


def greek_taxonomy() -> Taxonomy:
    """Return two policies, in Greek letters."""
    policies = [
        {"id": greek(name), "title": greek(name), "text": greek(f"{name} must hold."), "severity": "high"}
        for name in ("grounding", "privacy")
    ]
    return Taxonomy.model_validate({"id": greek("support"), "title": greek("Support"), "policies": policies})


def greek_item(number: int, **fields: Any) -> dict[str, Any]:
    """Return an item with everything that an item can have, in Greek letters."""
    response = greek("The lamp has a warranty of two years, and postage is free for you.")
    quote = response[:8]
    hit = {"detector": greek("lens"), "severity": "high", "score": 0.8, "threshold": 0.5}
    return {
        "id": f"{greek('item')}-{number}",
        "source": {"system": greek("tests")},
        "messages": [
            {"role": "system", "content": greek("Answer from the passages.")},
            {"role": "user", "content": greek(f"Question {number}: how long is the warranty?")},
            {
                "role": "assistant",
                "content": "",
                "tool_calls": [{"id": "c1", "name": greek("look"), "arguments": "{}"}],
            },
            {"role": "tool", "tool_call_id": "c1", "content": greek("two years")},
        ],
        "response": response,
        "evidence": [
            {"id": "e1", "source": greek("warranty"), "text": greek("The warranty is two years."), "score": 0.9},
            {"id": "e2", "source": greek("postage"), "text": "", "score": 0.4},
        ],
        "policy_hits": [
            {
                **hit,
                "id": "h1",
                "policy": greek("grounding"),
                "explanation": greek("Not in a passage."),
                "spans": [{"start": 0, "end": 8, "text": quote}],
            },
            {**hit, "id": "h2", "policy": greek("privacy"), "outcome": "pass", "score": 0.1},
        ],
        "suggestion": {"verdict": "reject", "correction": greek("Two years."), "agent": greek("judge"), "score": 0.9},
        "metadata": {"model": greek("assist"), "tenant": greek("shop"), "language": greek("en"), "latency_ms": 840},
        "flagged_at": "2026-11-19T09:00:00Z",
        **fields,
    }


def greek_workspace(folder: Path, items: int = 4, **rules: Any) -> Workspace:
    """Make a workspace of such items; the reviewer is called ανα."""
    made = create_workspace(
        folder / f"{greek('support')}.reviewer", greek_project(**rules), actor=greek("ana"), taxonomy=greek_taxonomy()
    )
    made.ingest.add([greek_item(number) for number in range(items)])
    return made
