"""The outbox: what a person has decided and the database may not know yet, on this machine's disk in its order.

A submission is written here before it is sent, and goes from here only after the database has answered. Sent again it
carries the same submission id, so that nothing is lost and nothing doubled, whenever the connection, the program or
the machine stops. What is taken back is withdrawn by an entry of its own: whether the submission had arrived is not
known here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from reviewer.config.atomic import sync_folder, write_atomically, write_for_now
from reviewer.domain.canonical import model_json, sha256_text
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Damaged, NotFound, ReviewerError, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.model import Frozen
from reviewer.domain.reviews import Review

if TYPE_CHECKING:
    from .workspace import Workspace

_SUFFIX = ".entry"
Key = tuple[str, str]


class Entry(Frozen):
    """One submission that waits, or the withdrawal of one; `draft` is the work as it was before it was submitted."""

    kind: Literal["submit", "withdraw"]
    number: int
    project: str
    review: Review
    draft: Review
    token: str | None = None

    @property
    def key(self) -> Key:
        """Source and id of the item."""
        return self.review.source or "", self.review.item_id

    @property
    def file_name(self) -> str:
        """Where the entry lies: in the order of the numbers, and never on another entry."""
        return f"{self.number:09d}-{self.kind}-{sha256_text(str(self.review.submission_id))[:16]}{_SUFFIX}"


@dataclass(frozen=True)
class Lost:
    """An entry that the database does not take; the work of a submission is kept as a draft."""

    entry: Entry
    error: ReviewerError


@dataclass(frozen=True)
class Report:
    """What came of sending: what the database has now, what it does not take, what still waits and why."""

    sent: tuple[tuple[Entry, Changes], ...] = ()
    lost: tuple[Lost, ...] = ()
    kept: tuple[Entry, ...] = ()
    claimed: tuple[Claim, ...] = ()
    """Items that were claimed anew, since their submission had arrived before it was taken back."""
    damaged: tuple[Path, ...] = ()
    stopped: ReviewerError | None = None
    failed: Exception | None = None


class Outbox:
    """The outbox of one project of a workspace, one folder for each person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folders: dict[str, Path] = {}

    def put(self, review: Review, claim: Claim, draft: Review) -> Entry:
        """Put a submission on the disk in its final form; from then on it is the outbox that keeps the work."""
        workspace = self._workspace
        submitted = workspace.reveals.marked(review.model_copy(update={"state": "submitted"}))
        complete = workspace.reviews.complete(submitted, claim)
        entry = Entry(
            kind="submit",
            number=self._next_number(complete.reviewer),
            project=workspace.project_name,
            review=complete,
            draft=draft.model_copy(update={"state": "draft"}),
            token=claim.token or None,
        )
        self._write(entry)
        if self._is_far:
            self._discard_draft(entry)
        return entry

    def waiting(self, reviewer: str) -> tuple[Entry, ...]:
        """Return the submissions of a person that wait, oldest first."""
        return tuple(entry for entry in self._entries(reviewer) if entry.kind == "submit")

    def take_back(self, entry: Entry) -> Review | None:
        """Make a waiting submission a draft again; None where it is not waiting any more."""
        workspace, file = self._workspace, self._file(entry)
        if not file.exists():
            return None
        draft = entry.draft.model_copy(update={"submission_id": workspace.drafts.new_submission_id()})
        workspace.drafts.save(draft)
        self._write(entry.model_copy(update={"kind": "withdraw"}))
        file.unlink(missing_ok=True)
        return draft

    def send(self, reviewer: str) -> Report:
        """Send what waits, each entry once and in order; stop where the database cannot be reached."""
        damaged: list[Path] = []
        sending = _Sending(self._workspace)
        for entry in self._entries(reviewer, damaged):
            if sending.takes(entry):
                with contextlib.suppress(OSError):  # sent again it changes nothing
                    self._file(entry).unlink(missing_ok=True)
                if entry.kind == "submit" and not self._is_far and not sending.has_lost(entry):
                    self._discard_draft(entry)
        return sending.report(tuple(damaged))

    @property
    def _is_far(self) -> bool:
        """Whether what is sent leaves this machine.

        A workspace file lies on a disk of this machine: the commit that follows at once is what makes a submission
        durable, and until then its draft stays. So an entry need not wait for the disk twice.
        """
        return self._workspace.store.path is None

    def _discard_draft(self, entry: Entry) -> None:
        draft = entry.draft
        with contextlib.suppress(OSError):  # a draft that stays does no harm: what waits goes before it
            found = self._workspace.drafts.find(draft.reviewer, draft.item_id, draft.source)
            if found is not None and found.submission_id == draft.submission_id:
                self._workspace.drafts.discard(draft.reviewer, draft.item_id, draft.source)

    # ---- files ------------------------------------------------------------------------------------------

    def _entries(self, reviewer: str, damaged: list[Path] | None = None) -> Iterator[Entry]:
        """Yield the entries of this project in order; a damaged one is put aside where there is a list to name it."""
        for file in sorted(self._folder(reviewer).glob(f"*{_SUFFIX}")):
            try:
                entry = _read(file)
            except FileNotFoundError:
                continue  # another window of the same person has sent it meanwhile
            except OSError as error:
                raise Unreachable(f"What waits in {file.parent} cannot be read ({error.strerror}): free it.") from None
            except (ValueError, ValidationError):
                if damaged is not None:
                    damaged.append(file.replace(file.with_name(f"{file.name}.damaged")))
                continue
            if entry.project == self._workspace.project_name:
                yield entry

    def _write(self, entry: Entry) -> None:
        body = model_json(entry)
        file = self._file(entry)
        try:
            save = write_atomically if self._is_far or entry.kind == "withdraw" else write_for_now
            save(file, f"{sha256_text(body)}\n{body}\n".encode())
        except OSError as error:
            raise Unreachable(
                f"The submission cannot be kept in {file.parent} ({error.strerror}): free some space."
            ) from None

    def _next_number(self, reviewer: str) -> int:
        names = [file.name for file in self._folder(reviewer).glob(f"*{_SUFFIX}*")]
        numbers = [int(name[:9]) for name in names if name[:9].isdecimal()]
        return max(numbers, default=0) + 1

    def _file(self, entry: Entry) -> Path:
        return self._folder(entry.review.reviewer) / entry.file_name

    def _folder(self, reviewer: str) -> Path:
        folder = self._folders.get(reviewer)
        if folder is None:
            folder = self._workspace.drafts.folder(reviewer) / "outbox"
            try:
                folder.mkdir(exist_ok=True, mode=0o700)
                for above in folder.parents[:4]:
                    sync_folder(above)  # a file is on the disk only when the folders above it are
            except OSError as error:
                raise Unreachable(
                    f"Submissions cannot be kept in {folder} ({error.strerror}): free some space."
                ) from None
            self._folders[reviewer] = folder
        return folder


