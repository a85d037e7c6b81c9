"""The settings of this person on this machine; the settings room and the manual are built from the fields."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from reviewer.config.atomic import write_atomically
from reviewer.config.paths import config_dir
from reviewer.domain.errors import InvalidInput, Unreachable

ENV_PREFIX = "REVIEWER_"
SECTIONS = ("You", "Looks", "Well-being", "Keys", "Workspaces")


def settings_file() -> Path:
    """Return the file that the settings are read from and written to."""
    return config_dir() / "settings.toml"


def _without_blank_names(keys: dict[str, str]) -> dict[str, str]:
    if blank := [action for action in keys if not action.strip()]:
        raise ValueError(f"{len(blank)} key(s) are given to an action without a name")
    return keys


class Settings(BaseModel):
    """How one person has set up the program on one machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str | None = Field(
        default=None,
        max_length=200,
        title="Reviewer name",
        description="The name under which you review. Without one the log-in name is taken.",
        json_schema_extra={"section": "You", "effect": "from the next start on"},
    )
    hints: bool = Field(
        default=True,
        title="Hints for the first steps",
        description="Five hints in the review room, until you dismiss them. The Help menu shows them again.",
        json_schema_extra={"section": "You", "effect": "from the next start on"},
    )
    theme: Literal["system", "light", "dark"] = Field(
        default="system",
        title="Theme",
        description="Light or dark colours, or the same as the system.",
        json_schema_extra={"section": "Looks"},
    )
    text_size: int = Field(
        default=11,
        ge=9,
        le=24,
        title="Text size",
        description="The size of prompt, response and evidence in points.",
        json_schema_extra={"section": "Looks"},
    )
    show_marks: bool = Field(
        default=True,
        title="Show invisible characters",
        description="Control, bidirectional and zero-width characters are shown as marks such as ⟦U+202E⟧.",
        json_schema_extra={"section": "Looks"},
    )
    grounding_lens: bool = Field(
        default=True,
        title="Grounding lens",
        description="Underlines what stands in no passage, links what does. A reading aid computed here, no verdict.",
        json_schema_extra={"section": "Looks"},
    )
    veil: Literal["project", "always", "never"] = Field(
        default="project",
        title="Veiled texts",
        description="Hard texts start behind a neutral line and open in steps. It helps some people, not everybody.",
        json_schema_extra={"section": "Well-being"},
    )
    soften: Literal["project", "on", "off"] = Field(
        default="project",
        title="Soft looks",
        description="Greys instead of colours, and smaller type.",
        json_schema_extra={"section": "Well-being"},
    )
    breaks: Literal["project", "on", "off"] = Field(
        default="project",
        title="Suggested breaks",
        description="A quiet line after a time of work or after many hard items. It never stops you.",
        json_schema_extra={"section": "Well-being"},
    )
    interleave: Literal["project", "on", "off"] = Field(
        default="project",
        title="Hard items interleaved",
        description="After a hard item a milder one of the same priority comes first, where there is one close by.",
        json_schema_extra={"section": "Well-being"},
    )
    personal_data: Literal["built-in", "presidio"] = Field(
        default="built-in",
        title="Personal data is found by",
        description="Forms and checksums, or also the patterns of Presidio (the extra `pii`); both work offline.",
        json_schema_extra={"section": "Well-being"},
    )
    keys: Annotated[dict[str, str], AfterValidator(_without_blank_names)] = Field(
        default_factory=dict,
        title="Keys",
        description="Keys of your own: an action and its key, such as Ctrl+K. An empty key takes it away.",
        json_schema_extra={"section": "Keys"},
    )
    backups_kept: int = Field(
        default=10,
        ge=1,
        le=1000,
        title="Backups kept",
        description="How many automatic backups are kept for each workspace; the oldest goes first.",
        json_schema_extra={"section": "Workspaces", "effect": "from the next backup on"},
    )
    restore_last_workspace: bool = Field(
        default=True,
        title="Open the last workspace",
        description="Start with the workspace that was open last.",
        json_schema_extra={"section": "Workspaces", "effect": "from the next start on"},
    )


@dataclass(frozen=True)
class SettingRow:
    """One setting as the settings room and the manual show it."""

    name: str
    title: str
    description: str
    section: str
    default: object
    kind: Literal["text", "choice", "number", "switch", "table"]
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    effect: str = ""
    """From when on a change holds, where it does not at once."""

    @property
    def variable(self) -> str:
        """The environment variable that overrides the file."""
        return f"{ENV_PREFIX}{self.name.upper()}"


def load_settings() -> Settings:
    """Read the settings from the environment and the file; what is in neither has its default."""
    given = {**_from_file(), **_from_environment()}
    try:
        return Settings.model_validate({name: given[name] for name in Settings.model_fields if name in given})
    except ValidationError as error:
        raise InvalidInput(_complaint(error)) from error


def save_settings(settings: Settings) -> None:
    """Write what differs from the settings in force; comments and keys of other versions stay as they are."""
    import tomlkit

    before = load_settings()
    try:
        checked = Settings.model_validate(settings.model_dump())
    except ValidationError as error:
        raise InvalidInput(_complaint(error)) from error
    path = settings_file()
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    changed = {name: value for name, value in checked.model_dump().items() if value != getattr(before, name)}
    for name, value in changed.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    if changed:
        write_atomically(path, tomlkit.dumps(document).encode("utf-8"))


def _from_file() -> dict[str, object]:
    path = settings_file()
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not UTF-8 text: mend or remove the file.") from error
    except OSError as error:
        raise Unreachable(f"{path} cannot be read ({error.strerror}): check who may read it.") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"{path} is not valid TOML: {error}. Mend or remove it.") from error


def _from_environment() -> dict[str, object]:
    given: dict[str, object] = {}
    for row in setting_rows():
        text = os.environ.get(row.variable)
        if not text:
            continue
        try:
            given[row.name] = json.loads(text) if row.kind == "table" else text
        except ValueError as error:
            raise InvalidInput(f'{row.variable} is not a JSON object such as {{"action": "F5"}}: {error}.') from error
    return given


def setting_rows() -> tuple[SettingRow, ...]:
    """Return all settings, section by section."""
    rows = [_row(name, field) for name, field in Settings.model_fields.items()]
    return tuple(sorted(rows, key=lambda row: SECTIONS.index(row.section)))


def _row(name: str, field: FieldInfo) -> SettingRow:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, Mapping) else {}
    return SettingRow(
        name=name,
        title=field.title or "",
        description=field.description or "",
        section=str(extra.get("section", "")),
        default=field.get_default(call_default_factory=True),
        kind=_kind(field.annotation),
        choices=get_args(field.annotation) if get_origin(field.annotation) is Literal else (),
        minimum=_bound(field, "ge"),
        maximum=_bound(field, "le"),
        effect=str(extra.get("effect", "")),
    )


def _bound(field: FieldInfo, side: Literal["ge", "le"]) -> int | None:
    bounds = [getattr(rule, side) for rule in field.metadata if hasattr(rule, side)]
    return bounds[0] if bounds else None


def _kind(annotation: object) -> Literal["text", "choice", "number", "switch", "table"]:
    if get_origin(annotation) is Literal:
        return "choice"
    if get_origin(annotation) is dict:
        return "table"
    if annotation is bool:
        return "switch"
    return "number" if annotation is int else "text"


def _complaint(error: ValidationError) -> str:
    """Say in one sentence which setting is wrong, and where it can be mended."""
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "settings"
    return (
        f"The setting {name} does not fit ({first['msg']}): "
        f"change it in {settings_file()} or in {ENV_PREFIX}{name.split('.')[0].upper()}."
    )
