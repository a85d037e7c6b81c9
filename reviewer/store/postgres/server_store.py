"""The store of a workspace on a server: each change is one call of a function of the database.

The database knows by itself who is logged in, what the role allows, what the time is and what a project says, so what
a caller says of these is only compared or left aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused
from reviewer.domain.gold import Standing
from reviewer.domain.listing import Facet, FacetValue, IndexProgress
from reviewer.domain.members import Deed, allows, refusal
from reviewer.domain.near_copies import Applied, NearCopy, TakenBack
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review
from reviewer.store.engine import read
from reviewer.store.gold import find_standing
from reviewer.store.members import find_role
from reviewer.store.new_rows import NewRow
from reviewer.store.projects import StoredProject
from reviewer.store.store import (
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

from . import (
    copy_calls,
    dataset_calls,
    drift_calls,
    gold_calls,
    item_calls,
    member_calls,
    queue_calls,
    reveal_calls,
    review_calls,
    round_calls,
)
from .errors import NotGranted
from .server import Server


class ServerStore:
    """A workspace on a PostgreSQL server, as one log-in sees and changes it."""

    def __init__(self, server: Server) -> None:
        self.server = server

    @property
    def engine(self) -> Engine:
        """The connections for the reads that a file and a server share."""
        return self.server.engine

    @property
    def path(self) -> Path | None:
        """There is no file."""
        return None

    @property
    def location(self) -> str:
        """The address without any secret."""
        return self.server.location

    @property
    def title(self) -> str:
        """The name of the database and its server."""
        return self.server.title

    def close(self) -> None:
        """Let the server go."""
        self.server.close()

    def sees_all(self, connection: Connection) -> bool:
        """Return whether the role of this log-in opens every row, not only what is in hand or judged."""
        return find_role(connection, self.server.login) not in (None, "reviewer")

    @contextmanager
    def _as(self, name: str, deed: Deed) -> Iterator[None]:
        """Do something as the person who is logged in; where the group of the log-in may not, say what the role is."""
        login = self.server.login
        if name != login:
            raise Refused(f"You are logged in as {login}: only {name} can do this under that name.")
        try:
            yield
        except NotGranted:
            with read(self.engine) as connection:
                role = find_role(connection, login)
            if role is None or allows(role, deed):
                raise
            raise Refused(refusal(login, role, deed)) from None

    # ---- the queue ---------------------------------------------------------------------------------------

    def claim_next(self, wish: Wish) -> Taken | None:
        """Give this log-in the next item; None where nothing is left for it."""
        with self._as(wish.reviewer, "review"):
            return queue_calls.claim_next(self.server, wish)

    def claim_chosen(self, wish: Wish, item_id: str, source: str | None) -> Taken:
        """Give this log-in this item, if the rules of the queue allow it."""
        with self._as(wish.reviewer, "review"):
            return queue_calls.claim_chosen(self.server, wish, item_id, source)

    def held(self, project_id: int, reviewer: str, now_us: int) -> tuple[Taken, ...]:
        """Return what this log-in holds now, oldest claim first; the server's clock decides."""
        with self._as(reviewer, "review"):
            return queue_calls.held(self.server, project_id)

    def renew(self, reviewer: str, token: str, now_us: int, lease_us: int) -> int:
        """Prolong a lease that still stands and return its new end; the server knows time and project."""
        with self._as(reviewer, "review"):
            return queue_calls.renew(self.server, token)

    def release(
        self, project_id: int, reviewer: str, token: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Give back one held item, or all of a person's without a token; return the items' ids and the receipt."""
        with self._as(actor, "review" if reviewer == actor else "lead"):
            return queue_calls.release(self.server, project_id, reviewer, token)

    def release_item(
        self, project_id: int, item_id: str, source: str | None, holder: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Take one item away from who holds it, or from this holder alone; return the holders and the receipt."""
        with self._as(actor, "lead"):
            return queue_calls.release_item(self.server, project_id, item_id, source, holder)

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
        with self._as(actor, "lead"):
            return queue_calls.assign(self.server, project_id, item_id, source, to, release=release)

    def prioritise(
        self, project_id: int, item_id: str, source: str | None, priority: float, actor: str, now_us: int
    ) -> Receipt:
        """Give an item another priority, and with it another place in the queue."""
        with self._as(actor, "lead"):
            return queue_calls.prioritise(self.server, project_id, item_id, source, priority)

    def acknowledge_drift(
        self, project_id: int, comparison: str, items: Sequence[str], note: str, actor: str, now_us: int
    ) -> Receipt:
        """Note that a lead has seen an alert of drift."""
        with self._as(actor, "lead"):
            return drift_calls.acknowledge_drift(self.server, project_id, comparison, items, note)

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
        with self._as(actor, "review"):
            return reveal_calls.note_reveal(self.server, project_id, item_id, source, reason, kinds)

    def serve(self, project_id: int, reviewer: str, item_id: str, source: str | None) -> Served:
        """Return what this log-in may read of an item."""
        return queue_calls.serve(self.server, project_id, item_id, source)

    def summary(self, project_id: int) -> tuple[int | None, int | None]:
        """Return when the oldest open item came and when the next open one is due."""
        return queue_calls.summary(self.server, project_id)

    def index_some(self) -> int:
        """Return 0: on a server the words of an item are indexed as it comes in."""
        return 0

    def index_progress(self) -> IndexProgress:
        """Return that nothing is left to do."""
        return IndexProgress(done=0, total=0)

    def facet_values(self, project_id: int, facet: Facet, most: int) -> tuple[FacetValue, ...]:
        """Return the values of a facet among the newest items that this log-in may see."""
        return queue_calls.facet_values(self.server, project_id, facet, most)

    # ---- reviews and resolutions -------------------------------------------------------------------------

    def submit(self, project_id: int, project: Project, submission: Submission) -> Submitted:
        """Store a review of this log-in and what follows from it; the same submission sent again changes nothing."""
        with self._as(submission.review.reviewer, "review"):
            return review_calls.submit(self.server, project_id, submission)

    def withdraw(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[Review, Receipt]:
        """Take a review of this log-in back, until a decision or an export used it."""
        with self._as(reviewer, "review"):
            return review_calls.withdraw(self.server, submission_id)

    # ---- rounds and own figures --------------------------------------------------------------------------

    def start_calibration(
        self, project_id: int, wanted: NewCalibration, actor: str, now_us: int
    ) -> tuple[int, Receipt]:
        """Open a calibration round, in which all its people judge the same items blind; return its number."""
        with self._as(actor, "lead"):
            return round_calls.start_calibration(self.server, project_id, wanted)

    def close_calibration(self, project_id: int, number: int, actor: str, now_us: int) -> Receipt:
        """Close a calibration round."""
        with self._as(actor, "lead"):
            return round_calls.close_calibration(self.server, project_id, number)

    def own_work(self, project_id: int, reviewer: str) -> OwnWork:
        """Return what the scorecard of this log-in needs, and nothing else of the work of others."""
        with self._as(reviewer, "review"):
            return round_calls.own_work(self.server, project_id)

    # ---- near copies -------------------------------------------------------------------------------------

    def index_copies(self) -> int:
        """Sketch the next items; 0 for a role that may not bring in items, since it does not see their texts."""
        return copy_calls.index_copies(self.server)

    def count_copies(self, wish: Wish, item_id: str, source: str | None) -> int:
        """Return how many near copies of an item in hand this log-in could claim now."""
        with self._as(wish.reviewer, "review"):
            return copy_calls.count_copies(self.server, wish.project_id, item_id, source)

    def open_copies(self, wish: Wish, item_id: str, source: str | None) -> tuple[NearCopy, ...]:
        """Return the nearest copies of an item in hand with their texts; the ledger tells that they were read."""
        with self._as(wish.reviewer, "review"):
            return copy_calls.open_copies(self.server, wish.project_id, item_id, source)

    def submit_copies(
        self, project: Project, wish: Wish, original: str, reviews: Sequence[Review]
    ) -> tuple[Applied, ...]:
        """Claim near copies of a judged item and store a review of each; one that cannot be claimed is left out."""
        with self._as(wish.reviewer, "review"):
            return copy_calls.submit_copies(self.server, wish.project_id, original, reviews)

    def withdraw_copies(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[TakenBack, ...]:
        """Take back a review of this log-in and all that came of applying it, but for what was used."""
        with self._as(reviewer, "review"):
            return copy_calls.withdraw_copies(self.server, submission_id)

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
        with self._as(actor, "bring"):
            return review_calls.import_reviews(self.server, project_id, reviews, refused=refused, dry_run=dry_run)

    def adjudicate(
        self, project_id: int, resolution: Resolution, item_id: str, source: str | None, now_us: int
    ) -> Receipt:
        """Make the decision of this log-in, a lead, the final value of an item."""
        with self._as(resolution.decided_by or "", "lead"):
            return review_calls.adjudicate(self.server, project_id, resolution, item_id, source)

    def reopen(
        self, project_id: int, project: Project, item_id: str, source: str | None, afresh: bool, actor: str, now_us: int
    ) -> Receipt:
        """Put a settled item back into the queue; `afresh` puts its reviews aside, so that anybody may judge it."""
        with self._as(actor, "lead"):
            return review_calls.reopen(self.server, project_id, item_id, source, afresh)

    # ---- items with a known answer -----------------------------------------------------------------------

    def standing(self, project_id: int, reviewer: str) -> Standing | None:
        """Return how a person stands with the gold items; the counts are for those who see all."""
        with read(self.engine) as connection:
            find = find_standing if self.sees_all(connection) else gold_calls.own_standing
            return find(connection, project_id, reviewer)

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
        with self._as(actor, "lead"):
            return gold_calls.promote(self.server, project_id, item_id, source, explanation)

    def retire_gold(
        self, project_id: int, item_id: str, source: str | None, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Serve a gold item no more, and count its answers no more."""
        with self._as(actor, "lead"):
            return gold_calls.retire(self.server, project_id, item_id, source, reason)

    def resume_member(
        self, project_id: int, project: Project, name: str, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Let somebody go on who was warned, paused or not let in."""
        with self._as(actor, "lead"):
            return gold_calls.resume(self.server, project_id, name, reason)

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
        with self._as(actor, "bring"):
            return item_calls.add_batch(self.server, project_id, origin, rows, unreadable, dry_run=dry_run)

    def apply_project(
        self, project: Project, taxonomy: Taxonomy | None, actor: str, now_us: int
    ) -> tuple[StoredProject, Receipt | None]:
        """Add a project, or a new version of the one with this name; unchanged content makes no version."""
        with self._as(actor, "lead"):
            return member_calls.apply_project(self.server, project, taxonomy)

    def add_member(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Let a log-in in with a role; whoever runs the server makes it and puts it into the group of the role."""
        with self._as(actor, "administer"):
            return member_calls.add_member(self.server, name, role)

    def set_role(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Give a member another role."""
        with self._as(actor, "administer"):
            return member_calls.set_role(self.server, name, role)

    def remove_member(self, name: str, actor: str, now_us: int) -> Receipt:
        """Let a log-in in no more; the person's reviews stay."""
        with self._as(actor, "administer"):
            return member_calls.remove_member(self.server, name)

    def set_skills(self, name: str, skills: Sequence[str], actor: str, now_us: int) -> Receipt:
        """Say which skills a member has."""
        with self._as(actor, "lead"):
            return member_calls.set_skills(self.server, name, skills)

    def record_dataset(
        self,
        project_id: int,
        dataset: NewDataset,
        items: Parts[ItemUsed],
        groups: Parts[GroupSplit],
        actor: str,
        now_us: int,
    ) -> tuple[int, Receipt]:
        """Record a dataset with what it rests on and the splits it gave, all or nothing; return its version."""
        with self._as(actor, "build"):
            return dataset_calls.record_dataset(self.server, project_id, dataset, items, groups)

    def note_rebuild(self, project_id: int, number: int, folder: str, sha256: str, actor: str, now_us: int) -> Receipt:
        """Note that a dataset was written once more."""
        with self._as(actor, "build"):
            return dataset_calls.note_rebuild(self.server, project_id, number, folder, sha256)
