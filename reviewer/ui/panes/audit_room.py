"""The audit room: the ledger in a paged table, one event in full, verification and anchors."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from reviewer.domain.audit import Event
from reviewer.domain.changes import Changes
from reviewer.ui.actions import Binding
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import PageModel, TableColumn
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.parts import Chip, Hint, Panel, ScrollColumn, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.audit import AuditPresenter, AuditState
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.safe_text import PlainLabel, SourceView, one_line, set_plain_tooltip
from reviewer.ui.theme import GRID

COLUMNS = (
    TableColumn(later("Event"), lambda event: f"{event.seq:,}", numbers=True),
    TableColumn(later("When"), lambda event: event.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")),
    TableColumn(later("Who"), lambda event: one_line(event.actor, 60)),
    TableColumn(later("What"), lambda event: one_line(event.action, 40)),
    TableColumn(later("Of what"), lambda event: one_line(event.subject, 80)),
    TableColumn(later("Hash"), lambda event: event.hash[:16] + " …"),
)
WIDTHS = (64, 176, 104, 140, 150, 120)
ABOUT = later(
    "Each change is an event in a chain of hashes, written in the same transaction as the change. Verifying checks the "
    "chain, the stored items and reviews, and the receipts that this machine keeps of your decisions. Only an anchor "
    "kept elsewhere shows that the end of the ledger was cut off."
)
OWN_EVENTS = later("An anchor is of the whole ledger, and your role sees only your own events.")


class AuditRoom(Room):
    """Where an auditor reads what was done and checks that nobody changed it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = AuditPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.model = PageModel(COLUMNS)
        self.table = PageTable(self.model, "audit_table", tr("Audit ledger"), WIDTHS)
        self._version = -1
        self._shown: Event | None = None
        self._build()
        self.model.page_wanted.connect(self.presenter.load_page)
        self.table.row_chosen.connect(self._choose)
        self.presenter.page_ready.connect(self._put_page)
        self.presenter.page_failed.connect(self.model.forget_page)
        self.presenter.changed.connect(self._show)

    def activated(self) -> None:
        """Show what was written since."""
        self.presenter.reload()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Show the new event, if somebody looks."""
        if self.isVisible():
            self.presenter.reload()

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        return [
            Binding("audit.verify", self.presenter.verify, enabled=lambda: not self.presenter.state.verifying),
            Binding("audit.reload", self.presenter.reload),
        ]

    def status(self) -> str:
        """Return how long the ledger is."""
        total, own_only = self.presenter.state.total, self.presenter.state.own_only
        if total is None:
            return ""
        if own_only:
            return tr("{n:,} events of your own", "{n:,} event of your own", total).format(n=total)
        return tr("{n:,} events in one chain", "{n:,} event in one chain", total).format(n=total)

    def _build(self) -> None:
        panel = Panel(tr("Audit ledger"), "audit_panel")
        panel.note(tr("newest first"))
        self._pages = QStackedWidget()
        empty = EmptyState(
            tr("No events yet"), tr("Everything that changes this workspace will be listed here."), name="audit_empty"
        )
        for page in (LoadingState(name="audit_loading"), self.table, empty):
            self._pages.addWidget(page)
        panel.body.addWidget(self._pages, 1)
        QVBoxLayout(self).addWidget(split("audit_split", panel, self._side(), sizes=(1040, 420), grow=(3, 1)))

    def _side(self) -> QWidget:
        panel = Panel(tr("Event"), "audit_event_panel")
        self.details = SourceView()
        self.details.setObjectName("audit_event_view")
        self.details.setAccessibleName(tr("Event in full"))
        panel.body.addWidget(self.details, 1)
        both = self._verify_panel(), panel
        return split("audit_side_split", *both, upright=True, sizes=(400, 320), grow=(1, 1))

    def _verify_panel(self) -> Panel:
        panel = Panel(tr("Verify"), "audit_verify_panel")
        self.verify_button = PrimaryButton(tr("Verify now"), "audit_verify_button", self.context.key_of("audit.verify"))
        self.verify_button.clicked.connect(lambda: self.presenter.verify())
        with_anchor = KeyButton(tr("Verify with an anchor file…"), "audit_verify_anchor_button")
        with_anchor.clicked.connect(self._ask_anchor)
        anchor = KeyButton(tr("Write an anchor…"), "audit_anchor_button")
        anchor.clicked.connect(self._ask_where)
        about = Hint(tr(ABOUT), "audit_about")
        about.setWordWrap(True)
        self._verdict = Chip(tr("not verified yet"), "plain", "audit_verdict")
        self._checked = Hint("", "audit_checked")
        self._checked.setWordWrap(True)
        self._verifying = ScrollColumn("audit_verify_scroll", tr("Verify"))
        self._findings: list[PlainLabel] = []
        self._anchor_buttons = (with_anchor, anchor)
        buttons = FlowLayout(spacing=GRID)
        buttons.addWidget(with_anchor)
        buttons.addWidget(anchor)
        column = self._verifying.column
        column.addWidget(self.verify_button)
        column.addLayout(buttons)
        column.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._checked)
        column.addWidget(about)
        panel.body.addWidget(self._verifying)
        return panel

    def _show(self, state: AuditState) -> None:
        self.verify_button.setEnabled(not state.verifying)
        for button in self._anchor_buttons:
            button.setEnabled(not state.own_only)
            set_plain_tooltip(button, tr(OWN_EVENTS) if state.own_only else "")
        self._show_report(state)
        if state.event is not self._shown:
            self._shown = state.event
            self.details.set_source("" if state.event is None else event_text(state.event))
        if state.version != self._version and state.total is not None:
            self._version = state.version
            self.model.show_total(state.total)
            self._pages.setCurrentIndex(1 if state.total else 2)
            self.model.row(0)  # ask for the first page before anything is painted
            self.status_changed.emit()

    def _show_report(self, state: AuditState) -> None:
        while self._findings:
            old = self._findings.pop()
            old.hide()
            old.deleteLater()
        if state.verifying:
            self._verdict.show_text(tr("verifying …"), "accent")
        elif state.problem:
            self._verdict.show_text(tr("not verified"), "warn")
            self._checked.setText(state.problem)
        elif state.report is not None and state.verified_at is not None:
            report = state.report
            self._verdict.show_text(
                "✓ " + tr("sound") if report.sound else "! " + tr("%n findings", "%n finding", len(report.findings)),
                "good" if report.sound else "bad",
            )
            at = state.verified_at.astimezone().strftime("%H:%M:%S")
            parts = [
                tr("{n:,} events", "{n:,} event", report.events).format(n=report.events)
                if report.whole
                else tr("your own events"),
                tr("{n:,} receipts", "{n:,} receipt", report.receipts).format(n=report.receipts),
                tr("{n:,} anchors", "{n:,} anchor", report.anchors).format(n=report.anchors),
            ]
            said = tr("Checked at {time}: {parts}.").format(time=at, parts=", ".join(parts))
            self._checked.setText(" ".join(filter(None, (said, state.anchored))))
            for finding in report.findings[:200]:
                line = label(f"{finding.kind}: {finding.message}", "plain")
                line.setWordWrap(True)
                self._verifying.column.insertWidget(self._verifying.column.count() - 1, line)
                self._findings.append(line)
        else:
            self._verdict.show_text(tr("not verified yet"), "plain")
            self._checked.setText(state.anchored)

    def _put_page(self, page: int, events: tuple[Event, ...]) -> None:
        self.model.put_page(page, events)
        if page == 0:
            self.table.choose_first()
        self._choose(self.table.chosen_row())

    def _choose(self, number: int) -> None:
        event = self.model.row(number) if number >= 0 else None
        if event is not None:
            self.presenter.choose(event)

    def _ask_anchor(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Anchor file"), "", tr("Anchors (*.json *.jsonl);;All files (*)")
        )
        if name:
            self.presenter.verify(Path(name))

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Write an anchor"), "anchor.json", tr("Anchors (*.json)"))
        if name:
            self.presenter.anchor(Path(name))


def event_text(event: Event) -> str:
    """Return an event as readable text."""
    details = json.dumps(json.loads(event.details), ensure_ascii=False, indent=2)
    rows = (
        ("event", f"{event.seq:,}"),
        ("at", event.at.isoformat()),
        ("who", event.actor),
        ("what", event.action),
        (tr("of what"), event.subject),
        ("hash", event.hash),
        ("previous", event.previous),
    )
    return "\n".join(f"{name:<9} {value}" for name, value in rows) + f"\n\n{details}"
