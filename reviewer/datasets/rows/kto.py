"""Unpaired preference: one response, desirable or not."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.reasons import (
    COMPARISON,
    EMPTY_RESPONSE,
    NEITHER,
    NO_PROMPT,
    NOT_TEXT,
    ROLES,
    SEVERAL_TURNS,
    TOOL_CALLS,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe

from .prompts import build_completion, build_prompt, prompt_kind
from .task import Task


class Kto(Task):
    """Prompt, completion and whether it is desirable: accepted responses are, rejected ones are not."""

    name = "kto"
    title = "Desirable or not"
    categories = ("text-generation",)
    keys = frozenset({"corrected_as_undesirable", "evidence", "shape", "tool_calls"})
    reasons = frozenset({NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, COMPARISON, NEITHER, EMPTY_RESPONSE})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt, completion and label."""
        kind = prompt_kind(recipe)
        return (
            Column("prompt", kind, "What the model was asked."),
            Column("completion", kind, "What the model answered."),
            Column("label", "flag", "True for a desirable response, false for an undesirable one."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        response, outcome = case.item.response, case.decision.outcome
        if response is None:
            raise LeftOut(COMPARISON)
        if outcome == "correct" and not recipe.corrected_as_undesirable:
            raise LeftOut(NEITHER)
        if not response.strip():
            raise LeftOut(EMPTY_RESPONSE)
        yield {
            "prompt": build_prompt(case.item, recipe),
            "completion": build_completion(response, recipe),
            "label": outcome == "accept",
        }


TASK = Kto()
