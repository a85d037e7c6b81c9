"""What differs between a workspace in a file and one on a server, as one object with the same methods for both.

These are all changes, each of them one transaction together with its audit event, and the few reads that a server
answers by role. A file trusts whoever holds it: it takes the time and the person from its caller, and checks the role
of a listed person within the transaction. A server knows by itself who is logged in and what the time is. All other
reads are the same statements on both: `with read(store.engine)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from reviewer.domain.changes import Receipt
from reviewer.domain.gold import GoldRules, Standing
from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState
from reviewer.domain.listing import Facet, FacetValue, IndexProgress
from reviewer.domain.near_copies import Applied, NearCopy, TakenBack
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review

from .new_rows import NewRow
from .projects import StoredProject

if TYPE_CHECKING:
    from .facts import Fact


Part = TypeVar("Part")
Parts = Iterable[Sequence[Part]]


class Taken(NamedTuple):
    """An item that somebody holds."""

    item: Item
    hits_hidden: bool
    token: str
    claimed_at: int
    expires_at: int


class Wish(NamedTuple):
    """Who wants an item, when, for how long, and the random token that will prove the claim."""

    project_id: int
    reviewer: str
    token: str
    now_us: int
    lease_us: int
    interleave: bool = False
    """Whether something milder should come after a severe item, as the project or else the person says."""
    consistency_share: float = 0.0
    """The share of claims that serve an own finished item again."""
    gold: GoldRules = GoldRules()
    """What the project says about items with a known answer."""

    @property
    def values(self) -> dict[str, Any]:
        """The values that the statements ask for."""
        in_order = int(not self.gold.apart)
        return {"project": self.project_id, "me": self.reviewer, "now": self.now_us, "gold_in_order": in_order}


class NewCalibration(NamedTuple):
    """A calibration round to be opened: its name, the numbers of its items, and who judges them."""

    title: str
    items: tuple[int, ...]
    people: tuple[str, ...]


class OwnWork(NamedTuple):
    """What the own scorecard is made of; `gold` is how many verdicts on gold items were right, of how many.

    Without `gold` the facts themselves tell, with their gold answers.
    """

    facts: tuple[Fact, ...]
    gold: tuple[int, int] | None


class Served(NamedTuple):
    """An item as a person may read it, and whether its hits are hidden until the verdict."""

    item: Item
    hits_hidden: bool


class Submission(NamedTuple):
    """A complete review on its way in, with the token of the lease under which it was made."""

    review: Review
    token: str | None
    now_us: int


class Submitted(NamedTuple):
    """What became of a submission."""

    receipt: Receipt
    state: ItemState
    repeated: bool


class Imported(NamedTuple):
    """What became of one review of an import: added, there already, or the problem with it."""

    added: bool
    problem: str = ""


class BadRecord(Protocol):
    """A record that could not be read: where it stood, why, and its first bytes."""

    @property
    def origin(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def raw(self) -> bytes: ...


class NewDataset(NamedTuple):
    """A dataset that was built: what the list tells of it, its manifest, and up to which item it looked."""

    recipe: str
    folder: str
    sha256: str
    rows: Mapping[str, int]
    manifest: str
    guidelines: Sequence[str] = ()
    scheme: str | None = None
    last_item: int | None = None


class ItemUsed(NamedTuple):
    """What the rows of one item rest on: its resolution and reviews by number, and what else a rebuild must know."""

    item_number: int
    split: str
    resolution_number: int | None
    reviews: tuple[int, ...]
    gold: str | None = None
    split_group: str | None = None


class GroupSplit(NamedTuple):
    """The split that a group was given for the first time."""

    digest: str
    split: str


class BatchResult(NamedTuple):
    """What became of a batch: how many were added or known already, and which came with other content."""

    added: int
    duplicates: int
    conflicts: list[tuple[str, str]]


class Store(Protocol):
    """The database of one workspace, as one person may change it."""

    @property
    def engine(self) -> Engine:
        """The connections for the reads that both kinds share."""

    @property
    def path(self) -> Path | None:
        """The file of the workspace, or None on a server."""

    @property
    def location(self) -> str:
        """Where the workspace is, without any secret."""

    @property
    def title(self) -> str:
        """The short name of the workspace."""

    def close(self) -> None:
        """Let the database go."""

    def sees_all(self, connection: Connection) -> bool:
        """Return whether this person may read every row; a server shows a reviewer what is in hand or judged."""

    # ---- the queue ---------------------------------------------------------------------------------------

    def claim_next(self, wish: Wish) -> Taken | None:
        """Give the reviewer the next item; None where nothing is left for this person."""

    def claim_chosen(self, wish: Wish, item_id: str, source: str | None) -> Taken:
        """Give the reviewer this item, if the rules of the queue allow it."""

    def held(self, project_id: int, reviewer: str, now_us: int) -> tuple[Taken, ...]:
        """Return what a person holds now, oldest claim first."""

    def renew(self, reviewer: str, token: str, now_us: int, lease_us: int) -> int:
        """Prolong a lease that still stands and return its new end."""

    def release(
        self, project_id: int, reviewer: str, token: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Give back one held item, or all of a person's without a token; return the items' ids and the receipt."""

    def release_item(
        self, project_id: int, item_id: str, source: str | None, holder: str | None, actor: str, now_us: int
    ) -> tuple[tuple[str, ...], Receipt | None]:
        """Take one item away from who holds it, or from this holder alone; return the holders and the receipt."""

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

    def prioritise(
        self, project_id: int, item_id: str, source: str | None, priority: float, actor: str, now_us: int
    ) -> Receipt:
        """Give an item another priority, and with it another place in the queue."""

    def acknowledge_drift(
        self, project_id: int, comparison: str, items: Sequence[str], note: str, actor: str, now_us: int
    ) -> Receipt:
        """Note that a lead has seen an alert of drift, with the items that it named."""

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

    def serve(self, project_id: int, reviewer: str, item_id: str, source: str | None) -> Served:
        """Return what this person may read of an item: all of it in a file."""

    def summary(self, project_id: int) -> tuple[int | None, int | None]:
        """Return when the oldest open item came and when the next open one is due."""

    def index_some(self) -> int:
        """Add the next items to the search index; return how many, 0 where it is complete."""

    def index_progress(self) -> IndexProgress:
        """Return how much of the workspace the search index knows."""

    def facet_values(self, project_id: int, facet: Facet, most: int) -> tuple[FacetValue, ...]:
        """Return values of a facet, the most frequent first where their items are counted."""

    # ---- reviews and resolutions -------------------------------------------------------------------------

    def submit(self, project_id: int, project: Project, submission: Submission) -> Submitted:
        """Store a review and what follows from it; the same submission sent again changes nothing."""

    def withdraw(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[Review, Receipt]:
        """Take a review back, and a resolution that came from it, until a decision or an export used it."""

    # ---- rounds and own figures --------------------------------------------------------------------------

    def start_calibration(
        self, project_id: int, wanted: NewCalibration, actor: str, now_us: int
    ) -> tuple[int, Receipt]:
        """Open a calibration round, in which all its people judge the same items blind; return its number."""

    def close_calibration(self, project_id: int, number: int, actor: str, now_us: int) -> Receipt:
        """Close a calibration round."""

    def own_work(self, project_id: int, reviewer: str) -> OwnWork:
        """Return what the scorecard of this person needs, for somebody who may not read the reviews of all."""

    # ---- near copies -------------------------------------------------------------------------------------

    def index_copies(self) -> int:
        """Sketch the next items; return how many, 0 where all are or this person may not."""

    def count_copies(self, wish: Wish, item_id: str, source: str | None) -> int:
        """Return how many near copies of an item in hand this person could claim, up to one more than is counted."""

    def open_copies(self, wish: Wish, item_id: str, source: str | None) -> tuple[NearCopy, ...]:
        """Return the nearest copies of an item in hand with their texts; the ledger tells that they were read."""

    def submit_copies(
        self, project: Project, wish: Wish, original: str, reviews: Sequence[Review]
    ) -> tuple[Applied, ...]:
        """Claim near copies of a judged item and store a review of each; one that cannot be claimed is left out."""

    def withdraw_copies(
        self, project_id: int, project: Project, submission_id: str, reviewer: str, now_us: int
    ) -> tuple[TakenBack, ...]:
        """Take back a review and all that came of applying it, but for what a decision or an export used."""

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

    def adjudicate(
        self, project_id: int, resolution: Resolution, item_id: str, source: str | None, now_us: int
    ) -> Receipt:
        """Make a lead's decision the final value of an item."""

    def reopen(
        self, project_id: int, project: Project, item_id: str, source: str | None, afresh: bool, actor: str, now_us: int
    ) -> Receipt:
        """Put a settled item back into the queue; `afresh` puts its reviews aside, so that anybody may judge it."""

    # ---- items with a known answer -----------------------------------------------------------------------

    def standing(self, project_id: int, reviewer: str) -> Standing | None:
        """Return how a person stands with the gold items; on a server the counts are for those who see all."""

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

    def retire_gold(
        self, project_id: int, item_id: str, source: str | None, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Serve a gold item no more, and count its answers no more."""

    def resume_member(
        self, project_id: int, project: Project, name: str, reason: str, actor: str, now_us: int
    ) -> Receipt:
        """Let somebody go on who was warned, paused or not let in."""

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

    def apply_project(
        self, project: Project, taxonomy: Taxonomy | None, actor: str, now_us: int
    ) -> tuple[StoredProject, Receipt | None]:
        """Add a project, or a new version of the one with this name; unchanged content makes no version."""

    def add_member(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Add a person with a role."""

    def set_role(self, name: str, role: str, actor: str, now_us: int) -> Receipt:
        """Give a member another role."""

    def remove_member(self, name: str, actor: str, now_us: int) -> Receipt:
        """Take a person off the list; the person's reviews stay."""

    def set_skills(self, name: str, skills: Sequence[str], actor: str, now_us: int) -> Receipt:
        """Say which skills a member has."""

    def record_dataset(
        self,
        project_id: int,
        dataset: NewDataset,
        items: Parts[ItemUsed],
        groups: Parts[GroupSplit],
        actor: str,
        now_us: int,
    ) -> tuple[int, Receipt]:
        """Record a dataset with what it rests on and the splits it gave, a part at a time; return its version.

        The reviews in it count as used. Refused if one of them was taken back, or a group got another split meanwhile.
        """

    def note_rebuild(self, project_id: int, number: int, folder: str, sha256: str, actor: str, now_us: int) -> Receipt:
        """Note that a dataset was written once more."""
