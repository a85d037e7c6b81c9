"""Calibration rounds: all of a team judge the same set blind, then talk about the differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.listing import ItemFilter
from reviewer.domain.members import refusal
from reviewer.store.engine import read
from reviewer.store.items import get_number
from reviewer.store.reviews import before_reveals, stream_verdicts
from reviewer.store.rounds import calibration_reviews, list_calibrations
from reviewer.store.store import NewCalibration
from reviewer.store.times import from_micros

if TYPE_CHECKING:
    from reviewer.stats import Coefficient

    from .workspace import Workspace

MOST_ITEMS, MOST_PEOPLE = 500, 100
Verdict = tuple[int, str, str]
"""Of which item, by whom, and what."""


@dataclass(frozen=True)
class Said:
    """What one reviewer said of an item of the set."""

    reviewer: str
    verdict: str
    comment: str


@dataclass(frozen=True)
class Difference:
    """An item of the set on which the verdicts differ, to be talked about."""

    item_id: str
    source: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class CalibrationRound:
    """A calibration round; what was said stays hidden until it is closed, so that nobody is led by it.

    `agreement` is of the set, `before` and `after` of the ordinary work of the same people before the round was opened
    and after it was closed; all three are Krippendorff's alpha of the verdicts.
    """

    number: int
    title: str
    items: int
    started_at: datetime
    started_by: str
    closed_at: datetime | None
    closed_by: str | None
    done: dict[str, int]
    agreement: Coefficient | None
    before: Coefficient
    after: Coefficient
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the round as the terminal prints it."""

        def figure(found: Coefficient | None) -> dict[str, Any] | None:
            return None if found is None else {**found.to_json(), "note": found.note}

        return {
            "number": self.number,
            "title": self.title,
            "items": self.items,
            "started_at": self.started_at.isoformat(),
            "started_by": self.started_by,
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
            "closed_by": self.closed_by,
            "done": self.done,
            "agreement": figure(self.agreement),
            "before": figure(self.before),
            "after": figure(self.after),
            "differences": [
                {"item_id": one.item_id, "source": one.source, "said": [dict(vars(said)) for said in one.said]}
                for one in self.differences
            ],
        }


