"""The keys of the review room: which row of the table of actions does what with the presenter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from reviewer.domain.projects import Project
from reviewer.domain.questions import Question
from reviewer.ui.actions import DIGITS, Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.relations import RELATIONS
from reviewer.ui.presenters.draft import BOTH_BAD, TIE, span_labels
from reviewer.ui.presenters.judging import Judging
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.presenters.review_state import ReviewState

_LETTERS = "AB"
_RANKED = "ABCDEFGH"


def answer_keys(project: Project) -> Mapping[tuple[str, str], str]:
    """Return the key of each answer of each question: (question id, value) → key."""
    keys: dict[tuple[str, str], str] = {}
    rated = False
    for question in project.questions:
        if question.editor == "rating" and not rated:
            rated = True
            low, high = getattr(question, "min", 1), getattr(question, "max", 5)
            for number, value in enumerate(range(low, high + 1), 1):
                if number <= 9:
                    keys[question.id, str(value)] = f"Shift+{number}"
        for option in getattr(question, "options", ()):
            if option.key and question.editor in ("choice", "multi_choice"):
                keys[question.id, option.id] = option.key
    return keys


def compare_keys(state: ReviewState) -> Mapping[str, str]:
    """Return the key of each choice between the responses on screen: response id, tie, both bad → key."""
    keys = {r.target.partition(":")[2]: r.letter for r in state.responses if r.letter and r.letter in _LETTERS}
    return {**keys, TIE: "=", BOTH_BAD: "0"}


def bindings(
    presenter: ReviewPresenter,
    room: Mapping[str, Callable[[], object]],
    label: Callable[[str], object],
    can_label: Callable[[], bool],
) -> list[Binding]:
    """Return what the room does for its actions; `room` holds those that open a dialog."""
    return [
        *_of_claims(presenter),
        *_fixed(presenter, room),
        *_of_guideline(room),
        *_of_verdicts(presenter),
        *question_bindings(presenter),
        *label_bindings(presenter, label, can_label),
        *comparison_bindings(presenter),
    ]


def _fixed(presenter: ReviewPresenter, room: Mapping[str, Callable[[], object]]) -> Iterator[Binding]:
    def here() -> bool:
        return presenter.state.phase == "reviewing"

    def several() -> bool:
        return here() and len(presenter.state.responses) > 1

    def searching() -> bool:
        return bool(room["searching"]())

    def has_hits() -> bool:
        return here() and bool(presenter.state.hits)

    def veiled() -> bool:
        return here() and presenter.state.veil is not None

    def has_passages() -> bool:
        return here() and len(presenter.state.evidence) > 1

    yield Binding("review.submit", presenter.submit, here)
    yield Binding("review.undo", presenter.undo)
    yield Binding("review.recent", room["recent"], lambda: bool(presenter.state.recent))
    yield Binding("review.send", presenter.send_now, lambda: presenter.state.waiting > 0)
    yield Binding("review.skip", room["skip"], here)
    yield Binding("review.escalate", room["escalate"], here)
    yield Binding("review.correct", presenter.open_correction, here)
    yield Binding("review.restore", presenter.restore_correction, here)
    yield Binding("review.take_suggestion", presenter.take_suggestion, lambda: presenter.state.suggested is not None)
    yield Binding("review.cut", room["cut"], here)
    yield Binding("review.phrases", room["phrases"], lambda: bool(presenter.state.project.comment_templates) and here())
    yield Binding("review.comment", lambda: presenter.request_focus("comment"), here)
    yield Binding("review.evidence_previous", lambda: presenter.step_passage(-1), has_passages)
    yield Binding("review.evidence_next", lambda: presenter.step_passage(1), has_passages)
    yield Binding("review.hit_next", lambda: presenter.select_hit(1), has_hits)
    yield Binding("review.hit_previous", lambda: presenter.select_hit(-1), has_hits)
    yield Binding("review.hit_confirm", lambda: presenter.judge("confirmed"), has_hits)
    yield Binding("review.hit_false_alarm", lambda: presenter.judge("false_alarm"), has_hits)
    yield Binding("review.hit_unsure", lambda: presenter.judge("unsure"), has_hits)
    yield Binding("review.hit_missed", room["missed"], here)
    yield Binding("review.looked_for", presenter.toggle_looked_for, here, checked=lambda: presenter.state.looked_open)
    yield Binding("review.near_copies", room["near_copies"], here)
    yield Binding("review.claim_link", room["claim"], here)
    yield Binding("review.sentence", room["sentence"], here)
    yield Binding("review.other_end", room["other_end"], here)
    yield Binding("review.reveal", presenter.reveal, lambda: presenter.state.phase in ("reviewing", "empty"))
    yield Binding("review.unveil", presenter.open_further, veiled)
    yield Binding("review.unveil_all", presenter.open_all, veiled)
    yield Binding("review.personal_data", presenter.ask_personal_data, here)
    yield Binding("review.find", room["find"], here)
    yield Binding("review.find_next", room["find_next"], searching)
    yield Binding("review.find_previous", room["find_previous"], searching)
    yield Binding("review.find_case", room["find_case"], searching)
    yield Binding("review.differences", room["differences"], several, checked=lambda: bool(room["differences_on"]()))
    yield Binding("review.marks", room["marks"], checked=lambda: bool(room["marks_shown"]()))
    yield Binding("review.lens", room["lens"], here, checked=lambda: bool(room["lens_on"]()))
    yield Binding("review.source_view", presenter.toggle_rendered, here, checked=lambda: presenter.state.rendered)
    yield Binding("review.system_prompt", presenter.toggle_system, here, checked=lambda: presenter.state.system_open)
    yield Binding("review.look_again", room["look_again"], lambda: presenter.state.phase in ("empty", "failed"))


def _of_guideline(room: Mapping[str, Callable[[], object]]) -> Iterator[Binding]:
    yield Binding("review.guideline", room["guideline"], checked=lambda: bool(room["guideline_on"]()))
    yield Binding("review.guideline_find", room["guideline_find"])
    yield Binding("review.guideline_edit", room["guideline_edit"], lambda: bool(room["may_lead"]()))
    yield Binding("review.settled", room["settled"])


def _of_claims(presenter: ReviewPresenter) -> Iterator[Binding]:
    """Yield the keys that act while a claim is linked."""

    def linking() -> bool:
        return presenter.state.linking is not None

    def known(number: int) -> bool:
        return linking() and number < len(presenter.state.evidence)

    def keep() -> None:
        before = presenter.state.linking.relation if presenter.state.linking is not None else None
        if before is not None:
            presenter.link(before)
        else:
            presenter.say(tr("Say how the passages stand to the claim, or leave it with Esc."))

    for look in RELATIONS:
        yield Binding(f"review.claim_{look.relation}", partial(presenter.link, look.relation), linking)
    yield Binding("review.claim_keep", keep, linking)
    for number, digit in enumerate(DIGITS):
        yield Binding(
            "review.claim_passage",
            partial(presenter.toggle_passage, number),
            partial(known, number),
            slot=digit,
            keys=(digit,),
            title=tr("Claim: passage {n}").format(n=digit),
        )


def _of_verdicts(presenter: ReviewPresenter) -> Iterator[Binding]:
    def here() -> bool:
        return presenter.state.phase == "reviewing"

    def chosen(name: str) -> bool:
        return presenter.state.draft is not None and presenter.state.draft.verdict == name

    for verdict in presenter.state.project.verdicts:
        yield Binding(
            "review.verdict",
            partial(presenter.choose, verdict.id),
            here,
            slot=verdict.id,
            keys=(verdict.key,) if verdict.key else (),
            title=verdict.label,
            checked=partial(chosen, verdict.id),
        )


def question_bindings(presenter: Judging) -> Iterator[Binding]:
    """Yield the keys of the answers to the project's questions."""

    def asked(name: str) -> bool:
        state = presenter.state
        return state.phase == "reviewing" and any(shown.id == name for shown in state.questions)

    project = presenter.state.project
    for (name, value), key in answer_keys(project).items():
        question = project.find_question(name)
        if question is not None:
            yield Binding(
                "review.rating",
                partial(toggle_answer, presenter, question, value),
                partial(asked, name),
                slot=f"{name}:{value}",
                keys=(key,),
                title=f"{question.label}: {_title(question, value)}",
            )


