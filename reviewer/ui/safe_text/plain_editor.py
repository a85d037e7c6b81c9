"""The editor for corrections and comments: what nobody touched comes back exactly as it went in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Property, QMimeData, Signal
from PySide6.QtWidgets import QWidget

from reviewer.texts.invisible import Shown
from reviewer.texts.layout import lay_out_all
from reviewer.ui.language import tr
from reviewer.ui.safe_text.line_spacing import TIGHT, SpacedLines

LONGEST_EDITED: Final = 1_000_000
LONGEST_PASTED_LINE: Final = 20_000
_MOST_CELLS: Final = 16_000_000


class PlainEditor(SpacedLines):
    """Edits plain text; Qt would change NBSP, CRLF and byte order marks, so untouched parts come from the source."""

    pasteRefused = Signal(str)
    """A paste was too long to be shown safely; the sentence says what to do."""
    editedChanged = Signal(bool)
    """The text now differs, or no longer differs, from the one that was loaded."""

    def __init__(self, parent: QWidget | None = None, *, line_share: float = TIGHT) -> None:
        super().__init__(parent, line_share=line_share)
        self._source = ""
        self._shown = Shown("")
        self._loaded = ""
        self._told = False
        self._loading = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._tell_edited)

    def set_source(self, text: str) -> bool:
        """Load an exact text and forget what was typed; tell False for one too long to be edited here."""
        if len(text) > LONGEST_EDITED:
            return False
        self._source = text
        self._shown = lay_out_all(text)
        self._loading = True
        self.setPlainText(self._shown.text)
        self.document().setModified(False)
        self._loaded = self._typed()
        self._loading = False
        self._tell_edited()
        return True

    def rewrite(self, text: str) -> bool:
        """Replace what stands here as one edit that a person can undo; tell False where that would not keep it exact.

        Then nothing has changed, and the text can only be loaded anew.
        """
        if len(text) > LONGEST_EDITED:
            return False
        now = self._typed()
        new = self._loaded if text == self._source else lay_out_all(text).text
        head = _common(now, new)
        tail = _common(now[head:][::-1], new[head:][::-1])
        cursor = self.textCursor()
        cursor.setPosition(_units(now[:head]))
        cursor.setPosition(_units(now[: len(now) - tail]), cursor.MoveMode.KeepAnchor)
        cursor.insertText(new[head : len(new) - tail])
        if self.exact_text() == text:
            self.setTextCursor(cursor)
            return True
        self.undo()
        return False

    @property
    def edited(self) -> bool:
        """Whether the text differs from the one that was loaded, by a person's hand."""
        return self.document().isModified() and self._typed() != self._loaded

    def exact_text(self) -> str:
        """Return the source where nobody edited it, else what was typed with every untouched part exact."""
        if not self.document().isModified():
            return self._source
        typed = self._typed()
        return self._source if typed == self._loaded else self._restored(typed)

    def _get_exact(self) -> str:
        return self.exact_text()

    sourceText = Property(object, _get_exact)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, and refuse what would freeze the window."""
        if not source.hasText():
            return
        text = source.text().replace("\r\n", "\n").replace("\r", "\n")
        longest = max(map(len, text.split("\n")))
        if len(text) + self.document().characterCount() > LONGEST_EDITED or longest > LONGEST_PASTED_LINE:
            self.pasteRefused.emit(
                tr(
                    "This paste has {count:,} characters and a line of {longest:,}, which is too much to edit "
                    "here; paste it in shorter lines."
                ).format(count=len(text), longest=longest)
            )
            return
        self.insertPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take plain text and nothing else, no files and no pictures."""
        return source.hasText() and not source.hasUrls()

    def _typed(self) -> str:
        """Return what the document holds; unlike the plain text of Qt this keeps a no-break space that was typed."""
        return self.document().toRawText().replace("\u2028", "\n").replace("\u2029", "\n")

    def _restored(self, typed: str) -> str:
        """Put the exact source back wherever the typed text agrees with what was loaded."""
        loaded = self._loaded
        if len(loaded) != len(self._shown.text):
            return typed
        head = _common(loaded, typed)
        tail = _common(loaded[head:][::-1], typed[head:][::-1])
        pieces = [self._exact(0, head)]
        old, new = loaded[head : len(loaded) - tail], typed[head : len(typed) - tail]
        if not old or not new or len(old) * len(new) > _MOST_CELLS:
            pieces.append(new)
        else:
            from rapidfuzz.distance import Indel  # costs a start that edits nothing 20 ms

            for step in Indel.opcodes(old, new):
                if step.tag == "equal":
                    pieces.append(self._exact(head + step.src_start, head + step.src_end))
                else:
                    pieces.append(new[step.dest_start : step.dest_end])
        pieces.append(self._exact(len(loaded) - tail, len(loaded)))
        return "".join(pieces)

    def _exact(self, start: int, end: int) -> str:
        """Return the stretch of the source that stands behind a stretch of what was loaded."""
        return self._source[self._shown.to_source(start) : self._shown.to_source(end)]

    def _tell_edited(self) -> None:
        if self._loading:
            return
        edited = self.edited
        if edited != self._told:
            self._told = edited
            self.editedChanged.emit(edited)


def _common(first: str, second: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    shorter = min(len(first), len(second))
    if first[:shorter] == second[:shorter]:
        return shorter
    low, high = 0, shorter
    while high - low > 1:
        middle = (low + high) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _units(text: str) -> int:
    """Return how long a text is where Qt counts."""
    return len(text) + sum(character > "\uffff" for character in text)
