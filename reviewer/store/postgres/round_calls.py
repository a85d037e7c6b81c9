"""Calibration rounds and the own figures on a server: the calls of their functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.domain.changes import Receipt
from reviewer.store.facts import Fact
from reviewer.store.store import NewCalibration, OwnWork

from .server import Server

_TYPES = ("bigint", "text", "bigint[]", "text[]")


def start_calibration(server: Server, project_id: int, wanted: NewCalibration) -> tuple[int, Receipt]:
    """Open a calibration round for this log-in, a lead; return its number."""
    row = server.call(
        "start_calibration", project_id, wanted.title, list(wanted.items), list(wanted.people), types=_TYPES
    )[0]
    return int(row.number), Receipt(seq=row.seq, hash=row.hash)


def close_calibration(server: Server, project_id: int, number: int) -> Receipt:
    """Close a calibration round for this log-in, a lead."""
    row = server.call("close_calibration", project_id, number)[0]
    return Receipt(seq=row.seq, hash=row.hash)


def own_work(server: Server, project_id: int) -> OwnWork:
    """Return what the scorecard of this log-in needs; the answers of gold items stay on the server."""
    gold = server.call("own_gold", project_id)[0]
    return OwnWork(tuple(_facts(server, project_id)), (gold.hits, gold.judged))


def _facts(server: Server, project_id: int) -> Iterator[Fact]:
    last = 0
    while rows := server.call("own_work", project_id, last):
        yield from (_fact(row, server.login) for row in rows)
        last = rows[-1].number


def _fact(row: Any, login: str) -> Fact:
    others = ({"reviewer": f"other {n}", "verdict": verdict} for n, verdict in enumerate(row.others))
    return Fact(
        row.item,
        row.hits_hidden,
        (row.said, *others),
        row.resolution,
        {login: row.revealed} if row.revealed else {},
        tuple(row.again or ()),
    )
