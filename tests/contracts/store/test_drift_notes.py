"""Alerts of drift that a lead has seen, in a file and on a server alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewer.domain.errors import InvalidInput, Refused
from tests.factories import item
from tests.team import Team

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_OFF = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def one(team: Team) -> Team:
    return team.start([item("i0")])


def test_an_acknowledged_alert_is_an_event_with_its_items_and_note(one: Team) -> None:
    changes = one.lead.quality.acknowledge("hits of privacy", ("i0",), "a new prompt; it's <b>fine</b>")
    event = one.lead.audit.log(limit=1)[0]
    assert changes.receipt is not None
    assert (event.seq, event.hash) == (changes.receipt.seq, changes.receipt.hash)
    assert (event.action, event.subject, event.actor) == ("drift.acknowledged", "hits of privacy", "lead")
    assert '"items":["i0"]' in event.details
    (note,) = one.lead.quality.acknowledged(LONG_AGO)
    assert (note.comparison, note.actor, note.note) == ("hits of privacy", "lead", "a new prompt; it's <b>fine</b>")
    assert one.lead.quality.acknowledged(FAR_OFF) == ()
    assert one.lead.audit.verify().sound


def test_only_a_lead_acknowledges(one: Team) -> None:
    ana = one.open("ana")
    before = one.lead.audit.count()
    with pytest.raises(Refused):
        ana.quality.acknowledge("verdicts")
    assert one.lead.audit.count() == before


def test_what_is_too_long_to_be_kept_for_ever_is_refused(one: Team) -> None:
    before = one.lead.audit.count()
    for name, items, note in (("", (), ""), ("n" * 301, (), ""), ("n", ("i",) * 51, ""), ("n", (), "n" * 501)):
        with pytest.raises(InvalidInput):
            one.lead.quality.acknowledge(name, items, note)
    assert one.lead.audit.count() == before
