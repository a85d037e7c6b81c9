"""Which split each case of a recipe goes to: by the record of earlier builds, by near copies, or by hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from reviewer.config.passing import PassingFiles
from reviewer.datasets.cases import Setting
from reviewer.datasets.clusters import Members, find_joined, find_members
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.splits import Assign, Recorded, Splits, scheme_of
from reviewer.domain.errors import Cancelled
from reviewer.store.datasets import split_groups
from reviewer.store.lineage import items_of_scheme
from reviewer.store.near_pairs import stream_items, stream_sketches
from reviewer.texts.near_pairs import Sketched

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection
    from reviewer.texts.near_pairs import Places

T = TypeVar("T")
Stop = Callable[[], bool]


def splits_of(
    workspace: Workspace, connection: Connection, recipe: Recipe, setting: Setting, cancelled: Stop | None = None
) -> Splits:
    """Return what gives each case of a recipe its split, as the workspace is in this snapshot."""
    scheme = scheme_of(recipe)
    if scheme is None:
        return Splits(recipe, setting)
    recorded = Recorded(split_groups(connection, workspace.project_id, scheme))
    return _following(workspace, connection, recipe, setting, scheme, recorded, cancelled)


def _following(
    workspace: Workspace,
    connection: Connection,
    recipe: Recipe,
    setting: Setting,
    scheme: str,
    recorded: Recorded,
    cancelled: Stop | None,
) -> Splits:
    """Return what follows the record of a scheme, and near copies where the recipe keeps them together."""
    if not recipe.near_copies:
        return Splits(recipe, setting, recorded)
    project_id = workspace.project_id
    with PassingFiles(), Sketched() as sketched:
        for number, bands, signature in _watched(
            stream_sketches(connection, project_id, workspace.datasets.made_sketches), cancelled
        ):
            sketched.add(number, bands, signature)
        pairs = sketched.pairs()
        members, places = _members(connection, sketched, pairs, recipe, setting)
        joined = find_joined(
            members,
            places,
            recorded,
            old=lambda: frozenset(items_of_scheme(connection, project_id, scheme)),
            sketched=sketched,
        )
    return Splits(recipe, setting, recorded, joined)


def _members(
    connection: Connection, sketched: Sketched, pairs: Places, recipe: Recipe, setting: Setting
) -> tuple[Members, Places]:
    """Return what is known of the items in pairs, and the pairs by the places of these items among themselves."""
    import numpy as np

    paired = np.unique(pairs)
    numbers = np.frombuffer(sketched.numbers, dtype=np.int64)[paired]
    members = find_members(stream_items(connection, numbers.tolist()), recipe, setting)
    return members, np.searchsorted(paired, pairs)


def bridging(
    workspace: Workspace,
    connection: Connection,
    recipes: Iterable[Recipe],
    setting: Setting,
    cancelled: Stop | None = None,
) -> dict[str, Assign]:
    """Return by the names of recipes what may leave out items of them; before anything is recorded, nothing is."""
    found: dict[str, Assign] = {}
    by_scheme: dict[str, Assign | None] = {}
    for recipe in recipes:
        scheme = scheme_of(recipe)
        if scheme is None:
            continue
        if scheme not in by_scheme:
            recorded = Recorded(split_groups(connection, workspace.project_id, scheme))
            by_scheme[scheme] = (
                _following(workspace, connection, recipe, setting, scheme, recorded, cancelled) if recorded else None
            )
        assign = by_scheme[scheme]
        if assign is not None:
            found[recipe.name] = assign
    return found


def _watched(found: Iterable[T], cancelled: Stop | None) -> Iterator[T]:
    for number, each in enumerate(found):
        if number % 100 == 0 and cancelled is not None and cancelled():
            raise Cancelled("This was cancelled while near copies were looked for; nothing was written.")
        yield each
