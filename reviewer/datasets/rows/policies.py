"""Which policies a text breaks, as far as the reviewers said so: hits they confirmed, and what detectors missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer.datasets.cases import Case
from reviewer.domain.items import Item


@dataclass(frozen=True, slots=True)
class Breach:
    """What is known of one text: the policies that it breaks, and whether there may be more of them."""

    policies: frozenset[str]
    is_open: bool
    """A detector reported something that nobody has confirmed or called a false alarm."""
    was_looked_for: bool
    """Somebody judged a hit, looked for broken policies, or accepted the response as it is."""

    @property
    def broken(self) -> bool | None:
        """Whether the text breaks a policy; None where nobody can tell."""
        if self.policies:
            return True
        return False if self.was_looked_for and not self.is_open else None


def breach_of_response(case: Case) -> Breach:
    """Return what is known of the response; policies that were missed belong to it."""
    missed = missed_policies(case)
    found = _breach(case, "response")
    accepted = case.outcome == "accept"
    checked = any(review.policies_checked for review in case.reviews)
    return Breach(
        policies=found.policies | missed,
        is_open=found.is_open and not accepted,
        was_looked_for=found.was_looked_for or accepted or checked,
    )


def breach_of_prompt(case: Case) -> Breach:
    """Return what is known of the prompt: the plain one, or the last thing that the user said."""
    place = prompt_place(case.item)
    return _breach(case, f"message:{place}") if place is not None else Breach(frozenset(), False, False)


def missed_policies(case: Case) -> frozenset[str]:
    """Return the broken policies that no detector reported: those of the adopted review, or of most reviewers."""
    adopted = case.decision.adopted
    asked = [review for review in case.reviews if adopted in (None, review.submission_id)] or case.reviews
    named = Counter(policy for review in asked for policy in {missed.policy for missed in review.missed_hits})
    return frozenset(policy for policy, times in named.items() if times * 2 > len(asked))


def false_alarms(case: Case) -> frozenset[str]:
    """Return the policies whose hits the reviewers called false alarms and none of whose hits they confirmed."""
    return _judged(case, "false_alarm") - _judged(case, "confirmed")


def prompt_place(item: Item) -> int | None:
    """Return the place in the conversation of the prompt: the plain one, or the last thing that the user said."""
    if item.prompt is not None:
        return 0
    places = [n for n, message in enumerate(item.messages) if message.role == "user" and message.content]
    return places[-1] if places else None


def explanation(case: Case) -> str | None:
    """Return why it was decided so: the reason of who settled it, else the first comment of a reviewer behind it."""
    comments = (review.comment for review in case.reviews)
    return next((text for text in (case.decision.reason, *comments) if text.strip()), None)


def _judged(case: Case, judgement: str) -> frozenset[str]:
    policies = {hit.id: hit.policy for hit in case.item.policy_hits}
    return frozenset(
        policies[said.hit] for said in case.decision.hits if said.judgement == judgement and said.hit in policies
    )


def _breach(case: Case, target: str) -> Breach:
    """Return what the judgements of the hits on one text say."""
    said = {judged.hit: judged.judgement for judged in case.decision.hits}
    hits = [hit for hit in case.item.policy_hits if hit.target == target and hit.outcome != "pass"]
    confirmed = frozenset(hit.policy for hit in hits if said.get(hit.id) == "confirmed")
    reported = [hit for hit in hits if hit.outcome == "fail" and hit.policy not in confirmed]
    return Breach(
        policies=confirmed,
        is_open=any(said.get(hit.id) != "false_alarm" for hit in reported),
        was_looked_for=any(hit.id in said for hit in hits),
    )
