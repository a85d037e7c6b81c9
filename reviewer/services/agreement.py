"""Agreement over the reviews of a project: which ratings are compared, grouped and filtered how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.expressions import Kind, compile_expression
from reviewer.domain.items import Item
from reviewer.domain.questions import Level
from reviewer.domain.reviews import Review
from reviewer.store.engine import read
from reviewer.store.facts import stream_numbered_facts
from reviewer.store.items import load_item
from reviewer.store.reviews import before_reveals, stream_rows, stream_verdicts
from reviewer.store.times import from_micros

from .scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from reviewer.stats import AgreementReport, Coefficient, LabelPair
    from reviewer.store.engine import Connection

    from .workspace import Workspace

VERDICT = "verdict"
Triple = tuple[int, str, str | float | None]
JUDGEMENT_FIELDS: Mapping[str, Kind] = {
    "item_id": "text",
    "source": "text",
    "model": "text",
    "language": "text",
    "policy": "list",
    "detector": "list",
    "week": "text",
    "reviewer": "text",
    "verdict": "text",
    "submitted_at": "time",
    "guideline_version": "text",
    "project_version": "number",
    "metadata.*": "any",
    "answers.*": "any",
}


class AgreementService:
    """How far the reviewers of one project agree."""

    def __init__(self, workspace: Workspace, scope: Scope = EVERYTHING) -> None:
        self._workspace = workspace
        self._scope = scope

    def within(self, scope: Scope) -> AgreementService:
        """Return the same questions over a part of what was judged."""
        return AgreementService(self._workspace, scope)

    def compute(
        self,
        question: str = VERDICT,
        *,
        level: str | None = None,
        where: str | None = None,
        seed: int = 0,
    ) -> AgreementReport:
        """Return every coefficient on one question over current first-round reviews, one per item and reviewer."""
        from reviewer.stats import Ratings, agreement

        chosen = self.level(question, level)
        ratings = Ratings.from_triples(self._triples(question, chosen, where), self._order(question, chosen))
        report = agreement(ratings, question, chosen, seed=seed)
        return report if self._workspace.members.sees_all() else replace(report, notes=(self._part(), *report.notes))

    def _part(self) -> str:
        """Return the note that these figures are not those of the project."""
        return f"Only the reviews of items that {self._workspace.actor} has judged: a lead sees the figures of all."

    def compute_by(
        self,
        field: str,
        question: str = VERDICT,
        *,
        level: str | None = None,
        where: str | None = None,
        seed: int = 0,
    ) -> dict[str, AgreementReport]:
        """Return one report for each value of a field; an item with several values counts in each of them."""
        from reviewer.stats import Ratings, agreement

        chosen = self.level(question, level)
        compile_expression(f"{field} == None", JUDGEMENT_FIELDS)  # an unknown field is an error with the nearest name
        groups: dict[str, list[Triple]] = defaultdict(list)
        for number, record, review in self._judgements(where):
            value = self._value(question, chosen, review)
            for name in _names(_lookup(record, field)):
                groups[name].append((number, review.reviewer, value))
        order = self._order(question, chosen)
        return {
            name: agreement(Ratings.from_triples(groups[name], order), question, chosen, seed=seed)
            for name in sorted(groups)
        }

    def over_time(self, question: str = VERDICT, *, days: int = 7, seed: int = 0) -> dict[datetime, Coefficient]:
        """Return alpha with its interval for each stretch of `days`, by the time of an item's first review."""
        from reviewer.stats import Ratings, agreement_over_time

        level = self.level(question, None)
        rows: dict[int, list[tuple[datetime, str, str | float | None]]] = defaultdict(list)
        for number, review in self._reviews():
            at = review.submitted_at or from_micros(0)
            rows[number].append((at, review.reviewer, self._value(question, level, review)))
        buckets: dict[datetime, list[Triple]] = defaultdict(list)
        for number, entries in rows.items():
            start = _bucket(min(entry[0] for entry in entries), days)
            buckets[start] += [(number, reviewer, value) for _, reviewer, value in entries]
        order = self._order(question, level)
        ratings = {start: Ratings.from_triples(buckets[start], order) for start in sorted(buckets)}
        return agreement_over_time(ratings, level, seed=seed)

    def confused(self, question: str = VERDICT) -> tuple[LabelPair, ...]:
        """Return which two values are given to the same item how often, the commonest pair first."""
        from reviewer.stats import Ratings, label_pairs

        level = self.level(question, None)
        return tuple(
            label_pairs(Ratings.from_triples(self._triples(question, level, None), self._order(question, level)))
        )

    def shared_items(self, first: str, second: str, question: str = VERDICT) -> tuple[tuple[str, str, Any, Any], ...]:
        """Return (item id, source, value of the first, value of the second) of each item that both judged."""
        level = self.level(question, None)
        said: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        for _, review in self._reviews():
            if review.reviewer in (first, second):
                value = self._value(question, level, review)
                said[review.item_id, review.source or ""][review.reviewer] = value
        both = [(key, values) for key, values in said.items() if len(values) == 2 and None not in values.values()]
        return tuple((item_id, source, values[first], values[second]) for (item_id, source), values in both)

    def level(self, question: str, level: str | None) -> Level:
        """Return the level of measurement at which a question is compared."""
        if level is not None:
            if level not in ("nominal", "ordinal", "interval", "ratio"):
                raise InvalidInput(f"'{level}' is not a level: choose nominal, ordinal, interval or ratio.")
            return cast("Level", level)
        if question == VERDICT:
            return "nominal"
        return cast("Level", self._question(question).level)

    def _question(self, question: str) -> Any:
        found = self._workspace.project.find_question(question)
        if found is None:
            known = ", ".join([VERDICT, *(q.id for q in self._workspace.project.questions)])
            raise NotFound(f"The project has no question '{question}': choose one of {known}.")
        return found

    def _order(self, question: str, level: Level) -> list[str] | None:
        """Return the order of the verdicts, where they are compared above the nominal level."""
        if question == VERDICT and level != "nominal":
            return [option.id for option in self._workspace.project.verdicts]
        return None

    def _value(self, question: str, level: Level, review: Review) -> str | float | None:
        if question == VERDICT:
            return review.verdict
        answer = review.answers.get(question)
        if answer is None:
            return None
        value: str | float | None = self._question(question).rating(answer)
        return str(value) if level == "nominal" and value is not None else value

    def _triples(self, question: str, level: Level, where: str | None) -> Iterator[Triple]:
        if question == VERDICT and not where:
            with read(self._workspace.engine) as connection:
                wanted = self._numbers(connection)
                before = before_reveals(connection, self._workspace.project_id)
                for number, reviewer, verdict, _ in stream_verdicts(connection, self._workspace.project_id):
                    if wanted is None or number in wanted:
                        independent = before.get((number, reviewer))
                        yield number, reviewer, independent.verdict if independent else verdict
            return
        found = ((n, review) for n, _, review in self._judgements(where)) if where else self._reviews()
        for number, review in found:
            yield number, review.reviewer, self._value(question, level, review)

    def _reviews(self) -> Iterator[tuple[int, Review]]:
        """Yield (item number, review) of each current first-round judgement, as it was before any reveal."""
        with read(self._workspace.engine) as connection:
            wanted = self._numbers(connection)
            before = before_reveals(connection, self._workspace.project_id)
            for number, _, review in stream_rows(connection, self._workspace.project_id):
                if review.round == "first" and review.is_judgement and (wanted is None or number in wanted):
                    yield number, before.get((number, review.reviewer), review)

    def _numbers(self, connection: Connection) -> frozenset[int] | None:
        """Return the items that belong to the scope; None stands for all."""
        if not self._scope:
            return None
        facts = stream_numbered_facts(connection, self._workspace.project_id)
        return frozenset(number for number, fact in facts if self._scope.holds(fact))

    def _judgements(self, where: str | None) -> Iterator[tuple[int, dict[str, Any], Review]]:
        """Yield (item number, its fields, review) of the judgements that fulfil an expression."""
        if not self._workspace.members.sees_all():
            who = self._workspace.actor
            raise Refused(f"{who} may not read the items of others, so a lead compares reviews by their fields.")
        wanted = compile_expression(where, JUDGEMENT_FIELDS) if where else None
        with read(self._workspace.engine) as connection:
            for number, review in self._reviews():
                record = judgement_record(load_item(connection, number), review)
                if wanted is None or wanted.matches(record):
                    yield number, record, review


