"""Project: what is judged and how, read from and written to its TOML form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SerializeAsAny, ValidationError, field_validator, model_validator

from .canonical import canonical_json, sha256_text
from .errors import InvalidInput
from .expressions import Expression, ExpressionError, Kind, compile_expression
from .items import describe
from .model import Frozen, Share
from .questions import Option, Question, read_question
from .wellbeing import Wellbeing

Outcome = Literal["accept", "correct", "reject"]


class VerdictOption(Option):
    """One verdict that a reviewer may give, and what it means for training."""

    outcome: Outcome


DEFAULT_VERDICTS = (
    VerdictOption(id="approve", title="Approve", key="1", outcome="accept"),
    VerdictOption(id="revise", title="Revise", key="2", outcome="correct"),
    VerdictOption(id="reject", title="Reject", key="3", outcome="reject"),
)


class Project(Frozen):
    """Verdicts, questions, span labels and the rules of the queue."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    overlap: Annotated[int, Field(ge=1, le=50)] = 1
    overlap_share: Share = 1.0
    overlap_shares: dict[str, Share] = Field(default_factory=dict)
    max_reviews: Annotated[int, Field(ge=1, le=50)] = 5
    lease_minutes: Annotated[float, Field(gt=0, le=1440)] = 15
    blind: bool = True
    gold_share: Share = 0.0
    gold_warn_below: Share = 0.0
    gold_pause_below: Share = 0.0
    gold_minimum: Annotated[int, Field(ge=1, le=1000)] = 10
    qualification_items: Annotated[int, Field(ge=0, le=1000)] = 0
    qualification_accuracy: Share = 0.8
    control_share: Share = 0.0
    consistency_share: Share = 0.0
    hide_hits_share: Share = 0.0
    resolution: Literal["unanimous", "majority", "weighted"] = "unanimous"
    environment: Literal["production", "staging", "test"] = "production"
    guideline: str | None = None
    guideline_text: str = ""
    guideline_version: str = "1"
    taxonomy: str | None = None
    reasons_required: tuple[str, ...] = ()
    comment_templates: tuple[str, ...] = ()
    personal_data: Literal["show", "veil"] = "show"
    license: str | None = None
    license_file: str | None = None
    license_text: str = ""
    skills: tuple[str, ...] = ()
    wellbeing: Wellbeing = Wellbeing()
    verdicts: tuple[VerdictOption, ...] = DEFAULT_VERDICTS
    questions: tuple[SerializeAsAny[Question], ...] = ()
    span_labels: tuple[Option, ...] = ()

    @field_validator("verdicts", mode="before")
    @classmethod
    def _default_verdicts(cls, value: Any) -> Any:
        """Give each verdict without a key the first free digit."""
        if not value:
            return DEFAULT_VERDICTS
        entries = [entry.model_dump() if isinstance(entry, VerdictOption) else dict(entry) for entry in value]
        taken = {entry.get("key") for entry in entries}
        free = (digit for digit in "123456789" if digit not in taken)
        return [entry if entry.get("key") else {**entry, "key": next(free, None)} for entry in entries]

    @field_validator("questions", mode="before")
    @classmethod
    def _typed_questions(cls, value: Any) -> Any:
        return tuple(entry if isinstance(entry, Question) else read_question(entry) for entry in value or ())

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.max_reviews < self.overlap:
            raise ValueError(f"'max_reviews' ({self.max_reviews}) is below 'overlap' ({self.overlap})")
        strange = next((name for name in self.overlap_shares if name.partition(":")[0] not in STRATA), None)
        if strange is not None:
            raise ValueError(f"overlap_shares names '{strange}', which does not begin with {', '.join(STRATA)} and ':'")
        _refuse_twins("verdict", (option.id for option in self.verdicts))
        _refuse_twins("question", (question.id for question in self.questions))
        _refuse_twins("span label", (label.id for label in self.span_labels))
        usual = {option.id for option in DEFAULT_VERDICTS}  # may be named by a project that has fewer verdicts
        unknown = [name for name in self.reasons_required if self.find_verdict(name) is None and name not in usual]
        if unknown:
            raise ValueError(f"reasons_required names the verdict '{unknown[0]}', which the project does not have")
        self._refuse_key_conflicts()
        for question in self.questions:
            try:
                self.shown_when(question)
            except ExpressionError as error:
                raise ValueError(f"show_when of question '{question.id}': {error.message}") from None
        return self

    def _refuse_key_conflicts(self) -> None:
        owners: dict[str, str] = {}
        for key, owner in self.keys():
            if key.casefold() in owners:
                raise ValueError(f"key '{key}' is given to both {owners[key.casefold()]} and {owner}")
            owners[key.casefold()] = owner

    def keys(self) -> Iterable[tuple[str, str]]:
        """Yield each key that the project takes, with what it belongs to."""
        for verdict in self.verdicts:
            if verdict.key:
                yield verdict.key, f"verdict '{verdict.id}'"
        rated = False
        for question in self.questions:
            is_rating = question.editor == "rating"
            if not (is_rating and rated):  # only the first rating takes Shift+1–9
                for key in question.keys():  # noqa: SIM118 — a method of ours, not a dict
                    yield key, f"question '{question.id}'"
            rated = rated or is_rating
        for label in self.span_labels:
            if label.key:
                yield label.key, f"span label '{label.id}'"

    def find_verdict(self, verdict_id: str | None) -> VerdictOption | None:
        """Return the verdict with this id, or None."""
        return next((option for option in self.verdicts if option.id == verdict_id), None)

    def find_question(self, question_id: str) -> Question | None:
        """Return the question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)

    def outcome(self, verdict_id: str | None) -> Outcome | None:
        """Return what a verdict means for training, or None for no verdict."""
        option = self.find_verdict(verdict_id)
        return option.outcome if option else None

    def shown_when(self, question: Question) -> Expression | None:
        """Return the compiled condition under which a question is shown, or None for always."""
        if not question.show_when:
            return None
        return compile_expression(question.show_when, SHOW_WHEN_FIELDS)

    def shown_questions(self, verdict: str | None, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """Return the questions that are shown for this verdict and these answers."""
        state = {"verdict": verdict, "answers": dict(answers)}
        conditions = ((question, self.shown_when(question)) for question in self.questions)
        return tuple(q for q, condition in conditions if condition is None or condition.matches(state))

    def canonical(self) -> str:
        """Return the canonical JSON that is stored and hashed, defaults included: a question is told by its type."""
        fields = self.model_dump(mode="json")
        for name in LATER:  # projects that were stored before there was such a field keep their hash
            if getattr(self, name) == type(self).model_fields[name].get_default(call_default_factory=True):
                del fields[name]
        return canonical_json(fields)

    def sha256(self) -> str:
        """Return the hash by which a version of the project is told from another."""
        return sha256_text(self.canonical())


STRATA = ("policy", "severity", "language")
LATER = (
    "wellbeing",
    "consistency_share",
    "overlap_shares",
    "gold_warn_below",
    "gold_pause_below",
    "gold_minimum",
    "qualification_items",
    "qualification_accuracy",
    "license_file",
    "license_text",
)
"""The fields that the first stored projects did not have."""
TABLES = ("verdicts", "questions", "span_labels", "wellbeing")
SHOW_WHEN_FIELDS: Mapping[str, Kind] = {"verdict": "text", "answers.*": "any"}


def _refuse_twins(noun: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ValueError(f"{noun} '{name}' stands twice")
        seen.add(name)


def read_project(data: Mapping[str, Any]) -> Project:
    """Build a project from the tables of its TOML file; InvalidInput names what is wrong."""
    head = data.get("project")
    if not isinstance(head, Mapping):
        raise InvalidInput("A project file needs a table [project] with at least 'name'.")
    unknown = sorted(data.keys() - {"project", *TABLES})
    if unknown:
        raise InvalidInput(f"A project file has no table [{unknown[0]}]; known are project, {', '.join(TABLES)}.")
    known = Project.model_fields.keys() - {"wellbeing"}
    for name in head:
        if name not in known:
            nearest = get_close_matches(name, known, n=1)
            hint = f"did you mean '{nearest[0]}'?" if nearest else "see the manual's page on formats."
            raise InvalidInput(f"Project: [project] has no field '{name}': {hint}")
    fields = {**head, **{name: data[name] for name in TABLES if name in data}}
    if isinstance(fields.get("questions"), list):
        fields["questions"] = [_with_labels(entry, data.get("span_labels")) for entry in fields["questions"]]
    try:
        return Project.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput(f"Project: {describe(error, 'project').removeprefix('the project: ')}.") from None
    except ValueError as error:
        raise InvalidInput(f"Project: {error}.") from None


def _with_labels(question: Any, labels: Any) -> Any:
    """Give a question of type `spans` without options the span labels of the project."""
    if isinstance(question, Mapping) and question.get("type") == "spans" and not question.get("options") and labels:
        return {
            **question,
            "options": [{key: label[key] for key in ("id", "title") if key in label} for label in labels],
        }
    return question


def project_tables(project: Project) -> dict[str, Any]:
    """Return the project as the tables of its TOML file."""
    fields = project.model_dump(mode="json", exclude_none=True, exclude={"guideline_text", "license_text"})
    fields["wellbeing"] = project.wellbeing.model_dump(mode="json", exclude_defaults=True)
    tables = {name: fields.pop(name) for name in TABLES}
    return {"project": fields, **{name: rows for name, rows in tables.items() if rows}}
