"""Raw reviews: one row per judgement, for people who learn from disagreement."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import HITS, SHARES, SPANS, TEXTS, Column, Row
from reviewer.datasets.recipe import Recipe
from reviewer.domain.canonical import canonical_json
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review

from .provenance import json_text, time_text
from .task import Task


class Reviews(Task):
    """Everything that one reviewer said of one item, the reviewer under a pseudonym."""

    name = "reviews"
    title = "Raw reviews"
    categories = ("text-classification",)
    reasons = frozenset()
    tells_of_others = True

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the texts, the judgement and its circumstances."""
        return (
            Column("prompt", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("response", "text", "The response; empty for an item that compares several."),
            Column("responses", TEXTS, "The responses that the item compares."),
            Column("reviewer", "text", "Pseudonym of the reviewer, the same throughout this workspace."),
            Column("answers", "text", "Answers to the project's questions, as a JSON object."),
            Column("spans", SPANS, "Stretches of the response that the reviewer marked."),
            Column("hits", HITS, "What the reviewer said of each policy hit."),
            Column("missed_policies", TEXTS, "Broken policies that no detector reported."),
            Column("comparison", "text", "The better response, tie or both_bad."),
            Column("ranking", "text", "The responses from best to worst, as a JSON list of lists."),
            Column("correction", "text", "The response as it should have been."),
            Column("comment", "text", "The reviewer's comment."),
            Column("started_at", "text", "When the reviewer opened the item, in UTC."),
            Column("submitted_at", "text", "When the review was submitted, in UTC."),
            Column("active_seconds", "number", "Time that the reviewer worked on it."),
            Column("after_reveal", "flag", "Whether the verdict was given after others' opinions were shown."),
            Column("suggestion_use", "text", "How the verdict relates to the model's suggestion."),
            Column(
                "label_distribution",
                SHARES,
                "How often each verdict was given to this item, by itself: in the first round, before any reveal.",
            ),
            Column("entropy_bits", "number", "Shannon entropy of that distribution in bits; 0 where all agree."),
            Column("judgements", "integer", "Number of verdicts in that distribution."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield one row per review of the case."""
        item = case.item
        hits = {hit.id: hit for hit in item.policy_hits}
        distribution = label_distribution(case.among or case.reviews, setting.project)
        whole = {
            "label_distribution": distribution,
            "entropy_bits": entropy_bits([each["count"] for each in distribution]),
            "judgements": sum(each["count"] for each in distribution),
        }
        for review in case.reviews:
            judged = [(hits.get(each.hit), each) for each in review.hits]
            yield {
                "prompt": prompt_text(item),
                "response": item.response,
                "responses": [candidate.text for candidate in item.responses],
                "reviewer": setting.pseudonym(review.reviewer),
                "verdict": review.verdict,
                "outcome": setting.project.outcome(review.verdict),
                "answers": json_text(review.answers),
                "spans": [
                    {"start": span.start, "end": span.end, "text": span.text, "label": span.label}
                    for span in review.spans
                    if span.target == "response" and span.anchored
                ],
                "hits": [
                    {
                        "hit": each.hit,
                        "policy": hit.policy if hit else None,
                        "detector": hit.detector if hit else None,
                        "judgement": each.judgement,
                    }
                    for hit, each in judged
                ],
                "missed_policies": sorted({missed.policy for missed in review.missed_hits}),
                "comparison": review.comparison,
                "ranking": canonical_json(review.ranking) if review.ranking is not None else None,
                "correction": review.correction.text if review.correction else None,
                "comment": review.comment,
                "started_at": time_text(review.started_at),
                "submitted_at": time_text(review.submitted_at),
                "active_seconds": review.active_seconds,
                "after_reveal": review.after_reveal,
                "suggestion_use": review.suggestion_use,
                **whole,
            }


def label_distribution(reviews: Sequence[Review], project: Project) -> list[Row]:
    """Return how often each verdict was given, those of the project in its order first, also where nobody gave one.

    A verdict from after a reveal is not counted: who saw the others' opinions has none of their own any more.
    """
    given = Counter(review.verdict for review in reviews if review.verdict and not review.after_reveal)
    names = [verdict.id for verdict in project.verdicts]
    names += sorted(given.keys() - names)
    total = given.total()
    return [
        {"label": name, "count": given[name], "share": round(given[name] / total, 6) if total else 0.0}
        for name in names
    ]


def entropy_bits(counts: Sequence[int]) -> float | None:
    """Return the Shannon entropy of counts in bits, or None where there are none.

    H = -sum p_i log2 p_i with p_i the share of the i-th label: C. E. Shannon, A Mathematical Theory of Communication,
    Bell System Technical Journal 27 (1948), section 6. To six places, so that it is the same text on every machine.
    """
    total = sum(counts)
    if not total:
        return None
    shares = [count / total for count in counts if count]
    return round(math.fsum(-share * math.log2(share) for share in shares), 6) + 0.0


TASK = Reviews()
