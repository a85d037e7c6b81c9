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
from .prompts import build_completion, build_prompt, prompt_kind
from .task import Task


class Sft(Task):
    """Prompt and completion; corrections are targets, approved responses only if the recipe says so."""

    name = "sft"
    title = "Supervised fine-tuning"
    categories = ("text-generation",)
    reasons = CORRECTION_REASONS | {
        NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, NO_CORRECTION, APPROVED, EMPTY_RESPONSE,
    }  # fmt: skip

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt, completion and where the completion comes from."""
        kind = prompt_kind(recipe)
        return (
            Column("prompt", kind, "What the model was asked."),
            Column("completion", kind, "What the model should answer."),
            Column("target", "text", "Where the completion comes from: correction or approved response."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        text, target = self._target(case, recipe)
        yield {
            "prompt": build_prompt(case.item, recipe),
            "completion": build_completion(text, recipe),
            "target": target,
        }

    def _target(self, case: Case, recipe: Recipe) -> tuple[str, str]:
        correction = settled_correction(case)
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