class _Sending:
    """One round of sending."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tokens: dict[Key, str] = {}
        self._held_up: set[Key] = set()
        self._sent: list[tuple[Entry, Changes]] = []
        self._lost: list[Lost] = []
        self._kept: list[Entry] = []
        self._claimed: list[Claim] = []
        self._stopped: ReviewerError | None = None
        self._failed: Exception | None = None

    def takes(self, entry: Entry) -> bool:
        """Try one entry; return whether it has left the outbox."""
        if self._stopped is not None or entry.key in self._held_up:
            self._kept.append(entry)
            return False
        try:
            self._try(entry)
        except (Unreachable, Damaged) as error:
            self._stopped = error
        except Exception as error:  # a fault of ours must not hold up the other items
            self._failed = error
            self._held_up.add(entry.key)
        else:
            return True
        self._kept.append(entry)
        return False

    def has_lost(self, entry: Entry) -> bool:
        """Return whether the database did not take this entry."""
        return any(lost.entry is entry for lost in self._lost)

    def report(self, damaged: tuple[Path, ...]) -> Report:
        """Return what came of it."""
        return Report(
            sent=tuple(self._sent),
            lost=tuple(self._lost),
            kept=tuple(self._kept),
            claimed=tuple(self._claimed),
            damaged=damaged,
            stopped=self._stopped,
            failed=self._failed,
        )

    def _try(self, entry: Entry) -> None:
        try:
            changes = self._submit(entry) if entry.kind == "submit" else self._withdraw(entry)
        except (Unreachable, Damaged):
            raise
        except ReviewerError as error:
            if entry.kind == "submit":
                self._workspace.drafts.save(entry.draft.model_copy(update={"submission_id": None}))
            self._lost.append(Lost(entry, error))
        else:
            if changes is not None:
                self._sent.append((entry, changes))

    def _submit(self, entry: Entry) -> Changes:
        reviews = self._workspace.reviews
        still_fits = reviews.complete(entry.review)  # the project may have another version by now
        return reviews.send(still_fits, self._tokens.get(entry.key, entry.token))

    def _withdraw(self, entry: Entry) -> Changes | None:
        """Withdraw a submission that had arrived after all, and hold its item again."""
        review = entry.review
        try:
            changes = self._workspace.reviews.withdraw(str(review.submission_id), review.reviewer)
        except NotFound:
            return None
        with contextlib.suppress(ReviewerError):  # whoever has the item now, the work is on the disk as a draft
            claim = self._workspace.queue.claim_item(review.reviewer, review.item_id, review.source)
            self._tokens[entry.key] = claim.token
            self._claimed.append(claim)
        return changes


def _read(file: Path) -> Entry:
    checksum, _, body = file.read_bytes().decode("utf-8").partition("\n")
    if sha256_text(body.rstrip("\n")) != checksum:
        raise ValueError("the content does not match its checksum")
    return Entry.model_validate_json(body)


__all__ = ["Entry", "Lost", "Outbox", "Report"]
