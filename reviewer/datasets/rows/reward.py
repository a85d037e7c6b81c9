"""Reward: one response with the ratings it got, or pairs of which one was found better."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.reasons import (
    COMPARISON,
    EMPTY_RESPONSE,
    NO_PROMPT,
    NO_WINNER,
    NOT_COMPARED,
    NOT_TEXT,
    ROLES,
    SAME_RESPONSES,
    SEVERAL_TURNS,
    TOOL_CALLS,
    UNRATED,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.recipe_problems import nearest, sentence
from reviewer.domain.errors import InvalidInput
from reviewer.domain.projects import Project

from .dpo import compared_pairs, pair_columns, pair_rows
from .prompts import answer_column, build_completion, build_prompt, prompt_column
from .provenance import COLUMNS as PROVENANCE
from .task import Task

_OTHERWISE_READ = {"prompt", "completion", "response", "chosen", "rejected", "messages", "text", "split"}
"""Columns that trainers and the checks know under these names, and the split beside a row of a preview."""
_TAKEN = _OTHERWISE_READ | {column.name for column in PROVENANCE}


class Reward(Task):
    """Ratings as HelpSteer has them, a column for each rating question; or pairs as TRL's reward trainer reads them."""

    name = "reward"
    title = "Reward model"
    categories = ("text-classification",)
    keys = frozenset({"evidence", "implicit", "ratings", "shape", "style", "tool_calls"})
    styles = ("ratings", "pairs")
    reasons = frozenset({
        NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, COMPARISON, EMPTY_RESPONSE, UNRATED, NOT_COMPARED,
        NO_WINNER, SAME_RESPONSES,
    })  # fmt: skip

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt, response and a column for each rating; or those of a pair."""
        if self.style(recipe) == "pairs":
            preference = Column("preference", "text", "Where the preference comes from: comparison or ranking.")
            return (*pair_columns(recipe), preference)
        return (
            prompt_column(recipe),
            answer_column("response", "What the model answered", recipe),
            *(Column(_column(name), "integer", f"Rating: the answer to `{name}`.") for name in recipe.ratings),
        )

    def fitted(self, recipe: Recipe, project: Project) -> Recipe:
        """Return the recipe with the rating questions that it asks for: all of the project, unless it names some."""
        if self.style(recipe) == "pairs":
            return recipe
        known = tuple(each.id for each in project.questions if each.editor == "rating")
        for name in recipe.ratings:
            if name not in known:
                near = nearest(name, known) if known else ": it asks for no rating"
                raise InvalidInput(sentence(f"{recipe.name}.toml: the project has no rating question '{name}'{near}"))
        return recipe if recipe.ratings else recipe.changed(ratings=known)

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the row of a rated response, or one row for each pair."""
        if self.style(recipe) == "ratings":
            yield _rated(case, recipe)
            return
        if not case.item.responses:
            raise LeftOut(NOT_COMPARED)
        pairs, preference = compared_pairs(case)
        for row in pair_rows(pairs, case.item, recipe):
            yield {**row, "preference": preference}


def _rated(case: Case, recipe: Recipe) -> Row:
    """Return the row of a response that has all of the ratings, each as it was settled among the reviewers."""
    response = case.item.response
    if response is None:
        raise LeftOut(COMPARISON)
    if not response.strip():
        raise LeftOut(EMPTY_RESPONSE)
    answers = case.decision.answers
    ratings = {_column(name): _whole_number(answers.get(name)) for name in recipe.ratings}
    if not ratings or None in ratings.values():
        raise LeftOut(UNRATED)
    return {"prompt": build_prompt(case.item, recipe), "response": build_completion(response, recipe), **ratings}


def _whole_number(answer: object) -> int | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer != int(answer):
        return None
    return int(answer)


def _column(question: str) -> str:
    """Return the name of a rating's column: that of its question, unless another column has it."""
    return f"rating_{question}" if question in _TAKEN else question


TASK = Reward()
