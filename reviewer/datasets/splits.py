"""Splits by the hash of a group, so that related items stay together and rows stay where they were.

What a dataset has put into a split stays there: each build records the split of its groups, and later builds by the
same scheme follow the record. Groups that near copies join share a split; a new item that would join two recorded
splits is left out.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.reasons import BRIDGES_SPLITS
from reviewer.datasets.recipe import SPLITS, Recipe, Shares
from reviewer.domain.canonical import canonical_json, sha256_text, unit_fraction
from reviewer.domain.items import Item
from reviewer.texts.near_copies import RECALL, RECALL_OF_SENTENCES, THRESHOLD

SHORT_NAMES: Final = {"conversation": "conversation_id", "user": "user_id", "template": "prompt_template"}
PHRASE: Final = 10
"""A response of fewer words, said to another question, is a phrase that many say, not a copy."""
_STAND_IN: Final = "group-"


class Assigned(NamedTuple):
    """The split of a case, and the stand-ins of its group: as its rows carry it, and of the item's own."""

    split: str
    group: str
    """Of a cluster of near copies the group that came first, so that rows of one cluster carry one group."""
    own: str


Assign = Callable[[Case], Assigned | str]
"""What gives a case its split, or the reason why it can have none."""


def group_key(group_by: str) -> str:
    """Return the key of the metadata that a short name stands for; other names stand for themselves."""
    return SHORT_NAMES.get(group_by, group_by)


def group_of(item: Item, group_by: str) -> str:
    """Return the name of the group that an item belongs to.

    `group_by` is `item`, `prompt`, `document`, a key of the metadata, or the short name of one. An item without that
    key stands alone, together with its exact copies under other ids.
    """
    if group_by == "item":
        return f"item\x1f{item.source.system}\x1f{item.id}"
    if group_by == "prompt" and item.conversation():
        return f"prompt\x1f{canonical_json(_conversation(item))}"
    if group_by == "document" and item.evidence:
        first = min(item.evidence, key=lambda passage: (passage.rank is None, passage.rank or 0))
        return f"document\x1f{first.source or first.title or first.id}"
    key = group_key(group_by)
    value = item.metadata.get(key)
    if value is not None and value != "":
        return f"{key}\x1f{value if isinstance(value, str) else canonical_json(value)}"
    return f"{ALONE}{_content_hash(item)}"


ALONE: Final = "copy\x1f"
"""How the name of a group begins that is only an item with its exact copies."""


def split_of(group: str, seed: int, shares: Shares) -> str:
    """Return the split of a group: the SHA-256 of seed and group, laid on the shares."""
    draw = unit_fraction("split", str(seed), group)
    reached = 0.0
    last = SPLITS[0]
    for name, share in zip(SPLITS, shares, strict=True):
        reached += share
        if share > 0:
            last = name
            if draw < reached:
                return name
    return last


def scheme_of(recipe: Recipe) -> str | None:
    """Return by what a recipe splits, as one short word; None where all rows go to one split."""
    if sum(share > 0 for share in recipe.split) < 2:
        return None
    parts = [group_key(recipe.group_by), recipe.seed, list(recipe.split), recipe.near_copies]
    return sha256_text(canonical_json(parts))[:16]


def keeps_copies_together(recipe: Recipe) -> bool:
    """Return whether near copies are looked for, which one split alone does not ask for."""
    return recipe.near_copies and scheme_of(recipe) is not None


def stand_in_number(stand_in: str) -> int:
    """Return the 64-bit number that the stand-in of a group is written with."""
    return int(stand_in[-16:], 16)


def stand_in(number: int) -> str:
    """Return the stand-in of a group that is written with this number."""
    return f"{_STAND_IN}{number:016x}"


