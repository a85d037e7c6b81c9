"""Whatever reads like a text in the code of the window goes through `tr`, or is named with `later`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reviewer.ui

FOLDER = Path(reviewer.ui.__file__).parent
FILES = sorted(file for file in FOLDER.rglob("*.py"))
# Nobody sees the texts of these in the window: a table without Qt whose titles are listed for the translators from
# there, the demo off screen that talks to the terminal, the report of a crash, colours and fonts, the lazy imports.
ELSEWHERE = {"actions.py", "demo.py", "crash.py", "theme.py", "style.py", "__init__.py"}
# Calls whose texts are names of things in the program.
NAMES = {
    "tr", "later", "setObjectName", "findChild", "property", "setProperty", "getattr", "replace", "startswith",
    "endswith", "join", "split", "icon", "hex", "color", "TypeVar", "import_module", "shipped", "cast",
    "RuntimeError", "ValueError", "QFont",
}  # fmt: skip
KEYS = {"Return", "Enter", "Escape", "Backspace", "Delete", "Space", "Up", "Down", "Left", "Right", "Esc", "Del"}
SAME_EVERYWHERE = {"Reviewer", "Parquet"}
PROGRAM = re.compile(r"^ ?(reviewer |--|item_id in )|^<qt>|^(hidden character|found here|tool result)$")
LIKE_TEXT = re.compile(r"[A-Za-z]{2,}\s+\S|\S\s+[a-z]{2,}|^[A-Z][a-z]+[…:.?]?$")


class _Texts(ast.NodeVisitor):
    """Collects what reads like a text and is not translated."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in NAMES:
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if not self._take(node.lineno, text):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(node.lineno, node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:  # a key is a name of something
            self.visit(value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def _take(self, line: int, text: str) -> bool:
        like = bool(LIKE_TEXT.search(text)) and not PROGRAM.search(text)
        if like and text not in KEYS | SAME_EVERYWHERE:
            self.found.append((line, text))
        return like


def untranslated(code: str) -> list[tuple[int, str]]:
    """Return the lines that hold a text which no translation would reach."""
    texts = _Texts()
    texts.visit(ast.parse(code))
    return texts.found


def _calls(code: str, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_every_text_of_the_window_is_translated(file: Path) -> None:
    if file.name not in ELSEWHERE:
        assert untranslated(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_what_is_filled_in_comes_after_the_translation_was_looked_up(file: Path) -> None:
    for call in _calls(file.read_text("utf-8"), "tr", "later"):
        assert not isinstance(call.args[0], ast.JoinedStr | ast.BinOp), f"line {call.lineno}"


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("Nothing matches")',
        'Hint(f"{count} items of {name}")',
        'title = "Skip" if deed else tr("Escalate")',
        'COLUMNS = (TableColumn("Held by", text),)',
    ],
)
def test_a_text_that_was_forgotten_is_found(code: str) -> None:
    assert untranslated(code)


@pytest.mark.parametrize(
    "code", ['label.setText(tr("Nothing matches"))', 'part.setObjectName("the part")', 'key = "Escape"', 'f"{a}: {b}"']
)
def test_a_name_and_a_translated_text_are_left_alone(code: str) -> None:
    assert untranslated(code) == []
