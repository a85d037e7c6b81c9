"""OpenAI's direct preference optimisation: an input with a preferred output and one that is not."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row, Struct
from reviewer.datasets.reasons import SEVERAL_TURNS, TOOL_IDS
from reviewer.datasets.recipe import Recipe

from . import dpo
from .openai_messages import ANSWER, MESSAGES, TOOLS, openai_messages, openai_tools
from .task import Task

_INPUT = Struct((("messages", MESSAGES), *((column.name, column.kind) for column in TOOLS)))


class PreferenceOpenai(Task):
    """Nothing but `input` and the two outputs; where a row comes from stands in the lineage."""

    name = "preference-openai"
    title = "Preference pairs, OpenAI"
    categories = ("text-generation",)
    formats = ("jsonl",)
    bare = True
    keys = frozenset({"evidence", "tool_calls"})
    reasons = (dpo.TASK.reasons | {TOOL_IDS}) - {SEVERAL_TURNS}

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the input and the two outputs."""
        return (
            Column("input", _INPUT, "The conversation up to the answer, with the tools where the item has them."),
            Column("preferred_output", ANSWER, "The better response, as one message of the assistant."),
            Column("non_preferred_output", ANSWER, "The worse response, as one message of the assistant."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield one row for each pair of a better and a worse response."""
        for row in dpo.TASK.rows(case, recipe, setting):
            yield {
                "input": {"messages": openai_messages(row["prompt"]), **openai_tools(case.item)},
                "preferred_output": openai_messages(row["chosen"]),
                "non_preferred_output": openai_messages(row["rejected"]),
            }


TASK = PreferenceOpenai()
