"""Preference pairs: for one prompt, a response that was found better than another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.reasons import (
    EMPTY_RESPONSE,
    NO_CORRECTION,
    NO_PROMPT,
    NO_WINNER,
    NOT_TEXT,
    ROLES,
    SAME_RESPONSES,
    SEVERAL_TURNS,
    TOOL_CALLS,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe
from reviewer.domain.items import Item

from .corrections import CORRECTION_REASONS, settled_correction
from .prompts import (
    answer_column,
    build_completion,
    build_prompt,
    build_whole,
    message_kind,
    prompt_column,
    prompt_kind,
)
from .task import Task


class Dpo(Task):
    """Pairs: the correction over the response, or the winner of a comparison over the others."""

    name = "dpo"
    title = "Preference pairs"
    categories = ("text-generation",)
    keys = frozenset({"evidence", "implicit", "shape", "tool_calls"})
    shapes = ("conversational", "standard", "messages")
    reasons = CORRECTION_REASONS | {
        NO_PROMPT, NOT_TEXT, TOOL_CALLS, ROLES, SEVERAL_TURNS, NO_CORRECTION, NO_WINNER, SAME_RESPONSES, EMPTY_RESPONSE,
    }  # fmt: skip

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return prompt, chosen, rejected and where the preference comes from."""
        return (
            *pair_columns(recipe),
            Column("preference", "text", "Where the preference comes from: correction, comparison or ranking."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield one row per pair; a ranking gives every pair of a better and a worse response."""
        pairs, preference = self._pairs(case, setting)
        for row in pair_rows(pairs, case.item, recipe):
            yield {**row, "preference": preference}

    def _pairs(self, case: Case, setting: Setting) -> tuple[list[tuple[str, str]], str]:
        correction = settled_correction(case, setting)
        if correction is not None:
            original, corrected = correction
            return _checked([(corrected, original)]), "correction"
        if not case.item.responses:
            raise LeftOut(NO_CORRECTION)
        return compared_pairs(case)


def pair_columns(recipe: Recipe) -> tuple[Column, ...]:
    """Return the columns of a preference pair; the implicit form has the prompt within both responses."""
    if recipe.implicit:
        kind = prompt_kind(recipe)
        return (
            Column("chosen", kind, "The prompt with the better response."),
            Column("rejected", kind, "The prompt with the worse response."),
        )
    if recipe.shape == "messages":
        return (
            Column("messages", prompt_kind(recipe), "The conversation up to the user's last turn."),
            Column("chosen", message_kind(recipe), "The better response, a message of the assistant."),
            Column("rejected", message_kind(recipe), "The worse response, a message of the assistant."),
        )
    return (
        prompt_column(recipe),
        answer_column("chosen", "The better response", recipe),
        answer_column("rejected", "The worse response", recipe),
    )


def pair_rows(pairs: Iterable[tuple[str, str]], item: Item, recipe: Recipe) -> Iterator[Row]:
    """Yield the columns of each pair in the recipe's shape."""
    if recipe.implicit:
        for chosen, rejected in pairs:
            yield {"chosen": build_whole(item, chosen, recipe), "rejected": build_whole(item, rejected, recipe)}
        return
    prompt = build_prompt(item, recipe)
    if recipe.shape == "messages":
        for better, worse in pairs:
            ((chosen,), (rejected,)) = (build_completion(text, recipe) for text in (better, worse))
            yield {"messages": prompt, "chosen": chosen, "rejected": rejected}
        return
    for chosen, rejected in pairs:
        yield {
            "prompt": prompt,
            "chosen": build_completion(chosen, recipe),
            "rejected": build_completion(rejected, recipe),
        }


def compared_pairs(case: Case) -> tuple[list[tuple[str, str]], str]:
    """Return the pairs of better and worse that a comparison or ranking gives, and which of both it was."""
    texts = {candidate.id: candidate.text for candidate in case.item.responses}
    winner = case.decision.comparison
    if winner in texts:
        worse = [text for name, text in texts.items() if name != winner]
        return _checked([(texts[winner], text) for text in worse]), "comparison"
    ranked = [[texts[name] for name in group if name in texts] for group in case.decision.ranking or ()]
    pairs = [
        (better, worse)
        for place, group in enumerate(ranked)
        for better in group
        for later in ranked[place + 1 :]
        for worse in later
    ]
    if not pairs:
        raise LeftOut(NO_WINNER)
    return _checked(pairs), "ranking"


def _checked(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs that differ and have text on both sides, or raise LeftOut if none does."""
    filled = [pair for pair in pairs if pair[0].strip() and pair[1].strip()]
    if not filled:
        raise LeftOut(EMPTY_RESPONSE)
    different = [pair for pair in filled if pair[0].split() != pair[1].split()]
    if not different:
        raise LeftOut(SAME_RESPONSES)
    return different


TASK = Dpo()
