"""The border between a disagreement as it came and as a lead sees it: the item, its reviews, the own decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.texts.placeholders import Finder

from .adjudication_state import Case
from .shield import Shield
from .wellbeing import VeilChoice


class CaseShield(Shield):
    """Stands between one disagreement and everything that shows it."""

    def __init__(
        self, case: Case, project: Project, taxonomy: Taxonomy | None, choice: VeilChoice, finder: Finder
    ) -> None:
        super().__init__(case.item, project, taxonomy, choice, more=tuple(_texts(case.reviews)), finder=finder)
        self._case = case

    @property
    def case(self) -> Case:
        """The disagreement as it may be shown now."""
        return replace(self._case, item=self.item, reviews=tuple(self.of_others(one) for one in self._case.reviews))


def _texts(reviews: tuple[Review, ...]) -> Iterator[str]:
    for review in reviews:
        yield review.comment
        if review.correction is not None:
            yield review.correction.text
        if review.escalation is not None:
            yield review.escalation.reason
        yield from (answer for answer in review.answers.values() if isinstance(answer, str))
