"""What the review room shows at one moment: a frozen value that the presenter emits and the panes paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from reviewer.domain.items import Evidence, Item, PolicyHit
from reviewer.domain.leases import Claim
from reviewer.domain.listing import Progress
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option, Question
from reviewer.domain.reviews import ClaimLink, Judgement, LabeledSpan, Passage, Relation, Review
from reviewer.texts.word_diff import WordDiff

from . import draft as drafts
from .conversation import Part
from .decisions import Decision
from .draft import Missing
from .shield import Personal, Veil

if TYPE_CHECKING:
    from reviewer.services.reveals import Reveal

Phase = Literal["loading", "preview", "reviewing", "empty", "failed"]


@dataclass(frozen=True)
class Notice:
    """One sentence to show once; a higher number is a new one."""

    number: int = 0
    text: str = ""
    stays: bool = False
    """Whether it is about more than the next save, which takes other notices away."""
    undo: bool = False
    """Whether it tells of a submission that can be taken back at once."""
    reveals: bool = False
    """Whether it tells what was kept back until the verdict."""


@dataclass(frozen=True)
class Saved:
    """What is known about the last write: said only by the code that saw it return."""

    number: int = 0
    text: str = ""
    ok: bool = True
    waits: bool = False
    """Not in the database yet, but safe on this machine."""


@dataclass(frozen=True)
class Linking:
    """A claim of a response on its way to a link: its place, and the passages that were chosen for it."""

    target: str
    start: int
    end: int
    passages: tuple[Passage, ...] = ()
    changes: int | None = None
    """The place of the link that is changed, or None for a new one."""
    relation: Relation | None = None
    """The relation that the link had before."""

    def passage(self, name: str) -> Passage | None:
        """Return what was chosen of a passage, or None where it is not chosen."""
        return next((passage for passage in self.passages if passage.evidence == name), None)


@dataclass(frozen=True)
class Response:
    """One response of the item under the neutral name that the reviewer sees."""

    target: str
    letter: str
    text: str


@dataclass(frozen=True)
class ReviewState:
    """Everything that the review room shows."""

    project: Project
    taxonomy: Taxonomy | None = None
    phase: Phase = "loading"
    claim: Claim | None = None
    preview: Claim | None = None
    """What can be read before anything is claimed; it proves nothing, and nothing of it is sent."""
    draft: Review | None = None
    selected_hit: str | None = None
    selected_passage: int = 0
    selected_mark: tuple[str, int] | None = None
    """The own mark that is worked on: ("span", its place in `spans`) or ("claim", its place in `claims`)."""
    linking: Linking | None = None
    """The claim that is being tied to passages."""
    target: str = "response"
    rendered: bool = False
    system_open: bool = False
    flipped_parts: frozenset[tuple[int, int]] = frozenset()
    """The folded parts of the conversation that were opened or closed one by one, against `system_open`."""
    passes_open: bool = False
    looked_open: bool = False
    correcting: bool = False
    diff: WordDiff | None = None
    asked: tuple[Missing, ...] = ()
    focus: Notice = Notice()
    busy: bool = False
    lost: str = ""
    failure: str = ""
    barred: Literal["", "read_only", "refused"] = ""
    """Why nothing can be decided here at all, where it is not for a database that is away."""
    waiting: int = 0
    """How many submissions wait on this machine longer than the person would expect."""
    away: bool = False
    """Whether the database could not be reached the last time."""
    saved: Saved = Saved()
    toast: Notice = Notice()
    problem: Notice = Notice()
    progress: Progress | None = None
    leads: tuple[str, ...] = ()
    reveal: Reveal | None = None
    """What was kept back of the last submission until it was committed."""
    recent: tuple[Decision, ...] = ()
    """The last decisions, newest first."""
    veil: Veil | None = None
    """What stands before the item on screen, whose texts are then empty."""
    personal: Personal | None = None
    """The personal data of the item on screen, and whether it is shown."""
    rest: str = ""
    """The suggestion of a break, until it is dismissed."""
    ahead: int = 0
    written: int = 0
    """Counts the texts that the presenter wrote itself, so that an editor knows when to take the new one."""

    @property
    def item(self) -> Item | None:
        """The item on screen, as its reviewer may see it."""
        shown = self.claim or self.preview
        return shown.item if shown else None

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """The responses to judge: one without a name, or several as A, B, C."""
        shown = self.claim or self.preview
        return responses_of(shown.item, shown.reviewer) if shown else ()

    @property
    def response(self) -> Response | None:
        """The response that a correction is about."""
        return next((r for r in self.responses if r.target == self.target), None)

    @property
    def evidence(self) -> Sequence[Evidence]:
        """The passages of the item in the order in which they came."""
        return self.item.evidence if self.item else ()

    @property
    def passage(self) -> Evidence | None:
        """The passage that is selected, or None when there is none."""
        return self.evidence[self.selected_passage] if self.selected_passage < len(self.evidence) else None

    @cached_property
    def hits(self) -> tuple[PolicyHit, ...]:
        """The policy hits that are to be judged, gravest first."""
        found = [hit for hit in self.item.policy_hits if hit.outcome == "fail"] if self.item else []
        return tuple(sorted(found, key=lambda hit: _GRAVITY.get(hit.severity or "", 4)))

    @cached_property
    def other_hits(self) -> tuple[PolicyHit, ...]:
        """The checks that did not fail: passed, unknown, or stopped by an error."""
        return tuple(h for h in self.item.policy_hits if h.outcome != "fail") if self.item else ()

    def shows_part(self, part: Part) -> bool:
        """Return whether a part of the conversation is open."""
        return not part.folds or self.system_open != (part.key in self.flipped_parts)

    @property
    def changing(self) -> bool:
        """Whether this is another revision of a review that is committed, for which nothing is held."""
        return self.draft is not None and self.draft.supersedes is not None

    @property
    def revision(self) -> int:
        """Which revision of the person's review this draft becomes."""
        return self.draft.revision if self.draft else 1

    @property
    def hits_hidden(self) -> bool:
        """Whether the hits of this item come after the verdict."""
        shown = self.claim or self.preview
        return shown.hits_hidden if shown else False

    def judgement(self, hit: str) -> Judgement | None:
        """Return what was said of a hit so far."""
        return drafts.judgement_of(self.draft, hit) if self.draft else None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked now."""
        if self.item is None:
            return ()
        return drafts.shown_questions(self.draft, self.project, self.item)

    @cached_property
    def spans(self) -> tuple[LabeledSpan, ...]:
        """The stretches that the person marked, in the order of the text."""
        return drafts.marked_spans(self.draft, self.project) if self.draft else ()

    @property
    def linked_passages(self) -> tuple[Passage, ...]:
        """The passages that a link would name now: those that were chosen, or else the one that is selected."""
        if self.linking is None:
            return ()
        return self.linking.passages or ((Passage(evidence=self.passage.id),) if self.passage else ())

    def linked_passage(self, name: str) -> Passage | None:
        """Return what a link would name of a passage now, or None."""
        return next((passage for passage in self.linked_passages if passage.evidence == name), None)

    @property
    def claims(self) -> tuple[ClaimLink, ...]:
        """The claims that the person tied to passages, in the order of the text."""
        return self.draft.claims if self.draft else ()

    @cached_property
    def span_labels(self) -> tuple[Option, ...]:
        """The labels that a stretch of text can get."""
        return drafts.span_labels(self.project)

    @property
    def correction(self) -> str:
        """The text in the correction editor: the corrected response, or the response itself."""
        if self.draft and self.draft.correction:
            return self.draft.correction.text
        return self.response.text if self.response else ""

    @property
    def suggested(self) -> str | None:
        """The correction that a model suggests, where it may be seen: in a blind project only after the verdict."""
        suggestion = self.item.suggestion if self.item and len(self.responses) == 1 else None
        return suggestion.correction if suggestion else None

    @property
    def may_submit(self) -> bool:
        """Whether a submission can be tried now."""
        return self.phase == "reviewing" and not self.busy and not self.lost


_GRAVITY = {"critical": 0, "high": 1, "medium": 2, "low": 3}


def responses_of(item: Item, reviewer: str = "") -> tuple[Response, ...]:
    """Return the responses of an item under neutral names, which do not tell which model wrote them.

    Their order is drawn anew for each item and each reviewer, and is the same whenever this one sees this item.
    """
    if len(item.responses) < 2:
        return (Response("response", "", item.response or ""),)
    drawn = sorted(item.responses, key=lambda one: _lot(reviewer, item.source.system, item.id, one.id))
    names = (_letter(number) for number in range(len(drawn)))
    return tuple(Response(f"response:{one.id}", name, one.text) for name, one in zip(names, drawn, strict=True))


def _lot(*parts: str) -> bytes:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)
