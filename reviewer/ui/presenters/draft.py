"""A review in the making: pure functions that change a draft, say what it lacks and make it a submission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviewer.domain.items import Item, Span
from reviewer.domain.leases import Claim
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option, Question
from reviewer.domain.reviews import (
    ClaimLink,
    Correction,
    HitJudgement,
    Judgement,
    LabeledSpan,
    MissedHit,
    Review,
    Skip,
    SkipKind,
)
from reviewer.ui.boundaries import trimmed
from reviewer.ui.language import tr

TIE = "tie"
BOTH_BAD = "both_bad"


@dataclass(frozen=True)
class Missing:
    """Something that must be given before the review can be submitted, and where it is given."""

    where: str
    text: str


def new_draft(claim: Claim, project: Project, taxonomy: Taxonomy | None, now: datetime) -> Review:
    """Return the empty draft of the person who holds this item."""
    return Review(
        item_id=claim.item.id,
        source=claim.item.source.system,
        reviewer=claim.reviewer,
        state="draft",
        started_at=now,
        guideline_version=project.guideline_version if project.guideline else None,
        policy_version=taxonomy.version if taxonomy else None,
        project_version=claim.project_version,
    )


def taken_back(review: Review) -> Review:
    """Return a withdrawn review as a draft that can be submitted anew."""
    return review.model_copy(
        update={
            "state": "draft",
            "submission_id": None,
            "submitted_at": None,
            "revision": 1,
            "supersedes": None,
            "skip": None,
            "escalation": None,
        }
    )


def as_change(review: Review) -> Review:
    """Return a submitted review as the draft of another revision of it."""
    again = {"supersedes": review.submission_id, "revision": review.revision + 1}
    return taken_back(review).model_copy(update=again)


def set_aside(draft: Review, kind: SkipKind) -> Review:
    """Return the work on an item that is skipped, to be kept until the item comes back; only the verdict goes."""
    return draft.model_copy(update={"verdict": None, "skip": Skip(kind=kind), "submission_id": None})


def taken_up(aside: Review) -> Review:
    """Return work that was set aside as a draft."""
    return aside.model_copy(update={"skip": None})


def is_touched(draft: Review) -> bool:
    """Return whether the person has given anything that would be lost."""
    parts = (
        draft.answers,
        draft.spans,
        draft.hits,
        draft.missed_hits,
        draft.policies_checked,
        draft.claims,
        draft.comment,
    )
    whole = (draft.verdict, draft.comparison, draft.ranking, draft.correction)
    return any(parts) or any(value is not None for value in whole)


def with_verdict(draft: Review, verdict: str) -> Review:
    """Choose a verdict; the same one again keeps it, so that a key pressed twice never clears a decision."""
    return draft.model_copy(update={"verdict": verdict})


def with_answer(draft: Review, question: Question, value: Any) -> Review:
    """Answer a question; None or an empty answer takes the answer back, a wrong one raises InvalidAnswer."""
    answers = dict(draft.answers)
    if value is None or value == "" or value == []:
        answers.pop(question.id, None)
        value = None
    else:
        value = answers[question.id] = question.check(value)
    changes: dict[str, Any] = {"answers": answers}
    if question.editor == "comparison":
        changes["comparison"] = value
    return draft.model_copy(update=changes)


def with_comparison(draft: Review, choice: str | None, project: Project) -> Review:
    """Say which response is better; the same choice again takes it back."""
    value = None if choice == draft.comparison else choice
    draft = draft.model_copy(update={"comparison": value})
    for question in project.questions:
        if question.editor == "comparison":
            draft = with_answer(draft, question, value)
    return draft


def with_ranked(draft: Review, response: str, responses: Sequence[str], project: Project) -> Review:
    """Put a response on the next place; one that has a place loses it with all behind it. The last place fills itself.

    A complete ranking says which response is better, too.
    """
    placed = [group[0] for group in draft.ranking or ()]
    placed = placed[: placed.index(response)] if response in placed else [*placed, response]
    rest = [one for one in responses if one not in placed]
    if len(rest) == 1 and placed:
        placed += rest
    draft = draft.model_copy(update={"ranking": tuple((one,) for one in placed) or None})
    if len(placed) == len(responses) and draft.comparison != placed[0]:
        draft = with_comparison(draft, placed[0], project)
    return draft


def with_judgement(draft: Review, hit: str, judgement: Judgement) -> Review:
    """Judge a policy hit; the same judgement again takes it back."""
    before = judgement_of(draft, hit)
    hits = [entry for entry in draft.hits if entry.hit != hit]
    if judgement != before:
        hits.append(HitJudgement(hit=hit, judgement=judgement))
    return draft.model_copy(update={"hits": tuple(hits)})


def judgement_of(draft: Review, hit: str) -> Judgement | None:
    """Return what the person said of a hit so far."""
    return next((entry.judgement for entry in draft.hits if entry.hit == hit), None)


def span_labels(project: Project) -> tuple[Option, ...]:
    """Return every label that a stretch of text can get, those of the spans questions too."""
    labels = {label.id: label for label in project.span_labels}
    for question in project.questions:
        if question.editor == "spans":
            labels.update({option.id: option for option in getattr(question, "options", ())})
    return tuple(labels.values())


def marked_spans(draft: Review, project: Project) -> tuple[LabeledSpan, ...]:
    """Return the stretches that the person marked: those in a response first, each text from left to right."""
    spans = list(draft.spans)
    for question in project.questions:
        if question.editor == "spans":
            spans += [LabeledSpan.model_validate(entry) for entry in draft.answers.get(question.id, ())]
    return tuple(sorted(spans, key=_place_of))


def _place_of(span: LabeledSpan) -> tuple[bool, str, int, int, str]:
    return not span.target.startswith("response"), span.target, span.start, span.end, span.label


def with_spans(draft: Review, project: Project, spans: Iterable[LabeledSpan]) -> Review:
    """Replace the marked stretches; each goes to the question that owns its label, else to the review."""
    rest = list(dict.fromkeys(spans))
    own = {label.id for label in project.span_labels}
    for question in project.questions:
        if question.editor != "spans":
            continue
        labels = {option.id for option in getattr(question, "options", ())} - own
        mine = [span for span in rest if span.label in labels and span.target == "response"]
        rest = [span for span in rest if span not in mine]
        answer = [span.model_dump(include={"start", "end", "text", "label"}) for span in mine]
        draft = with_answer(draft, question, answer)
    return draft.model_copy(update={"spans": tuple(rest)})


def stretch(item: Item, target: str, start: int, end: int) -> Span | None:
    """Return a stretch of a text of the item with its quote, without blanks at its ends; None when it is empty.

    What a review says of a place of a text goes through here, and nowhere else.
    """
    text = item.target_text(target)
    if text is None:
        return None
    start, end = trimmed(text, max(0, min(start, end)), min(len(text), max(start, end)))
    return Span(start=start, end=end, text=text[start:end]) if start < end else None


def labelled(item: Item, target: str, start: int, end: int, label: str) -> LabeledSpan | None:
    """Return a labelled stretch of a text of the item; None when it is empty."""
    found = stretch(item, target, start, end)
    return None if found is None else LabeledSpan(**found.model_dump(), target=target, label=label)


def with_missed_hit(draft: Review, policy: str, span: Span | None) -> Review:
    """Note a broken policy that no detector reported."""
    missed = MissedHit(policy=policy, spans=(span,) if span else ())
    if missed in draft.missed_hits:
        return draft
    return draft.model_copy(update={"missed_hits": (*draft.missed_hits, missed)})


def with_policies_checked(draft: Review, policies: Iterable[str], checked: bool) -> Review:
    """Note that the person has looked for these policies, or take it back."""
    changed = dict.fromkeys(policies)
    rest = [policy for policy in draft.policies_checked if policy not in changed]
    return draft.model_copy(update={"policies_checked": (*rest, *changed) if checked else tuple(rest)})


def implied_policies(draft: Review, item: Item) -> tuple[str, ...]:
    """Return the policies that were looked for, since a hit of them was judged or missed."""
    policies = {hit.id: hit.policy for hit in item.policy_hits}
    judged = [policies[entry.hit] for entry in draft.hits if entry.hit in policies]
    return tuple(dict.fromkeys([*judged, *(entry.policy for entry in draft.missed_hits)]))


def with_claim(draft: Review, claim: ClaimLink) -> Review:
    """Tie a stretch of the response to passages, or to none.

    A stretch may be supported by one passage and contradicted by another: links of one relation are joined, and a
    passage that gets a new relation loses its old one. "In no passage" excludes all others.
    """
    place = (claim.target, claim.start, claim.end)
    named = {passage.evidence for passage in claim.passages}
    rest: list[ClaimLink] = []
    for other in draft.claims:
        if (other.target, other.start, other.end) != place:
            rest.append(other)
            continue
        kept = tuple(passage for passage in other.passages if passage.evidence not in named)
        if claim.passages and kept and other.relation == claim.relation:
            claim = claim.model_copy(update={"passages": (*kept, *claim.passages)})
        elif claim.passages and kept:
            rest.append(other.model_copy(update={"passages": kept}))
    return draft.model_copy(update={"claims": in_order((*rest, claim))})


def in_order(claims: Iterable[ClaimLink]) -> tuple[ClaimLink, ...]:
    """Return claims in the order of the text, in which they are numbered."""
    return tuple(sorted(claims, key=lambda claim: (claim.target, claim.start, claim.end, claim.relation)))


def with_correction(draft: Review, target: str, text: str | None, original: str) -> Review:
    """Keep the corrected response; a text equal to the original is no correction."""
    correction = None if text is None or text == original else Correction(target=target, text=text)
    return draft.model_copy(update={"correction": correction})


def shown_questions(draft: Review | None, project: Project, item: Item) -> tuple[Question, ...]:
    """Return the questions that are asked now; a comparison only where there is something to compare."""
    shown = project.shown_questions(draft.verdict, draft.answers) if draft else project.shown_questions(None, {})
    return tuple(q for q in shown if q.editor != "comparison" or len(item.responses) > 1)


def missing(draft: Review, project: Project, item: Item) -> tuple[Missing, ...]:
    """Return what the review lacks, each with its place, in the order in which it is asked."""
    found: list[Missing] = []
    verdict = project.find_verdict(draft.verdict)
    if verdict is None:
        found.append(Missing("verdict", tr("a verdict")))
    for question in shown_questions(draft, project, item):
        if question.required and question.id not in draft.answers:
            found.append(Missing(f"question:{question.id}", f"“{question.label}”"))
    if verdict and verdict.id in project.reasons_required and not draft.comment.strip():
        found.append(Missing("comment", tr("a reason for “{label}”").format(label=verdict.label)))
    if verdict and verdict.outcome == "accept" and draft.correction is not None:
        found.append(
            Missing("verdict", tr("another verdict, since “{label}” takes no correction").format(label=verdict.label))
        )
    return tuple(found)


def to_submission(draft: Review, project: Project, item: Item, submission_id: str) -> Review:
    """Return the draft as it is submitted: no answers to hidden questions, policies looked for noted."""
    shown = {question.id for question in shown_questions(draft, project, item)}
    checked = (*implied_policies(draft, item), *draft.policies_checked)
    return draft.model_copy(
        update={
            "submission_id": submission_id,
            "ranking": draft.ranking if len(draft.ranking or ()) == len(item.responses) else None,
            "answers": {key: value for key, value in draft.answers.items() if key in shown},
            "policies_checked": tuple(dict.fromkeys(checked)),
        }
    )


def suggestion_use(draft: Review, item: Item) -> str:
    """Return what became of a suggestion that was on screen, `unseen` when there was none."""
    if item.suggestion is None or item.suggestion.verdict is None:
        return "unseen"
    return "kept" if item.suggestion.verdict == draft.verdict else "changed_from"
