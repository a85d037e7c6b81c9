"""What the palette offers, and in which order: what fits the typed letters best, then what was used last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from reviewer.domain.policies import Taxonomy
from reviewer.ui.actions import ACTIONS, BY_ID, WINDOW, Action, Binding
from reviewer.ui.language import later, tr

# What an action needs that cannot be done now: the longest beginning of its id that stands here.
_NEEDS = {
    "review.": later("needs an item on the screen"),
    "review.hit_": later("needs a policy hit to judge"),
    "review.hit_missed": later("needs an item on the screen"),
    "review.evidence_": later("needs more than one passage"),
    "review.differences": later("needs several responses"),
    "review.compare": later("needs several responses"),
    "review.rank": later("needs three responses or more"),
    "review.find_": later("needs an open search"),
    "review.look_again": later("an item is on the screen"),
    "review.send": later("nothing waits on this machine"),
    "review.span_label": later("needs selected text"),
    "review.rating": later("needs a question that is asked now"),
    "app.hints": later("needs an item on the screen"),
    "app.hint_next": later("no hints are shown"),
    "app.import_items": later("needs an open workspace"),
    "app.change_person": later("needs a workspace file: on a server people act under their log-in"),
    "queue.": later("needs an item of the list, and the right to it"),
}
_LEAST_LIKENESS = 75.0  # of 100: two wrong letters in a word of eight
_SHORTEST_TYPED = 4  # letters; two or three are like everything
_FAR = 1000


@dataclass(frozen=True)
class Entry:
    """One line of the palette. Without `run` it cannot be done now, and `note` says why."""

    title: str
    run: Callable[[], object] | None
    keys: tuple[str, ...] = ()
    note: str = ""
    name: str = ""
    typed_only: bool = False
    """Whether it is offered only for letters that were typed, since there are many like it."""


def title_of(binding: Binding) -> str:
    """Return what a binding is called."""
    action = BY_ID[binding.action]
    if action.dynamic and binding.title:
        return f"{tr(action.title)}: {binding.title}"
    return binding.title or tr(action.title)


def reason(action_id: str) -> str:
    """Return why an action cannot be done now."""
    fitting = [start for start in _NEEDS if action_id.startswith(start)]
    return tr(_NEEDS[max(fitting, key=len)]) if fitting else tr("not possible now")


def entries(
    bindings: Sequence[Binding], keys_of: Callable[[Binding], tuple[str, ...]], go_to: Callable[[str], object]
) -> list[Entry]:
    """Return everything that the window and its rooms can do; what belongs to another room leads there."""
    found = []
    for binding in bindings:
        action = BY_ID[binding.action]
        if action.id == "app.palette":
            continue
        able = binding.enabled()
        found.append(
            Entry(
                title_of(binding),
                binding.run if able else None,
                keys_of(binding),
                "" if able else reason(action.id),
                f"{action.id}.{binding.slot}" if binding.slot else action.id,
            )
        )
    bound = {binding.action for binding in bindings}
    rooms = {BY_ID[name].room for name in bound}
    for action in ACTIONS:
        if action.id not in bound and action.room not in rooms and action.room != WINDOW and not action.dynamic:
            found.append(_elsewhere(action, go_to))
    return found


def _elsewhere(action: Action, go_to: Callable[[str], object]) -> Entry:
    note = tr("in the {room} room").format(room=tr(action.room))
    return Entry(tr(action.title), lambda: go_to(action.room), (), note, action.id, typed_only=True)


def policy_entries(taxonomy: Taxonomy | None, read: Callable[[str], object]) -> list[Entry]:
    """Return a line for each policy, which leads to its clause in the guideline."""
    return [
        Entry(
            tr("Read the policy: {title}").format(title=policy.title),
            lambda policy_id=policy.id: read(policy_id),  # type: ignore[misc]
            note=policy.id,
            typed_only=True,
        )
        for policy in (taxonomy.policies if taxonomy else ())
    ]


def ranked(offered: Iterable[Entry], wanted: str, recent: Sequence[str]) -> list[Entry]:
    """Return what fits, best first: the nearest title, then what was used last, then what can be done now."""
    places = {name: place for place, name in enumerate(recent)}
    found = []
    for position, entry in enumerate(offered):
        if entry.typed_only and not wanted.strip():
            continue
        rank = match(wanted, entry.title)
        if rank is None and _is_key(wanted, entry.keys):
            rank = 0
        if rank is not None:
            last = places.get(entry.name, len(places)) if entry.run is not None else _FAR
            found.append((rank, last, position, entry))
    return [entry for *_, entry in sorted(found, key=lambda row: row[:3])]


def match(wanted: str, title: str) -> int | None:
    """Return how badly typed letters fit a title (0 is best), or None where they do not.

    First come titles that hold the letters as they are, then those that hold them in their order, then those that
    are like them but for a slip or two.
    """
    wanted, title = wanted.casefold().strip(), title.casefold()
    if not wanted:
        return 0
    found = title.find(wanted)
    if found >= 0:
        return 0 if found == 0 else 1 if title[found - 1] == " " else 2
    spread = _spread(wanted.replace(" ", ""), title)
    if spread is not None and (spread <= 2 * len(wanted) or len(wanted) < _SHORTEST_TYPED):
        return 3 + spread
    likeness = fuzz.partial_ratio(wanted, title) if len(wanted) >= _SHORTEST_TYPED else 0.0
    if likeness >= _LEAST_LIKENESS:
        return 100 + round(100 - likeness)
    return None if spread is None else 200 + spread


def _spread(letters: str, title: str) -> int | None:
    """Return over how many letters of the title the typed ones are spread, or None where one is missing."""
    position = start = -1
    for letter in letters:
        position = title.find(letter, position + 1)
        if position < 0:
            return None
        start = position if start < 0 else start
    return position - start


def _is_key(wanted: str, keys: Iterable[str]) -> bool:
    plain = wanted.casefold().replace(" ", "")
    return bool(plain) and any(key.casefold() == plain for key in keys)
