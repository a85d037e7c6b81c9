"""The policies that can be named on an item, and which of them the reviewer has looked for."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.policies import Taxonomy

from .draft import implied_policies
from .review_state import ReviewState


@dataclass(frozen=True)
class Tick:
    """A policy with its title, and whether it was looked for; `implied` where a judgement or a missed hit says so."""

    policy: str
    title: str
    checked: bool
    implied: bool


def policy_title(policy: str, taxonomy: Taxonomy | None) -> str:
    """Return the title of a policy from the taxonomy, or its id where it is not known there."""
    known = taxonomy.find(policy) if taxonomy else None
    return known.title if known else policy


def policy_text(policy: str, taxonomy: Taxonomy | None) -> str:
    """Return what a policy says, or nothing where the taxonomy does not know it."""
    known = taxonomy.find(policy) if taxonomy else None
    return known.text if known else ""


def known_policies(state: ReviewState) -> list[tuple[str, str]]:
    """Return id and title of the taxonomy's policies, then of those that detectors of this item know beside them.

    Where the hits come after the verdict, the detectors add nothing.
    """
    known = {policy.id: policy.title for policy in state.taxonomy.policies} if state.taxonomy else {}
    if not state.hits_hidden:
        for hit in (*state.hits, *state.other_hits):
            known.setdefault(_canonical(hit.policy, state), policy_title(hit.policy, state.taxonomy))
    return list(known.items())


def looked_for(state: ReviewState) -> list[Tick]:
    """Return the policies that can be named, each with its tick."""
    if state.draft is None or state.item is None:
        return []
    implied = {_canonical(policy, state) for policy in implied_policies(state.draft, state.item)}
    checked = {_canonical(policy, state) for policy in state.draft.policies_checked}
    known = dict(known_policies(state))
    for policy in (*implied, *checked):
        known.setdefault(policy, policy_title(policy, state.taxonomy))
    return [Tick(policy, title, policy in checked | implied, policy in implied) for policy, title in known.items()]


def _canonical(policy: str, state: ReviewState) -> str:
    """Return the id under which the taxonomy knows a policy, else the id that it came with."""
    found = state.taxonomy.find(policy) if state.taxonomy else None
    return found.id if found else policy