class Recorded:
    """The splits that earlier builds recorded by one scheme, nine bytes each."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        import numpy as np

        digests, codes = array("Q"), bytearray()
        for digest, split in pairs:
            digests.append(int(digest, 16))
            codes.append(SPLITS.index(split))
        order = np.argsort(np.frombuffer(digests, dtype=np.uint64))
        self._digests = array("Q", np.frombuffer(digests, dtype=np.uint64)[order].tobytes())
        self._codes = np.frombuffer(codes, dtype=np.uint8)[order].tobytes()

    def __len__(self) -> int:
        return len(self._digests)

    def find(self, number: int) -> str | None:
        """Return the recorded split of a group, or None."""
        place = bisect_left(self._digests, number)
        known = place < len(self._digests) and self._digests[place] == number
        return SPLITS[self._codes[place]] if known else None


class Joined(NamedTuple):
    """What near copies do to splits: which groups stand together, which items bridge two splits, which pairs there are.

    `groups` gives for the number of each joined group the split and the stand-in of its cluster.
    """

    groups: dict[int, tuple[str, str]]
    bridges: frozenset[int] = frozenset()
    pairs: array[int] = array("q")
    """The numbers of items that are near copies, two by two."""


class Splits:
    """Gives each case its split, and keeps what has to be recorded of a build."""

    def __init__(
        self, recipe: Recipe, setting: Setting, recorded: Recorded | None = None, joined: Joined | None = None
    ) -> None:
        self._recipe, self._setting = recipe, setting
        self.scheme = scheme_of(recipe)
        self._recorded = recorded if recorded is not None else Recorded()
        self.joined = joined
        self._digests, self._codes = array("Q"), bytearray()

    def __call__(self, case: Case) -> Assigned | str:
        """Return the split of a case, or why it can be in none."""
        if self.joined is not None and case.lineage is not None and case.lineage.item in self.joined.bridges:
            return BRIDGES_SPLITS
        group = group_of(case.item, self._recipe.group_by)
        own = self._setting.pseudonym(group, "group")
        number = stand_in_number(own)
        if self.joined is not None and number in self.joined.groups:
            split, carried = self.joined.groups[number]
            return Assigned(split, carried, own)
        split = self._recorded.find(number) or split_of(group, self._recipe.seed, self._recipe.split)
        return Assigned(split, own, own)

    def note(self, own: str, split: str) -> None:
        """Keep that the group with this stand-in has rows in a split, for the record."""
        number = stand_in_number(own)
        if self.scheme is not None and self._recorded.find(number) is None:
            self._digests.append(number)
            self._codes.append(SPLITS.index(split))

    def fresh(self) -> Iterator[tuple[str, str]]:
        """Yield the noted groups that no earlier build has recorded, each once, in order."""
        import numpy as np

        digests, places = np.unique(np.frombuffer(self._digests, dtype=np.uint64), return_index=True)
        for digest, place in zip(digests, places, strict=True):
            yield f"{int(digest):016x}", SPLITS[self._codes[int(place)]]


def words_on_splits(recipe: Recipe) -> str:
    """Return what a user of the data must know of how rows came to their splits."""
    shares = ", ".join(f"{share:g}" for share in recipe.split)
    if scheme_of(recipe) is None:
        return f"All rows are in one split (shares of train, validation and test: {shares})."
    said = (
        f"Split {shares} for train, validation and test by the hash of seed {recipe.seed} and the group\n"
        f"(`{group_key(recipe.group_by)}`; where an item has none, the item with its exact copies). No group is in two "
        "splits, and a row\nkeeps the split of earlier versions when rows are added."
    )
    if not recipe.near_copies:
        return f"{said} Near copies may be in two splits: the recipe says `near_copies = false`."
    return (
        f"{said}\n\nGroups that near copies join share a split. Near copies are responses with at least "
        f"{THRESHOLD:.0%} of their pairs of\nneighbouring words in common, found by MinHash and LSH; of all such "
        f"pairs {RECALL:.0%} were found\namong long answers when that was measured, {RECALL_OF_SENTENCES:.0%} among "
        f"single sentences. Responses of fewer than {PHRASE} words count only\nwith the same question. Equal questions "
        "with other responses may be in two splits; the checks count them, and\n"
        '`group_by = "prompt"` keeps them together.'
    )


def near_copies_in_short(recipe: Recipe) -> dict[str, float] | None:
    """Return threshold and measured recall, for programs to read; None where near copies are not looked for."""
    if not keeps_copies_together(recipe):
        return None
    return {"threshold": THRESHOLD, "recall_long_answers": RECALL, "recall_sentences": RECALL_OF_SENTENCES}


def near_pairs(assign: Assign | None) -> array[int] | None:
    """Return the pairs of near copies that this keeps together, as numbers of items; None where it looks for none."""
    return assign.joined.pairs if isinstance(assign, Splits) and assign.joined is not None else None


def _content_hash(item: Item) -> str:
    responses = [item.response, *(candidate.text for candidate in item.responses)]
    evidence = [passage.text for passage in item.evidence]
    return sha256_text(canonical_json([_conversation(item), responses, evidence]))


def _conversation(item: Item) -> list[tuple[str, str | None]]:
    return [(message.role, message.content) for message in item.conversation()]
