"""Policy and Taxonomy: the rules that detectors check, and where foreign rule ids belong among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    field_validator,
    model_serializer,
)

from .errors import InvalidInput
from .items import Severity, describe
from .model import Frozen

# `(a+)+` and its like take longer than a life for some texts, and texts here come from whoever wants to harm.
_REPEAT_IN_REPEAT: Final = re.compile(r"[+*}][^()]*\)(?:[+*]|\{[0-9]+,)")


class Policy(Frozen):
    """One rule: its id within the taxonomy, title, text and usual severity."""

    id: str
    title: str
    text: str = ""
    severity: Severity | None = None
    summary: str | None = None
    """What a veiled text that may break it is said to contain, in one neutral line."""
    patterns: tuple[Annotated[str, Field(min_length=1, max_length=500)], ...] = ()
    """Regular expressions; a text in which one is found breaks the policy, so no correction like it may train."""

    @field_validator("patterns")
    @classmethod
    def _can_be_searched(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is not a regular expression: {error}") from None
            if _REPEAT_IN_REPEAT.search(pattern):
                raise ValueError(f"'{pattern}' repeats a group that repeats something itself, which can take for ever")
        return patterns

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out summary and patterns where there are none: taxonomies that were stored before stay the same."""
        fields: dict[str, Any] = serialize(self)
        absent = {"summary": self.summary is None, "patterns": not self.patterns}
        return {name: value for name, value in fields.items() if not absent.get(name)}


class Crosswalk(Frozen):
    """A foreign rule id and the policy of this taxonomy that it belongs to; None where there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: str = Field(alias="from")
    to: str | None = None


class Taxonomy(Frozen):
    """A versioned set of policies."""

    id: str
    title: str
    version: str = "1"
    source: str | None = None
    policies: tuple[Policy, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()

    def find(self, policy_id: str) -> Policy | None:
        """Return the policy with this id, also through the crosswalk and with or without the taxonomy's prefix."""
        wanted = {policy_id, f"{self.id}:{policy_id}", policy_id.removeprefix(f"{self.id}:")}
        wanted |= {row.to for row in self.crosswalk if row.from_ == policy_id and row.to}
        return next((policy for policy in self.policies if policy.id in wanted), None)


def read_taxonomy(data: Mapping[str, Any]) -> Taxonomy:
    """Build a taxonomy from the tables of its TOML file."""
    head = data.get("taxonomy")
    if not isinstance(head, Mapping):
        raise InvalidInput("A taxonomy file needs a table [taxonomy] with 'id' and 'title'.")
    fields = {**head, "policies": data.get("policies", ()), "crosswalk": data.get("crosswalk", ())}
    try:
        return Taxonomy.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput(f"Taxonomy: {describe(error, 'taxonomy')}.") from None
