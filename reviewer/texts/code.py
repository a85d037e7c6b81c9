"""Code that stands in a response: which stretches of it are keywords, strings or remarks, and JSON laid out to be read.

What is coloured is bounded, since the code comes from whoever wrote the response. JSON is laid out by its blanks alone:
no number, no name and no order changes, and each offset has its place in the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from reviewer.texts.invisible import Shown, replace_stretches

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Kind = Literal["plain", "keyword", "name", "string", "number", "comment", "added", "removed"]
# What a lexer takes grows with the square of a hostile text, so that it gets the code in pieces.
LONGEST_PIECE: Final = 3_000
LONGEST_LINE: Final = 1_000
MOST_DEPTH: Final = 60
# Longer JSON is shown as its source: it would take more lines than a window holds.
MOST_TOKENS: Final = 30_000
_OPENING: Final = ("{", "[")
_CLOSING: Final = ("}", "]")

# Each was tried with hostile pieces of the greatest length, and is loaded at its first use.
_LEXERS: Final = {
    "bash": "shell:BashLexer",
    "c": "c_cpp:CLexer",
    "cpp": "c_cpp:CppLexer",
    "css": "css:CssLexer",
    "diff": "diff:DiffLexer",
    "go": "go:GoLexer",
    "html": "html:HtmlLexer",
    "ini": "configs:IniLexer",
    "java": "jvm:JavaLexer",
    "javascript": "javascript:JavascriptLexer",
    "json": "data:JsonLexer",
    "kotlin": "jvm:KotlinLexer",
    "php": "php:PhpLexer",
    "python": "python:PythonLexer",
    "ruby": "ruby:RubyLexer",
    "rust": "rust:RustLexer",
    "sql": "sql:SqlLexer",
    "toml": "configs:TOMLLexer",
    "typescript": "javascript:TypeScriptLexer",
    "xml": "html:XmlLexer",
    "yaml": "data:YamlLexer",
}
_OTHER_NAMES: Final = {
    "c++": "cpp", "golang": "go", "h": "c", "js": "javascript", "jsonc": "json",
    "jsonl": "json", "kt": "kotlin", "patch": "diff", "py": "python", "python3": "python", "rb": "ruby", "rs": "rust",
    "sh": "bash", "shell": "bash", "svg": "xml", "ts": "typescript", "yml": "yaml", "zsh": "bash",
}  # fmt: skip
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Coloured:
    """A stretch of code that is of one kind."""

    start: int
    end: int
    kind: Kind


def find_language(name: str) -> str | None:
    """Return the language that a fence such as ```py names, or None for one that is not coloured."""
    word = name.strip().lower().partition(" ")[0]
    word = _OTHER_NAMES.get(word, word)
    return word if word in _LEXERS else None


def coloured(code: str, language: str) -> Iterator[Coloured]:
    """Yield the stretches of a piece of code, each at once, so that a caller can stop or wait between any two.

    Long code is read in pieces of whole lines; a string that goes on over the edge of a piece loses its colour there.
    """
    lexer = _lexer(language)
    for start, end in _pieces(code):
        at = start
        for token, text in lexer.get_tokens(code[start:end]):
            if at < end:
                yield Coloured(at, min(at + len(text), end), _kind(str(token)))
            at += len(text)


def _pieces(code: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a code that are short enough to be read at once; a line that is too long is in none."""
    start = at = 0
    for line in code.splitlines(keepends=True):
        if len(line) > LONGEST_LINE or at + len(line) - start > LONGEST_PIECE:
            if at > start:
                yield start, at
            start = at + len(line) if len(line) > LONGEST_LINE else at
        at += len(line)
    if at > start:
        yield start, at


def pretty_json(text: str) -> Shown | None:
    """Return a text that is JSON with a line for each entry, or None for one that is not, or is too much."""
    if not _may_be_json(text):
        return None
    found = list(_TOKEN.finditer(text))
    gaps = _gaps(found)
    if gaps is None or len(found) > MOST_TOKENS:
        return None
    edges = [0, *(place for each in found for place in each.span()), len(text)]
    old = zip(edges[::2], edges[1::2], strict=True)
    changed = [(start, end, gap) for (start, end), gap in zip(old, gaps, strict=True) if text[start:end] != gap]
    return replace_stretches(text, changed)


def _may_be_json(text: str) -> bool:
    if text.strip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _gaps(found: list[re.Match[str]]) -> list[str] | None:
    """Return the blanks before each word and after the last, or None where it is nested too deep."""
    gaps: list[str] = []
    depth, before = 0, ""
    for each in found:
        word = each.group()
        closes, opened = word in _CLOSING, before in _OPENING
        depth -= closes
        on_its_own = closes != opened or before == ","
        gaps.append("\n" + "  " * depth if before and on_its_own and word not in (":", ",") else " " * (before == ":"))
        depth += word in _OPENING
        if depth > MOST_DEPTH:
            return None
        before = word
    return [*gaps, ""]


def _lexer(language: str) -> Lexer:
    module, _, name = _LEXERS[language].partition(":")
    made: Lexer = getattr(import_module(f"pygments.lexers.{module}"), name)(stripnl=False)
    return made


_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("Token.Comment", "comment"),
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Name.Tag", "name"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Decorator", "name"),
    ("Token.Name.Attribute", "name"),
    ("Token.Name.Builtin", "name"),
    ("Token.Generic.Inserted", "added"),
    ("Token.Generic.Deleted", "removed"),
    ("Token.Generic.Subheading", "name"),
)


def _kind(token: str) -> Kind:
    return next((kind for name, kind in _KINDS if token.startswith(name)), "plain")
