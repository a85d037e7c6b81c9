"""Spans: the response with the stretches that the reviewers marked in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import SPANS, TEXTS, Column, Row
from reviewer.datasets.reasons import COMPARISON, MISPLACED_SPAN, NO_SPAN, LeftOut
from reviewer.datasets.recipe import Recipe

from .task import Task


class Spans(Task):
    """Text and labelled spans in Unicode code points; an accepted response without marks has none."""

    name = "spans"
    title = "Labelled spans"
    categories = ("token-classification",)
    reasons = frozenset({COMPARISON, NO_SPAN, MISPLACED_SPAN})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return text, labels, prompt and evidence."""
        return (
            Column("text", "text", "The response."),
            Column("labels", SPANS, "Marked stretches; offsets are Unicode code points, the end is exclusive."),
            Column("prompt", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("evidence", TEXTS, "The passages that the response should rest on."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        response = case.item.response
        if response is None:
            raise LeftOut(COMPARISON)
        labels = _labels(case, response)
        if not labels and case.decision.outcome != "accept":
            raise LeftOut(NO_SPAN)
        yield {
            "text": response,
            "labels": labels,
            "prompt": prompt_text(case.item),
            "evidence": [passage.text for passage in case.item.evidence if passage.text],
        }


def _labels(case: Case, response: str) -> list[dict[str, Any]]:
    """Return the spans in the response, or raise LeftOut if one of them is not where its quote is."""
    labels = []
    for span in case.decision.spans:
        if span.target != "response":
            continue
        if not span.anchored or response[span.start : span.end] != span.text:
            raise LeftOut(MISPLACED_SPAN)
        labels.append({"start": span.start, "end": span.end, "text": span.text, "label": span.label})
    return sorted(labels, key=lambda label: (label["start"], label["end"], label["label"]))


TASK = Spans()
