"""The store of a workspace file: each change is one write transaction, and the caller says who asks and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import ReviewerError
from reviewer.domain.gold import Standing
from reviewer.domain.listing import Facet, FacetValue, IndexProgress
from reviewer.domain.members import Deed
from reviewer.domain.near_copies import Applied, NearCopy, TakenBack
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review

from . import (
    claiming,
    drift_notes,
    gold,
    lineage,
    listing,
    members,
    near_copies,
    rounds,
    routing,
    search_index,
    submitting,
)
from . import facts as facts_of
from .adding import add_rows
from .audit import append
from .engine import close_engine, read, write
from .items import get_record, to_item
from .new_rows import NewRow
from .personal_data import note_reveal
from .projects import StoredProject, apply_project, name_of
from .reopening import reopen
from .settling import adjudicate
from .skills import drop_skills, set_skills
from .store import (
    BadRecord,
    BatchResult,
    GroupSplit,
    Imported,
    ItemUsed,
    NewCalibration,
    NewDataset,
    OwnWork,
    Parts,
    Served,
    Submission,
    Submitted,
    Taken,
    Wish,
)
from .unreadable import insert_unreadable
from .weighing import weights


class _TakenBack(Exception):
    """Raised inside a transaction to take a trial run back."""


class FileStore:
    """A workspace in a SQLite file. A listed person is held to their role; who is not listed has every right."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine = engine
        self.path = path

    @property
    def location(self) -> str:
        """Where the file lies."""
        return str(self.path)

    @property
    def title(self) -> str:
        """The name of the file."""
        return self.path.name

    def close(self) -> None:
        """Let the file go."""
        close_engine(self.engine)

    def sees_all(self, connection: Connection) -> bool:
        """Return that whoever has the file may read all of it."""
        return True

    @contextmanager
    def _as(self, name: str, deed: Deed) -> Iterator[Connection]:
        """Run one write transaction for somebody whose role allows it."""
        with write(self.engine) as connection:
            members.demand(connection, name, deed)
            yield connection

    # ---- the queue ---------------------------------------------------------------------------------------

    def claim_next(self, wish: Wish) -> Taken | None:
        """Give the reviewer the next item; None where nothing is left for this person."""
        with write(self.engine) as connection:
            members.demand(connection, wish.reviewer, "review")
            return claiming.claim_next(connection, wish)

    def claim_chosen(self, wish: Wish, item_id: str, source: str | None) -> Taken:
        """Give the reviewer this item, if the rules of the queue allow it."""
        with write(self.engine) as connection:
            members.demand(connection, wish.reviewer, "review")
            return claiming.claim_chosen(connection, wish, item_id, source)

    def held(self, project_id: int, reviewer: str, now_us: int) -> tuple[Taken, ...]:
        """Return what a person holds now, oldest claim first."""
        with read(self.engine) as connection:
            return claiming.held_by(connection, project_id, reviewer, now_us)

    def renew(self, reviewer: str, token: str, now_us: int, lease_us: int) -> int:
        """Prolong a lease that still stands and return its new end."""
        with write(self.engine) as connection:
            return claiming.renew(connection, reviewer, token, now_us, lease_us)

    def release(
        self, project_id: int, reviewer: str, token: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Give back one held item, or all of a person's without a token; return the items' ids and the receipt."""
        with write(self.engine) as connection:
            if actor != reviewer:
                members.demand(connection, actor, "lead")
            return claiming.release(connection, project_id, reviewer, token, actor, now_us)

    def release_item(
        self, project_id: int, item_id: str, source: str | None, holder: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Take one item away from who holds it, or from this holder alone; return the holders and the receipt."""
        with self._as(actor, "lead") as connection:
            return routing.release_item(connection, project_id, item_id, source, holder, actor, now_us)

    def assign(
        self,
        project_id: int,
        item_id: str,
        source: str | None,
        to: str | None,
        actor: str,
        now_us: int,
        *,
        release: bool = False,
    ) -> Receipt:
        """Reserve an item for one person, or for nobody; with `release` it is taken away from all others at once."""
        with self._as(actor, "lead") as connection:
            return routing.assign(connection, project_id, item_id, source, to, actor, now_us, release=release)

    def prioritise(
        self, project_id: int, item_id: str, source: str | None, priority: float, actor: str, now_us: int
    ) -> Receipt:
        """Give an item another priority, and with it another place in the queue."""
        with self._as(actor, "lead") as connection:
            return routing.prioritise(connection, project_id, item_id, source, priority, actor, now_us)

    def acknowledge_drift(
        self, project_id: int, comparison: str, items: Sequence[str], note: str, actor: str, now_us: int
    ) -> Receipt:
        """Note that a lead has seen an alert of drift."""
        with self._as(actor, "lead") as connection:
            return drift_notes.acknowledge(connection, project_id, comparison, items, note, actor, now_us)

    def note_reveal(
        self,
        project_id: int,
        item_id: str,
        source: str | None,
        reason: str,
        kinds: Mapping[str, int],
        actor: str,
        now_us: int,
    ) -> Receipt:
        """Note that somebody is about to read personal data of an item, and why; the data itself is not noted."""
        with self._as(actor, "review") as connection:
            return note_reveal(connection, project_id, item_id, source, reason, kinds, actor, now_us)

    def serve(self, project_id: int, reviewer: str, item_id: str, source: str | None) -> Served:
        """Return the whole item: a file hides nothing from who holds it."""
        with read(self.engine) as connection:
            record = get_record(connection, project_id, item_id, source)
            return Served(to_item(record.body), bool(record.hits_hidden))

    def summary(self, project_id: int) -> tuple[int | None, int | None]:
        """Return when the oldest open item came and when the next open one is due."""
        with read(self.engine) as connection:
            return listing.oldest_and_due(connection, project_id)

    def index_some(self) -> int:
        """Add the next items to the full-text index; return how many, 0 where it is complete."""
        with write(self.engine) as connection:
            return search_index.index_some(connection)

    def index_progress(self) -> IndexProgress:
        """Return how much of the file the search index knows."""
        with read(self.engine) as connection:
            return search_index.index_progress(connection)

    def facet_values(self, project_id: int, facet: Facet, most: int) -> tuple[FacetValue, ...]:
        """Return the values of a facet with the number of their items, the most frequent first."""
        with read(self.engine) as connection:
            return search_index.trait_values(connection, project_id, facet, most)

    # ---- reviews and resolutions -------------------------------------------------------------------------

    def submit(self, project_id: int, project: Project, submission: Submission) -> Submitted:
        """Store a review and what follows from it; the same submission sent again changes nothing."""
        with write(self.engine) as connection:
            members.demand(connection, submission.review.reviewer, "review")
            shares = weights(connection, project_id, project)
            return submitting.submit_within(connection, project_id, project, submission, shares)

    def withdraw(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[Review, Receipt]:
        """Take a review back, and a resolution that came from it, until a decision or an export used it."""
        with write(self.engine) as connection:
            shares = weights(connection, project_id, project)
            return submitting.withdraw(connection, project_id, project, submission_id, reviewer, now_us, shares)

    # ---- rounds and own figures --------------------------------------------------------------------------

    def start_calibration(
        self, project_id: int, wanted: NewCalibration, actor: str, now_us: int
    ) -> tuple[int, Receipt]:
        """Open a calibration round, in which all its people judge the same items blind; return its number."""
        with self._as(actor, "lead") as connection:
            return rounds.start_calibration(connection, project_id, wanted, actor, now_us)

    def close_calibration(self, project_id: int, number: int, actor: str, now_us: int) -> Receipt:
        """Close a calibration round."""
        with self._as(actor, "lead") as connection:
            return rounds.close_calibration(connection, project_id, number, actor, now_us)

    def own_work(self, project_id: int, reviewer: str) -> OwnWork:
        """Return the items that this person has judged, with all that is known of them: a file hides nothing."""
        with read(self.engine) as connection:
            facts = facts_of.stream_facts(connection, project_id)
            return OwnWork(tuple(one for one in facts if any(r["reviewer"] == reviewer for r in one.reviews)), None)

    # ---- near copies -------------------------------------------------------------------------------------

    def index_copies(self) -> int:
        """Sketch the next items; return how many, 0 where all are."""
        return near_copies.index_copies(self.engine)

    def count_copies(self, wish: Wish, item_id: str, source: str | None) -> int:
        """Return how many near copies of an item this person could claim now, up to one more than is counted."""
        with read(self.engine) as connection:
            return near_copies.count_copies(connection, wish, item_id, source)

    def open_copies(self, wish: Wish, item_id: str, source: str | None) -> tuple[NearCopy, ...]:
        """Return the nearest copies of an item with their texts; the ledger tells that they were read."""
        with self._as(wish.reviewer, "review") as connection:
            return near_copies.open_copies(connection, wish, item_id, source)

    def submit_copies(
        self, project: Project, wish: Wish, original: str, reviews: Sequence[Review]
    ) -> tuple[Applied, ...]:
        """Claim near copies of a judged item and store a review of each; one that cannot be claimed is left out."""
        with self._as(wish.reviewer, "review") as connection:
            shares = weights(connection, wish.project_id, project)
            return near_copies.submit_copies(connection, project, wish, original, reviews, shares)

    def withdraw_copies(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[TakenBack, ...]:
        """Take back a review and all that came of applying it, but for what a decision or an export used."""
        with write(self.engine) as connection:
            shares = weights(connection, project_id, project)
            return near_copies.withdraw_copies(connection, project_id, project, submission_id, reviewer, now_us, shares)

    # ---- reviews of others, resolutions ------------------------------------------------------------------

    def import_reviews(
        self,
        project_id: int,
        project: Project,
        reviews: Sequence[Review],
        actor: str,
        now_us: int,
        *,
        refused: int = 0,
        dry_run: bool = False,
    ) -> tuple[Imported, ...]:
        """Store reviews of any people, each on its own merits; `refused` is how many did not even come this far."""
        with _trial(), self._as(actor, "bring") as connection:
            shares = weights(connection, project_id, project)
            done = tuple(
                _import_one(connection, project_id, project, Submission(review, None, now_us), shares)
                for review in reviews
            )
            added = sum(one.added for one in done)
            if added:
                details = {"added": added, "rejected": refused + sum(bool(one.problem) for one in done)}
                append(connection, now_us, actor, "reviews.imported", project.name, details)
            if dry_run:
                raise _TakenBack
        return done

    def adjudicate(
        self, project_id: int, resolution: Resolution, item_id: str, source: str | None, now_us: int
    ) -> Receipt:
        """Make a lead's decision the final value of an item."""
        with self._as(resolution.decided_by or "", "lead") as connection:
            return adjudicate(connection, project_id, resolution, item_id, source, now_us)

    def reopen(
        self, project_id: int, project: Project, item_id: str, source: str | None, afresh: bool, actor: str, now_us: int
    ) -> Receipt:
        """Put a settled item back into the queue; `afresh` puts its reviews aside, so that anybody may judge it."""
        with self._as(actor, "lead") as connection:
            return reopen(connection, project_id, project, item_id, source, afresh, actor, now_us)

    # ---- items with a known answer -----------------------------------------------------------------------

    def standing(self, project_id: int, reviewer: str) -> Standing | None:
        """Return how a person stands with the gold items."""
        with read(self.engine) as connection:
            return gold.find_standing(connection, project_id, reviewer)

    def promote_gold(
        self,
        project_id: int,
        project: Project,
        item_id: str,
        source: str | None,
        explanation: str,
        actor: str,
        now_us: int,
    ) -> Receipt:
        """Make an adjudicated item a gold item, with the lead's decision as the known answer."""
        with self._as(actor, "lead") as connection:
            return gold.promote(connection, project_id, project, item_id, source, explanation, actor, now_us)

    def retire_gold(
        self, project_id: int, item_id: str, source: str | None, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Serve a gold item no more, and count its answers no more."""
        with self._as(actor, "lead") as connection:
            return gold.retire(connection, project_id, item_id, source, reason, actor, now_us)

    def resume_member(
        self, project_id: int, project: Project, name: str, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Let somebody go on who was warned, paused or not let in."""
        with self._as(actor, "lead") as connection:
            return gold.resume(connection, project_id, project, name, reason, actor, now_us)

    # ---- items, projects, members, datasets --------------------------------------------------------------

    def add_batch(
        self,
        project_id: int,
        origin: str,
        rows: Sequence[NewRow],
        unreadable: Sequence[BadRecord],
        actor: str,
        now_us: int,
        *,
        dry_run: bool = False,
    ) -> BatchResult:
        """Add the items that are not there yet, and put aside what could not be read."""
        with _trial(), self._as(actor, "bring") as connection:
            result = add_rows(connection, project_id, rows, now_us)
            for bad in unreadable:
                insert_unreadable(connection, project_id, bad.origin, bad.line, bad.reason, bad.raw, now_us)
            if dry_run:
                raise _TakenBack
            if result.added or unreadable:
                details = {"project": name_of(connection, project_id), "added": result.added}
                details |= {"duplicates": result.duplicates, "unreadable": len(unreadable)}
                append(connection, now_us, actor, "import", origin[:200], details)
        return result

    def apply_project(
        self, project: Project, taxonomy: Taxonomy | None, actor: str, now_us: int
    ) -> tuple[StoredProject, Receipt | None]:
        """Add a project, or a new version of the one with this name; unchanged content makes no version."""
        with self._as(actor, "lead") as connection:
            return apply_project(connection, project, taxonomy, actor, now_us)

    def add_member(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Add a person with a role."""
        with self._as(actor, "administer") as connection:
            return members.add_member(connection, name, role, actor, now_us)

    def set_role(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Give a member another role."""
        with self._as(actor, "administer") as connection:
            return members.set_role(connection, name, role, actor, now_us)

    def remove_member(self, name: str, actor: str, now_us: int) -> Receipt:
        """Take a person off the list; the person's reviews stay."""
        with self._as(actor, "administer") as connection:
            receipt = members.remove_member(connection, name, actor, now_us)
            drop_skills(connection, name)
            return receipt

    def set_skills(self, name: str, skills: Sequence[str], actor: str, now_us: int) -> Receipt:
        """Say which skills a member has."""
        with self._as(actor, "lead") as connection:
            return set_skills(connection, name, skills, actor, now_us)

    def record_dataset(
        self,
        project_id: int,
        dataset: NewDataset,
        items: Parts[ItemUsed],
        groups: Parts[GroupSplit],
        actor: str,
        now_us: int,
    ) -> tuple[int, Receipt]:
        """Record a dataset with what it rests on and the splits it gave, a part at a time; return its version."""
        with self._as(actor, "build") as connection:
            return lineage.record_dataset(connection, project_id, dataset, items, groups, actor, now_us)

    def note_rebuild(self, project_id: int, number: int, folder: str, sha256: str, actor: str, now_us: int) -> Receipt:
        """Note that a dataset was written once more."""
        with self._as(actor, "build") as connection:
            return lineage.note_rebuild(connection, project_id, number, folder, sha256, actor, now_us)


@contextmanager
def _trial() -> Iterator[None]:
    """Let a transaction that was taken back end quietly."""
    with suppress(_TakenBack):
        yield


def _import_one(
    connection: Connection,
    project_id: int,
    project: Project,
    submission: Submission,
    shares: Mapping[str, float] | None,
) -> Imported:
    try:
        done = submitting.submit_within(connection, project_id, project, submission, shares)
    except ReviewerError as error:
        return Imported(False, error.message)
    return Imported(not done.repeated)
