"""Spans: the response with the stretches that the reviewers marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import SPANS, TEXTS, Column, Row
from reviewer.datasets.reasons import COMPARISON, MISPLACED_SPAN, NO_SPAN, LeftOut
from reviewer.datasets.recipe import Recipe

from . import ragtruth
from .task import Beside, Task


class Spans(Task):
    """Text and labelled spans in Unicode code points; an accepted response without marks has none."""

    name = "spans"
    title = "Labelled spans"
    categories = ("token-classification",)
    keys = frozenset({"style"})
    styles = ("labels", "ragtruth")
    reasons = frozenset({COMPARISON, NO_SPAN, MISPLACED_SPAN})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return text, labels, prompt and evidence, or those of RAGTruth's responses."""
        if self.style(recipe) == "ragtruth":
            return ragtruth.COLUMNS
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
        if self.style(recipe) == "ragtruth":
            yield ragtruth.response_row(case, response, labels, setting.project)
            return
        yield {
            "text": response,
            "labels": labels,
            "prompt": prompt_text(case.item),
            "evidence": [passage.text for passage in case.item.evidence if passage.text],
        }

    def beside(self, recipe: Recipe) -> tuple[Beside, ...]:
        """Return RAGTruth's two files."""
        return ragtruth.FILES if self.style(recipe) == "ragtruth" else ()

    def beside_rows(
        self, case: Case, rows: Sequence[Row], split: str, recipe: Recipe, setting: Setting
    ) -> Iterator[tuple[str, Row]]:
        """Yield the response with its model and split, and the source that it rests on."""
        for row in rows:
            yield ragtruth.RESPONSES, {**row, "model": row["model"] or "unknown", "split": split}
            yield ragtruth.SOURCES, ragtruth.source_row(case.item)

    def further(self, recipe: Recipe) -> Mapping[str, str]:
        """Say what the two files hold."""
        if self.style(recipe) != "ragtruth":
            return {}
        return {
            ragtruth.RESPONSES: "All splits with RAGTruth's fields and no others; `split` may be validation too.",
            ragtruth.SOURCES: "The sources of the responses, each once, joined by `source_id`.",
        }


def _labels(case: Case, response: str) -> list[dict[str, Any]]:
    """Return the spans in the response, or raise LeftOut if one of them is not where its quote is."""
    labels = []
    for span in case.decision.spans:
        if span.target != "response":
            continue
        if not span.anchored or response[span.start : span.end] != span.text or not span.text:
            raise LeftOut(MISPLACED_SPAN)
        labels.append({"start": span.start, "end": span.end, "text": span.text, "label": span.label})
    return sorted(labels, key=lambda label: (label["start"], label["end"], label["label"]))


TASK = Spans()
