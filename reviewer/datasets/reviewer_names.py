"""The names of reviewers in a filter, which is printed in every dataset although its reviewers have pseudonyms."""

from __future__ import annotations

import ast
import re
from typing import Final

from reviewer.datasets.cases import Setting
from reviewer.datasets.recipe import Recipe

_STAND_IN: Final = re.compile(r"reviewer-[0-9a-f]{16}")


def without_names(recipe: Recipe, setting: Setting) -> Recipe:
    """Return the recipe as a dataset tells of it: with pseudonyms for the reviewers whom its filter names."""
    if recipe.where is None or "reviewers" not in recipe.where:
        return recipe
    tree = _Renaming(setting).visit(ast.parse(recipe.where.strip(), mode="eval"))
    return recipe.model_copy(update={"where": ast.unparse(tree)})


class _Renaming(ast.NodeTransformer):
    """Puts a pseudonym in the place of each text that is compared with the reviewers."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if any(isinstance(inner, ast.Name) and inner.id == "reviewers" for inner in ast.walk(node)):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    inner.value = self._named(inner.value)
        return node

    def _named(self, name: str) -> str:
        return name if _STAND_IN.fullmatch(name) else self._setting.pseudonym(name)
