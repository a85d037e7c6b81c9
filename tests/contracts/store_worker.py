"""What the promise tests run in processes of their own: python -m tests.contracts.store_worker DEED WORKSPACE NAME."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import uuid4

from sqlmodel import Field, Session, SQLModel, create_engine, select

from reviewer.domain.errors import ReviewerError
from reviewer.services.workspace import open_workspace
from reviewer.store.engine import PRAGMAS
from tests.factories import review


def say(*words: object) -> None:
    """Write one line at once."""
    print(*words, flush=True)


def work(path: str, name: str, *, too_early: bool = False) -> None:
    """Claim and submit until nothing is left; say each submission id when the store has returned."""
    with open_workspace(path, actor=name) as ws:
        wait_for_start(path)
        while (claim := ws.queue.claim(name)) is not None:
            submission = str(uuid4())
            if too_early:
                say("done", claim.item.id, submission)
            ws.reviews.submit(review(claim.item.id, name, submission_id=submission, comment="x" * 400), claim)
            if not too_early:
                say("done", claim.item.id, submission)


class Task(SQLModel, table=True):
    """What the plain way would have."""

    number: int = Field(primary_key=True)
    holder: str | None = None


def work_plainly(path: str, name: str) -> None:
    """Claim with a session as the manual of SQLModel shows it."""
    engine = create_engine(f"sqlite:///{path}.plain", connect_args={"timeout": 0.05})
    wait_for_start(path)
    while True:
        try:
            with Session(engine) as session:
                task = session.exec(select(Task).where(Task.holder == None).order_by("number")).first()  # noqa: E711
                if task is None:
                    return
                task.holder = name
                session.add(task)
                number = task.number
                session.commit()
            say("done", number, "")
        except Exception as error:  # what a person would see
            say("error", type(error).__name__, "")


def wait_for_start(path: str) -> None:
    """Wait until everybody is there."""
    say("ready", "", "")
    while not Path(f"{path}.start").exists():
        time.sleep(0.002)


if __name__ == "__main__":
    deed, place, person = sys.argv[1:]
    if deed == "synchronous-normal":
        PRAGMAS["synchronous"] = 1
    try:
        if deed == "plainly":
            work_plainly(place, person)
        else:
            work(place, person, too_early=deed == "too-early")
    except ReviewerError as refused:
        say("error", refused.message.replace(" ", "_"), "")
