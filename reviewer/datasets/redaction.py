"""Personal data on its way into a dataset: placeholders in its place, or the row left out.

Placeholders are put in before the rows are made, so that every text of a row, its annotations and the files beside it
speak of the same `[e-mail 1]`, and every offset still equals its quote. Hashes and numbers stay those of the item as it
is kept. The built-in detection is used whatever a machine's settings say: the same workspace gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Row
from reviewer.datasets.reasons import PERSONAL_DATA, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.canonical import canonical_json
from reviewer.domain.items import Item
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Correction, Review
from reviewer.texts.personal_data import find_personal_data
from reviewer.texts.veiled_item import VeiledItem

# Digests, pseudonyms, times and words of the project's or our own, in which no personal data can be.
_NOT_SEARCHED: Final = frozenset(
    {
        "item_sha256", "review_sha256", "group", "split", "reviewer", "verdict", "outcome", "resolution_method",
        "error_category", "guideline_version", "policy_version", "decided_at", "started_at", "submitted_at",
        "label_distribution", "suggestion_use",
    }
)  # fmt: skip

_NAMES_IN_REVIEWS: Final = frozenset({"reviewer", "submission_id", "supersedes", "item_id", "source"})


def written_case(case: Case, recipe: Recipe, setting: Setting) -> Case:
    """Return the case as it is to be written: with placeholders, where the recipe asks for them and it needs any."""
    if recipe.redaction != "placeholders":
        return case
    item = _with_named_numbers(case.item)
    reason = case.decision.reason
    said = (text for review in _reviews(case) for text in texts_in(review))
    veiled = VeiledItem(item, [*_keys_in(item.metadata), *said, reason])
    named = _without_personal_names(veiled.shown, setting)
    if not veiled.placeholders and named is case.item:
        return case
    user = case.item.metadata.get("user_id")
    metadata = _with_other_keys(named.metadata, veiled) | ({} if user is None else {"user_id": user})
    return replace(
        case,
        item=named.model_copy(update={"metadata": metadata}),
        resolution=_resolution(case, veiled) if case.resolution is not None else None,
        reviews=tuple(veiled.for_others(review) for review in case.reviews),
        among=tuple(veiled.for_others(review) for review in case.among),
        unredacted=case,
        _single=None,
    )


def refuse_personal_data(case: Case, recipe: Recipe, rows: Iterable[Row]) -> None:
    """Raise LeftOut if what would be written of a case, here or beside it, still holds personal data.

    With placeholders that is what none of them could stand for, such as an id of a passage.
    """
    if recipe.redaction == "off":
        return
    judgements = (text for review in _reviews(case) for text in (*texts_in(review), canonical_json(review.answers)))
    if any(map(find_personal_data, judgements)) or any(holds_personal_data(row) for row in rows):
        raise LeftOut(PERSONAL_DATA)


def _reviews(case: Case) -> tuple[Review, ...]:
    return (*case.reviews, *case.among)


def holds_personal_data(row: Row) -> bool:
    """Tell whether personal data is found in any text of a row."""
    return any(find_personal_data(text) for text in row_texts(row))


def row_texts(row: Row) -> Iterator[str]:
    """Yield the texts of a row, in its order, without digests and pseudonyms."""
    for name, value in row.items():
        if name in _NOT_SEARCHED:
            continue
        if isinstance(value, str):  # as most are
            yield value
        elif value:
            yield from texts_in(value)


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text inside a value, at any depth; keys are no texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name, inner in {**value.__dict__, **(value.__pydantic_extra__ or {})}.items():
            if name not in _NAMES_IN_REVIEWS:
                yield from texts_in(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def words_on_personal_data(recipe: Recipe) -> str:
    """Return what a user of the data has to know of the personal data in it."""
    limits = "It is found by its form: names, postal addresses and birthdays are not."
    if recipe.redaction == "placeholders":
        return (
            "E-mail and IP addresses, phone, card and account numbers stand as placeholders such as [e-mail 1], "
            f"the same for one value in all texts of an item. {limits}"
        )
    if recipe.redaction == "drop":
        return f"What holds e-mail or IP addresses, phone, card or account numbers was left out. {limits}"
    return "Texts stand as the source sent them, so they may hold personal data."


def shown_id(item_id: str, recipe: Recipe, setting: Setting) -> str:
    """Return an item's id as a dataset names it: a stand-in where the id itself is personal data and may not be."""
    return item_id if recipe.redaction == "off" else _without_personal_name(item_id, "item", setting)


def _without_personal_name(name: str, kind: str, setting: Setting) -> str:
    return setting.pseudonym(name, kind) if find_personal_data(name) else name


def _without_personal_names(item: Item, setting: Setting) -> Item:
    """Return the item with a stand-in for its id and its source, where they are personal data themselves."""
    name = _without_personal_name(item.id, "item", setting)
    system = _without_personal_name(item.source.system, "source", setting)
    if (name, system) == (item.id, item.source.system):
        return item
    return item.model_copy(update={"id": name, "source": item.source.model_copy(update={"system": system})})


def _with_named_numbers(item: Item) -> Item:
    """Return the item with those numbers of its metadata as text that are personal data, such as one of a card."""
    changed = _named_numbers(item.metadata)
    return item if changed == item.metadata else item.model_copy(update={"metadata": changed})


def _named_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _named_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_named_numbers(inner) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and find_personal_data(repr(value)):
        return repr(value)
    return value


def _keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _keys_in(inner)


def _with_other_keys(value: Any, veiled: VeiledItem) -> Any:
    if isinstance(value, dict):
        return {veiled.text(key).shown: _with_other_keys(inner, veiled) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_other_keys(inner, veiled) for inner in value]
    return value


def _resolution(case: Case, veiled: VeiledItem) -> Resolution:
    """Return the resolution on the texts with placeholders; it is carried over in the form of a review."""
    decided = case.decision
    correction = None
    if decided.correction is not None:
        correction = Correction(target=case.corrected_target, text=decided.correction)
    like: Sequence[str] = ("answers", "spans", "claims", "comparison", "ranking", "hits")
    review = Review(
        item_id="x", reviewer="x", verdict=decided.verdict, correction=correction, comment=decided.reason
    ).model_copy(update={name: getattr(decided, name) for name in like})
    shown = veiled.for_others(review)
    words = None if shown.correction is None else shown.correction.text
    carried = {name: getattr(shown, name) for name in like}
    return decided.model_copy(update={**carried, "correction": words, "reason": shown.comment})
