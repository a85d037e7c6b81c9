"""Building a dataset again as it was: from the very reviews and decisions that it rested on, whatever came since."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.datasets.build import BuildResult, Progress, Restored, build_dataset
from reviewer.datasets.cases import Case, Coefficient, Record, Setting
from reviewer.datasets.checks import Check
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.splits import Assigned, group_of
from reviewer.datasets.tally import Tally
from reviewer.domain.errors import NotFound
from reviewer.store.datasets import StoredDataset, load_manifest
from reviewer.store.engine import read
from reviewer.store.histories import records_used, stream_used
from reviewer.store.projects import list_versions
from reviewer.store.store import ItemUsed

from .history import Named, demand_lineage, find_dataset, path_of, recipe_then, recorded
from .reading import program_version, to_record, without_collector

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A dataset that was written once more, and whether it came out the same to the byte."""

    dataset: StoredDataset
    folder: Path
    sha256: str
    differs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def identical(self) -> bool:
        """Whether every byte is as it was."""
        return self.sha256 == self.dataset.sha256

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the terminal prints."""
        return {
            "dataset": str(self.folder),
            "version": self.dataset.name,
            "sha256": self.sha256,
            "identical": self.identical,
            "differs": list(self.differs),
            "notes": list(self.notes),
        }


def rebuild(
    workspace: Workspace,
    named: Named,
    out: str | Path,
    *,
    actor: str | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Rebuilt:
    """Write a dataset once more, as it was; the ledger tells of it."""
    dataset = find_dataset(workspace, named)
    demand_lineage(dataset)
    target = path_of(out)
    with without_collector(), read(workspace.engine) as connection:
        manifest = json.loads(load_manifest(connection, dataset.number))
        setting = _setting_then(workspace, connection, manifest)
        again = _Again(connection, dataset, setting)
        made = {}

        def finish(result: BuildResult, text: str) -> None:
            made.update(json.loads(text)["hashes"]["files"])
            workspace.store.note_rebuild(
                workspace.project_id,
                dataset.number,
                recorded(target),
                result.sha256,
                actor or workspace.actor,
                workspace.now_us(),
            )

        recipe = recipe_then(manifest, dataset)
        result = build_dataset(
            again.records(),
            recipe,
            setting,
            target,
            format=manifest["format"],
            total=manifest["counts"]["kept"],
            progress=progress,
            cancelled=cancelled,
            assign=again.assign(recipe),
            restored=_restored(manifest),
            finish=finish,
        )
    was: dict[str, str] = manifest["hashes"]["files"]
    differs = () if result.sha256 == dataset.sha256 else _differing(was, made)
    return Rebuilt(dataset, target, result.sha256, differs, _notes(setting))


def _setting_then(workspace: Workspace, connection: Connection, manifest: dict[str, Any]) -> Setting:
    """Return what held for the dataset: the project in its version of then, and the figures that the manifest keeps."""
    wanted = manifest["project"]["version"]
    versions = list_versions(connection, workspace.project_id)
    stored = next((one for one, _ in versions if one.version == wanted), None)
    if stored is None:
        raise NotFound(f"Version {wanted} of the project is not in this workspace any more: run 'reviewer db check'.")
    return Setting(
        project=stored.project,
        project_version=stored.version,
        salt=workspace.salt,
        program_version=manifest["program"]["version"],
        policy_version=manifest["policy_version"],
        taxonomy=manifest["taxonomy"],
        agreement=tuple(Coefficient(**figure) for figure in manifest["agreement"]),
        notes=tuple(manifest["agreement_notes"]),
        rules=stored.taxonomy,
    )


def _restored(manifest: dict[str, Any]) -> Restored:
    """Return what was left out then, and what was found by the checks."""
    excluded = {reason: told["count"] for reason, told in manifest["excluded"].items()}
    tally = Tally(came_in=sum(excluded.values()), excluded=Counter(excluded))
    tally.items = defaultdict(list, {reason: told["items"] for reason, told in manifest["excluded"].items()})
    return Restored(tally, tuple(Check.model_validate(check) for check in manifest["checks"]))


class _Again:
    """The records of a dataset with what each rested on, and the splits that they were given."""

    def __init__(self, connection: Connection, dataset: StoredDataset, setting: Setting) -> None:
        self._connection, self._dataset, self._setting = connection, dataset, setting
        self._used: dict[int, ItemUsed] = {}

    def records(self) -> Iterator[Record]:
        """Yield each item with the resolution and the reviews of then."""
        for found in records_used(self._connection, self._noted()):
            yield to_record(found)
            del self._used[found[5][0]]

    def assign(self, recipe: Recipe) -> Callable[[Case], Assigned]:
        """Return what gives each case the split that it had."""

        def assigned(case: Case) -> Assigned:
            if case.lineage is None:
                raise AssertionError("what the store reads has its numbers")
            used = self._used[case.lineage.item]
            own = self._setting.pseudonym(group_of(case.item, recipe.group_by), "group")
            return Assigned(used.split, used.split_group or own, own)

        return assigned

    def _noted(self) -> Iterator[ItemUsed]:
        for used in stream_used(self._connection, self._dataset.number):
            self._used[used.item_number] = used
            yield used


def _differing(was: dict[str, str], made: dict[str, str]) -> tuple[str, ...]:
    """Return the files that did not come out the same; card and manifest are not in the list that a manifest keeps."""
    found = sorted(path for path in was.keys() | made.keys() if was.get(path) != made.get(path))
    return tuple(found) or ("README.md, manifest.json or croissant.json",)


def _notes(setting: Setting) -> tuple[str, ...]:
    running = program_version()
    if running == setting.program_version:
        return ()
    return (
        f"It was built by Reviewer {setting.program_version} and rebuilt by {running}: bytes may differ where the "
        "program writes something else now.",
    )
