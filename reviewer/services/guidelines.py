"""Guideline and policies by version: read, changed, restored, and what was judged under an older one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.policies import Policy, Taxonomy
from reviewer.domain.versions import next_version
from reviewer.store.engine import read
from reviewer.store.facts import stream_facts
from reviewer.store.projects import StoredProject, get_project, list_versions
from reviewer.store.times import from_micros

from .affected import DATASETS, changes_with_datasets

if TYPE_CHECKING:
    from .workspace import Workspace

REOPENED: frozenset[Noun] = frozenset({"items", "resolutions", "reviews", "leases"})
ItemKey = tuple[str, str]


@dataclass(frozen=True)
class Version:
    """One version of the project, with the texts that reviewers follow, and since when it is in force."""

    version: int
    guideline_version: str
    policy_version: str | None
    applied_at: datetime
    text: str
    taxonomy: Taxonomy | None

    def find_text(self, policy: str | None) -> str:
        """Return the guideline, or what the taxonomy says of a policy."""
        if policy is None:
            return self.text
        found = self.taxonomy.find(policy) if self.taxonomy else None
        return found.text if found else ""

    def to_json(self) -> dict[str, Any]:
        """Return the version as the terminal prints it."""
        return {
            "version": self.version,
            "guideline_version": self.guideline_version,
            "policy_version": self.policy_version,
            "applied_at": self.applied_at.isoformat(),
            "guideline_characters": len(self.text),
        }


@dataclass(frozen=True)
class OlderReviews:
    """The reviews that were made under another version than the one in force, and their settled items."""

    reviews: int
    items: tuple[ItemKey, ...]
    """(item id, source) of those that are settled: the others wait for reviews anyway."""


class Guidelines:
    """The guideline and the policies of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def versions(self) -> tuple[Version, ...]:
        """Return every version of the project, oldest first."""
        with read(self._workspace.engine) as connection:
            found = list_versions(connection, self._workspace.project_id)
        return tuple(_version(stored, at) for stored, at in found)

    def get(self, version: int) -> Version:
        """Return one version of the project, or raise NotFound."""
        versions = self.versions()
        found = next((one for one in versions if one.version == version), None)
        if found is None:
            raise NotFound(
                f"The project '{self._workspace.project_name}' has no version {version}: it has 1 to {len(versions)}."
            )
        return found

    def save(self, text: str, policy: str | None = None, *, based_on: int | None = None) -> Changes:
        """Make a text the next version of the guideline, or of a policy, and apply it.

        It is refused where the project has changed since version `based_on`, so that nobody undoes another's work
        unseen.
        """
        workspace = self._workspace
        stored = self._in_force(based_on)
        project, taxonomy = stored.project, stored.taxonomy
        before = _version(stored, 0).find_text(policy)
        if text == before:
            raise InvalidInput("The text is the one in force already: change it, then save it as the next version.")
        if policy is None:
            project = project.model_copy(
                update={
                    "guideline": project.guideline or "guideline.md",
                    "guideline_text": text,
                    "guideline_version": next_version(project.guideline_version, self._taken("guideline")),
                }
            )
        else:
            taxonomy = self._with_text(taxonomy, policy, text)
        return workspace.projects.apply(project, taxonomy)

    def restore(self, version: int) -> Changes:
        """Make guideline and policies what they were at an older version, as a new one; all other rules stay."""
        old, stored = self.get(version), self._in_force(None)
        project, taxonomy = stored.project, stored.taxonomy
        if old.text != project.guideline_text:
            name = next_version(project.guideline_version, self._taken("guideline"))
            project = project.model_copy(update={"guideline_text": old.text, "guideline_version": name})
        if old.taxonomy is not None and _policies(old.taxonomy) != _policies(taxonomy):
            name = next_version(taxonomy.version if taxonomy else old.taxonomy.version, self._taken("policy"))
            taxonomy = old.taxonomy.model_copy(update={"version": name})
        if (project, taxonomy) == (stored.project, stored.taxonomy):
            raise InvalidInput(f"Guideline and policies are as they were at version {version} already.")
        return self._workspace.projects.apply(project, taxonomy)

    def older_reviews(self, policy: str | None = None) -> OlderReviews:
        """Return what was judged under other versions than those in force; of one policy, where that is told.

        Of a policy are the items on which a detector found it or a reviewer missed it, and where it was ticked. An
        item that somebody has judged or settled under the versions in force is not to be sent again.
        """
        workspace = self._workspace
        taxonomy = workspace.taxonomy
        meant = _Meant(policy, taxonomy)
        now = (workspace.project.guideline_version, taxonomy.version if taxonomy else None)
        since = self._in_force_since(now)
        reviews, items = 0, []
        with read(workspace.engine) as connection:
            for fact in stream_facts(connection, workspace.project_id):
                fresh = [_versions(review) == now for review in fact.reviews]
                older = [
                    review
                    for review, is_fresh in zip(fact.reviews, fresh, strict=True)
                    if not is_fresh and (policy is None or meant.by(fact.item, review))
                ]
                reviews += len(older)
                if older and not any(fresh) and _settled_before(fact.resolution, since):
                    items.append(fact.key)
        return OlderReviews(reviews, tuple(items))

    def reopen(self, items: Iterable[ItemKey], *, afresh: bool = False) -> Changes:
        """Send settled items to review again: for one more review, or afresh, where the same people may judge too.

        What was exported stays with the version that it was judged under. An item that somebody else has reopened
        meanwhile is passed over.
        """
        workspace = self._workspace
        workspace.members.demand(workspace.actor, "lead")
        done: list[str] = []
        datasets: dict[str, None] = {}
        receipt = None
        for item_id, source in items:
            try:
                receipt = workspace.store.reopen(
                    workspace.project_id,
                    workspace.project,
                    item_id,
                    source,
                    afresh,
                    workspace.actor,
                    workspace.now_us(),
                )
            except Refused:
                continue
            done.append(item_id)
            datasets |= dict.fromkeys(changes_with_datasets(workspace, REOPENED, (item_id,), receipt).datasets)
        nouns = (REOPENED if done else frozenset()) | (DATASETS if datasets else frozenset())
        return Changes(nouns=nouns, item_ids=tuple(done), receipt=receipt, datasets=tuple(datasets))

    def _in_force(self, based_on: int | None) -> StoredProject:
        workspace = self._workspace
        workspace.members.demand(workspace.actor, "lead")
        with read(workspace.engine) as connection:
            stored = get_project(connection, workspace.project_name)
        if based_on is not None and stored.version != based_on:
            raise Refused(
                f"The project has version {stored.version} now, and this text began from version {based_on}: "
                "copy your text, open the guideline again, and put in what is missing."
            )
        return stored

    def _in_force_since(self, now: tuple[str | None, str | None]) -> datetime:
        """Return since when the versions in force are."""
        same = [one.applied_at for one in self.versions() if (one.guideline_version, one.policy_version) == now]
        return min(same)

    def _taken(self, what: str) -> set[str]:
        versions = self.versions()
        names = (one.guideline_version if what == "guideline" else one.policy_version for one in versions)
        return {name for name in names if name}

    def _with_text(self, taxonomy: Taxonomy | None, policy: str, text: str) -> Taxonomy:
        known = taxonomy.find(policy) if taxonomy else None
        if taxonomy is None or known is None:
            raise NotFound(f"The project's taxonomy has no policy '{policy}': add it to the file and apply that.")

        def changed(one: Policy) -> Policy:
            return one.model_copy(update={"text": text}) if one.id == known.id else one

        return taxonomy.model_copy(
            update={
                "policies": tuple(changed(one) for one in taxonomy.policies),
                "version": next_version(taxonomy.version, self._taken("policy")),
            }
        )


