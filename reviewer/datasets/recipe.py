"""Recipe: which reviewed items become rows of which shape, read from a TOML file."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from reviewer.config.atomic import safe_name
from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.datasets.reasons import REASONS
from reviewer.datasets.recipe_problems import key_of, line_of, nearest, say_problem, sentence
from reviewer.domain.canonical import model_json, sha256_text
from reviewer.domain.errors import InvalidInput, ReviewerError
from reviewer.domain.expressions import Expression, compile_expression
from reviewer.domain.model import Frozen

TaskName = Literal[
    "sft", "dpo", "kto", "reward", "classification", "guardrail", "spans", "attribution", "evaluation", "reviews",
    "sft-openai", "preference-openai", "label-studio",
]  # fmt: skip
Format = Literal["parquet", "jsonl", "csv", "json"]
MAY_REFUSE: Final = (
    "personal_data", "tokens", "empty_splits", "group_size", "questions", "group_by", "other_datasets", "gold_copies",
    "balance", "kto_ratio",
)  # fmt: skip
"""The checks that warn, and that stop a build where a recipe names them."""
SPLITS: Final = ("train", "validation", "test")
OF_SOME_TASKS: Final = frozenset(
    {
        "approved_as_target", "classes", "corrected_as_undesirable", "evidence", "implicit", "ratings", "shape",
        "style", "tool_calls",
    }
)  # fmt: skip
"""Keys that only some tasks read; the others refuse them."""
LARGEST_FILE: Final = 256 * 1024

Shares = tuple[
    Annotated[float, Field(ge=0, le=1)],
    Annotated[float, Field(ge=0, le=1)],
    Annotated[float, Field(ge=0, le=1)],
]


def check_shares(shares: Shares) -> Shares:
    """Return the shares of train, validation and test if they add up to one."""
    if abs(sum(shares) - 1.0) > 1e-6:
        raise ValueError(f"the shares of train, validation and test add up to {sum(shares):g}, not to 1")
    return shares


class Recipe(Frozen):
    """What a dataset is made of: the task, the source, the filter, the shape, the split and the formats."""

    name: str
    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=4000)] = ""
    intended_use: Annotated[str, Field(max_length=4000)] = ""
    task: TaskName
    source: Literal["resolutions", "reviews"] = "resolutions"
    evidence: Literal["none", "system", "user"] = "none"
    approved_as_target: bool = False
    corrected_as_undesirable: bool = False
    tool_calls: bool = False
    shape: Literal["conversational", "standard", "messages", "text"] = "conversational"
    implicit: bool = False
    style: str | None = None
    ratings: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    where: str | None = None
    split: Annotated[Shares, Field(validate_default=True)] = (0.8, 0.1, 0.1)
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0
    group_by: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")] = "conversation_id"
    near_copies: bool = True
    redaction: Literal["off", "placeholders", "drop"] = "off"
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    checks: tuple[str, ...] = ()
    spreadsheet: bool = False
    formats: tuple[Format, ...] = ("parquet", "jsonl", "csv")
    excludes: tuple[str, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)

    @field_validator("name")
    @classmethod
    def _is_safe_name(cls, value: str) -> str:
        try:
            return safe_name(value)
        except ReviewerError as error:
            raise ValueError(error.message) from None

    @field_validator("split")
    @classmethod
    def _adds_up(cls, value: Shares, info: ValidationInfo) -> Shares:
        if info.data.get("task") == "evaluation" and value != (0, 0, 1):
            raise ValueError("an evaluation is a test and nothing else, so it needs split = [0, 0, 1]")
        return check_shares(value)

    @field_validator("formats")
    @classmethod
    def _has_a_format(cls, value: tuple[Format, ...]) -> tuple[Format, ...]:
        if not value or len(set(value)) != len(value):
            raise ValueError("name each format once, and at least one")
        return value

    @field_validator("excludes")
    @classmethod
    def _knows_the_reasons(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for reason in value:
            if reason not in REASONS:
                raise ValueError(f"there is no reason '{reason}'{nearest(reason, REASONS)}")
        return value

    @field_validator("checks")
    @classmethod
    def _knows_the_checks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for check in value:
            if check not in MAY_REFUSE:
                raise ValueError(f"there is no check '{check}' that only warns{nearest(check, MAY_REFUSE)}")
        return value

    @field_validator("where")
    @classmethod
    def _can_be_read(cls, value: str | None) -> str | None:
        try:
            if value:
                _compiled(value)
        except ReviewerError as error:
            raise ValueError(error.message) from None
        return value

    @property
    def reads(self) -> Literal["resolutions", "reviews", "both"]:
        """What is to be read from the workspace; gold items may have neither a resolution nor a review."""
        return "both" if self.task == "evaluation" else self.source

    def condition(self) -> Expression | None:
        """Return the compiled filter, or None for every item."""
        return _compiled(self.where) if self.where else None

    def changed(self, **fields: Any) -> Self:
        """Return the recipe with some keys replaced, checked like a file; None leaves a key as it is."""
        given = {key: value for key, value in fields.items() if value is not None}
        try:
            return type(self).model_validate({**self.model_dump(exclude_unset=True), **given})
        except ValidationError as error:
            _, says = _first_problem(error)
            raise InvalidInput(sentence(f"The recipe '{self.name}' cannot be changed: {says}")) from None

    def sha256(self) -> str:
        """Return the hash by which one recipe is told from another."""
        return sha256_text(model_json(self))


@lru_cache(maxsize=64)  # a count asks once for each record
def _compiled(where: str) -> Expression:
    return compile_expression(where, WHERE_FIELDS)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe from its file; an error names the file, the line, the key and the nearest right word."""
    return named_like(path, read_text(path))


