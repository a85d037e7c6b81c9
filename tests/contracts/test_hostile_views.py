"""Responses made to harm, in every form of the review desk: nothing is asked for or opened, every key is answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.differences import different
from reviewer.ui.theme import Theme
from tests.canaries import Canaries
from tests.ui.panes.making import a_state, no_keys

MEGABYTE = 1_000_000
HARMS: dict[str, str] = {
    # what names a file or an address
    "image": '<img src="{file}">',
    "image by file address": '<img src="file://{file}">',
    "image over the network": '<img src="{url}">',
    "image on a share": '<img src="file://host/share/x.png"> ![x](//host/share/x.png)',
    "image in a set": '<img srcset="{file} 1x, {url} 2x">',
    "picture of Markdown": "![a]({file})",
    "picture of Markdown by address": "![a](file://{file} 'title')",
    "picture over the network": "![a]({url})",
    "picture by reference": "![a][b]\n\n[b]: {file}",
    "picture in a link": "[![a]({file})]({url})",
    "picture in a heading": "# ![a]({file})",
    "picture in a table": "|![a]({file})|\n|-|\n|![b]({url})|",
    "picture in a list": "- ![a]({file})\n  - ![b]({url})",
    "picture in a quote": "> ![a]({file})",
    "picture of data": "![a](data:image/png;base64,iVBORw0KGgo=)",
    "picture of the program": "![a](qrc:/x.png) ![b](:/x.png)",
    "picture with a home": "![a](~/x.png) ![b]($HOME/x.png)",
    "background": '<body background="{file}">text</body>',
    "style": "<div style=\"background-image:url('{file}')\">text</div>",
    "style sheet": '<style>@import url("{file}");</style><p>text</p>',
    "linked sheet": '<link rel="stylesheet" href="{file}">',
    "bullets": "<ul style=\"list-style-image:url('{file}')\"><li>a</ul>",
    "frame": '<iframe src="{url}"></iframe><object data="{file}"></object>',
    "behind a tag of thought": '<think>so</think><img src="{file}">',
    "behind entities": "&lt;b&gt; <br><img src='{file}'/>",
    "in JSON": '{{"a":"<img src={file}>","b":"![x]({url})"}}',
    "in code": "```html\n<img src='{file}'>\n```",
    "in code without a name": "```\n![a]({file})\n```",
    # links
    "link to a file": "[click me here](file://{file})",
    "link to a script": "[click me here](javascript:alert(1))",
    "link to a program": "[click me here](ms-msdt:/id PCWDiagnostic)",
    "link to a share": "[click me here](smb://host/share)",
    "link of HTML": '<a href="file://{file}">click me here</a>',
    "bare address": "file://{file} http://127.0.0.1/ www.example.com a@b.example",
    "address in brackets": "<file://{file}>",
    "link by reference": "[click me here][1]\n\n[1]: {url}",
    "link as a citation": "[1]({url}) [1] [2] 【1†x】",
    # hidden and turning characters
    "turned around": "\u202etxt.exe\u202c and \u2066more\u2069",
    "zero width": "pass\u200bword \u2060 \ufeff",
    "tags": "\U000e0041\U000e0042\U000e007f",
    "null": "a\0b",
    "escape": "\x1b[31mred\x1b[0m\x9b",
    "half a surrogate": "a\ud800b\udfffc",
    "no characters": "\ufdd0\uffff\ufffc\U0010ffff",
    "accents in a heap": "a" + "\u0301" * 3_000,
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 200,
    "line ends of all kinds": "a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch",
    "right to left": "שלום **مرحبا** `كود` 123 [1]",
    # nesting and length
    "tables in tables": "<table><tr><td>" * 5_000,
    "bold in bold": "<b>" * 20_000,
    "quotes in quotes": "> " * 5_000 + "x",
    "lists in lists": "".join("  " * depth + "- a\n" for depth in range(400)),
    "stars": "*" * 9_000,
    "brackets": "[" * 9_000 + "]" * 9_000,
    "ticks": "`" * 9_001,
    "fences": "```\n~~~\n" * 400,
    "a table of bars": "|" * 4_000 + "\n" + "|-" * 4_000,
    "deep JSON": "[" * 20_000 + "]" * 20_000,
    "wide JSON": "[" + "0," * 60_000 + "0]",
    "large numbers of JSON": '{{"n":' + "9" * 5_000 + "}}",
    "one word": "x" * 150_000,
    "one line of Han": "漢" * 60_000,
    "blank lines": "\n" * 100_000,
    "code that takes a lexer long": "```c\n" + "\n" * 1_400 + "\\" * 900 + "\n```",
    "code full of quotes": "```python\n" + "'\"" * 400 + "\n```",
    "notes": "[^1]" * 700 + "\n[^1]: x",
    "formulas": "$" * 5_000,
    "entities": "&#x202e;&#0;&#xd800;&nbsp;&bogus;" * 80,
    "front matter": "---\na: b\n---\n" * 200,
    "checked boxes": "- [x] a\n- [ ] b\n" * 300,
}


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(HARMS) >= 60


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[Canaries]:
    with Canaries(tmp_path / "canaries") as watched:
        yield watched


class Opened:
    """Counts what would have been handed to the desktop."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def take(self, url: QUrl) -> bool:
        self.urls.append(url.toString())
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    seen = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", seen.take)
    return seen


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[ReviewDesk]:
    theme = Theme("light")
    theme.install(qapp)
    made = ReviewDesk(theme, no_keys)
    for _ in made.build():
        pass
    made.resize(1200, 700)
    made.show()
    qapp.processEvents()
    yield made
    made.hide()
    made.deleteLater()
    qapp.processEvents()
    theme.uninstall()


