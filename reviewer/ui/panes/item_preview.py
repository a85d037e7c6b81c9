"""A quiet look at one item: conversation, response and evidence as exact text, without judging."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.items import Item
from reviewer.ui.language import later, tr
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.safe_text import MoreBar, SourceView
from reviewer.ui.theme import GRID, Theme

NO_TEXT = later("Content not captured.")


class ItemPreview(QWidget):
    """Shows an item in three read-only views."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("item_preview")
        self._theme = theme
        self._item: Item | None = None
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
        for title, stretch in ((tr("Prompt"), 2), (tr("Response"), 3), (tr("Evidence"), 2)):
            view = SourceView()
            view.setObjectName(f"preview_{title.lower()}_view")
            view.setAccessibleName(title)
            self._views[title] = view
            column.addWidget(Hint(title))
            column.addWidget(view, stretch)
            column.addWidget(MoreBar(view))

    def show_item(self, item: Item | None, hits_hidden: bool = False) -> None:
        """Show another item, or none; the same one is left as it is, with its scroll position."""
        if item is self._item and item is not None:
            return
        self._item = item
        self._name.setText("" if item is None else f"{item.id}  ·  {item.source.system}")
        self._hits.setText("" if item is None else hits_line(item, hits_hidden))
        for title, text in (
            (tr("Prompt"), prompt_text),
            (tr("Response"), response_text),
            (tr("Evidence"), evidence_text),
        ):
            self._views[title].set_source("" if item is None else text(item) or tr(NO_TEXT))


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
        yield f"{message.role}:\n{message.content or ''}{calls}"


def response_text(item: Item) -> str:
    """Return the response, or the responses to compare under neutral names."""
    if item.response is not None and not item.responses:
        return item.response
    named = zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", item.responses, strict=False)
    return "\n\n".join(
        tr("Response {letter}:\n{text}").format(letter=letter, text=candidate.text) for letter, candidate in named
    )


def evidence_text(item: Item) -> str:
    """Return the passages as plain text, each under its number and source."""
    return "\n\n".join(
        f"[{number}] {passage.title or passage.source or passage.id}\n{passage.text or tr('(no text captured)')}"
        for number, passage in enumerate(item.evidence, start=1)
    )