def label_bindings(
    presenter: Judging, label: Callable[[str], object], can_label: Callable[[], bool]
) -> Iterator[Binding]:
    """Yield the keys of the span labels."""
    for option in span_labels(presenter.state.project):
        yield Binding(
            "review.span_label",
            partial(label, option.id),
            can_label,
            slot=option.id,
            keys=(option.key,) if option.key else (),
            title=tr("Label the selected text: {label}").format(label=option.label),
        )


def comparison_bindings(presenter: Judging) -> Iterator[Binding]:
    """Yield the keys of the choice between several responses."""

    def several() -> bool:
        return presenter.state.phase == "reviewing" and len(presenter.state.responses) > 1

    def choose(number: int) -> None:
        presenter.compare(presenter.state.responses[number].target.partition(":")[2])

    def ranked() -> bool:
        return presenter.state.phase == "reviewing" and len(presenter.state.responses) > 2

    def rank(number: int) -> None:
        if number < len(presenter.state.responses):
            presenter.rank(presenter.state.responses[number].target.partition(":")[2])

    for number, letter in enumerate(_RANKED):
        yield Binding(
            "review.rank",
            partial(rank, number),
            ranked,
            slot=letter,
            keys=(f"Shift+{letter}",),
            title=tr("Response {letter} comes next in the ranking").format(letter=letter),
        )
    for number, letter in enumerate(_LETTERS):
        yield Binding(
            "review.compare",
            partial(choose, number),
            several,
            slot=letter,
            keys=(letter,),
            title=tr("Response {letter} is better").format(letter=letter),
        )
    yield Binding("review.compare", lambda: presenter.compare(TIE), several, slot=TIE, keys=("=",), title=tr("A tie"))
    yield Binding(
        "review.compare", lambda: presenter.compare(BOTH_BAD), several, slot=BOTH_BAD, keys=("0",), title=tr("Both bad")
    )


def toggle_answer(presenter: Judging, question: Question, value: str) -> None:
    """Give an answer by its key; the same key again takes it back, and adds or removes one of several choices."""
    draft = presenter.state.draft
    now = draft.answers.get(question.id) if draft else None
    if question.editor == "multi_choice":
        chosen = list(now or ())
        presenter.answer(question.id, [v for v in chosen if v != value] if value in chosen else [*chosen, value])
        return
    wanted = int(value) if question.editor == "rating" else value
    presenter.answer(question.id, None if now == wanted else wanted)


def _title(question: Question, value: str) -> str:
    return next((option.label for option in getattr(question, "options", ()) if option.id == value), value)
