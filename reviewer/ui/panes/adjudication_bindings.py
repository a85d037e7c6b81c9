"""The keys of the adjudication view; those that look at an item and correct it are the keys of the review room."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reviewer.domain.resolutions import Category
from reviewer.ui.actions import DIGITS, Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.adjudication_pane import AdjudicationPane
from reviewer.ui.panes.review_bindings import comparison_bindings, label_bindings, question_bindings
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.presenters.adjudication_state import CATEGORIES


def case_bindings(presenter: AdjudicationPresenter, pane: AdjudicationPane) -> Iterator[Binding]:
    """Yield what the keys do with the item that is open; nothing while none is."""
    if not presenter.state.is_open:
        return
    yield from _of_verdicts(presenter) if presenter.state.deciding else _of_reviews(presenter)
    yield from _of_categories(presenter)
    yield from _of_item(presenter, pane)
    yield from label_bindings(presenter.own, pane.label, pane.can_label)
    if presenter.state.deciding:
        yield from question_bindings(presenter.own)
        yield from comparison_bindings(presenter.own)


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
                title=tr("Adopt the review of {who}").format(who=column.said.who),
                checked=partial(chosen, column.number),
            )


def category_key(category: Category) -> str:
    """Return the key of an error category."""
    return {name: f"Alt+{number}" for number, name in enumerate(CATEGORIES, 1)}[category]


def _of_categories(presenter: AdjudicationPresenter) -> Iterator[Binding]:
    def chosen(category: Category) -> bool:
        return presenter.state.category == category

    for category, title in CATEGORIES.items():
        yield Binding(
            "quality.category",
            partial(presenter.classify, category),
            slot=f"category:{category}",
            keys=(category_key(category),),
            title=tr("Error category: {category}").format(category=tr(title)),
            checked=partial(chosen, category),
        )


def _of_item(presenter: AdjudicationPresenter, pane: AdjudicationPane) -> Iterator[Binding]:
    own = presenter.own

    def deciding() -> bool:
        return presenter.state.deciding

    def veiled() -> bool:
        return own.state.veil is not None

    def hidden_data() -> bool:
        return own.state.personal is not None and not own.state.personal.shown

    yield Binding("review.unveil", presenter.open_further, veiled)
    yield Binding("review.unveil_all", presenter.open_all, veiled)
    yield Binding("review.personal_data", pane.personal_data_wanted.emit, hidden_data)
    yield Binding("review.evidence_previous", lambda: own.step_passage(-1))
    yield Binding("review.evidence_next", lambda: own.step_passage(1))
    yield Binding("review.source_view", own.toggle_rendered, checked=lambda: own.state.rendered)
    yield Binding("review.system_prompt", own.toggle_system, checked=lambda: own.state.system_open)
    yield Binding("review.comment", lambda: pane.focus_on("comment"), title=tr("Give a reason"))
    yield Binding("review.correct", own.open_correction, deciding)
    yield Binding("review.restore", own.restore_correction, deciding)
    yield Binding("review.cut", pane.cut, deciding)
    yield Binding("review.take_suggestion", own.take_suggestion, lambda: deciding() and own.state.suggested is not None)
    yield Binding("review.hit_next", lambda: own.select_hit(1))
    yield Binding("review.hit_previous", lambda: own.select_hit(-1))
    yield Binding("review.hit_confirm", lambda: presenter.judge("confirmed"))
    yield Binding("review.hit_false_alarm", lambda: presenter.judge("false_alarm"))
    yield Binding("review.hit_unsure", lambda: presenter.judge("unsure"))
