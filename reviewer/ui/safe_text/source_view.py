"""The view of a source text: exact, quick at any length, with highlights, and selections in code points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Property, QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from reviewer.texts.layout import (
    MOST_CHARACTERS,
    MOST_LINES,
    Window,
    lay_out,
    lay_out_before,
)
from reviewer.ui.boundaries import whole
from reviewer.ui.safe_text import stretching
from reviewer.ui.safe_text.highlights import Found, Highlight, HighlightStyle
from reviewer.ui.safe_text.line_spacing import TIGHT, SpacedLines
from reviewer.ui.safe_text.overlay import Overlay, Placing

_MOST_PAGES: Final = 5
_CONTEXT: Final = 1_000
_MOST_TRIES: Final = 6  # paragraphs get their lines when they come into sight, which moves what is below them
_REACH: Final = 24  # pixels that a character may lie beside the pointer


class SourceView(SpacedLines):
    """Shows a window of a text that nobody can edit; offsets in and out are code points of the whole source."""

    spanSelected = Signal(object)
    """The span that was selected, as (start, end), or None when the selection went away."""
    highlightActivated = Signal(object)
    """The id of the highlight that was clicked, or on which Space was pressed."""
    pointed = Signal(object)
    """The offset that the pointer is on, or None where it is on no text; said only when it is asked for."""
    windowChanged = Signal()
    """Another part of the source is shown now."""

    def __init__(self, parent: QWidget | None = None, *, line_share: float = TIGHT) -> None:
        super().__init__(parent, line_share=line_share)
        self._source = ""
        self._key: object = None
        self._marks = True
        self._pages = 1
        self._window = lay_out("")
        self._placing = Placing(self._window)
        self._overlay = Overlay(self.document(), self._placing, self.top_offset)
        self._asked: tuple[tuple[int, int], tuple[int, int]] | None = None  # ends in the source, positions in the view
        self._snaps = False
        self._opened: tuple[list[object], int] = ([], 0)
        self._told: tuple[int, int] | None = None
        self._pressed_at: int | None = None
        self._pointed_at: int | None = None
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.selectionChanged.connect(self._tell_selection)

    # What is shown

    def _get_source(self) -> str:
        return self._source

    # The type `object` alone hands the very same text over: a string of Qt drops byte order marks and half surrogates.
    sourceText = Property(object, _get_source)

    def set_source(self, text: str, key: object = None) -> None:
        """Show a text from its beginning, without highlights and selection; the same text and key change nothing.

        The key tells whose text it is, so that two items with the same text do not share a selection.
        """
        if text == self._source and key == self._key:
            return
        self._source, self._key = text, key
        self._overlay.clear()
        self._pages = 1
        self._show(lay_out(text, marks=self._marks))
        self._tell_selection()

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks such as ⟦U+202E⟧, or as they are."""
        if shown == self._marks:
            return
        self._marks = shown
        self._show_again(self._laid_out(self._window.start))

    @property
    def hidden_before(self) -> int:
        """How many characters of the source lie before the part that is shown."""
        return self._window.start

    @property
    def hidden_after(self) -> int:
        """How many characters of the source lie behind the part that is shown."""
        return len(self._source) - self._window.end

    def show_more(self) -> bool:
        """Show more of the source at its end; tell whether there was more."""
        if not self.hidden_after:
            return False
        if self._pages < _MOST_PAGES:
            self._pages += 1
            self._show_again(self._laid_out(self._window.start))
        else:
            self._pages = 1
            self._show(self._laid_out(self._window.end))
        return True

    def show_earlier(self) -> bool:
        """Show the part of the source that lies before; tell whether there was one."""
        if not self.hidden_before:
            return False
        self._pages = 1
        before = self._window.start
        self._show(lay_out_before(self._source, before, marks=self._marks))
        self.scroll_to(before - 1)
        return True

    # Highlights

    def set_highlight_styles(self, styles: Mapping[str, HighlightStyle]) -> None:
        """Take the looks of each kind of highlight from the theme."""
        self._overlay.set_styles(styles)

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show these highlights and no others; where they overlap, their looks are mixed."""
        self._overlay.set_highlights(highlights)

    def set_found(self, found: Found | None) -> None:
        """Show what was found in the text, over its highlights, wherever it is shown from now on."""
        self._overlay.set_found(found)

    def shown_text(self) -> str:
        """Return the whole text that can be searched here: the source."""
        return self._source

    def found_origin(self) -> int:
        """Return from where a search goes on: what stands at the top."""
        return self.top_offset()

    def in_sight(self, offset: int) -> bool:
        """Tell whether an offset is on the screen now."""
        return self.in_window(offset) and self.viewport().rect().contains(self.rect_of(offset))

    def in_window(self, offset: int) -> bool:
        """Tell whether an offset lies in the part of the source that is shown."""
        return self._window.start <= offset <= self._window.end

    def rect_of(self, offset: int) -> QRect:
        """Return where an offset stands in the view now."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position_of(offset))
        return self.cursorRect(cursor)

    def highlights_at(self, offset: int) -> list[Highlight]:
        """Return the highlights over an offset of the source, the shortest first, and those that give way last."""
        return self._overlay.over(offset)

    def highlights_near(self, offset: int) -> list[Highlight]:
        """Return the highlights over an offset or at whose end it lies, the shortest first."""
        return self._overlay.near(offset)

    def offset_near(self, place: QPoint) -> int:
        """Return the offset between two characters that is nearest to a place on the screen."""
        return self._offset_at(self.cursorForPosition(place).position())

    def select_next_highlight(self, step: int = 1) -> bool:
        """Select the next highlight from where the cursor is, or with -1 the one before; tell whether there is one."""
        if not self._overlay.highlights:
            return False
        ordered = sorted(self._overlay.highlights, key=lambda each: (each.start, each.end))
        here = self.selected_span() or (self._offset_at(self.textCursor().position()),) * 2
        spans = [(each.start, each.end) for each in ordered]
        if here in spans:
            at = spans.index(here) + step
        else:
            at = bisect_right(spans, here) - (0 if step > 0 else 1)
        self.select_span(*spans[at % len(spans)])
        return True

    def set_margin(self, width: int, *, right: bool = False) -> None:
        """Leave so much room beside the text."""
        self.setViewportMargins(0 if right else width, 0, width if right else 0, 0)

    # Selection

    def selected_span(self) -> tuple[int, int] | None:
        """Return the selection as code points of the source, or None; what is half selected counts as the whole.

        That holds for marks, line ends and what a reader takes for one character, but not for what was selected by its
        offsets.
        """
        first, last = sorted(self.ends())
        return (first, last) if first < last else None

    def ends(self) -> tuple[int, int]:
        """Return where the selection was begun and where the cursor stands, as code points of the source."""
        cursor = self.textCursor()
        begun, now = cursor.anchor(), cursor.position()
        if self._asked is not None and self._asked[1] == (begun, now):
            return self._asked[0]
        first, last = self._offset_at(min(begun, now)), self._offset_at(max(begun, now), round_up=True)
        if begun != now:
            first, last = whole(self._source, first, last, "character")
        return (first, last) if begun <= now else (last, first)

    def select_span(self, start: int, end: int) -> None:
        """Select a span of the source and bring its start into sight."""
        start, end = max(0, min(start, len(self._source))), max(0, min(end, len(self._source)))
        self._bring(start)
        self._select(start, end)
        self._reveal(self._position_of(start))

    def select_ends(self, begun: int, now: int) -> None:
        """Select from one offset to another, at which the cursor then stands, and bring that into sight."""
        if now > self._window.end:
            self.show_more()
        self._select(begun, now)
        self._reveal(self._position_of(now))

    def snap_to_words(self) -> None:
        """From now on, let what is selected by the mouse grow to whole words, unless Ctrl is held."""
        self._snaps = True

    def clear_selection(self) -> None:
        """Drop the selection; the cursor stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def scroll_to(self, offset: int) -> None:
        """Bring an offset of the source into sight, whichever part is shown now; the selection stays."""
        offset = max(0, min(offset, len(self._source)))
        self._bring(offset)
        self._reveal(self._position_of(offset))

    def top_offset(self) -> int:
        """Return which character of the source stands at the top of the view."""
        return self._offset_at(self.cursorForPosition(QPoint(0, 2)).position())

    def show_at_top(self, offset: int) -> None:
        """Scroll so that a character of the source stands at the top."""
        offset = max(0, min(offset, len(self._source)))
        self._bring(offset)
        position, bar = self._position_of(offset), self.verticalScrollBar()
        for _ in range(_MOST_TRIES):
            line = self._line_of(position)
            if line == bar.value():
                return
            bar.setValue(line)

    # What Qt calls

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the exact text of the source, without marks and with its own line ends."""
        span = self.selected_span()
        data = QMimeData()
        if span is not None:
            data.setText(self._source[slice(*span)])
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began; within a selection it begins another one, where Qt would drag the text."""
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.clear_selection()
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = self.cursorForPosition(event.position().toPoint()).position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the selection that was drawn, or the highlight that was clicked."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None:
            return
        if self._snaps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._snap()
        self._tell_selection()
        if not self.textCursor().hasSelection():
            self._activate(self._offset_at(pressed))

    def follow_pointer(self) -> None:
        """Tell from now on which offset the pointer is on."""
        self.viewport().setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which offset the pointer is on, unless it draws a selection."""
        super().mouseMoveEvent(event)
        if not event.buttons() and self.viewport().hasMouseTracking():
            self._point(self._offset_under(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went away."""
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the highlight under the cursor by Space, and show more of the source at its end by moving down."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            here = self._offset_at(self.textCursor().selectionStart())
            if self.hasFocus() and self._activate(here):
                return
        leftward = self.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft
        stretch = stretching.step_of(event, leftward=leftward)
        if stretch is not None:
            stretching.extend(self, *stretch)
            return
        if self.textCursor().atEnd() and any(map(event.matches, _DOWNWARDS)):
            self.show_more()
        elif self.textCursor().atStart() and any(map(event.matches, _UPWARDS)):
            self.show_earlier()
        super().keyPressEvent(event)

    # Inside

    def _laid_out(self, start: int) -> Window:
        return lay_out(
            self._source,
            start,
            marks=self._marks,
            most_characters=MOST_CHARACTERS * self._pages,
            most_lines=MOST_LINES * self._pages,
        )

    def _show(self, window: Window) -> None:
        self._window, self._placing = window, Placing(window)
        self._asked = None
        self.setPlainText(window.shown.text)
        self._overlay.place(self._placing)
        self.windowChanged.emit()

    def _show_again(self, window: Window) -> None:
        """Show a window that begins where the one before began, and keep the selection and the place."""
        top = self._offset_at(self.firstVisibleBlock().position())
        span = self.selected_span()
        caret = self._offset_at(self.textCursor().position())
        self._show(window)
        start, end = span or (caret, caret)
        cursor = self.textCursor()
        cursor.setPosition(self._position_of(start))
        cursor.setPosition(self._position_of(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        block = self.document().findBlock(self._position_of(top))
        self.verticalScrollBar().setValue(block.firstLineNumber())

    def _select(self, begun: int, now: int) -> None:
        first, last = self._position_of(begun), self._position_of(now)
        self._asked = ((begun, now), (first, last))
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _snap(self) -> None:
        """Let the selection grow to whole words; one of blanks alone stays as it is."""
        begun, now = self.ends()
        start, end = whole(self._source, min(begun, now), max(begun, now))
        if start < end:
            self._select(*((start, end) if begun < now else (end, start)))

    def _bring(self, offset: int) -> None:
        """Show the part of the source with an offset, if another part is shown."""
        if self.in_window(offset):
            return
        self._pages = 1
        line = self._source.rfind("\n", max(0, offset - _CONTEXT), offset)
        self._show(self._laid_out(line + 1 if line >= 0 else max(0, offset - _CONTEXT)))

    def _reveal(self, position: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        if self.viewport().rect().contains(self.cursorRect(cursor)):
            return
        bar = self.verticalScrollBar()
        for _ in range(_MOST_TRIES):
            bar.setValue(max(0, self._line_of(position) - bar.pageStep() // 3))
            if self.viewport().rect().contains(self.cursorRect(cursor)):
                return

    def _line_of(self, position: int) -> int:
        block = self.document().findBlock(position)
        self.document().documentLayout().blockBoundingRect(block)  # a paragraph out of sight has no lines before this
        line = block.layout().lineForTextPosition(position - block.position())
        return block.firstLineNumber() + (line.lineNumber() if line.isValid() else 0)

    def _position_of(self, offset: int) -> int:
        return self._placing.position_of(offset)

    def _offset_at(self, position: int, *, round_up: bool = False) -> int:
        return self._placing.offset_at(position, round_up=round_up)

    def _offset_under(self, place: QPoint) -> int | None:
        """Return the offset of the character at a place on the screen, or None beside the text."""
        cursor = self.cursorForPosition(place)
        box = self.cursorRect(cursor)
        if not box.adjusted(-_REACH, 0, _REACH, 0).contains(place):
            return None
        at = cursor.position() - (1 if place.x() < box.x() and not cursor.atBlockStart() else 0)
        return self._offset_at(at)

    def _point(self, offset: int | None) -> None:
        if offset != self._pointed_at:
            self._pointed_at = offset
            self.pointed.emit(offset)

    def _tell_selection(self) -> None:
        if self._pressed_at is not None:
            return
        span = self.selected_span()
        if span != self._told:
            self._told = span
            self.spanSelected.emit(span)

    def _activate(self, offset: int) -> bool:
        """Open the highlight at an offset; where several lie over each other, the next one each time."""
        found = list(dict.fromkeys(each.id for each in self.highlights_at(offset) if each.id is not None))
        if not found:
            return False
        before, turn = self._opened
        self._opened = (found, (turn + 1) % len(found) if before == found else 0)
        self.highlightActivated.emit(found[self._opened[1]])
        return True


_DOWNWARDS: Final = (
    QKeySequence.StandardKey.MoveToNextLine,
    QKeySequence.StandardKey.MoveToNextPage,
    QKeySequence.StandardKey.MoveToEndOfDocument,
    QKeySequence.StandardKey.MoveToNextChar,
)
_UPWARDS: Final = (
    QKeySequence.StandardKey.MoveToPreviousLine,
    QKeySequence.StandardKey.MoveToPreviousPage,
    QKeySequence.StandardKey.MoveToStartOfDocument,
    QKeySequence.StandardKey.MoveToPreviousChar,
)
