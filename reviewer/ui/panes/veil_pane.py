"""A veiled item: what may be in it, in one neutral line, and the way to open it part by part or not at all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, label, restyle
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.presenters.shield import Veil
from reviewer.ui.theme import GRID, Theme

_WIDTH = 720  # a line that the eye finds back from


class VeilPane(Panel):
    """Stands where the four panes stand as long as the item is veiled; they hold nothing of it meanwhile."""

    further_wanted = Signal()
    all_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self, key_of: Callable[[str], str], theme: Theme, *, skips: bool = True) -> None:
        super().__init__(tr("Veiled"), "veil_pane")
        self._key_of, self._theme = key_of, theme
        self._veil: Veil | None = None
        self._blocks: list[TextBlock] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, GRID * 3, 0, 0)
        column.setSpacing(GRID)
        sides = QHBoxLayout()
        sides.addStretch(1)
        sides.addWidget(middle, 20)
        sides.addStretch(1)
        self.body.addLayout(sides, 1)
        self._summary = label("", "headline", "veil_summary")
        self._summary.setWordWrap(True)
        column.addWidget(self._summary)
        said = tr(
            "Open as much as you need, or give it to somebody else: no reason is asked. The settings change this."
        )
        if not skips:  # a lead settles it or leaves it for another time
            said = tr("Open as much as you need to decide. The settings change this.")
        self._why = Hint(said, "veil_why")
        self._why.setWordWrap(True)
        column.addWidget(self._why)
        row = QHBoxLayout()
        self.further = KeyButton(tr("Open the first part"), "veil_further")
        self.further.clicked.connect(self.further_wanted)
        self.all = QuietButton(tr("Open all"), "veil_all")
        self.all.clicked.connect(self.all_wanted)
        self.skip = QuietButton(tr("Skip…"), "veil_skip")
        self.skip.clicked.connect(self.skip_wanted)
        for button in (self.further, self.all, self.skip):
            row.addWidget(button)
        row.addStretch(1)
        if not skips:
            self.skip.hide()
        column.addLayout(row)
        self._column = ScrollColumn("veil_parts", tr("The parts that are open"))
        column.addWidget(self._column, 1)
        self.refresh_keys()
        self.hide()

    def show_state(self, state: ReviewState) -> None:
        """Show how far the item of a state is open; without a veil there is nothing here."""
        veil = state.veil if state.item is not None else None
        self.setVisible(veil is not None)
        if veil == self._veil:
            return
        before, self._veil = self._veil, veil
        opened = veil.opened if veil else ()
        if before is None or opened[: len(before.opened)] != before.opened:
            self._column.empty()
            self._blocks = []
        self._add(opened[len(self._blocks) :])
        self._summary.setText(veil.summary if veil else "")
        self.setAccessibleDescription(veil.summary if veil else "")
        if veil is not None:
            self._show_progress(veil)

    def restyle(self) -> None:
        """Take the colours of the theme: opened parts stay grey and small."""
        for block in self._blocks:
            self._soften(block)

    def refresh_keys(self) -> None:
        """Print the keys that are in force now."""
        self.further.set_key(self._key_of("review.unveil"))
        self.all.set_key(self._key_of("review.unveil_all"))
        self.skip.set_key(self._key_of("review.skip"))

    def _show_progress(self, veil: Veil) -> None:
        done = len(veil.opened)
        self.note(tr("{done} of {parts} parts open").format(done=done, parts=veil.steps))
        if done < veil.steps:
            word = tr("Open the first part") if not done else tr("Open the next part")
        else:
            word = tr("Show it with prompt, passages and hits")
        self.further.set_caption(word)

    def _add(self, parts: tuple[str, ...]) -> None:
        for part in parts:
            number = len(self._blocks) + 1
            block = TextBlock(f"veil_part_{number}", tr("Part {number}").format(number=number))
            self._soften(block)
            block.set_source(part)
            self._blocks.append(block)
            self._column.column.addWidget(block)

    def _soften(self, block: TextBlock) -> None:
        block.setFont(self._theme.font())
        restyle(block, softened="true")
