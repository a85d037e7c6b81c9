"""The pane that says whether a dataset is ready: counts, splits, checks, and what is left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.datasets.reasons import REASONS
from reviewer.ui.language import later, tr
from reviewer.ui.panes.dataset_line import Line, LineButton
from reviewer.ui.panes.dataset_writing import WritingPart
from reviewer.ui.panes.parts import Chip, Hint, Panel, Rule, ScrollColumn, Tone, label
from reviewer.ui.presenters.dataset_export import ExportState
from reviewer.ui.presenters.datasets import DatasetsState
from reviewer.ui.safe_text import PlainLabel
from reviewer.ui.theme import GRID

if TYPE_CHECKING:
    from reviewer.datasets.checks import Check
    from reviewer.datasets.preview import Preview

_MARKS: dict[str, tuple[str, Tone, str]] = {
    "ok": ("✓", "good", later("holds")),
    "warning": ("!", "warn", later("warning")),
    "info": ("i", "plain", later("for information")),
    "failed": ("✕", "bad", later("fails")),
}
PERSONAL_DATA = "personal_data"
_UNITS = {
    "conversation_id": later("conversation"),
    "user_id": later("user"),
    "prompt_template": later("prompt template"),
}


class ReadyPane(Panel):
    """Shows the figures of the preview and, below them, how to write it."""

    reason_opened = Signal(object)
    check_opened = Signal(object)
    replace_wanted = Signal(bool)
    """Whether placeholders stand for the personal data in this export."""

    def __init__(self, export_key: str, cancel_key: str) -> None:
        super().__init__(tr("Ready?"), "ready_pane")
        self._counted: Preview | None = None
        self._replaces = False
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._values = {
            name: self._figure(number, title, name)
            for number, (name, title) in enumerate(
                (("rows", tr("Rows")), ("splits", tr("Train · validation · test")), ("split_by", tr("Split by")))
            )
        }
        self.lines = ScrollColumn("ready_lines", tr("Checks and what is left out"))
        self.writing = WritingPart(export_key, cancel_key)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(Rule())
        self.body.addWidget(self.writing)

    def _figure(self, number: int, title: str, name: str) -> PlainLabel:
        value = label("…", "strong", f"ready_{name}")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setWordWrap(True)
        caption = label(title, "plain")
        caption.setWordWrap(True)
        self._grid.addWidget(caption, number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, number, 1)
        return value

    def show_state(self, state: DatasetsState) -> None:
        """Show the figures of a state; while it is counted they are not known."""
        counted = state.counted
        if counted is None:
            for name in ("rows", "splits"):
                self._put(name, "…")
        else:
            self._put("rows", f"{counted.total:,}")
            self._put("splits", " · ".join(f"{count:,}" for count in counted.counts.values()))
        recipe = state.recipe
        if recipe is not None:
            self._put(
                "split_by",
                tr("{field}, seed {seed}").format(
                    field=tr(_UNITS.get(recipe.group_by, recipe.group_by)), seed=recipe.seed
                ),
            )
        self.lines.setEnabled(counted is not None)
        if counted is not None and counted is not self._counted:
            self._counted, self._replaces = counted, state.replaces
            self._show_lines(counted)

    def show_export(self, state: ExportState) -> None:
        """Show how the export stands."""
        self.writing.show_state(state)

    def _put(self, name: str, text: str) -> None:
        self._values[name].setText(text)

    def _show_lines(self, counted: Preview) -> None:
        self.lines.empty()
        column = self.lines.column
        urgent = [check for check in counted.checks if check.state in ("failed", "warning")]
        lines: list[QWidget] = [self._check_line(check) for check in urgent]
        if counted.excluded:
            lines.append(Hint(tr("Left out")))
            lines += [self._reason_line(reason, count) for reason, count in counted.excluded.items()]
        lines.append(Hint(tr("Checks")))
        lines += [self._check_line(check) for check in counted.checks if check not in urgent]
        for line in lines:
            column.addWidget(line)
            line.show()  # now, so that the column knows at once how high it is
        column.activate()

    def _check_line(self, check: Check) -> Line:
        sign, tone, word = _MARKS[check.state]
        mark = Chip(sign, tone, f"check_{check.id}_mark")
        mark.setAccessibleName(tr(word))
        buttons = []
        if check.items:
            counted = check.id == PERSONAL_DATA and check.state == "warning"  # its text says how many
            button = LineButton(tr("items") if counted else f"{check.count:,}", f"check_{check.id}_button")
            button.setAccessibleName(tr("Show the items behind: {title}").format(title=check.title))
            button.clicked.connect(lambda _checked=False, check=check: self.check_opened.emit(check))
            buttons.append(button)
        if check.id == PERSONAL_DATA and (self._replaces or check.state == "warning"):
            buttons.append(self._replace_button())
        return Line(mark, self._check_text(check), check.says, *buttons)

    def _check_text(self, check: Check) -> str:
        if check.id == PERSONAL_DATA and self._replaces:
            return tr("placeholders stand for personal data")
        if check.id == PERSONAL_DATA and check.state == "warning":
            carry = tr("{n:,} rows carry personal data", "{n:,} row carries personal data", check.count)
            return carry.format(n=check.count)
        if check.state == "info":
            return f"{check.title}: {check.says}" if check.says else check.title
        said = f" ({check.says})" if check.says else ""
        return check.title if check.state == "ok" else tr("not so: {text}").format(text=check.title) + said

    def _replace_button(self) -> LineButton:
        replaces = self._replaces
        button = LineButton(tr("keep it") if replaces else tr("replace"), "replace_personal_data_button")
        says = tr("Keep the personal data in this export") if replaces else tr("Put placeholders for the personal data")
        button.setAccessibleName(says)
        button.clicked.connect(lambda: self.replace_wanted.emit(not replaces))
        return button

    def _reason_line(self, reason: str, count: int) -> Line:
        button = LineButton(tr("items"), f"reason_{reason.replace(' ', '_')}_button")
        button.setAccessibleName(tr("Show the items left out: {reason}").format(reason=reason))
        button.clicked.connect(lambda: self.reason_opened.emit(reason))
        return Line(Chip(f"{count:,}", "plain"), reason, REASONS.get(reason, ""), button)