def _version(stored: StoredProject, at_us: int) -> Version:
    project, taxonomy = stored.project, stored.taxonomy
    return Version(
        stored.version,
        project.guideline_version,
        taxonomy.version if taxonomy else None,
        from_micros(at_us),
        project.guideline_text,
        taxonomy,
    )


def _versions(review: dict[str, Any]) -> tuple[str | None, str | None]:
    return review.get("guideline_version"), review.get("policy_version")


def _settled_before(resolution: dict[str, Any] | None, since: datetime) -> bool:
    """Return whether an item is settled, and not by a lead who knew the versions in force."""
    if resolution is None:
        return False
    at = resolution.get("decided_at")
    return resolution["method"] != "adjudicated" or at is None or datetime.fromisoformat(at) < since


def _policies(taxonomy: Taxonomy | None) -> object:
    return taxonomy.model_copy(update={"version": ""}) if taxonomy else None


class _Meant:
    """One policy under all the names by which detectors and reviewers may call it."""

    def __init__(self, policy: str | None, taxonomy: Taxonomy | None) -> None:
        self._taxonomy = taxonomy
        self._known: dict[str, str] = {}
        self._policy = self._own_name(policy or "")

    def by(self, item: dict[str, Any], review: dict[str, Any]) -> bool:
        """Return whether an item or a review of it has anything to do with the policy."""
        hits = [*(item.get("policy_hits") or ()), *(review.get("missed_hits") or ())]
        names = [hit.get("policy") or "" for hit in hits] + list(review.get("policies_checked") or ())
        return any(self._own_name(name) == self._policy for name in names)

    def _own_name(self, name: str) -> str:
        if name not in self._known:
            found = self._taxonomy.find(name) if self._taxonomy else None
            self._known[name] = found.id if found else name
        return self._known[name]
