"""The keys of the adjudication view; those that look at an item and correct it are the keys of the review room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from reviewer.ui.actions import DIGITS, Binding
from reviewer.ui.panes.adjudication_pane import AdjudicationPane
from reviewer.ui.panes.review_bindings import toggle_answer
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.presenters.draft import span_labels

AnswerKeys = Mapping[tuple[str, str], str]


def case_bindings(presenter: AdjudicationPresenter, pane: AdjudicationPane, keys: AnswerKeys) -> Iterator[Binding]:
    """Yield what the keys do with the item that is open; nothing while none is."""
    if not presenter.state.is_open:
        return
    yield from _of_verdicts(presenter) if presenter.state.deciding else _of_reviews(presenter)
    yield from _of_item(presenter, pane)
    yield from _of_labels(presenter, pane)
    if presenter.state.deciding:
        yield from _of_questions(presenter, keys)


def _of_verdicts(presenter: AdjudicationPresenter) -> Iterator[Binding]:
    def chosen(name: str) -> bool:
        draft = presenter.state.view.draft
        return draft is not None and draft.verdict == name

    for verdict in presenter.state.view.project.verdicts:
        yield Binding(
            "quality.choose",
            partial(presenter.own.choose, verdict.id),
            slot=f"verdict:{verdict.id}",
            keys=(verdict.key,) if verdict.key else (),
            title=verdict.label,
            checked=partial(chosen, verdict.id),
        )


def _of_reviews(presenter: AdjudicationPresenter) -> Iterator[Binding]:
    def chosen(number: int) -> bool:
        return presenter.state.chosen == number

    for column, digit in zip(presenter.state.columns, DIGITS, strict=False):
        if column.adoptable:
            yield Binding(
                "quality.choose",
                partial(presenter.choose, column.number),
                slot=f"review:{digit}",
                keys=(digit,),
                title=f"Adopt the review of {column.said.who}",
                checked=partial(chosen, column.number),
            )


def _of_item(presenter: AdjudicationPresenter, pane: AdjudicationPane) -> Iterator[Binding]:
    own = presenter.own

    def deciding() -> bool:
        return presenter.state.deciding

    yield Binding("review.evidence_previous", lambda: own.step_passage(-1))
    yield Binding("review.evidence_next", lambda: own.step_passage(1))
    yield Binding("review.source_view", own.toggle_rendered, checked=lambda: own.state.rendered)
    yield Binding("review.system_prompt", own.toggle_system, checked=lambda: own.state.system_open)
    yield Binding("review.comment", lambda: pane.focus_on("comment"), title="Give a reason")
    yield Binding("review.correct", own.open_correction, deciding)
    yield Binding("review.restore", own.restore_correction, deciding)
    yield Binding("review.hit_next", lambda: own.select_hit(1))
    yield Binding("review.hit_previous", lambda: own.select_hit(-1))
    yield Binding("review.hit_confirm", lambda: presenter.judge("confirmed"))
    yield Binding("review.hit_false_alarm", lambda: presenter.judge("false_alarm"))
    yield Binding("review.hit_unsure", lambda: presenter.judge("unsure"))


def _of_labels(presenter: AdjudicationPresenter, pane: AdjudicationPane) -> Iterator[Binding]:
    for option in span_labels(presenter.state.view.project):
        yield Binding(
            "review.span_label",
            partial(pane.label, option.id),
            pane.can_label,
            slot=option.id,
            keys=(option.key,) if option.key else (),
            title=f"Label the selected text: {option.label}",
        )


def _of_questions(presenter: AdjudicationPresenter, keys: AnswerKeys) -> Iterator[Binding]:
    def asked(name: str) -> bool:
        return any(question.id == name for question in presenter.state.view.questions)

    for (name, value), key in keys.items():
        question = presenter.state.view.project.find_question(name)
        if question is not None:
            yield Binding(
                "review.rating",
                partial(toggle_answer, presenter.own, question, value),
                partial(asked, name),
                slot=f"{name}:{value}",
                keys=(key,),
                title=f"{question.label}: {value}",
            )
