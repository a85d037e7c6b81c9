"""The first item of a workspace before the workspace is open, so that a person reads while the rest loads."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reviewer.config.person import default_actor
from reviewer.domain.errors import ReviewerError
from reviewer.domain.leases import Claim, as_served
from reviewer.domain.model import Frozen
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.store.peek import peek
from reviewer.store.times import from_micros, to_micros

from .times import Clock, utc_now


class FirstLook(Frozen):
    """The project, and the item that this person most likely gets; `claim` proves nothing and is never submitted."""

    project: Project
    taxonomy: Taxonomy | None
    claim: Claim


def first_look(location: str | Path, reviewer: str | None = None, clock: Clock = utc_now) -> FirstLook | None:
    """Return what a person can read already, as a reviewer may see it; None where only the usual way can tell.

    Whatever stands in the way (an older file, a busy one, a damaged one) is left to `open_workspace` to say.
    """
    if "://" in str(location):
        return None
    name = reviewer or default_actor()
    now = to_micros(clock())
    try:
        found = peek(Path(location).expanduser(), name, now)
    except (sqlite3.Error, ReviewerError, OSError, ValueError):
        return None
    if found is None:
        return None
    claim = Claim(
        item=as_served(found.item, found.project, found.hits_hidden),
        reviewer=name,
        token="",
        claimed_at=from_micros(now),
        expires_at=from_micros(now),
        hits_hidden=found.hits_hidden,
        project_version=found.version,
    )
    return FirstLook(project=found.project, taxonomy=found.taxonomy, claim=claim)
