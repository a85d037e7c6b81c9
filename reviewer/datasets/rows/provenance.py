"""The columns that stand beside every row: where it comes from, how it was decided, under which versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.domain.canonical import canonical_json

COLUMNS: Final = (
    Column("item_id", "text", "Id of the item in its source."),
    Column("source", "text", "System that the item came from."),
    Column("verdict", "text", "Final verdict, in the project's own words."),
    Column("outcome", "text", "What the verdict means for training: accept, correct or reject."),
    Column(
        "resolution_method",
        "text",
        "How the verdict came about: unanimous, majority, weighted, adjudicated, single review, or gold.",
    ),
    Column(
        "error_category",
        "text",
        "Why the reviewers erred, where a lead has said so: guideline_gap, ambiguous_item, slip or wrong_evidence.",
    ),
    Column("reviews", "integer", "Number of reviews that the row rests on."),
    Column("decided_at", "text", "When it was decided, in UTC."),
    Column(
        "sampling_probability",
        "number",
        "Chance with which the item was chosen for review, where the source knows it: weight by its inverse.",
    ),
    Column("guideline_version", "text", "Versions of the guideline that the reviews followed."),
    Column("policy_version", "text", "Versions of the taxonomy that the reviews followed."),
    Column("project_version", "integer", "Newest version of the project that the reviews followed."),
    Column("model", "text", "Model that wrote the response."),
    Column("model_version", "text", "Version of that model."),
    Column("prompt_template", "text", "Template that the prompt was made from."),
    Column("language", "text", "Language of the item, as its source says."),
    Column("group", "text", "Rows with the same group are always in the same split."),
    Column("metadata", "text", "Everything else that the source sent, as a JSON object; users under pseudonyms."),
    Column("item_sha256", "text", "SHA-256 of the item's canonical JSON."),
)

_OWN_COLUMNS = ("model", "model_version", "prompt_template", "language")


def provenance(case: Case, setting: Setting, group: str) -> Row:
    """Return the values of the columns that stand beside every row."""
    item, reviews = case.item, case.reviews
    metadata = item.metadata
    model = metadata.get("model")
    if model is None and item.response is None:
        model = ", ".join(sorted({candidate.model for candidate in item.responses if candidate.model})) or None
    return {
        "item_id": item.id,
        "source": item.source.system,
        "verdict": case.verdict,
        "outcome": case.outcome,
        "resolution_method": case.method,
        "error_category": case.resolution.category if case.resolution is not None else None,
        "reviews": len(reviews),
        "decided_at": time_text(case.decided_at),
        "sampling_probability": item.sampling_probability,
        "guideline_version": _versions([review.guideline_version for review in reviews]),
        "policy_version": _versions([review.policy_version for review in reviews]),
        "project_version": max([r.project_version for r in reviews if r.project_version], default=None),
        "model": _text(model),
        "model_version": _text(metadata.get("model_version")),
        "prompt_template": _text(metadata.get("prompt_template")),
        "language": _text(metadata.get("language")),
        "group": group,
        "metadata": _free_metadata(metadata, setting),
        "item_sha256": case.item_sha256,
    }


def time_text(at: datetime | None) -> str | None:
    """Return a time as RFC 3339 text in UTC, or None.

    It always has a fraction: `datasets` takes JSON texts of whole seconds for times and gives them back otherwise.
    """
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z") if at is not None else None


def json_text(value: dict[str, Any]) -> str:
    """Return an object as canonical JSON; most are empty, and the encoder takes its time to begin."""
    return canonical_json(value) if value else "{}"


def _versions(versions: list[str | None]) -> str | None:
    if len(versions) == 1:
        return versions[0] or None
    return ",".join(sorted({version for version in versions if version})) or None


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else canonical_json(value)


def _free_metadata(metadata: dict[str, Any], setting: Setting) -> str:
    free = {key: value for key, value in metadata.items() if key not in _OWN_COLUMNS and value is not None}
    if "user_id" in free:
        free["user_id"] = setting.pseudonym(str(free["user_id"]), "user")
    return json_text(free)
