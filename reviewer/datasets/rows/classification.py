"""Classification: the response with its verdict, or whether it breaks a policy, and the policies that it breaks."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import TEXTS, Column, Row
from reviewer.datasets.reasons import COMPARISON, OTHER_CLASS, POLICIES_OPEN, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.projects import Project

from .policies import breach_of_response, false_alarms
from .task import Task

BINARY = ("safe", "unsafe")


class Classification(Task):
    """Text, its pair, one label and several labels."""

    name = "classification"
    title = "Verdicts and policies as labels"
    categories = ("text-classification",)
    keys = frozenset({"classes", "style"})
    styles = ("verdicts", "binary")
    reasons = frozenset({COMPARISON, OTHER_CLASS, POLICIES_OPEN})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return text, text_pair, label and labels."""
        says = {
            "verdicts": "The final verdict.",
            "binary": "Whether the response breaks a policy: unsafe if so, safe if somebody looked and it does not.",
        }
        return (
            Column("text", "text", "The response."),
            Column("text_pair", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("label", "text", says[self.style(recipe)], names=recipe.classes),
            Column("labels", TEXTS, "Policies that the response breaks: confirmed hits and what no detector reported."),
            Column("false_alarms", TEXTS, "Policies whose hits the reviewers called false alarms, sorted."),
        )

    def fitted(self, recipe: Recipe, project: Project) -> Recipe:
        """Return the recipe with the names of its classes, in the order of their numbers."""
        if recipe.classes:
            return recipe
        verdicts = tuple(verdict.id for verdict in project.verdicts)
        return recipe.changed(classes=verdicts if self.style(recipe) == "verdicts" else BINARY)

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        if case.item.response is None:
            raise LeftOut(COMPARISON)
        breach = breach_of_response(case)
        label = case.verdict
        if self.style(recipe) == "binary":
            if breach.broken is None:
                raise LeftOut(POLICIES_OPEN)
            label = BINARY[breach.broken]
        if recipe.classes and label not in recipe.classes:
            raise LeftOut(OTHER_CLASS)
        yield {
            "text": case.item.response,
            "text_pair": prompt_text(case.item),
            "label": label,
            "labels": sorted(breach.policies),
            "false_alarms": sorted(false_alarms(case) - breach.policies),
        }


TASK = Classification()
