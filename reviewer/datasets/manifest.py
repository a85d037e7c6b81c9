"""The manifest: everything needed to know where a dataset comes from and to build it again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from reviewer.datasets.cases import Setting
from reviewer.datasets.checks import Check, written_of
from reviewer.datasets.columns import Column
from reviewer.datasets.reasons import REASONS
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import shown_id
from reviewer.datasets.rows.provenance import time_text
from reviewer.datasets.splits import near_copies_in_short
from reviewer.datasets.tally import Tally


def manifest_text(
    recipe: Recipe,
    setting: Setting,
    tally: Tally,
    checks: Sequence[Check],
    columns: Sequence[Column],
    files: Mapping[str, str],
    format: str,
) -> str:
    """Return the manifest as JSON with sorted keys."""
    project = setting.project

    def named(item_id: str) -> str:
        return shown_id(item_id, recipe, setting)

    document: dict[str, Any] = {
        "schema": "dataset-manifest/1",
        "recipe": recipe.model_dump(mode="json"),
        "recipe_sha256": recipe.sha256(),
        "format": format,
        "filter": recipe.where,
        "seed": recipe.seed,
        "split": list(recipe.split),
        "near_copies": near_copies_in_short(recipe),
        "columns": {column.name: column.says for column in columns},
        "counts": _counts(tally),
        "excluded": {
            reason: {"count": count, "meaning": REASONS[reason], "items": [*map(named, tally.items.get(reason, []))]}
            for reason, count in tally.excluded_by_reason().items()
        },
        "checks": [
            {**check.model_dump(mode="json"), "items": [*map(named, check.items)]} for check in written_of(checks)
        ],
        "project": {
            "name": project.name,
            "version": setting.project_version,
            "sha256": project.sha256(),
            "environment": project.environment,
            "resolution": project.resolution,
            "overlap": project.overlap,
            "license": project.license,
        },
        "guideline_versions": tally.guidelines(),
        "project_versions": tally.projects(),
        "taxonomy": setting.taxonomy,
        "policy_version": setting.policy_version,
        "models": tally.model_counts(),
        "model_lineage": [
            {"model": model, "version": version, "prompt_template": template, "count": count}
            for (model, version, template), count in tally.model_lineage()
        ],
        "agreement": [asdict(coefficient) for coefficient in setting.agreement],
        "agreement_notes": list(setting.notes),
        "decided": {"first": time_text(tally.first_at), "last": time_text(tally.last_at)},
        "program": {"name": "reviewer", "version": setting.program_version},
        "hashes": {"files": dict(sorted(files.items())), **tally.hashes()},
    }
    return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2, sort_keys=True) + "\n"


def _counts(tally: Tally) -> dict[str, Any]:
    """Return what came in, what became rows, and the reviews behind it."""
    return {
        "in": tally.came_in,
        "kept": tally.kept,
        "rows": tally.rows_by_split(),
        "reviews": tally.reviews,
        "reviewers": len(tally.reviewers),
        "methods": dict(sorted(tally.methods.items())),
        "without_sampling_probability": tally.unweighted,
    }
