"""Where the rows of an item come from, as one text: the item, its decision, reviews, datasets and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer.ui.language import tr
from reviewer.ui.presenters.dataset_texts import RowText, Stretch
from reviewer.ui.safe_text import one_line

if TYPE_CHECKING:
    from reviewer.services.datasets.tracing import Membership, Trace

_LONGEST = 120


def lineage_text(trace: Trace) -> RowText:
    """Return what is known of an item, each part under its heading."""
    parts = (
        (tr("item"), [_item(trace)]),
        (tr("decision"), [_decision(trace)]),
        (tr("reviews"), _reviews(trace) or [tr("none")]),
        (tr("datasets"), [_membership(one) for one in trace.datasets] or [tr("It went into none so far.")]),
        (tr("ledger"), _events(trace)),
    )
    text, stretches = "", []
    for heading, lines in parts:
        start = len(text)
        stretches.append(Stretch(start, start + len(heading), "column"))
        text += f"{heading}\n" + "".join(f"{line}\n" for line in lines) + "\n"
    return RowText(text.rstrip("\n"), tuple(stretches))


def _item(trace: Trace) -> str:
    said = tr("{item}, from {source}; SHA-256 {sha}")
    return said.format(
        item=one_line(trace.item_id, _LONGEST), source=one_line(trace.source, _LONGEST), sha=trace.item_sha256
    )


def _decision(trace: Trace) -> str:
    decision = trace.decision
    if decision is None:
        return tr("It is not decided.")
    return _joined((decision.verdict, decision.method, _when(decision.decided_at), decision.state))


def _reviews(trace: Trace) -> list[str]:
    return [
        _joined(
            (
                f"{review.reviewer} ({review.stand_in})",
                review.verdict or "–",
                tr("revision {number}").format(number=review.revision),
                _when(review.submitted_at),
                review.state,
            )
        )
        for review in trace.reviews
    ]


def _membership(one: Membership) -> str:
    built = one.dataset
    today = tr("outdated: {why}").format(why=", ".join(one.outdated)) if one.outdated else tr("as decided today")
    return _joined((built.name, one.split, f"{built.built_by}, {_when(built.built_at)}", today))


def _events(trace: Trace) -> list[str]:
    return [_joined((f"#{event.seq}", _when(event.at), event.actor, event.action)) for event in trace.events]


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%d %b %Y %H:%M")


def _joined(words: Iterable[str]) -> str:
    return " · ".join(one_line(word, _LONGEST) for word in words if word)
