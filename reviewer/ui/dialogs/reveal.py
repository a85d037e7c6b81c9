"""Shows after the verdict what was kept back until then: suggestion, hidden hits, what others said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.items import PolicyHit
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.services.reveals import Reveal
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.parts import Card, Hint, ScrollColumn, Strong, label
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.panes.threshold_meter import score_text
from reviewer.ui.presenters.policies import policy_title
from reviewer.ui.presenters.reveal_texts import hits_line, suggestion_line, verdict_title
from reviewer.ui.safe_text import elide
from reviewer.ui.theme import GRID

_WIDTH, _HEIGHT = 620, 420


class RevealDialog(QDialog):
    """The own verdict beside what was kept back; keeping it is one key, changing it another."""

    change_wanted = Signal()

    def __init__(
        self, reveal: Reveal, project: Project, taxonomy: Taxonomy | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reveal_dialog")
        self.setWindowTitle(tr("What was kept back until your verdict"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._reveal, self._project, self._taxonomy = reveal, project, taxonomy
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        said = verdict_title(reveal.review.verdict or "", project)
        column.addWidget(
            label(
                tr("You said “{said}” of item {id}").format(said=said, id=elide(reveal.item.id, 40)),
                "headline",
                "reveal_own",
            )
        )
        column.addWidget(Hint(tr("A change is stored as another revision, marked as made after this was shown.")))
        self._scroll = ScrollColumn("reveal_scroll", tr("What was kept back"))
        self._show_suggestion()
        self._show_hits()
        self._show_others()
        self._scroll.column.addStretch(1)
        column.addWidget(self._scroll, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        change = KeyButton(tr("Change my review"), "reveal_change", "C")
        change.clicked.connect(self._change)
        row.addWidget(change)
        keep = PrimaryButton(tr("Keep it"), "reveal_keep", "Return")
        keep.clicked.connect(self.reject)
        keep.setDefault(True)
        row.addWidget(keep)
        column.addLayout(row)
        self.resize(_WIDTH, _HEIGHT)
        keep.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change by the letter on the button; Enter and Escape keep the review."""
        if event.key() == Qt.Key.Key_C and not event.modifiers():
            self._change()
        else:
            super().keyPressEvent(event)

    def _change(self) -> None:
        self.accept()
        self.change_wanted.emit()

    def _show_suggestion(self) -> None:
        suggestion = self._reveal.suggestion
        if suggestion is None:
            return
        line = suggestion_line(suggestion, self._project)
        card = self._card("reveal_suggestion", line[:1].upper() + line[1:])
        if suggestion.correction:
            card.body.addWidget(Hint(tr("with this correction:")))
            text = TextBlock("reveal_correction", tr("Suggested correction"))
            text.set_source(suggestion.correction)
            card.body.addWidget(text)

    def _show_hits(self) -> None:
        hits = self._reveal.hits
        if hits is None:
            return
        line = hits_line(len(hits))
        card = self._card("reveal_hits", line[:1].upper() + line[1:])
        for hit in hits:
            text = label(_hit_text(hit, self._taxonomy), "plain")
            text.setWordWrap(True)
            card.body.addWidget(text)

    def _show_others(self) -> None:
        for number, other in enumerate(self._reveal.others, 1):
            who = (
                tr("Another reviewer")
                if len(self._reveal.others) == 1
                else tr("Reviewer {number}").format(number=number)
            )
            said = tr("{who} said “{verdict_title}”").format(
                who=who, verdict_title=verdict_title(other.verdict or "", self._project)
            )
            card = self._card(f"reveal_other_{number}", said)
            if other.comment:
                text = label(elide(other.comment, 400), "muted")
                text.setWordWrap(True)
                card.body.addWidget(text)

    def _card(self, name: str, title: str) -> Card:
        card = Card(name)
        card.setAccessibleName(title)
        headline = Strong(title)
        headline.setWordWrap(True)
        card.body.addWidget(headline)
        self._scroll.column.addWidget(card)
        return card


def _hit_text(hit: PolicyHit, taxonomy: Taxonomy | None) -> str:
    quote = next((f"“{elide(span.text, 120)}”" for span in hit.spans if span.text), "")
    who = " ".join(part for part in (hit.detector, hit.detector_version) if part)
    parts = (elide(policy_title(hit.policy, taxonomy), 60), hit.severity or "", elide(who, 40), score_text(hit), quote)
    return " · ".join(part for part in parts if part)
