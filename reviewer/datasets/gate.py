"""The gate before a correction becomes a target: it passes the checks that flagged what it replaces.

Otherwise a model is trained on well-meant violations. Docs/decisions/0098 says why each rule is as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reviewer.datasets.cases import Case
from reviewer.datasets.reasons import (
    BREAKS_PATTERN,
    DEAD_CITATION,
    KEEPS_QUOTE,
    ONE_PERSON,
    PERSONAL_CORRECTION,
    LeftOut,
)
from reviewer.domain.items import PolicyHit
from reviewer.domain.policies import Policy, Taxonomy
from reviewer.texts.citations import cited_names, find_dead_citations, own_number
from reviewer.texts.personal_data import find_personal_data
from reviewer.texts.veiled_item import texts_of

GATE_REASONS: Final = frozenset({BREAKS_PATTERN, KEEPS_QUOTE, PERSONAL_CORRECTION, DEAD_CITATION, ONE_PERSON})
_SHORTEST_QUOTE = 15  # a shorter one, such as a word that is also part of a right answer, says little by itself
_SHORTEST_PERSONAL = 4
_WHOLE = 0.9  # a hit on the whole response says that something is wrong, not that each of its words is
_SEVERE = ("high", "critical")
_PERSONAL_POLICY: Final = re.compile(r"privacy|personal|(?<![a-z])pii(?![a-z])", re.IGNORECASE)
_LOOKED_AT = 100_000  # characters: patterns are the project's own, but the text may be made to be slow to search


def refuse_unfit(case: Case, correction: str, rules: Taxonomy | None) -> None:
    """Raise LeftOut with the first reason why a correction may not train."""
    hits = list(_confirmed(case))
    if rules is not None and _breaks_a_pattern(case, correction, rules):
        raise LeftOut(BREAKS_PATTERN)
    if any(quote in correction for hit in hits for quote in _telling_quotes(case, hit, rules)):
        raise LeftOut(KEEPS_QUOTE)
    if _has_personal_data(case, correction, hits, rules):
        raise LeftOut(PERSONAL_CORRECTION)
    if _cites_nothing(case, correction):
        raise LeftOut(DEAD_CITATION)
    if _is_severe(case, hits, rules) and len(_people_behind(case, correction)) < 2:
        raise LeftOut(ONE_PERSON)


def _confirmed(case: Case) -> Iterator[PolicyHit]:
    """Yield the confirmed hits on the text that was corrected, or on the item as a whole."""
    confirmed = {judged.hit for judged in case.decision.hits if judged.judgement == "confirmed"}
    yield from (hit for hit in case.item.policy_hits if hit.id in confirmed)


def _rule(hit: PolicyHit, rules: Taxonomy | None) -> Policy | None:
    return rules.find(hit.policy) if rules is not None else None


def _breaks_a_pattern(case: Case, correction: str, rules: Taxonomy) -> bool:
    """Search the patterns of all policies but those whose hits the reviewers called false alarms."""
    said = {judged.hit: judged.judgement for judged in case.decision.hits}
    judged = [(_rule(hit, rules), said.get(hit.id)) for hit in case.item.policy_hits]
    upheld = {rule.id for rule, judgement in judged if rule is not None and judgement != "false_alarm"}
    cleared = {rule.id for rule, judgement in judged if rule is not None and judgement == "false_alarm"} - upheld
    searched = correction[:_LOOKED_AT]
    return any(
        _compiled(pattern).search(searched)
        for policy in rules.policies
        if policy.id not in cleared
        for pattern in policy.patterns
    )


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _telling_quotes(case: Case, hit: PolicyHit, rules: Taxonomy | None) -> Iterator[str]:
    """Yield what a hit quotes from the corrected text, where the quote is long enough and not the whole of it."""
    if hit.target != case.corrected_target:
        return
    shortest = _SHORTEST_PERSONAL if _is_about_personal_data(hit, rules) else _SHORTEST_QUOTE
    longest = len(case.original or "") * _WHOLE
    for span in hit.spans:
        quote = span.text.strip()
        if shortest <= len(quote) <= longest:
            yield quote


def _is_about_personal_data(hit: PolicyHit, rules: Taxonomy | None) -> bool:
    rule = _rule(hit, rules)
    names = (hit.policy, rule.id, rule.title) if rule is not None else (hit.policy,)
    return any(_PERSONAL_POLICY.search(name) for name in names)


def _has_personal_data(case: Case, correction: str, hits: list[PolicyHit], rules: Taxonomy | None) -> bool:
    """Tell whether a correction keeps personal data that was flagged, or has some that stands nowhere in the item."""
    values = _values(correction)
    if not values:
        return False
    for hit in hits:
        if _is_about_personal_data(hit, rules):
            quotes = [span.text for span in hit.spans] or [case.item.target_text(hit.target) or ""]
            if any(values & _values(quote) for quote in quotes):
                return True
    known = {value for text in texts_of(case.item) for value in _values(text)}
    return not values <= known


def _values(text: str) -> set[str]:
    return {found.value for found in find_personal_data(text)}


def _cites_nothing(case: Case, correction: str) -> bool:
    """Tell whether a correction cites a passage that is not there, by any number under which the passages are known.

    Some sources list only the passages that are cited and keep the numbers of a longer list. Where the response cites
    no more different ones than there are passages, its numbers are taken for theirs.
    """
    evidence = case.item.evidence
    passages = tuple(passage.id for passage in evidence)
    titles = (title for passage in evidence for title in (passage.source, passage.title) if title)
    known = {number for title in titles if (number := own_number(title)) is not None}
    cited = cited_names(case.original or "", passages)
    if len(cited) <= len(passages):
        known |= cited
    return bool(find_dead_citations(correction, passages, known))


def _is_severe(case: Case, hits: list[PolicyHit], rules: Taxonomy | None) -> bool:
    """Tell whether a confirmed hit is severe by itself or, where it does not say, by its policy."""
    for hit in hits:
        rule = _rule(hit, rules)
        if (hit.severity or (rule.severity if rule is not None else None)) in _SEVERE:
            return True
    return False


def _people_behind(case: Case, correction: str) -> set[str]:
    """Return who wrote this very correction, and who adopted it to settle the item."""
    words = correction.split()
    people = {
        review.reviewer
        for review in case.reviews
        if review.correction is not None and review.correction.text.split() == words
    }
    resolution = case.resolution
    if resolution is not None and resolution.method == "adjudicated" and resolution.decided_by:
        people.add(resolution.decided_by)
    return people
