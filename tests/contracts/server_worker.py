"""The people of the tests on a server, each a process of its own: python -m tests.contracts.server_worker.

It reads lines `start NAME URL HOME DEED` and forks one process for each, so that starting one costs no import; what
they say comes out as `NAME word ...` lines. `DEED` is `claim` (claim everything, submit nothing) or `work`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from uuid import uuid4

from reviewer.domain.errors import ReviewerError, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.reviews import Review
from reviewer.services.workspace import Workspace, open_workspace

PAUSE_SECONDS = 0.05


def say(*words: object) -> None:
    """Write one line in one piece, since many processes write into the same pipe."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def work(name: str, url: str) -> None:
    """Judge until nothing is left, through everything that may happen to the server."""
    while True:
        try:
            with open_workspace(url, actor=name) as workspace:
                if work_in(workspace, name):
                    say(name, "finished")
                    return
        except Unreachable:
            pass
        time.sleep(PAUSE_SECONDS)


def work_in(workspace: Workspace, name: str) -> bool:
    """Send what waits, go on with what is held, then claim; return whether nothing is left in the whole queue."""
    tell_sent(workspace, name)
    for claim in workspace.queue.held(name):
        judge(workspace, name, claim)
    while (found := workspace.queue.claim(name)) is not None:
        judge(workspace, name, found)
    return workspace.queue.counts().get("open", 0) == 0


def judge(workspace: Workspace, name: str, claim: Claim) -> None:
    """Put a submission on the disk, send it, and say so when the server has it."""
    review = Review(
        submission_id=str(uuid4()), item_id=claim.item.id, reviewer=name, verdict="approve", comment="x" * 300
    )
    workspace.outbox.put(review, claim, review)
    tell_sent(workspace, name)


def tell_sent(workspace: Workspace, name: str) -> None:
    """Send the outbox; an unreachable server ends this connection's work."""
    report = workspace.outbox.send(name)
    for entry, _changes in report.sent:
        say(name, "done", entry.review.item_id, entry.review.submission_id)
    for lost in report.lost:
        say(name, "lost", lost.entry.review.item_id, type(lost.error).__name__)
    if report.stopped is not None:
        raise report.stopped
    if report.failed is not None:
        raise report.failed


def claim_all(name: str, url: str) -> None:
    """Claim and submit as fast as it goes."""
    with open_workspace(url, actor=name) as workspace:
        while (found := workspace.queue.claim(name)) is not None:
            say(name, "claimed", found.item.id)
            workspace.reviews.submit({"item_id": found.item.id, "reviewer": name, "verdict": "approve"}, found)
    say(name, "finished")


def person(name: str, url: str, home: str, deed: str) -> None:
    """Be one person until the end."""
    os.environ["REVIEWER_HOME"] = home
    try:
        {"work": work, "claim": claim_all}[deed](name, url)
    except ReviewerError as error:
        say(name, "error", type(error).__name__, error.message.replace(" ", "_"))
    except BaseException as error:
        say(name, "error", type(error).__name__, str(error).replace(" ", "_").replace("\n", "_"))
    finally:
        os._exit(0)


def main() -> None:
    """Fork a person for each line; end with the input, and take everybody along."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children: list[int] = []
    say("nest", "ready")
    for line in sys.stdin:
        _start, name, url, home, deed = line.split()
        child = os.fork()
        if child == 0:
            person(name, url, home, deed)
        children.append(child)
        say(name, "started", child)
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
