"""Label Studio: one task per item with all its reviews as annotations, beside a labelling config for this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import MESSAGES, TEXTS, Column, ListOf, Row, Struct
from reviewer.datasets.reasons import COMPARISON, MISPLACED_SPAN, OTHER_CHOICES, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.errors import InvalidAnswer
from reviewer.domain.items import Item, Message, Span
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review

from .label_studio_config import CONTROLS, Control, config_text, controls_of
from .task import Task

CONFIG = "label_config.xml"
_EVIDENCE = ListOf(Struct((("title", "text"), ("text", "text"))))
_DATA = Struct(
    (
        ("item_id", "text"),
        ("conversation", MESSAGES),
        ("response", "text"),
        ("evidence", _EVIDENCE),
        ("reviewers", TEXTS),
    )
)
_VALUE = Struct(
    (
        ("start", "integer"),
        ("end", "integer"),
        ("labels", TEXTS),
        ("choices", TEXTS),
        ("rating", "integer"),
        ("number", "integer"),
        ("text", TEXTS),
    )
)
_RESULT = Struct((("id", "text"), ("from_name", "text"), ("to_name", "text"), ("type", "text"), ("value", _VALUE)))
_ANNOTATION = Struct(
    (("result", ListOf(_RESULT)), ("ground_truth", "flag"), ("was_cancelled", "flag"), ("lead_time", "number"))
)


class LabelStudio(Task):
    """Nothing but `data` and `annotations`; offsets are code points, as Label Studio counts in its texts.

    A span stands without its quote: Label Studio fills it in, and text areas use the same key for a list. Judgements of
    hits and claims have no counterpart there and stand in the annotations file alone.
    """

    name = "label-studio"
    title = "Label Studio tasks"
    categories = ("text-classification", "token-classification")
    formats = ("json",)
    bare = True
    reasons = frozenset({COMPARISON, MISPLACED_SPAN, OTHER_CHOICES})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return what is shown and what was said of it."""
        return (
            Column("data", _DATA, "The texts that are shown, the item's id, and who wrote each annotation."),
            Column("annotations", ListOf(_ANNOTATION), "The reviews, one annotation each."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one task of an item."""
        item = case.item
        if item.response is None:
            raise LeftOut(COMPARISON)
        for review in case.reviews:
            _refuse_other_answers(review, case.project)
        controls = controls_of(case.project)
        adopted = case.resolution.adopted if case.method == "adjudicated" and case.resolution is not None else None
        yield {
            "data": {
                "item_id": item.id,
                "conversation": [_turn(message) for message in item.conversation()],
                "response": item.response,
                "evidence": [_passage(passage.title or passage.source, passage.text) for passage in item.evidence],
                "reviewers": [setting.pseudonym(review.reviewer) for review in case.reviews],
            },
            "annotations": [_annotation(review, item, controls, adopted) for review in case.reviews],
        }

    def extra_files(self, recipe: Recipe, setting: Setting) -> dict[str, str]:
        """Return the labelling config that a Label Studio project for these tasks needs."""
        return {CONFIG: config_text(setting.project)}


def _turn(message: Message) -> dict[str, str]:
    calls = [f"{call.name}({call.arguments})" for call in message.tool_calls or ()]
    return {"role": message.role, "content": "\n".join([*([message.content] if message.content else []), *calls])}


def _passage(title: str | None, text: str | None) -> dict[str, str]:
    return {"title": title or "", "text": text or ""}


def _annotation(review: Review, item: Item, controls: Mapping[str, Control], adopted: str | None) -> dict[str, Any]:
    results = [
        {"id": f"r{n}", "from_name": name, "to_name": "response", "type": CONTROLS[controls[name].tag], "value": value}
        for n, (name, value) in enumerate(_values(review, item, controls), start=1)
    ]
    made: dict[str, Any] = {
        "result": results,
        "ground_truth": adopted is not None and review.submission_id == adopted,
        "was_cancelled": False,
    }
    return made | ({} if review.active_seconds is None else {"lead_time": review.active_seconds})


def _values(review: Review, item: Item, controls: Mapping[str, Control]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each control that the reviewer used, with the value in its form."""
    yield "verdict", _chosen(controls["verdict"], [review.verdict or ""])
    for name, answer in review.answers.items():
        control = controls[f"answer_{name}"]
        for value in _answers(control, answer, item):
            yield control.name, value
    for span in review.spans:
        if span.target == "response":
            if "spans" not in controls:
                raise LeftOut(OTHER_CHOICES)
            yield "spans", _placed(controls["spans"], span, span.label, item)
    if review.correction is not None:
        yield "correction", {"text": [review.correction.text]}
    if review.comment:
        yield "comment", {"text": [review.comment]}


def _refuse_other_answers(review: Review, project: Project) -> None:
    """Raise LeftOut if an answer is none to the questions that the project asks today."""
    for name, answer in review.answers.items():
        question = project.find_question(name)
        if question is None:
            raise LeftOut(OTHER_CHOICES)
        try:
            question.check(answer)
        except InvalidAnswer:
            raise LeftOut(OTHER_CHOICES) from None


def _answers(control: Control, answer: Any, item: Item) -> Iterator[dict[str, Any]]:
    if control.tag == "Choices":
        yield _chosen(control, answer if isinstance(answer, list) else [answer])
    elif control.tag == "Labels":
        for mark in answer:
            yield _placed(control, Span.model_validate(_without_label(mark)), mark["label"], item)
    elif control.tag in ("Rating", "Number"):
        yield {control.tag.lower(): int(answer)}
    else:
        yield {"text": [_in_words(answer)]}


def _without_label(mark: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mark.items() if key != "label"}


def _chosen(control: Control, options: Sequence[str]) -> dict[str, Any]:
    if not set(options) <= set(control.options):
        raise LeftOut(OTHER_CHOICES)
    return {"choices": list(options)}


def _placed(control: Control, span: Span, label: str, item: Item) -> dict[str, Any]:
    if label not in control.options:
        raise LeftOut(OTHER_CHOICES)
    text = item.response or ""
    if not span.anchored or not span.text or text[span.start : span.end] != span.text:
        raise LeftOut(MISPLACED_SPAN)
    return {"start": span.start, "end": span.end, "labels": [label]}


def _in_words(answer: Any) -> str:
    """Return an answer in words; an order as `a > b = c`, best first."""
    if isinstance(answer, list):
        return " > ".join(" = ".join(group) if isinstance(group, list) else str(group) for group in answer)
    return str(answer)


TASK = LabelStudio()
