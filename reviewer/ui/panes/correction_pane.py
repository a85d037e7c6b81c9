"""The correction: an editor with the response in it, beside it what was changed so far, word by word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout

from reviewer.texts.word_diff import WordDiff
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Chip, Rule, label
from reviewer.ui.panes.text_block import hold_sideways, lean
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle, PlainEditor, SourceView
from reviewer.ui.theme import Theme

_WIDE = 400


class CorrectionPane(QFrame):
    """Takes the corrected response and shows how it differs from the original."""

    edited = Signal(object)
    restore_wanted = Signal()
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
        self._quiet = False
        self._diff: WordDiff | None = None
        self._changes = Chip("", "warn", "correction_changes")
        self._restore = QuietButton("restore", "restore_button")
        self._restore.set_small(True)
        self._restore.setAccessibleName(tr("Restore the original response"))
        self._restore.clicked.connect(self.restore_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(label(tr("Correction"), "title"))
        head.addWidget(self._changes)
        head.addStretch(1)
        head.addWidget(self._restore)
        self.editor = PlainEditor()
        self.editor.setObjectName("correction_editor")
        self.editor.setAccessibleName(tr("Corrected response"))
        self.editor.textChanged.connect(self._tell)
        self.editor.pasteRefused.connect(self.refused)
        self.diff_view = SourceView()
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
        column.addLayout(head)
        column.addWidget(Rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(splitter)
        column.addLayout(inner, 1)
        self.restyle()
        self.refresh_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key away where there is no room for it."""
        super().resizeEvent(event)
        self.refresh_keys()

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
        self._restore.set_key(self._key_of("review.restore") if self.width() > _WIDE else "")

    def show_state(self, state: ReviewState) -> None:
        """Show the correction of a state; what the person is typing is never written over."""
        if state.written != self._written:
            self._written = state.written
            self._quiet = True
            fits = self.editor.set_source(state.correction)
            lean(self.editor)
            self._quiet = False
            self.editor.setReadOnly(not fits)
            if not fits:
                self.refused.emit(
                    tr("This response is too long to be corrected here; write what is wrong as a comment.")
                )
        corrected = state.draft is not None and state.draft.correction is not None
        self._restore.setEnabled(corrected)
        self._show_diff(state.diff, state.correction, corrected)

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
        changes = tr("1 change") if diff.changes == 1 else tr("{changes:,} changes").format(changes=diff.changes)
        self._changes.show_text(tr("{changes} · {kept}% kept").format(changes=changes, kept=kept), "warn")
        marks, at = [], 0
        for part in diff.parts:
            if part.kind != "same":
                marks.append(Highlight(at, at + len(part.text), part.kind))
            at += len(part.text)
        self.diff_view.set_source("".join(part.text for part in diff.parts))
        lean(self.diff_view)
        self.diff_view.set_highlights(marks)

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit(self.editor.exact_text())
