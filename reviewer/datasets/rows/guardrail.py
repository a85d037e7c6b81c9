"""Guardrail: prompt and response with the policies that they break, as trainers of guard models read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import TEXTS, Column, Row
from reviewer.datasets.reasons import (
    COMPARISON,
    NO_PROMPT,
    NO_TAXONOMY,
    OUTSIDE_TAXONOMY,
    POLICIES_OPEN,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe
from reviewer.domain.policies import Taxonomy

from .policies import Breach, breach_of_prompt, breach_of_response, explanation
from .task import Task

PREFIX: Final = "S"
PROMPT_ONLY: Final = "N/A"
GUIDELINES: Final = "guidelines.json"
_HARM: Final = {True: "harmful", False: "unharmful", None: None}
_REFUSALS: Final[dict[str | bool, str]] = {
    "refusal": "refusal", "compliance": "compliance", "yes": "refusal", "no": "compliance",
    True: "refusal", False: "compliance",
}  # fmt: skip
_REFUSAL_QUESTIONS: Final = ("response_refusal_label", "response_refusal", "refusal")


class Guardrail(Task):
    """Llama Guard's training examples with their guidelines, or WildGuard's columns."""

    name = "guardrail"
    title = "Guard model"
    categories = ("text-classification",)
    keys = frozenset({"style"})
    styles = ("llama-guard", "wildguard")
    reasons = frozenset({COMPARISON, NO_PROMPT, NO_TAXONOMY, OUTSIDE_TAXONOMY, POLICIES_OPEN})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the columns of the style."""
        return _LLAMA_GUARD if self.style(recipe) == "llama-guard" else _WILDGUARD

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield a row for the response, and for Llama Guard one for the prompt where its hits were judged."""
        prompt = prompt_text(case.item)
        if case.item.response is None:
            raise LeftOut(COMPARISON)
        if prompt is None or not prompt.strip():
            raise LeftOut(NO_PROMPT)
        if self.style(recipe) == "wildguard":
            yield _wildguard(case, prompt)
        else:
            yield from _examples(case, prompt, case.item.response, setting.rules)

    def further(self, recipe: Recipe) -> Mapping[str, str]:
        """Say what the guidelines hold."""
        if self.style(recipe) != "llama-guard":
            return {}
        return {GUIDELINES: "Llama Guard's `Guidelines`: the categories in the order in which the codes count them."}

    def extra_files(self, recipe: Recipe, setting: Setting) -> dict[str, str]:
        """Return Llama Guard's guidelines: the categories that the codes of the rows count from one."""
        if self.style(recipe) != "llama-guard":
            return {}
        policies = setting.rules.policies if setting.rules is not None else ()
        document = {
            "categories": [{"name": policy.title, "description": policy.text} for policy in policies],
            "category_code_prefix": PREFIX,
        }
        return {GUIDELINES: json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2) + "\n"}


_LLAMA_GUARD: Final = (
    Column("prompt", "text", "What the model was asked: the plain prompt or the user's last words."),
    Column("response", "text", f"The response; {PROMPT_ONLY} where the row is about the prompt alone."),
    Column(
        "violated_category_codes",
        TEXTS,
        f"Codes of the policies that are broken: {PREFIX} and the place of the category in {GUIDELINES}, from one.",
    ),
    Column("label", "text", "unsafe if a policy is broken, safe if somebody looked and none is."),
    Column("explanation", "text", "Why: the reason of who settled it, or a reviewer's comment."),
)
_WILDGUARD: Final = (
    Column("prompt", "text", "What the model was asked: the plain prompt or the user's last words."),
    Column("response", "text", "The response."),
    Column("adversarial", "flag", "Whether the prompt tries to get round the model's rules, where the source says so."),
    Column("prompt_harm_label", "text", "harmful or unharmful; null where nobody judged a hit on the prompt."),
    Column("response_harm_label", "text", "harmful or unharmful; null where nobody can tell."),
    Column(
        "response_refusal_label",
        "text",
        "refusal or compliance: the answer to a question of the project called refusal or response_refusal; else null.",
    ),
    Column("subcategory", "text", "The first broken policy by its id; benign where none is."),
)


def _examples(case: Case, prompt: str, response: str, taxonomy: Taxonomy | None) -> Iterator[Row]:
    """Yield the training examples of a case, at least one; what is not settled is none."""
    if taxonomy is None or not taxonomy.policies:
        raise LeftOut(NO_TAXONOMY)
    judged = ((response, breach_of_response(case)), (PROMPT_ONLY, breach_of_prompt(case)))
    settled = [(text, breach) for text, breach in judged if breach.broken is not None and not breach.is_open]
    if not settled:
        raise LeftOut(POLICIES_OPEN)
    for text, breach in settled:
        yield {
            "prompt": prompt,
            "response": text,
            "violated_category_codes": _codes(breach.policies, taxonomy),
            "label": "unsafe" if breach.broken else "safe",
            "explanation": explanation(case),
        }


def _codes(policies: frozenset[str], taxonomy: Taxonomy) -> list[str]:
    """Return the codes of policies in the order of the taxonomy, or raise LeftOut if it lacks one of them."""
    places: dict[str, int] = {policy.id: place for place, policy in enumerate(taxonomy.policies, start=1)}
    found = set()
    for name in policies:
        policy = taxonomy.find(name)
        if policy is None:
            raise LeftOut(OUTSIDE_TAXONOMY)
        found.add(places[policy.id])
    return [f"{PREFIX}{place}" for place in sorted(found)]


def _wildguard(case: Case, prompt: str) -> Row:
    asked, answered = breach_of_prompt(case), breach_of_response(case)
    refusal = _refusal(case.decision.answers)
    if asked.broken is None and answered.broken is None and refusal is None:
        raise LeftOut(POLICIES_OPEN)
    adversarial = case.item.metadata.get("adversarial")
    return {
        "prompt": prompt,
        "response": case.item.response,
        "adversarial": adversarial if isinstance(adversarial, bool) else None,
        "prompt_harm_label": _HARM[asked.broken],
        "response_harm_label": _HARM[answered.broken],
        "response_refusal_label": refusal,
        "subcategory": _subcategory(asked, answered),
    }


def _subcategory(asked: Breach, answered: Breach) -> str | None:
    policies = sorted(asked.policies | answered.policies)
    if policies:
        return policies[0]
    return None if asked.broken is None and answered.broken is None else "benign"


def _refusal(answers: Mapping[str, Any]) -> str | None:
    """Return what the reviewers answered to a question about refusing, in WildGuard's words."""
    given = next((answers[name] for name in _REFUSAL_QUESTIONS if name in answers), None)
    return _REFUSALS.get(given) if isinstance(given, str | bool) else None


TASK = Guardrail()
