"""What a recipe makes, in a few words for its card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reviewer.ui.language import later, tr

if TYPE_CHECKING:
    from reviewer.datasets.recipe import Recipe

_MAKES: Mapping[str, str] = {
    "sft": later("prompt → corrected answer"),
    "dpo": later("corrected over original"),
    "kto": later("approve / reject as a flag"),
    "reward": later("scores of quality"),
    "classification": later("verdict and policy labels per response"),
    "guardrail": later("safe or not, by policy"),
    "spans": later("character spans with labels"),
    "attribution": later("claims with their passages"),
    "evaluation": later("settled and known answers"),
    "reviews": later("every review, one row each"),
}
"""By task; a recipe whose name is not that of its task says it in its own words."""


def says(recipe: Recipe) -> str:
    """Return what a recipe makes: in our words where it is the plain one of its task, else the first of its own."""
    text = " ".join(recipe.description.replace("`", "").split())
    own = re.split(r"[.:;](?:\s|$)", text, maxsplit=1)[0]
    ours = _MAKES.get(recipe.task, "")
    return tr(ours) if ours and (recipe.name == recipe.task or not own) else own
