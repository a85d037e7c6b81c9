"""Classification: the response with its verdict and the policies that it breaks."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import TEXTS, Column, Row
from reviewer.datasets.reasons import COMPARISON, LeftOut
from reviewer.datasets.recipe import Recipe

from .task import Task


class Classification(Task):
    """Text, its pair, one label and several labels."""

    name = "classification"
    title = "Verdicts and policies as labels"
    categories = ("text-classification",)
    reasons = frozenset({COMPARISON})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return text, text_pair, label and labels."""
        return (
            Column("text", "text", "The response."),
            Column("text_pair", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("label", "text", "The final verdict."),
            Column("labels", TEXTS, "Policies whose hits the reviewers confirmed, sorted."),
            Column("false_alarms", TEXTS, "Policies whose hits the reviewers called false alarms, sorted."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        if case.item.response is None:
            raise LeftOut(COMPARISON)
        confirmed = _policies(case, "confirmed")
        yield {
            "text": case.item.response,
            "text_pair": prompt_text(case.item),
            "label": case.decision.verdict,
            "labels": sorted(confirmed),
            "false_alarms": sorted(_policies(case, "false_alarm") - confirmed),
        }


def _policies(case: Case, judgement: str) -> set[str]:
    policies = {hit.id: hit.policy for hit in case.item.policy_hits}
    judged = case.decision.hits
    return {policies[hit.hit] for hit in judged if hit.judgement == judgement and hit.hit in policies}


TASK = Classification()