class Rounds:
    """The calibration rounds of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def start(
        self, title: str, *, reviewers: Iterable[str], items: Sequence[str] = (), where: str | None = None
    ) -> CalibrationRound:
        """Open a round over items by their ids, or over those that an expression chooses; one at a time."""
        workspace = self._workspace
        self._require_lead()
        if bool(items) == bool(where):
            raise InvalidInput("A calibration round needs items or an expression that chooses them, not both.")
        people = tuple(dict.fromkeys(reviewers))
        if not 2 <= len(people) <= MOST_PEOPLE:
            raise InvalidInput(f"A calibration round needs 2 to {MOST_PEOPLE} reviewers, since it compares them.")
        if not 1 <= len(title.strip()) <= 200:
            raise InvalidInput("A calibration round needs a name of 1 to 200 characters.")
        self._check_people(people)
        wanted = NewCalibration(title.strip(), self._numbers(items, where), people)
        number, _ = workspace.store.start_calibration(workspace.project_id, wanted, workspace.actor, workspace.now_us())
        return self.show(number)

    def close(self, number: int) -> CalibrationRound:
        """Close a round and return what came of it."""
        workspace = self._workspace
        self._require_lead()
        workspace.store.close_calibration(workspace.project_id, number, workspace.actor, workspace.now_us())
        return self.show(number)

    def show(self, number: int) -> CalibrationRound:
        """Return one round."""
        found = next((one for one in self.all() if one.number == number), None)
        if found is None:
            raise NotFound(f"There is no calibration round {number}: see 'reviewer rounds show'.")
        return found

    def all(self) -> tuple[CalibrationRound, ...]:
        """Return every round of the project, oldest first."""
        self._require_lead()
        with read(self._workspace.engine) as connection:
            rows = list_calibrations(connection, self._workspace.project_id)
            return tuple(self._round(connection, row) for row in rows)

    def _round(self, connection: Any, row: Any) -> CalibrationRound:
        numbers, people = from_json(row.item_numbers), from_json(row.people)
        said = [one for one in calibration_reviews(connection, numbers) if one.reviewer in people]
        before, after = self._ordinary_work(connection, set(people), row.started_at, row.closed_at)
        verdicts = [(one, from_json(one.body)) for one in said if one.kind == "verdict"]
        is_closed = row.closed_at is not None
        return CalibrationRound(
            row.number,
            row.title,
            len(numbers),
            from_micros(row.started_at),
            row.started_by,
            from_micros(row.closed_at),
            row.closed_by,
            {name: sum(one.reviewer == name for one in said) for name in people},
            _alpha((one.item_number, one.reviewer, body["verdict"]) for one, body in verdicts) if is_closed else None,
            _alpha(before),
            _alpha(after),
            _differences(verdicts) if is_closed else (),
        )

    def _ordinary_work(
        self, connection: Any, people: set[str], started_at: int, closed_at: int | None
    ) -> tuple[list[Verdict], list[Verdict]]:
        """Return what these people said in the first round before the round was opened, and after it was closed."""
        project_id = self._workspace.project_id
        independent = before_reveals(connection, project_id)
        before: list[Verdict] = []
        after: list[Verdict] = []
        for number, reviewer, verdict, at in stream_verdicts(connection, project_id):
            if reviewer not in people or (at >= started_at and (closed_at is None or at <= closed_at)):
                continue
            first = independent.get((number, reviewer))
            said = (number, reviewer, (first.verdict if first else None) or verdict)
            (before if at < started_at else after).append(said)
        return before, after

    def _numbers(self, items: Sequence[str], where: str | None) -> tuple[int, ...]:
        workspace = self._workspace
        if where:
            chosen = workspace.queue.numbers(ItemFilter(where=where), limit=MOST_ITEMS + 1)
            numbers = tuple(chosen or ())
        else:
            with read(workspace.engine) as connection:
                found = (get_number(connection, workspace.project_id, item_id, None) for item_id in items)
                numbers = tuple(dict.fromkeys(found))
        if not 1 <= len(numbers) <= MOST_ITEMS:
            count = f"more than {MOST_ITEMS}" if numbers else "no"
            raise InvalidInput(f"The set has {count} items: choose 1 to {MOST_ITEMS}.")
        return numbers

    def _check_people(self, people: Sequence[str]) -> None:
        """Refuse who cannot be served an item: a name with a slip of the pen would leave the round open for ever."""
        members = self._workspace.members
        known = {member.name for member in members.list()}
        for name in people:
            if known and name not in known:
                raise NotFound(f"'{name}' is not a member: add the person with 'reviewer members add'.")
            if not members.may(name, "review"):
                raise Refused(refusal(name, members.role(name), "review"))

    def _require_lead(self) -> None:
        members = self._workspace.members
        if not members.sees_all():
            raise Refused(refusal(self._workspace.actor, members.role(self._workspace.actor), "lead"))
        members.demand(self._workspace.actor, "lead")


def _alpha(said: Iterable[Verdict]) -> Coefficient:
    from reviewer.stats import Ratings, krippendorff_alpha

    return krippendorff_alpha.STATISTIC.compute(Ratings.from_triples(said))


def _differences(verdicts: Sequence[tuple[Any, dict[str, Any]]]) -> tuple[Difference, ...]:
    items: dict[int, list[tuple[Any, dict[str, Any]]]] = {}
    for one, body in verdicts:
        items.setdefault(one.item_number, []).append((one, body))
    return tuple(
        Difference(
            said[0][0].item_id,
            said[0][0].source,
            tuple(Said(one.reviewer, body["verdict"], body.get("comment") or "") for one, body in said),
        )
        for said in items.values()
        if len({body["verdict"] for _, body in said}) > 1
    )
