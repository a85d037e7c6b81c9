"""The correction: an editor with the response in it, beside it what was changed so far, word by word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from reviewer.domain.items import Item
from reviewer.texts.word_diff import WordDiff
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Chip, Rule, label
from reviewer.ui.panes.text_block import hold_sideways, lean
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle, PlainEditor, SourceView
from reviewer.ui.safe_text.line_spacing import READING
from reviewer.ui.theme import Theme

_WIDE = 560


class CorrectionPane(QFrame):
    """Takes the corrected response and shows how it differs from the original."""

    edited = Signal(object)
    restore_wanted = Signal()
    suggestion_wanted = Signal()
    cut_wanted = Signal()
    left = Signal()
    """The person wants to be out of the editor again, where single letters act."""
    refused = Signal(str)

    def __init__(self, key_of: KeyOf, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("correction_pane")
        self.setAccessibleName(tr("Correction"))
        self.setProperty("role", "card")
        self.setProperty("tone", "warn")
        self._key_of = key_of
        self._theme = theme
        self._written = -1
        self._loaded: tuple[Item | None, str] = (None, "")
        self._quiet = False
        self._diff: WordDiff | None = None
        self._head = self._build_head()
        self.editor = PlainEditor(line_share=READING)
        self.editor.setObjectName("correction_editor")
        self.editor.setAccessibleName(tr("Corrected response"))
        self.editor.textChanged.connect(self._tell)
        self.editor.pasteRefused.connect(self.refused)
        self.diff_view = SourceView(line_share=READING)
        self.diff_view.setObjectName("correction_diff")
        self.diff_view.setAccessibleName(tr("What was changed"))
        self.diff_view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for view in (self.editor, self.diff_view):
            view.setProperty("role", "reading")
            view.setMinimumHeight(60)
            hold_sideways(view)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("correction_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.editor)
        splitter.addWidget(self.diff_view)
        splitter.setSizes([100, 100])
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(splitter)
        column.addLayout(inner, 1)
        self.restyle()
        self.refresh_keys()

    def _build_head(self) -> QWidget:
        self._changes = Chip("", "warn", "correction_changes")
        self._suggestion = self._quiet_button(
            tr("suggestion"), "suggestion_button", tr("Take the suggested correction"), self.suggestion_wanted
        )
        self._suggestion.hide()
        self._cut = self._quiet_button(
            tr("cut"), "cut_button", tr("Cut the selected text out of the correction"), self.cut_wanted
        )
        self._cut.setEnabled(False)
        self._cut.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click must not take the selection away
        self._restore = self._quiet_button(
            tr("restore"), "restore_button", tr("Restore the original response"), self.restore_wanted
        )
        head = QWidget()
        row = FlowLayout(head, spacing=2)
        row.setContentsMargins(9, 6, 2, 6)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        title = label(tr("Correction"), "title")
        title.setContentsMargins(0, 0, 6, 0)
        for part in (title, self._changes, gap, self._suggestion, self._cut, self._restore):
            row.addWidget(part)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key away where there is no room for it."""
        super().resizeEvent(event)
        self.refresh_keys()
        self._fit_head()

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        theme = self._theme
        self.editor.setFont(theme.reading_font())
        self.diff_view.setFont(theme.reading_font())
        self.diff_view.set_highlight_styles(
            {
                "removed": HighlightStyle(background=theme.hex("removed"), line="none", struck=True),
                "added": HighlightStyle(background=theme.hex("added"), line="solid", line_color=theme.hex("good")),
            }
        )

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        wide = self.width() > _WIDE
        for button, action in (
            (self._suggestion, "review.take_suggestion"),
            (self._cut, "review.cut"),
            (self._restore, "review.restore"),
        ):
            button.set_key(self._key_of(action) if wide else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape lead out of the editor."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_place(self, place: object) -> None:
        """Show whether something is selected that can be cut."""
        self._cut.setEnabled(place is not None)

    def show_state(self, state: ReviewState) -> None:
        """Show the correction of a state; what the person is typing is never written over."""
        if state.written != self._written:
            self._written = state.written
            fits = self._take(state)
            self.editor.setReadOnly(not fits)
            if not fits:
                self.refused.emit(
                    tr("This response is too long to be corrected here; write what is wrong as a comment.")
                )
        corrected = state.draft is not None and state.draft.correction is not None
        self._suggestion.setVisible(state.suggested is not None)
        self._suggestion.setEnabled(state.suggested != state.correction)
        self._restore.setEnabled(corrected)
        self._show_diff(state.diff, state.correction, corrected)
        self._fit_head()

    def _fit_head(self) -> None:
        """Keep all rows of the head in sight, however large the letters are."""
        layout = self._head.layout()
        if layout is not None:
            self._head.setMinimumHeight(layout.heightForWidth(self.contentsRect().width()))

    def _take(self, state: ReviewState) -> bool:
        """Take a text that the program wrote; on the same response it is one edit that a person can undo."""
        place, text = (state.item, state.target), state.correction
        self._quiet = True
        same = self._loaded[0] is place[0] and self._loaded[1] == place[1]
        fits = same and (self.editor.exact_text() == text or self.editor.rewrite(text))
        if not fits:
            fits = self.editor.set_source(text)
        self._loaded = place
        lean(self.editor)
        self._quiet = False
        return fits

    def _show_diff(self, diff: WordDiff | None, text: str, corrected: bool) -> None:
        if diff is None:
            self._changes.show_text(tr("comparing …") if corrected else tr("no changes yet"), "plain")
            if not corrected:
                self._diff = None
                self.diff_view.set_source(text)
                lean(self.diff_view)
                self.diff_view.set_highlights(())
            return
        if diff is self._diff:
            return
        self._diff = diff
        kept = round(diff.kept_share * 100)
        changes = tr("{n:,} changes", "{n:,} change", diff.changes).format(n=diff.changes)
        self._changes.show_text(f"{changes} · " + tr("{share}% kept").format(share=kept), "warn")
        marks, at = [], 0
        for part in diff.parts:
            if part.kind != "same":
                marks.append(Highlight(at, at + len(part.text), part.kind))
            at += len(part.text)
        self.diff_view.set_source("".join(part.text for part in diff.parts))
        lean(self.diff_view)
        self.diff_view.set_highlights(marks)
        self._follow(diff)

    def _follow(self, diff: WordDiff) -> None:
        """Bring the change into sight at which the person is typing."""
        cursor = self.editor.textCursor().position()
        before = after = 0
        nearest, shown_at = None, 0
        for part in diff.parts:
            size = len(part.text)
            if part.kind != "same":
                away = max(after - cursor, cursor - after - (size if part.kind == "added" else 0), 0)
                if nearest is None or away < nearest:
                    nearest, shown_at = away, before + (min(size, max(0, cursor - after)) if size else 0)
            before += size
            after += size if part.kind != "removed" else 0
        if nearest is not None and not self.diff_view.in_sight(shown_at):
            self.diff_view.scroll_to(shown_at)

    def _quiet_button(self, text: str, name: str, title: str, wanted: SignalInstance) -> QuietButton:
        button = QuietButton(text, name)
        button.set_small(True)
        button.setAccessibleName(title)
        button.clicked.connect(wanted)
        return button

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit(self.editor.exact_text())
