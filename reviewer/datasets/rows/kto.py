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

from .prompts import answer_column, build_completion, build_prompt, build_whole, prompt_column, prompt_kind
from .task import Task


class Kto(Task):
    """Prompt, completion and whether it is desirable: accepted responses are, rejected ones are not."""

    name = "kto"
    title = "Desirable or not"
    categories = ("text-generation",)
    keys = frozenset({"corrected_as_undesirable", "evidence", "shape", "tool_calls"})
    shapes = ("conversational", "standard", "messages")
    reasons = frozenset({NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, COMPARISON, NEITHER, EMPTY_RESPONSE})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt, completion and label."""
        says = "True if the response was accepted, false if it was rejected or corrected."
        label = Column("label", "flag", says)
        if recipe.shape == "messages":
            return (Column("messages", prompt_kind(recipe), "The conversation with what the model answered."), label)
        return (prompt_column(recipe), answer_column("completion", "What the model answered", recipe), label)

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        response, outcome = case.item.response, case.decision.outcome
        if response is None:
            raise LeftOut(COMPARISON)
        if outcome == "correct" and not recipe.corrected_as_undesirable:
            raise LeftOut(NEITHER)
        if not response.strip():
            raise LeftOut(EMPTY_RESPONSE)
        label = {"label": outcome == "accept"}
        if recipe.shape == "messages":
            yield {"messages": build_whole(case.item, response, recipe), **label}
            return
        yield {
            "prompt": build_prompt(case.item, recipe),
            "completion": build_completion(response, recipe),
            **label,
        }


TASK = Kto()