def named_like(path: Path, text: str) -> Recipe:
    """Return the recipe that a text says, which must be called like the file that the text is from."""
    recipe = read_recipe(text, path.name)
    if recipe.name != path.stem:
        raise InvalidInput(
            f"{path.name}{line_of(text, 'name')}: the name is '{recipe.name}', so the file must be "
            f"called {recipe.name}.toml."
        )
    return recipe


def read_text(path: Path) -> str:
    """Return what stands in the file of a recipe; what is no such file is not waited for."""
    try:
        size = path.stat().st_size
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise InvalidInput(f"{path.name}: this is not a file; name the TOML file of a recipe.")
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise InvalidInput(f"{path.name}: this cannot be read: {error.strerror}.") from None
    if size > LARGEST_FILE:
        raise InvalidInput(f"{path.name}: this is larger than 256 KB; shorten it.")
    try:
        return data.decode("utf-8-sig")  # editors on Windows put a mark before the text
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name}: this is not UTF-8 text; save it as UTF-8.") from None


def read_recipe(text: str, file: str = "recipe") -> Recipe:
    """Build a recipe from TOML text; `file` is named in errors."""
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"{file}: this is not TOML: {error}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets a thousand deep
        raise InvalidInput(f"{file}: this is TOML that nobody can read: a number or a list goes too far.") from None
    for key in fields:
        if key not in Recipe.model_fields:
            near = nearest(key, Recipe.model_fields)
            raise InvalidInput(sentence(f"{file}{line_of(text, key)}: a recipe has no key '{key}'{near}"))
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    try:
        return Recipe.model_validate(given, strict=True)
    except ValidationError as error:
        key, says = _first_problem(error)
        raise InvalidInput(sentence(f"{file}{line_of(text, key)}: {says}")) from None


def _first_problem(error: ValidationError) -> tuple[str, str]:
    """Return the key that the first problem is about, and what it says."""
    problem = error.errors(include_url=False)[0]
    key = key_of(problem)
    return key, say_problem(problem, _choices(key) if key in Recipe.model_fields else ())


def _choices(key: str) -> tuple[object, ...]:
    annotation = Recipe.model_fields[key].annotation
    choices = get_args(annotation)
    return get_args(choices[0]) or choices if choices else ()