def use(desk: ReviewDesk) -> None:
    """Paint the desk, click into the response, copy all of it, look for words in it and go on."""
    QApplication.processEvents()
    desk.grab()
    view = desk.response.texts[0].shown
    for place in (QPoint(30, 12), QPoint(60, 30), QPoint(90, 50)):
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    view.selectAll()
    view.copy()
    QApplication.clipboard().mimeData().html()
    view.setFocus()
    desk.finding.open()
    desk.finding.go(1)
    QTest.keyClick(QApplication.focusWidget() or desk, Qt.Key.Key_Escape)
    QApplication.processEvents()


@pytest.mark.parametrize("name", HARMS)
def test_no_form_of_a_response_opens_or_asks_for_anything(
    name: str, desk: ReviewDesk, canaries: Canaries, opened: Opened
) -> None:
    text = HARMS[name].replace("{file}", str(canaries.picture("a.png"))).replace("{url}", canaries.url)
    text = text.replace("{{", "{").replace("}}", "}")
    passages = [{"id": "e1", "text": text}, {"id": "e2"}]
    hit = {"id": "h", "policy": "p", "severity": "high", "start": 0, "end": 1, "text": text[:1]}
    state = a_state(response=text, evidence=passages, policy_hits=[hit])
    shown = state.responses[0].text
    for marks in (True, False):
        desk.set_marks(marks)
        for rendered in (False, True):
            desk.show_state(replace(state, rendered=rendered))
            desk.point_at(("hit", "h"), state)
            use(desk)
            assert desk.response.texts[0].view.property("sourceText") == shown
    two = a_state(response=None, responses=[{"id": "a", "text": text}, {"id": "b", "text": text[::-1]}], id="two")
    for rendered in (False, True):
        desk.show_state(replace(two, rendered=rendered))
        desk.response.show_differences(different(two.responses) if len(text) < 20_000 else {})
        use(desk)
    assert canaries.touched() == set()
    assert opened.urls == []


LARGE: dict[str, Callable[[], str]] = {
    "prose": lambda: "The quick brown fox jumps over the lazy dog.\n" * (MEGABYTE // 45),
    "one line": lambda: "word " * (MEGABYTE // 5),
    "one word": lambda: "x" * MEGABYTE,
    "Han": lambda: "漢字" * (MEGABYTE // 6),
    "turned around": lambda: "\u202e" * (MEGABYTE // 3),
    "tables": lambda: "<table><tr><td>" * (MEGABYTE // 15),
    "JSON": lambda: "[" + '{"a":1},' * (MEGABYTE // 8) + "0]",
    "marks": lambda: "[1] " * (MEGABYTE // 4),
}


@pytest.mark.parametrize("name", LARGE)
def test_the_desk_answers_a_key_while_a_megabyte_is_shown(name: str, desk: ReviewDesk, full: bool) -> None:
    state = a_state(response=LARGE[name](), evidence=[{"id": "e1", "text": "One."}, {"id": "e2", "text": "Two."}])
    desk.show_state(state)
    desk.grab()
    slowest: dict[str, float] = {}

    def timed(what: str, act: Callable[[], Any]) -> None:
        began = time.thread_time()  # what this thread works; the machine of the tests has other work too
        act()
        QApplication.processEvents()
        slowest[what] = max(slowest.get(what, 0.0), time.thread_time() - began)

    for _ in range(3):
        timed("the other form", lambda: desk.show_state(replace(state, rendered=True)))
        timed("the source again", lambda: desk.show_state(state))
        timed("the next passage", lambda: desk.show_state(replace(state, selected_passage=1)))
        timed("the first passage", lambda: desk.show_state(state))
        timed("down", lambda: QTest.keyClick(desk.response.view, Qt.Key.Key_PageDown))
        timed("the search", desk.finding.open)
        timed("a letter", lambda: QTest.keyClicks(QApplication.focusWidget() or desk, "o"))
        timed("the next place", lambda: desk.finding.go(1))
        timed("the end of the search", lambda: QTest.keyClick(QApplication.focusWidget() or desk, Qt.Key.Key_Escape))
    limit = 0.1 if full else 1.0  # the short form runs on whatever machine
    assert {what: round(took, 3) for what, took in slowest.items() if took > limit} == {}
