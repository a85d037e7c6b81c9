"""The queue on a server: the calls of the functions that hand out items and of those that a lead routes them with.

A claim takes two calls. The first one claims and returns no text, so that it is worth nothing to somebody who takes it
back; the second one reads what the committed claim opens.
"""

from __future__ import annotations

from typing import Any

from reviewer.domain.changes import Receipt
from reviewer.domain.listing import Facet, FacetValue
from reviewer.store.items import to_item
from reviewer.store.store import Served, Taken, Wish

from .server import Server


def claim_next(server: Server, wish: Wish) -> Taken | None:
    """Give this log-in the next item; None where nothing is left for it."""
    rows = server.call("claim_next", wish.project_id, wish.interleave)
    return _read_claim(server, rows[0].token) if rows else None


def claim_chosen(server: Server, wish: Wish, item_id: str, source: str | None) -> Taken:
    """Give this log-in this item, if the rules of the queue allow it."""
    return _read_claim(server, server.call("claim_chosen", wish.project_id, item_id, source)[0].token)


def held(server: Server, project_id: int) -> tuple[Taken, ...]:
    """Return what this log-in holds now, oldest claim first."""
    return tuple(_taken(row, row.token) for row in server.call("held", project_id))


def renew(server: Server, token: str) -> int:
    """Prolong a lease that still stands and return its new end."""
    return int(server.call("renew", token)[0].expires_at)


def release(
    server: Server, project_id: int, reviewer: str, token: str | None
) -> tuple[tuple[str, ...], Receipt | None]:
    """Give back one held item, or all of a person's without a token; return the items' ids and the receipt."""
    if reviewer == server.login:
        row = server.call("release", project_id, token)[0]
    else:
        row = server.call("release_all_of", project_id, reviewer)[0]
    return tuple(row.item_ids), _receipt(row)


def release_item(
    server: Server, project_id: int, item_id: str, source: str | None, holder: str | None
) -> tuple[tuple[str, ...], Receipt | None]:
    """Take one item away from who holds it, or from this holder alone; return the holders and the receipt."""
    row = server.call("release_item", project_id, item_id, source, holder)[0]
    return tuple(row.holders), _receipt(row)


def assign(
    server: Server, project_id: int, item_id: str, source: str | None, to: str | None, *, release: bool = False
) -> Receipt:
    """Reserve an item for one person, or for nobody; with `release` it is taken away from all others at once."""
    row = server.call("assign", project_id, item_id, source, to, release)[0]
    return Receipt(seq=row.seq, hash=row.hash)


def prioritise(server: Server, project_id: int, item_id: str, source: str | None, priority: float) -> Receipt:
    """Give an item another priority, and with it another place in the queue."""
    row = server.call("prioritise", project_id, item_id, source, float(priority))[0]
    return Receipt(seq=row.seq, hash=row.hash)


def serve(server: Server, project_id: int, item_id: str, source: str | None) -> Served:
    """Return what this log-in may read of an item; Refused where that is nothing."""
    row = server.call("serve", project_id, item_id, source)[0]
    return Served(to_item(row.body), row.hits_hidden)


def summary(server: Server, project_id: int) -> tuple[int | None, int | None]:
    """Return when the oldest open item came and when the next open one is due."""
    row = server.call("queue_summary", project_id)[0]
    return row.oldest, row.due


def facet_values(server: Server, project_id: int, facet: Facet, most: int) -> tuple[FacetValue, ...]:
    """Return the values of a facet among the newest items that this log-in may see, counted where these are all."""
    rows = server.call("facet_values", project_id, facet, most)
    return tuple(FacetValue(value=row.value, items=row.items) for row in rows)


def _read_claim(server: Server, token: str) -> Taken:
    return _taken(server.call("held_item", token)[0], token)


def _taken(row: Any, token: str) -> Taken:
    return Taken(to_item(row.body), row.hits_hidden, token, row.claimed_at, row.expires_at)


def _receipt(row: Any) -> Receipt | None:
    return None if row.seq is None else Receipt(seq=row.seq, hash=row.hash)
