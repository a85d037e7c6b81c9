"""Evaluation: items whose answer is beyond doubt, to hold a model, a judge or a detector against."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import CANDIDATES, EVIDENCE, TEXTS, TOOL_MESSAGES, Column, Row
from reviewer.datasets.reasons import NOT_EXPECTED, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.canonical import canonical_json

from .policies import breach_of_response, explanation
from .prompts import whole_message
from .provenance import json_text
from .task import Task


class Evaluation(Task):
    """Gold items with their known answer, and what a lead settled; all of it in the split `test`."""

    name = "evaluation"
    title = "Regression set"
    categories = ("text-classification",)
    reasons = frozenset({NOT_EXPECTED})
    takes_gold = True

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return what is to be judged, and what is expected."""
        return (
            Column("prompt", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("messages", TOOL_MESSAGES, "The whole conversation before the response."),
            Column("response", "text", "The response; empty for an item that compares several."),
            Column("responses", CANDIDATES, "The responses that the item compares."),
            Column("evidence", EVIDENCE, "The passages that the response should rest on."),
            Column("basis", "text", "gold for a known answer, adjudicated for what a lead settled."),
            Column("expected_verdict", "text", "The verdict that is right."),
            Column("expected_outcome", "text", "What it means for training: accept, correct or reject."),
            Column("expected_answers", "text", "The right answers to the project's questions, as a JSON object."),
            Column("expected_policies", TEXTS, "Policies that the response breaks; null where nobody can tell."),
            Column("expected_comparison", "text", "The better response, tie or both_bad."),
            Column("expected_ranking", "text", "The responses from best to worst, as a JSON list of lists."),
            Column("expected_correction", "text", "The response as it should have been."),
            Column("explanation", "text", "Why: the explanation of the gold item, or the reason of who settled it."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a gold or adjudicated item."""
        if case.method not in ("gold", "adjudicated"):
            raise LeftOut(NOT_EXPECTED)
        item, decision = case.item, case.decision
        breach = breach_of_response(case)
        yield {
            "prompt": prompt_text(item),
            "messages": [whole_message(message) for message in item.conversation()],
            "response": item.response,
            "responses": [{"id": each.id, "text": each.text, "model": each.model} for each in item.responses],
            "evidence": [
                {"evidence": each.id, "source": each.source, "title": each.title, "text": each.text}
                for each in item.evidence
            ],
            "basis": case.method,
            "expected_verdict": decision.verdict,
            "expected_outcome": decision.outcome,
            "expected_answers": json_text(decision.answers),
            "expected_policies": None if case.known or breach.broken is None else sorted(breach.policies),
            "expected_comparison": decision.comparison,
            "expected_ranking": canonical_json(decision.ranking) if decision.ranking is not None else None,
            "expected_correction": decision.correction,
            "explanation": explanation(case),
        }


TASK = Evaluation()
