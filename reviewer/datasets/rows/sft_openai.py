"""OpenAI's supervised fine-tuning: one conversation a line, whose last message is the answer to learn."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.reasons import SEVERAL_TURNS, TOOL_IDS
from reviewer.datasets.recipe import Recipe

from . import sft
from .openai_messages import MESSAGES, TOOLS, openai_messages, openai_tools
from .task import Task


class SftOpenai(Task):
    """Nothing but `messages` and, where the item has them, `tools`; where a row comes from stands in the lineage."""

    name = "sft-openai"
    title = "Supervised fine-tuning, OpenAI"
    categories = ("text-generation",)
    formats = ("jsonl",)
    bare = True
    keys = frozenset({"approved_as_target", "evidence", "tool_calls"})
    reasons = (sft.TASK.reasons | {TOOL_IDS}) - {SEVERAL_TURNS}

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the messages and the tools."""
        return (Column("messages", MESSAGES, "The conversation, the answer to learn at its end."), *TOOLS)

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the one row of a case."""
        for row in sft.TASK.rows(case, recipe, setting):
            messages = [*openai_messages(row["prompt"], weighted=True), *openai_messages(row["completion"])]
            yield {"messages": messages, **openai_tools(case.item)}


TASK = SftOpenai()
