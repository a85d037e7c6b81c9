"""Supervised fine-tuning: the prompt and the response as it should have been."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.reasons import (
    APPROVED,
    EMPTY_RESPONSE,
    NO_CORRECTION,
    NO_PROMPT,
    NOT_TEXT,
    ROLES,
    SEVERAL_TURNS,
    TOOL_CALLS,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe

from .corrections import CORRECTION_REASONS, settled_correction
from .prompts import answer_column, build_completion, build_prompt, build_whole, prompt_column, prompt_kind
from .task import Task

_IN_ONE = ("messages", "text")


class Sft(Task):
    """Prompt and completion, apart or in one; corrections are targets, approved responses only on request."""

    name = "sft"
    title = "Supervised fine-tuning"
    categories = ("text-generation",)
    keys = frozenset({"approved_as_target", "evidence", "shape", "tool_calls"})
    shapes = ("conversational", "standard", "messages", "text")
    reasons = CORRECTION_REASONS | {
        NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, NO_CORRECTION, APPROVED, EMPTY_RESPONSE,
    }  # fmt: skip

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt and completion, or both in one, and where the target comes from."""
        kind = prompt_kind(recipe)
        target = Column("target", "text", "Where the response comes from: correction or approved response.")
        if recipe.shape == "messages":
            return (Column("messages", kind, "The conversation with the response as its last message."), target)
        if recipe.shape == "text":
            return (Column("text", kind, "The prompt, a blank line and the response."), target)
        return (
            prompt_column(recipe),
            answer_column("completion", "The response as it should have been", recipe),
            target,
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        text, target = self._target(case, recipe, setting)
        if recipe.shape in _IN_ONE:
            yield {recipe.shape: build_whole(case.item, text, recipe), "target": target}
            return
        yield {
            "prompt": build_prompt(case.item, recipe),
            "completion": build_completion(text, recipe),
            "target": target,
        }

    def _target(self, case: Case, recipe: Recipe, setting: Setting) -> tuple[str, str]:
        correction = settled_correction(case, setting)
        if correction is not None:
            return correction[1], "correction"
        if case.decision.outcome != "accept" or case.item.response is None:
            raise LeftOut(NO_CORRECTION)
        if not recipe.approved_as_target:
            raise LeftOut(APPROVED)
        if not case.item.response.strip():
            raise LeftOut(EMPTY_RESPONSE)
        return case.item.response, "approved response"


TASK = Sft()
