"""A quiet look at one item: conversation, response and evidence as exact text, without judging."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.items import Item
from reviewer.texts.searched import places_of
from reviewer.ui.language import later, tr
from reviewer.ui.panes.find_bar import found_looks
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.presenters.review_state import responses_of
from reviewer.ui.safe_text import Highlight, MoreBar, SourceView
from reviewer.ui.safe_text.highlights import FOUND
from reviewer.ui.theme import GRID, Theme

_LIT_CHARACTERS = 200_000
_MOST_LIT = 500
NO_TEXT = later("Content not captured.")


class ItemPreview(QWidget):
    """Shows an item in three read-only views."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("item_preview")
        self._theme = theme
        self._item: Item | None = None
        self._words = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        self._name = label("", "strong", "preview_name")
        self._name.setWordWrap(True)
        self._hits = Hint("", "preview_hits")
        self._hits.setWordWrap(True)
        column.addWidget(self._name)
        column.addWidget(self._hits)
        self._views: dict[str, SourceView] = {}
        titles = {"prompt": tr("Prompt"), "response": tr("Response"), "evidence": tr("Evidence")}
        for (part, title), stretch in zip(titles.items(), (2, 3, 2), strict=True):
            view = SourceView()
            view.setObjectName(f"preview_{part}_view")
            view.setAccessibleName(title)
            self._views[part] = view
            column.addWidget(Hint(title))
            column.addWidget(view, stretch)
            column.addWidget(MoreBar(view))
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        for view in self._views.values():
            view.set_highlight_styles(found_looks(self._theme))

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        for view in self._views.values():
            view.set_marks(shown)

    def show_words(self, words: str) -> None:
        """Light the words of a search, and bring the first of each text into sight."""
        if words == self._words:
            return
        self._words = words
        self._light()

    def _light(self) -> None:
        for view in self._views.values():
            found = islice(places_of(view.shown_text()[:_LIT_CHARACTERS], self._words), _MOST_LIT)
            marks = [Highlight(start, end, FOUND) for start, end in found]
            view.set_highlights(marks)
            if marks:
                view.scroll_to(marks[0].start)

    def show_item(self, item: Item | None, hits_hidden: bool = False, *, reviewer: str = "", veiled: str = "") -> None:
        """Show another item, or none; the same one is left as it is, with its scroll position.

        The responses to compare stand under the names that this reviewer sees; `veiled` is what is said instead of a
        text that starts veiled.
        """
        if item is self._item and item is not None:
            return
        self._item = item
        self._name.setText("" if item is None else f"{item.id}  ·  {item.source.system}")
        self._hits.setText("" if item is None else hits_line(item, hits_hidden))
        texts = {"prompt": "", "response": veiled, "evidence": ""}
        if item is not None and not veiled:
            texts = {
                "prompt": prompt_text(item),
                "response": response_text(item, reviewer),
                "evidence": evidence_text(item),
            }
        for part, text in texts.items():
            self._views[part].set_source(text if item is None else text or tr(NO_TEXT))
        self._light()


def hits_line(item: Item, hidden: bool) -> str:
    """Return the failing hits in one line; nothing is said where they come after the verdict."""
    if hidden:
        return tr("Policy hits come after the verdict.")
    failing = [
        f"{hit.policy} ({hit.detector or tr('detector not named')})"
        for hit in item.policy_hits
        if hit.outcome == "fail"
    ]
    return tr("Policy hits: {hits}").format(hits=", ".join(failing)) if failing else tr("Policy hits: none")


def prompt_text(item: Item) -> str:
    """Return the conversation as plain text, each message under its role."""
    return "\n\n".join(_messages(item))


def _messages(item: Item) -> Iterator[str]:
    for message in item.conversation():
        calls = "".join(f"\n{call.name}({call.arguments})" for call in message.tool_calls or ())
        others = "".join(f"\n⟦{note.kind}⟧ {note.text or note.name or ''}".rstrip() for note in message.not_text)
        yield f"{message.role}:\n{message.content or ''}{calls}{others}"


def response_text(item: Item, reviewer: str) -> str:
    """Return the response, or the responses to compare in the order and under the names that this reviewer sees."""
    responses = responses_of(item, reviewer)
    if len(responses) == 1:
        return responses[0].text
    return "\n\n".join(f"{tr('Response {letter}').format(letter=one.letter)}:\n{one.text}" for one in responses)


def evidence_text(item: Item) -> str:
    """Return the passages as plain text, each under its number and source."""
    return "\n\n".join(
        f"[{number}] {passage.title or passage.source or passage.id}\n{passage.text or tr('(no text captured)')}"
        for number, passage in enumerate(item.evidence, start=1)
    )
