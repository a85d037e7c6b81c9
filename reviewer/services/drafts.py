"""The local journal: drafts and receipts in the state folder, on the disk before anything is sent."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import uuid4

from pydantic import ValidationError

from reviewer.config.atomic import write_atomically
from reviewer.config.paths import state_dir
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Unreachable
from reviewer.domain.reviews import Review


class Drafts:
    """The drafts and receipts of one project on this machine."""

    def __init__(self, workspace_id: str, project_name: str) -> None:
        self._workspace_id = workspace_id
        self._project = project_name
        self._folders: dict[str, Path] = {}

    def save(self, review: Review) -> None:
        """Write a draft so that a crash or a power cut leaves it or the one before, never half of it."""
        draft = review.model_copy(update={"state": "draft"})
        file = self._file(review.reviewer, review.item_id, review.source)
        try:
            write_atomically(file, draft.canonical().encode("utf-8"))
        except OSError as error:
            raise Unreachable(
                f"The draft cannot be kept in {file.parent} ({error.strerror}): free some space."
            ) from None

    def find(self, reviewer: str, item_id: str, source: str | None) -> Review | None:
        """Return the draft of a person on an item, or None."""
        return _load(self._file(reviewer, item_id, source))

    def discard(self, reviewer: str, item_id: str, source: str | None) -> None:
        """Forget a draft, after its review was stored."""
        self._file(reviewer, item_id, source).unlink(missing_ok=True)

    def all(self, reviewer: str) -> tuple[Review, ...]:
        """Return every draft of a person, oldest first."""
        files = sorted(self.folder(reviewer).glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        return tuple(draft for draft in map(_load, files) if draft is not None)

    def new_submission_id(self) -> str:
        """Return a fresh submission id; the draft carries it to the disk before the submission is sent."""
        return str(uuid4())

    def keep_receipt(self, reviewer: str, receipt: Receipt) -> None:
        """Keep the receipt of one write, to prove it later."""
        file = self.folder(reviewer) / "receipts.jsonl"
        try:
            with file.open("a", encoding="ascii") as stream:
                stream.write(json.dumps({"seq": receipt.seq, "hash": receipt.hash}) + "\n")
        except OSError:
            return  # the write is committed: a receipt that could not be kept must not make it look lost

    def receipts(self, reviewer: str) -> tuple[Receipt, ...]:
        """Return the receipts of a person; a line that a crash cut off is passed over."""
        file = self.folder(reviewer) / "receipts.jsonl"
        if not file.is_file():
            return ()
        found = []
        for line in file.read_text(encoding="ascii", errors="replace").splitlines():
            try:
                found.append(Receipt.model_validate_json(line))
            except ValidationError:
                continue
        return tuple(found)

    def folder(self, reviewer: str) -> Path:
        """Return the folder of a person's journal; it is made where there is none."""
        folder = self._folders.get(reviewer)
        if folder is None:
            folder = state_dir() / "journal" / self._workspace_id / _name(reviewer)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folders[reviewer] = folder
        return folder

    def _file(self, reviewer: str, item_id: str, source: str | None) -> Path:
        return self.folder(reviewer) / f"{_name(self._project, source or '', item_id)}.json"


def _name(*parts: str) -> str:
    """Return a file name for any text: names and ids come from outside and may hold anything."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:32]


def _load(file: Path) -> Review | None:
    try:
        return Review.model_validate_json(file.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
