"""The reviews of one item side by side: one column for each reviewer, one row for each thing that was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from reviewer.domain.reviews import Review
from reviewer.texts.word_diff import diff_words
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.marks_together import styles, together
from reviewer.ui.panes.parts import Chip, Hint, Panel, Rule, label
from reviewer.ui.panes.relations import look_of
from reviewer.ui.panes.settling import SettlingArea
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.presenters.adjudication_state import AdjudicationState, Case, Column
from reviewer.ui.presenters.draft import BOTH_BAD, TIE
from reviewer.ui.presenters.policies import policy_title
from reviewer.ui.presenters.quality_state import SKIPS, value_title
from reviewer.ui.presenters.review_state import responses_of
from reviewer.ui.safe_text import Highlight, HighlightStyle, PlainLabel, elide
from reviewer.ui.theme import Theme

_JUDGEMENTS: Mapping[str, str] = {
    "confirmed": later("confirmed"),
    "false_alarm": later("false alarm"),
    "unsure": later("unsure"),
}
_NARROWEST = 120
_MOST_DIFF = 60_000
_MOST_SPANS = 30


@dataclass(frozen=True)
class _Row:
    """A row of the comparison: its caption and the text of each column."""

    caption: str
    texts: tuple[str, ...]
    compared: bool = True

    @property
    def differs(self) -> bool:
        """Return whether two who said something here said different things; saying nothing contradicts nobody."""
        return self.compared and len({text for text in self.texts if text}) > 1


class ReviewColumns(Panel):
    """Shows the reviews; the button at the head of a column chooses its review for adoption."""

    adopted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Reviews"), "reviews_pane")
        level_header(self)
        self._theme = theme
        self._case: Case | None = None
        self._heads: tuple[str, ...] = ()
        self._buttons: list[KeyButton] = []
        self._diffs: list[TextBlock] = []
        self._scroll = SettlingArea()
        self._scroll.setObjectName("review_columns_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        for view in self._diffs:
            self._style(view)

    def show_state(self, state: AdjudicationState) -> None:
        """Show the reviews of a state; the columns are built once for each item."""
        heads = tuple(column.said.who for column in state.columns)
        if state.case is not None and (state.case is not self._case or heads != self._heads):
            self._case, self._heads = state.case, heads
            self._build(state)
        for number, button in enumerate(self._buttons):
            if button.isChecked() != (number == state.chosen):
                button.setChecked(number == state.chosen)
            button.setEnabled(not state.deciding and not state.busy and state.columns[number].adoptable)

    def _build(self, state: AdjudicationState) -> None:
        case = state.case
        if case is None:
            return
        inner = QWidget()
        inner.setProperty("role", "column")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        self._buttons, self._diffs = [], []
        for column in state.columns:
            grid.setColumnStretch(column.number, 1)
            grid.setColumnMinimumWidth(column.number, _NARROWEST)
            self._add_head(grid, column)
        at = 2
        for row in _rows(state, case):
            at = self._add_caption(grid, at, row.caption, row.differs, len(state.columns))
            for number, text in enumerate(row.texts):
                grid.addWidget(_cell(text), at, number, Qt.AlignmentFlag.AlignTop)
            at += 1
        at = self._add_marks(grid, at, state, case)
        at = self._add_corrections(grid, at, state, case)
        grid.setRowStretch(at, 1)
        old = self._scroll.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self._scroll.setWidget(inner)
        count = len(state.columns)
        self.note(
            tr("choose one to adopt") if any(column.adoptable for column in state.columns) else tr("none has a verdict")
        )
        self.set_title(tr("%n reviews", "%n review", count))

    def _add_head(self, grid: QGridLayout, column: Column) -> None:
        number = column.number
        key = str(number + 1) if column.adoptable and number < 9 else ""
        button = KeyButton(elide(column.said.who, 18), f"adopt_{number + 1}", key, checkable=True)
        button.set_small(True)
        button.setAccessibleName(
            tr("Adopt the review of {who}: {word}").format(
                who=elide(column.said.who, 60), word=elide(column.said.word, 60)
            )
        )
        button.clicked.connect(lambda _checked=False: self._press(number))
        self._buttons.append(button)
        grid.addWidget(button, 0, number)
        chip = Chip(column.said.word, column.said.tone, f"said_{number + 1}")
        grid.addWidget(chip, 1, number, Qt.AlignmentFlag.AlignLeft)

    def _press(self, number: int) -> None:
        self._buttons[number].setChecked(not self._buttons[number].isChecked())  # the state says what is chosen
        self.adopted.emit(number)

    @staticmethod
    def _add_caption(grid: QGridLayout, at: int, caption: str, differs: bool, columns: int) -> int:
        grid.addWidget(Rule(), at, 0, 1, max(1, columns))
        text = tr("{caption} · differs").format(caption=caption) if differs else caption
        grid.addWidget(Hint(text, tone="warn" if differs else "plain"), at + 1, 0, 1, max(1, columns))
        return at + 2

    def _add_marks(self, grid: QGridLayout, at: int, state: AdjudicationState, case: Case) -> int:
        """Lay the marks of all over one text, with a legend of who is who."""
        for number, found in enumerate(together(state.columns, case.item), 1):
            at = self._add_caption(grid, at, tr("Marks of all in one text"), False, len(state.columns))
            legend = Hint(found.legend, f"marks_legend_{number}")
            legend.setWordWrap(True)
            grid.addWidget(legend, at, 0, 1, max(1, len(state.columns)))
            view = TextBlock(f"marks_together_{number}", tr("Marks of all: {legend}").format(legend=found.legend))
            self._style(view)
            view.set_source(found.text)
            view.set_highlights(found.highlights)
            self._diffs.append(view)
            grid.addWidget(view, at + 1, 0, 1, max(1, len(state.columns)))
            at += 2
        return at

    def _add_corrections(self, grid: QGridLayout, at: int, state: AdjudicationState, case: Case) -> int:
        """Put the corrections below each other, as wide as the pane: in narrow columns a diff cannot be read."""
        given = [(column, column.review.correction.text) for column in state.columns if column.review.correction]
        differ = len({text for _, text in given}) > 1
        for column, text in given:
            who = tr("Correction of {who}").format(who=elide(column.said.who, 60))
            before = case.item.target_text(_target(column.review)) or ""
            at = self._add_diff(grid, at, (f"correction_{column.number + 1}", who, differ), before, text)
        for column, text in given[1:]:
            first, reference = given[0]
            if text != reference and _target(column.review) == _target(first.review):
                who = tr("From the correction of {first} to that of {who}").format(
                    first=elide(first.said.who, 40), who=elide(column.said.who, 40)
                )
                name = f"correction_{first.number + 1}_to_{column.number + 1}"
                at = self._add_diff(grid, at, (name, who, True), reference, text)
        return at

    def _add_diff(self, grid: QGridLayout, at: int, named: tuple[str, str, bool], before: str, after: str) -> int:
        """Put down what leads from one text to another, under its name."""
        name, title, differs = named
        width = max(1, grid.columnCount())
        at = self._add_caption(grid, at, title, differs, width)
        view = TextBlock(name, title)
        self._style(view)
        _show_diff(view, before, after)
        self._diffs.append(view)
        grid.addWidget(view, at, 0, 1, width)
        return at + 1

    def _style(self, view: TextBlock) -> None:
        theme = self._theme
        view.setFont(theme.font())
        view.set_highlight_styles(
            {
                **styles(theme),
                "removed": HighlightStyle(background=theme.hex("removed"), line="none", struck=True),
                "added": HighlightStyle(background=theme.hex("added"), line="solid", line_color=theme.hex("good")),
            }
        )


def _target(review: Review) -> str:
    return review.correction.target if review.correction else "response"


def _show_diff(view: TextBlock, before: str, text: str) -> None:
    """Show what is removed and added on the way to a text, or the text alone where both are very long."""
    if len(before) + len(text) > _MOST_DIFF:
        view.set_source(text)
        return
    marks, at = [], 0
    parts = diff_words(before, text).parts
    for part in parts:
        if part.kind != "same":
            marks.append(Highlight(at, at + len(part.text), part.kind))
        at += len(part.text)
    view.set_source("".join(part.text for part in parts))
    view.set_highlights(marks)


def _cell(text: str) -> PlainLabel:
    cell = label(text or "\u2013", "plain" if text else "muted")
    cell.setWordWrap(True)
    cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return cell


def _rows(state: AdjudicationState, case: Case) -> list[_Row]:
    """Return the rows that at least one review fills."""
    project = state.view.project
    reviews = [column.review for column in state.columns]
    rows = [_row(tr("Escalation or skip"), reviews, _routing, compared=False)]
    titles = {hit.id: policy_title(hit.policy, state.view.taxonomy) for hit in case.item.policy_hits}
    for hit in dict.fromkeys(one.hit for review in reviews for one in review.hits):
        rows.append(
            _row(tr("Hit: {policy}").format(policy=elide(titles.get(hit, hit), 60)), reviews, partial(_judged, hit))
        )
    rows.append(_row(tr("Missed hits"), reviews, lambda review: _missed(state, review)))
    for question in project.questions:
        rows.append(_row(elide(question.label, 60), reviews, partial(_answer, state, question.id)))
    letters = {one.target.partition(":")[2]: one.letter for one in responses_of(case.item, state.lead)}
    rows.append(
        _row(tr("Better response"), reviews, partial(_better, {**letters, TIE: tr("a tie"), BOTH_BAD: tr("both bad")}))
    )
    labels = {option.id: option.label for option in state.view.span_labels}
    rows.append(_row(tr("Marks"), reviews, lambda review: _marks(labels, review)))
    rows.append(_row(tr("Claims"), reviews, partial(_claims, [one.id for one in case.item.evidence])))
    rows.append(_row(tr("Comment"), reviews, lambda review: review.comment, compared=False))
    return [row for row in rows if any(row.texts)]


def _row(caption: str, reviews: Sequence[Review], text: Callable[[Review], str], *, compared: bool = True) -> _Row:
    return _Row(caption, tuple(text(review) for review in reviews), compared)


def _routing(review: Review) -> str:
    if review.escalation is not None:
        return review.escalation.reason or tr("escalated without a reason")
    return tr("Skipped: {why}").format(why=tr(SKIPS[review.skip.kind])) if review.skip is not None else ""


def _judged(hit: str, review: Review) -> str:
    return next((tr(_JUDGEMENTS[one.judgement]) for one in review.hits if one.hit == hit), "")


def _better(names: Mapping[str, str], review: Review) -> str:
    return names.get(review.comparison, review.comparison) if review.comparison else ""


def _missed(state: AdjudicationState, review: Review) -> str:
    return "\n".join(elide(policy_title(hit.policy, state.view.taxonomy), 60) for hit in review.missed_hits)


def _answer(state: AdjudicationState, question: str, review: Review) -> str:
    answer = review.answers.get(question)
    if answer is None:
        return ""
    values = answer if isinstance(answer, list | tuple) else [answer]
    return ", ".join(
        value_title(state.view.project, question, value) for value in values if not isinstance(value, dict)
    )


def _marks(labels: Mapping[str, str], review: Review) -> str:
    return _some([f"{labels.get(span.label, span.label)}: \u201c{elide(span.text, 80)}\u201d" for span in review.spans])


def _claims(evidence: Sequence[str], review: Review) -> str:
    """Return the links of a review, with the passages by the numbers that they have in the pane of the evidence."""
    lines = []
    for claim in review.claims:
        look = look_of(claim.relation)
        numbers = [evidence.index(one.evidence) + 1 for one in claim.passages if one.evidence in evidence]
        said = " ".join([look.sign, tr(look.title), ", ".join(map(str, numbers))]).rstrip()
        lines.append(f"{said}: \u201c{elide(claim.text, 80)}\u201d")
    return _some(lines)


def _some(lines: Sequence[str]) -> str:
    """Return the first lines, and how many more there are."""
    more = len(lines) - _MOST_SPANS
    return "\n".join([*lines[:_MOST_SPANS], *([tr("and {more:,} more").format(more=more)] if more > 0 else [])])
