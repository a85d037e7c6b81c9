"""Near copies: items whose responses say nearly the same, and what of a review is carried over from one to another."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from .changes import Receipt
from .items import Item, anchored
from .projects import Project
from .reviews import HitJudgement, Review

COUNTED = 2_000
"""So many near copies of one item are counted; beyond it is said that there are more."""
SHOWN = 200
"""So many are shown, and can be given a verdict, at once."""
_OF_ONE_TEXT = frozenset({"spans", "comparison", "ranking"})


class NearCopy(NamedTuple):
    """An item whose response is nearly that of another one, and how alike the two are, from 0 to 1."""

    item: Item
    likeness: float


class Applied(NamedTuple):
    """What became of a review that should be applied to a near copy: where the ledger tells of it, or why it is not."""

    receipt: Receipt | None
    problem: str = ""


class TakenBack(NamedTuple):
    """What became of a review that should be taken back: where the ledger tells of it, or why it stays."""

    review: Review
    receipt: Receipt | None
    problem: str = ""


def is_the_same(shown: Item, copy: Item) -> bool:
    """Return whether two items put the same question, evidence and response before a person."""
    return (shown.prompt, shown.response) == (copy.prompt, copy.response) and (
        [(message.role, message.content) for message in shown.messages]
        == [(message.role, message.content) for message in copy.messages]
        and [passage.text for passage in shown.evidence] == [passage.text for passage in copy.evidence]
    )


def copied_review(given: Review, project: Project, shown: Item, copy: Item) -> Review:
    """Return the review of a near copy that follows from the review of the item that was shown.

    Verdict, answers and comment go along, the judgements of hits of the same policy by the same detector, and the spans
    whose quotes stand in the copy too. What rests on the very text goes along only where the response is the same: the
    correction, hits that were missed, policies that were looked for, answers about places; and links of claims only
    where the evidence is the same too. Time, suggestion and reveal belong to the item that was shown.
    """
    same = shown.response == copy.response
    carried: dict[str, Any] = {
        "answers": {
            name: answer
            for name, answer in given.answers.items()
            if same or (question := project.find_question(name)) is None or question.type not in _OF_ONE_TEXT
        },
        "spans": tuple(span for span in map(_placer(copy), given.spans) if span.anchored),
        "hits": _same_hits(given, shown, copy),
    }
    if same:
        carried |= {name: getattr(given, name) for name in ("correction", "missed_hits", "policies_checked")}
    if is_the_same(shown, copy) and [e.id for e in shown.evidence] == [e.id for e in copy.evidence]:
        carried["claims"] = given.claims
    return Review(
        item_id=copy.id,
        source=copy.source.system,
        reviewer=given.reviewer,
        verdict=given.verdict,
        comment=given.comment,
        **carried,
    )


def _placer(copy: Item) -> Any:
    def placed(span: Any) -> Any:
        found = anchored(span, copy.target_text(span.target))
        return span.model_copy(
            update={"start": found.start, "end": found.end, "text": found.text, "anchored": found.anchored}
        )

    return placed


def _same_hits(given: Review, shown: Item, copy: Item) -> tuple[HitJudgement, ...]:
    """Return the judgements of the hits that stand once in each of the two, by policy and detector."""
    theirs = _by_rule(copy)
    names = {hit: theirs[rule] for rule, hit in _by_rule(shown).items() if rule in theirs}
    return tuple(
        HitJudgement(hit=names[judged.hit], judgement=judged.judgement) for judged in given.hits if judged.hit in names
    )


def _by_rule(item: Item) -> dict[tuple[str, str | None], str]:
    failed = [hit for hit in item.policy_hits if hit.outcome == "fail"]
    times = Counter((hit.policy, hit.detector) for hit in failed)
    return {(hit.policy, hit.detector): hit.id for hit in failed if times[hit.policy, hit.detector] == 1}
