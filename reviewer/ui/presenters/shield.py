"""The one border between an item as it came and as it is shown: placeholders for personal data, and the veil.

A pane, a dialog, the lens or a search only ever gets what comes out of here, so none of them can give a text away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reviewer.domain.items import Candidate, Item
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.texts.personal_data import find_personal_data
from reviewer.texts.placeholders import Finder
from reviewer.texts.veiled_item import VeiledItem

from .wellbeing import VeilChoice, parts_of, why_veiled

_WITHHELD = ("spans", "claims", "missed_hits", "correction")


@dataclass(frozen=True)
class Veil:
    """A text that is not shown yet: what may be in it, and the parts that were opened so far."""

    summary: str
    opened: tuple[str, ...]
    steps: int


@dataclass(frozen=True)
class Personal:
    """The personal data of the item on screen: how many values of each kind, and whether they are shown."""

    counts: tuple[tuple[str, int], ...]
    shown: bool

    @property
    def count(self) -> int:
        """How many values there are in all."""
        return sum(number for _, number in self.counts)


class Shield:
    """Stands between one item with its review and everything that shows them."""

    def __init__(
        self,
        item: Item,
        project: Project,
        taxonomy: Taxonomy | None = None,
        choice: VeilChoice = "project",
        *,
        hits_hidden: bool = False,
        more: Iterable[str] = (),
        finder: Finder = find_personal_data,
        veil: Callable[[Item, Iterable[str]], VeiledItem] | None = None,
    ) -> None:
        self.original = item
        self._personal: VeiledItem | None = None
        if project.personal_data == "veil":
            self._personal = veil(item, more) if veil is not None else VeiledItem(item, more, finder)
        self._revealed = False
        self._in_words = {question.id for question in project.questions if question.editor == "text"}
        self._summary = why_veiled(item, project, taxonomy, choice, hits_hidden=hits_hidden)
        self._opened = 0
        self._withheld: dict[str, Any] = {}
        self._hidden_answers: dict[str, Any] = {}

    @property
    def item(self) -> Item:
        """The item as it may be shown now."""
        veiled = self.with_placeholders
        return _blank(veiled) if self._summary is not None else veiled

    @property
    def with_placeholders(self) -> Item:
        """The item with the personal data as it may be shown, whether veiled or not."""
        if self._personal is None or self._revealed:
            return self.original
        return self._personal.shown

    @property
    def veil(self) -> Veil | None:
        """What stands before the text, or None where the text is shown."""
        if self._summary is None:
            return None
        parts = parts_of(self.with_placeholders)
        return Veil(self._summary, parts[: self._opened], len(parts))

    @property
    def personal(self) -> Personal | None:
        """The personal data that was found, or None where there is none or the project shows it."""
        if self._personal is None or not self._personal.placeholders:
            return None
        return Personal(tuple(self._personal.placeholders.counts.items()), self._revealed)

    def open_further(self) -> None:
        """Open one more part; after the last one the whole item is shown."""
        if self._summary is not None:
            self._opened += 1
            if self._opened > len(parts_of(self.with_placeholders)):
                self.open_all()

    def open_all(self) -> None:
        """Show the whole item from now on."""
        self._summary = None

    def reveal(self) -> None:
        """Show the personal data from now on; whoever calls this has noted it in the ledger."""
        self._revealed = True

    def shown(self, draft: Review) -> Review:
        """Return a draft in terms of the item as it is shown; what quotes a veiled text is kept back."""
        if self._personal is not None and not self._revealed:
            draft = self._personal.as_shown(draft)
        if self._summary is None:
            return draft
        self._hidden_answers = {name: value for name, value in draft.answers.items() if _quotes(value)}
        self._withheld = {name: getattr(draft, name) for name in _WITHHELD}
        rest = {name: value for name, value in draft.answers.items() if name not in self._hidden_answers}
        bare = {name: None if name == "correction" else () for name in _WITHHELD}
        return draft.model_copy(update={**bare, "answers": rest})

    def written(self, draft: Review) -> Review:
        """Return a draft of the item as it is shown in terms of the original, which is what is kept and sent."""
        if draft.skip is None:
            answers = {**self._hidden_answers, **draft.answers}
            kept = {name: self._with_kept(name, draft) for name in self._withheld}
            draft = draft.model_copy(update={**kept, "answers": answers})
        if self._personal is not None and not self._revealed:
            draft = self._personal.as_written(draft)
        return draft

    def _with_kept(self, name: str, draft: Review) -> Any:
        """Return what was kept back of a field, and what was added since without seeing it."""
        kept, added = self._withheld[name], getattr(draft, name)
        if name == "correction":
            return kept if kept is not None else added
        return (*kept, *(one for one in added if one not in kept))

    def of_others(self, review: Review) -> Review:
        """Return what somebody else said of the item, as it may be read now."""
        if self._personal is not None and not self._revealed:
            review = self._personal.for_others(review)
        if self._summary is None:
            return review
        bare: dict[str, Any] = {name: None if name == "correction" else () for name in _WITHHELD}
        told = {name: value for name, value in review.answers.items() if name not in self._in_words}
        answers = {name: value for name, value in told.items() if not _quotes(value)}
        escalation = review.escalation.model_copy(update={"reason": ""}) if review.escalation else None
        return review.model_copy(update={**bare, "answers": answers, "comment": "", "escalation": escalation})

    def adopted(self, draft: Review) -> Review:
        """Return a decision that began with what others said, in terms of the original, their words included."""
        written = self.written(draft)
        if self._personal is None or self._revealed:
            return written
        return written.model_copy(update={"answers": self._personal.restored(written.answers)})

    def take(self, draft: Review) -> Review:
        """Return the original of a draft and forget what was kept back of it: it is about to be shown anew."""
        written = self.written(draft)
        self._withheld, self._hidden_answers = {}, {}
        return written


def written_about(draft: Review | None) -> tuple[str, ...]:
    """Return the texts of a draft whose personal data stands behind the placeholders of the item."""
    return (draft.correction.text,) if draft is not None and draft.correction is not None else ()


def _quotes(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _blank(item: Item) -> Item:
    """Return an item that says nothing but what it is called and how many responses it has."""
    return item.model_copy(
        update={
            "messages": (),
            "prompt": None,
            "response": None if item.response is None else "",
            "responses": tuple(Candidate(id=one.id, text="") for one in item.responses),
            "evidence": (),
            "policy_hits": (),
            "suggestion": None,
            "metadata": {},
        }
    )
