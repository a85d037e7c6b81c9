"""The guideline beside the work: its version, the clause of the selected policy, its contents, and a search in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget

from reviewer.texts.find import Place
from reviewer.texts.outline import Heading, clause_of, headings, parts
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Card, Chip, Hint, Panel, Strong
from reviewer.ui.panes.rendered_looks import rendered_looks
from reviewer.ui.presenters.guideline import GuidelineState
from reviewer.ui.safe_text import RenderedView, SourceView, elide, menu_text, one_line
from reviewer.ui.safe_text.highlights import Found
from reviewer.ui.theme import Theme

_LONGEST_CLAUSE = 1500
_MOST_CONTENTS = 500
_IDLE_MS = 60
View = RenderedView | SourceView


class GuidelinePane(Panel):
    """Shows the guideline one part at a time; the keys of the review act on while it is open."""

    left = Signal()
    edit_wanted = Signal()

    def __init__(self, key_of: KeyOf, theme: Theme) -> None:
        super().__init__(tr("Guideline"), "guideline_pane")
        self._key_of = key_of
        self._theme = theme
        self._state: GuidelineState | None = None
        self._heads: tuple[Heading, ...] = ()
        self._parts: tuple[tuple[int, int], ...] = ()
        self._views: dict[int, View] = {}
        self._stack_part = 0
        self._idle = QTimer(self)  # the parts are made ready one by one, so that the first search need not wait
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._make_one_ready)
        self._version = Chip("", "plain", "guideline_version")
        self.header.addWidget(self._version)
        self._edit = QuietButton(tr("Edit"), "guideline_edit")
        self._edit.set_small(True)
        self._edit.clicked.connect(self.edit_wanted)
        self._edit.hide()
        self.header.addWidget(self._edit)
        self._older = Hint("", "guideline_older", tone="warn")
        self._none = Hint("", "guideline_none")
        self._narrow = Hint(tr("The prompt comes back when this closes, or in a wider window."), "guideline_narrow")
        for line in (self._older, self._none, self._narrow):
            line.setWordWrap(True)
            self.body.addWidget(line)
        self._build_clause()
        self._contents = QComboBox()
        self._contents.setObjectName("guideline_contents")
        self._contents.setAccessibleName(tr("Contents of the guideline"))
        self._contents.setMinimumContentsLength(8)
        self._contents.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._contents.activated.connect(self._go_to_heading)
        self.body.addWidget(self._contents)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._previous = QuietButton(tr("‹ Earlier part"), "guideline_previous")
        self._next = QuietButton(tr("Later part ›"), "guideline_next")
        self._where = Hint("", "guideline_part")
        self._previous.clicked.connect(lambda: self._show_part(self._stack_part - 1))
        self._next.clicked.connect(lambda: self._show_part(self._stack_part + 1))
        row = QHBoxLayout()
        row.addWidget(self._previous)
        row.addStretch(1)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._next)
        self.body.addLayout(row)
        self.body.addStretch(0)
        self.setMinimumWidth(240)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Print the key that closes the pane."""
        close, find = self._key_of("review.guideline"), self._key_of("review.guideline_find")
        said = [
            tr("{key} closes").format(key=close) if close else "",
            tr("{key} finds").format(key=find) if find else "",
        ]
        self.note(" · ".join(part for part in said if part))
        self._edit.set_key(self._key_of("review.guideline_edit"))

    def show_may_edit(self, may_edit: bool) -> None:
        """Offer to edit the guideline, or not."""
        self._edit.setVisible(may_edit)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        for view in self._views.values():
            self._dress(view)

    def show_state(self, state: GuidelineState) -> None:
        """Show a state; only what differs is touched."""
        before, self._state = self._state, state
        if before == state:
            return
        if before is None or before.text != state.text:
            self._take_text(state.text)
        self._version.show_text(
            tr("version {version}").format(version=one_line(state.version, 20)) if state.version else ""
        )
        self._older.setText(
            tr("This review began under version {before}; the guideline is at version {now} now.").format(
                before=one_line(state.begun_under, 20), now=one_line(state.version, 20)
            )
            if state.begun_under and state.version
            else ""
        )
        self._older.setVisible(bool(self._older.text()))
        if before is None or before.policy != state.policy:
            self._show_clause(state)

    def show_narrow(self, narrow: bool) -> None:
        """Say where the prompt is while there is no room for it."""
        self._narrow.setVisible(narrow)

    def focus(self) -> None:
        """Put the focus into the text."""
        (self._view(self._stack_part) if self._parts else self._contents).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape lead back to the work."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # What a search needs

    def find_texts(self) -> Sequence[str]:
        """Return the texts of all parts as they are shown."""
        return [self._view(number).shown_text() for number in range(len(self._parts))]

    def find_origin(self) -> Place:
        """Return where the reader is."""
        return Place(self._stack_part, self._view(self._stack_part).found_origin()) if self._parts else Place(0, 0)

    def show_found(self, found: Sequence[Found | None]) -> None:
        """Show what was found in each part."""
        for number, view in self._views.items():
            view.set_found(found[number] if number < len(found) else None)

    def bring_found(self, place: Place) -> None:
        """Bring a place into sight."""
        self._show_part(place.text)
        self._view(place.text).scroll_to(place.start)

    # Inside

    def _build_clause(self) -> None:
        self._clause = Card("guideline_clause", "accent")
        self._clause_title = Strong("", "guideline_clause_title")
        self._clause_title.setWordWrap(True)
        self._clause_text = Hint("", "guideline_clause_text")
        self._clause_text.setWordWrap(True)
        self._clause_origin = Hint("", "guideline_clause_origin")
        self._clause_origin.setWordWrap(True)
        for line in (self._clause_title, self._clause_text, self._clause_origin):
            self._clause.body.addWidget(line)
        self._clause.hide()
        self.body.addWidget(self._clause)

    def _take_text(self, text: str) -> None:
        for view in self._views.values():
            self._stack.removeWidget(view)
            view.deleteLater()
        self._views.clear()
        self._heads = headings(text)
        self._parts = parts(text, self._heads) if text else ()
        self._none.setVisible(not text)
        self._none.setText(
            tr(
                "This project has no guideline yet. Write one in Markdown beside the project file, name it there with "
                'guideline = "FILE", and run “reviewer project apply FILE”; then it is here for everybody.'
            )
        )
        self._contents.clear()
        for head in self._heads[:_MOST_CONTENTS]:
            self._contents.addItem("    " * (head.level - 1) + menu_text(head.title), head.start)
        self._contents.setVisible(len(self._heads) > 1)
        self._stack.setVisible(bool(text))
        several = len(self._parts) > 1
        for part in (self._previous, self._where, self._next):
            part.setVisible(several)
        if self._parts:
            self._show_part(0)
        if several:
            self._idle.start()

    def _make_one_ready(self) -> None:
        missing = next((number for number in range(len(self._parts)) if number not in self._views), None)
        if missing is None:
            self._idle.stop()
        else:
            self._view(missing)

    def _show_clause(self, state: GuidelineState) -> None:
        """Show what the taxonomy says of the policy, and bring the guideline to where it speaks of it."""
        self._clause.setVisible(bool(state.policy))
        self._clause_title.setText(one_line(state.title))
        self._clause_text.setText(elide(state.clause, _LONGEST_CLAUSE))
        self._clause_text.setVisible(bool(state.clause))
        place = clause_of(state.text, self._heads, state.names) if state.policy else None
        said = [one_line(state.policy, 80), one_line(state.origin, 80)]
        if state.policy and state.text and place is None:
            said.append(tr("the guideline does not name it"))
        self._clause_origin.setText(" · ".join(part for part in said if part))
        self._clause.setAccessibleName(tr("Policy: {title}").format(title=one_line(state.title)))
        if place is not None:
            self._go_to(place)

    def _go_to_heading(self, number: int) -> None:
        self._go_to(int(self._contents.itemData(number)))

    def _go_to(self, place: int) -> None:
        number = next(
            n for n, (start, end) in enumerate(self._parts) if start <= place < end or n + 1 == len(self._parts)
        )
        self._show_part(number)
        self._view(number).show_at_top(place - self._parts[number][0])
        above = [n for n, head in enumerate(self._heads[:_MOST_CONTENTS]) if head.start <= place]
        if above:
            self._contents.setCurrentIndex(above[-1])

    def _show_part(self, number: int) -> None:
        number = min(max(0, number), len(self._parts) - 1)
        self._stack_part = number
        self._stack.setCurrentWidget(self._view(number))
        self._previous.setEnabled(number > 0)
        self._next.setEnabled(number + 1 < len(self._parts))
        self._where.setText(tr("part {number} of {count}").format(number=number + 1, count=len(self._parts)))

    def _view(self, number: int) -> View:
        """Return the view of a part; it is made when it is first looked at or searched."""
        if number not in self._views:
            start, end = self._parts[number]
            text = (self._state.text if self._state else "")[start:end]
            view: View = RenderedView()
            self._dress(view)
            if not view.set_source(text):
                view.deleteLater()
                view = SourceView()
                self._dress(view)
                view.set_source(text)
            view.setObjectName(f"guideline_view_{number + 1}")
            view.setAccessibleName(tr("Guideline"))
            view.setProperty("role", "reading")
            self._views[number] = view
            self._stack.addWidget(view)
        return self._views[number]

    def _dress(self, view: View) -> None:
        view.setFont(self._theme.reading_font())
        if isinstance(view, RenderedView):
            view.set_looks(rendered_looks(self._theme))