def judgement_record(item: Item, review: Review) -> dict[str, Any]:
    """Return the fields by which judgements are filtered and grouped."""
    failing = [hit for hit in item.policy_hits if hit.outcome == "fail"]
    return {
        "item_id": item.id,
        "source": item.source.system,
        "model": item.metadata.get("model"),
        "language": item.metadata.get("language"),
        "policy": [hit.policy for hit in failing],
        "detector": sorted({hit.detector for hit in failing if hit.detector}),
        "week": review.submitted_at.strftime("%G-W%V") if review.submitted_at else None,
        "reviewer": review.reviewer,
        "verdict": review.verdict,
        "submitted_at": review.submitted_at,
        "guideline_version": review.guideline_version,
        "project_version": review.project_version,
        "metadata": item.metadata,
        "answers": review.answers,
    }


def _lookup(record: Mapping[str, Any], field: str) -> Any:
    value: Any = record
    for key in field.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _names(value: Any) -> list[str]:
    """Return the groups that a value belongs to; nothing is its own group, so that no item goes missing."""
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value] or ["(none)"]
    return ["(none)" if value is None or value == "" else str(value)]


def _bucket(at: datetime, days: int) -> datetime:
    """Return the beginning of the stretch of `days` that holds `at`; weeks begin on Monday."""
    start = datetime(1970, 1, 5, tzinfo=UTC)
    return start + timedelta(days=(at - start).days // days * days)
