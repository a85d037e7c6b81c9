"""The rendered view of a text: Markdown without HTML, without files, without links; JSON with a line for each entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import Property, QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from reviewer.domain.offsets import OffsetMap
from reviewer.texts.alignment import Alignment, align
from reviewer.texts.code import pretty_json
from reviewer.texts.invisible import Shown, invisible_positions, show_marks
from reviewer.ui.safe_text.code_blocks import CodeBlock, Colouring, Looks, Ranges, blocks_of, code_blocks, is_code
from reviewer.ui.safe_text.highlights import Found, Painter, stretches
from reviewer.ui.safe_text.line_spacing import READING

MOST_BYTES: Final = 200_000
# Qt's own Markdown takes time with the square of these; what is just below takes a tenth of a second.
MOST_LINES: Final = 1_500
MOST_CELLS: Final = 1_200
MOST_SIGNS: Final = 8_000
MOST_MARKERS: Final = 10_000
MOST_BRACKETS: Final = 3_000
MOST_ADDRESSES: Final = 1_500
LONGEST_WORD: Final = 10_000
MOST_HIDDEN: Final = 10_000
MOST_JSON_LINES: Final = 3_000

_PER_CENT: Final = 100
_AFTER_CODE: Final = 10
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
# A line of Han or kana breaks anywhere, a word of letters nowhere.
_ENDLESS: Final = re.compile(rf"[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00010000-\U0010ffff]{{{LONGEST_WORD}}}")


class RenderedView(QTextBrowser):
    """Shows Markdown as it is meant to look; what it names is never opened and nothing in it can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._marks = True
        self._renders = True
        self._looks: Looks | None = None
        self._json: Shown | None = None
        self._alignment: Alignment | None = None
        self._units: OffsetMap | None = None
        self._code: dict[int, Ranges] = {}
        self._found: dict[int, Ranges] = {}
        self._painter = Painter()
        self._colouring: Colouring | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._colour_more)
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def _get_source(self) -> str:
        return self._source

    sourceText = Property(object, _get_source)

    # What is shown

    def set_source(self, text: str) -> bool:
        """Show a text as Markdown or JSON; tell False for one too much for it, of which the source must be shown."""
        self._source = text
        self._renders = self._render()
        return self._renders

    def set_marks(self, shown: bool) -> bool:
        """Show hidden characters as marks, or as they are; tell False where that is too much for this view."""
        if shown != self._marks:
            self._marks = shown
            self._renders = self._again()
        return self._renders

    def set_looks(self, looks: Looks) -> None:
        """Take the colours and the font of code from the theme."""
        if looks != self._looks:
            self._looks = looks
            self._again()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give an empty image for whatever is asked for: on anything else Qt would open the file itself."""
        image = QImage(1, 1, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        return image

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text and nothing else: no addresses of pictures, no markup."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        return data

    # The place

    def top_offset(self) -> int:
        """Return which character of the source stands at the top of the view."""
        if not self.verticalScrollBar().value():
            return 0
        position = self.cursorForPosition(QPoint(0, 2)).position()
        return self._to_source(self._unit_map().from_utf16(position))

    def show_at_top(self, offset: int) -> None:
        """Scroll so that a character of the source stands at the top."""
        if offset <= 0:
            self.verticalScrollBar().setValue(0)
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._unit_map().to_utf16(min(self._to_shown(offset), len(self.shown_text()))))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect(cursor).top() - 1)

    def shown_text(self) -> str:
        """Return the text as it stands in the view, without its looks."""
        return self.document().toRawText().replace("\u2029", "\n")

    # What was found

    def set_found(self, found: Found | None) -> None:
        """Show what was found in `shown_text`, over the colours of code."""
        before = set(self._found)
        self._found = {}
        if found is not None:
            self._painter.add_styles(found.looks)
            units = self._unit_map()
            places = found.spans(0, len(self.shown_text()), found.here or 0)
            spans = [(units.to_utf16(start), units.to_utf16(end), kind) for start, end, kind in places]
            self._found = dict(self._painter.by_block(self.document(), stretches(spans)))
        for number in before | set(self._found):
            self._put(number)

    def found_origin(self) -> int:
        """Return from where a search goes on: what stands at the top."""
        return self._unit_map().from_utf16(self.cursorForPosition(QPoint(0, 2)).position())

    def scroll_to(self, offset: int) -> None:
        """Bring an offset of `shown_text` into sight."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._unit_map().to_utf16(offset))
        place = self.cursorRect(cursor)
        if not self.viewport().rect().contains(place):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def _unit_map(self) -> OffsetMap:
        if self._units is None:
            self._units = OffsetMap(self.shown_text())
        return self._units

    def _to_source(self, offset: int) -> int:
        return self._json.to_source(offset) if self._json else self._aligned().to_first(offset)

    def _to_shown(self, offset: int) -> int:
        return self._json.to_shown(offset) if self._json else self._aligned().to_second(offset)

    def _aligned(self) -> Alignment:
        if self._alignment is None:
            self._alignment = align(self._source, self.shown_text())
        return self._alignment

    # Inside

    def _again(self) -> bool:
        top = self.top_offset()
        shown = self._render()
        if shown:
            self.show_at_top(top)
        return shown

    def _render(self) -> bool:
        self._timer.stop()
        self._json = self._alignment = self._units = self._colouring = None
        self._code, self._found = {}, {}
        self.clear()
        text = self._source
        laid_out = pretty_json(text) if _is_small(text, self._marks) else None
        if laid_out is not None and laid_out.text.count("\n") < MOST_JSON_LINES:
            self._render_json(laid_out)
            return True
        if not can_be_rendered(text, marks=self._marks):
            return False
        self._render_markdown(show_marks(text).text if self._marks else text)
        return True

    def _render_markdown(self, text: str) -> None:
        document = self.document()
        document.setMarkdown(
            text, QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._mend_tables()
        self._tame()
        if self._looks is not None:
            self._begin_colouring(code_blocks(document))

    def _render_json(self, laid_out: Shown) -> None:
        self.setPlainText(laid_out.text if not self._marks else show_marks(laid_out.text).text)
        # Marks move what follows them: then the words tell the place.
        self._json = laid_out if len(self.shown_text()) == len(laid_out.text) else None
        if self._looks is not None:
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.mergeCharFormat(_of_code(self._looks))
            lines = tuple(block.text() for block in blocks_of(self.document()))
            self._begin_colouring(iter([CodeBlock(0, lines, "json")]))

    def _mend_tables(self) -> None:
        """Take out the empty line that Qt puts into the first cell of a table behind a list, a quote or code."""
        for frame in self.document().rootFrame().childFrames():
            if not isinstance(frame, QTextTable):
                continue
            cell = frame.cellAt(0, 0)
            cursor = cell.firstCursorPosition()
            if not cursor.block().length() > 1 and cell.lastCursorPosition().position() > cursor.position():
                look = frame.cellAt(0, frame.columns() - 1).firstCursorPosition().block().charFormat()
                cursor.deleteChar()
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(look)

    def _tame(self) -> None:
        """Take the addresses out of links and pictures, let code wrap, and give it its ground and font."""
        found = list(_fragments(blocks_of(self.document())))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for position, length, look, code in reversed(found):
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            if look.isImageFormat():
                words = look.stringProperty(QTextFormat.Property.ImageAltText)
                cursor.insertText((f"⟦picture: {words}⟧" if words else "⟦picture⟧") * length, QTextCharFormat())
            elif look.isAnchor():
                cursor.setCharFormat(self._without_address(look))
            elif self._looks is not None and (code or look.fontFixedPitch()):
                cursor.mergeCharFormat(_of_code(self._looks))
        for block in blocks_of(self.document()):
            cursor.setPosition(block.position())
            cursor.setBlockFormat(self._shaped(block))
        cursor.endEditBlock()

    def _shaped(self, block: QTextBlock) -> QTextBlockFormat:
        """Return the shape of a paragraph: room between lines, and code on a ground of its own."""
        shape = block.blockFormat()
        if not is_code(block):
            shape.setLineHeight(_PER_CENT * READING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            return shape
        shape.setNonBreakableLines(False)
        if self._looks is not None:
            shape.setBackground(QColor(self._looks.ground))
        last = not is_code(block.next()) if block.next().isValid() else True
        shape.setBottomMargin(_AFTER_CODE if last else 0)
        return shape

    def _without_address(self, look: QTextCharFormat) -> QTextCharFormat:
        plain = QTextCharFormat(look)
        for name in (
            QTextFormat.Property.IsAnchor,
            QTextFormat.Property.AnchorHref,
            QTextFormat.Property.AnchorName,
            QTextFormat.Property.TextToolTip,
        ):
            plain.clearProperty(name)
        plain.setForeground(QColor(self._looks.link) if self._looks else self.palette().link())
        return plain

    def _begin_colouring(self, code: Iterable[CodeBlock]) -> None:
        if self._looks is not None:
            self._colouring = Colouring(iter(list(code)), self._looks.kinds)
            self._timer.start()

    def _colour_more(self) -> None:
        made = self._colouring.step() if self._colouring else None
        if made is None:
            self._timer.stop()
            self._colouring = None
            return
        for number, ranges in made.items():
            self._code.setdefault(number, []).extend(ranges)
            self._put(number)

    def _put(self, number: int) -> None:
        """Show the colours that one paragraph has got so far, and what was found in it."""
        block = self.document().findBlockByNumber(number)
        block.layout().setFormats([*self._code.get(number, []), *self._found.get(number, [])])
        self.document().markContentsDirty(block.position(), block.length())


def can_be_rendered(text: str, *, marks: bool = True) -> bool:
    """Tell whether a text is small and simple enough that rendering it as Markdown cannot hold the window up."""
    return (
        _is_small(text, marks)
        and text.count("\n") + text.count("\r") <= MOST_LINES
        and sum(text.count(sign) for sign in "*_`~") <= MOST_SIGNS
        and sum(text.count(sign) for sign in "[<&") <= MOST_BRACKETS
        and sum(text.count(sign) for sign in ("://", "www.", "@")) <= MOST_ADDRESSES
        and sum(text.count(marker) for marker in ("- ", "+ ", "* ", ". ", ") ")) <= MOST_MARKERS
        and _cells(text) <= MOST_CELLS
    )


def _is_small(text: str, marks: bool) -> bool:
    return (
        len(text) <= MOST_BYTES
        and len(text.encode("utf-8", "surrogatepass")) <= MOST_BYTES
        and (len(text) < LONGEST_WORD or _ENDLESS.search(text) is None)
        and sum(1 for _ in invisible_positions(text)) <= MOST_HIDDEN
        and (marks or not any("\ud800" <= character <= "\udfff" for character in text))
    )


def _cells(text: str) -> int:
    """Return how many table cells a text can make: a row needs no bars, it takes as many cells as the widest has."""
    paragraphs = _BLANK_LINES.split(text) if "|" in text else []
    tables = (paragraph.split("\n") for paragraph in paragraphs if "|" in paragraph)
    return sum(len(lines) * max(line.count("|") for line in lines) for lines in tables)


def _fragments(blocks: Iterable[QTextBlock]) -> Iterable[tuple[int, int, QTextCharFormat, bool]]:
    """Yield each stretch that looks other than plain text: its place, its length, its look, whether it is code."""
    for block in blocks:
        code = is_code(block)
        walk = block.begin()
        while not walk.atEnd():
            piece = walk.fragment()
            look = piece.charFormat()
            if code or look.isImageFormat() or look.isAnchor() or look.fontFixedPitch():
                yield piece.position(), piece.length(), look, code
            walk += 1


def _of_code(looks: Looks) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontFamilies(looks.font.families())
    made.setFontPointSize(looks.font.pointSizeF())
    return made
