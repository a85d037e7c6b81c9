"""The top bar of the quality room: its pages in the middle; period, policy and the report at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.presenters.quality_figures_state import PAGES, PERIODS, FiguresState, Page
from reviewer.ui.safe_text import menu_text, set_plain_tooltip

_LONGEST = 40
_NARROWEST, _WIDEST = 100, 126


class QualityTabs(QWidget):
    """One button for each page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality_tabs")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[Page, QuietButton] = {}
        for number, (page, title) in enumerate(PAGES):
            button = QuietButton(tr(title), f"quality_tab_{page}", checkable=True)
            button.set_small(True)
            self._group.addButton(button, number)
            self.buttons[page] = button
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit(PAGES[number][0]))

    def show_state(self, state: FiguresState) -> None:
        """Mark the page that is shown."""
        self.buttons[state.page].setChecked(True)


class QualityFilters(QWidget):
    """What part of the work the figures are about, and the report."""

    policy_chosen = Signal(str)
    days_chosen = Signal(int)
    report_wanted = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("quality_filters")
        self._key_of = key_of
        self._policies: tuple[tuple[str, str], ...] | None = None
        self.policy = _combo("quality_policy", tr("Only items with hits of this policy"))
        self.period = _combo("quality_period", tr("How far back the figures reach"))
        for days, title in PERIODS:
            self.period.addItem(tr(title), days)
        set_plain_tooltip(self.policy, tr("Only items with hits of this policy, or where it was looked for."))
        set_plain_tooltip(self.period, tr("How far back the figures reach; an item is as old as its first review."))
        self.report = KeyButton(tr("Report…"), "quality_report_button")
        self.report.set_small(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.policy, self.period, self.report):
            row.addWidget(part)
        self.policy.activated.connect(lambda index: self.policy_chosen.emit(self.policy.itemData(index)))
        self.period.activated.connect(lambda index: self.days_chosen.emit(self.period.itemData(index)))
        self.report.clicked.connect(self.report_wanted)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self.report.set_key(self._key_of("quality.report"))

    def show_state(self, state: FiguresState) -> None:
        """Show what was chosen."""
        if state.policies != self._policies:
            self._policies = state.policies
            self.policy.clear()
            self.policy.addItem(tr("All policies"), "")
            for name, title in state.policies:
                self.policy.addItem(menu_text(title, _LONGEST).replace("&&", "&"), name)
        self.policy.setCurrentIndex(max(0, self.policy.findData(state.policy)))
        self.period.setCurrentIndex(max(0, self.period.findData(state.days)))
        whole = state.page in ("weeks", "load")
        self.period.setEnabled(not whole)
        self.policy.setEnabled(state.page != "load")


def _combo(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(11)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    made.setMinimumWidth(_NARROWEST)
    made.setMaximumWidth(_WIDEST)
    return made
