"""Reading veiled personal data leaves a trace before anything is shown; in a file and on a server alike."""

from __future__ import annotations

import json

import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from tests.factories import item
from tests.team import Team

KINDS = {"e-mail": 2, "phone": 1}


@pytest.fixture
def pair(team: Team) -> Team:
    return team.start([item("a", response="Write to dana@example.com."), item("b")])


def test_a_look_at_personal_data_is_in_the_ledger_with_its_reason_and_never_with_the_data(pair: Team) -> None:
    claim = pair.claim("ana")
    changes = pair.open("ana").personal_data.reveal(claim.item, " dispute ", KINDS)
    event = pair.lead.audit.log(limit=1)[0]
    assert (event.actor, event.action, event.subject) == ("ana", "item.revealed_personal_data", "a")
    assert json.loads(event.details) == {"source": "test", "reason": "dispute", "kinds": KINDS}
    assert changes.receipt == event.receipt
    assert "dana" not in event.details
    assert pair.lead.audit.verify().sound


@pytest.mark.parametrize("reason", ["", "two words", "4111111111111111", "dana@example.com", "x" * 41, "a\nb"])
def test_a_reason_is_one_word_that_brings_no_data_into_the_ledger(pair: Team, reason: str) -> None:
    claim, before = pair.claim("ana"), pair.lead.audit.count()
    ana = pair.open("ana")
    with pytest.raises(InvalidInput, match="one word"):
        ana.personal_data.reveal(claim.item, reason, KINDS)
    with pytest.raises(InvalidInput, match="one word"):
        ana.store.note_reveal(ana.project_id, "a", "test", reason, KINDS, "ana", ana.now_us())
    assert pair.lead.audit.count() == before


@pytest.mark.parametrize("kinds", [{}, {"password": 1}, {"phone": 0}, {"phone": 10_000_000}, {"dana@example.com": 1}])
def test_only_known_kinds_with_a_count_are_noted(pair: Team, kinds: dict[str, int]) -> None:
    pair.claim("ana")
    ana, before = pair.open("ana"), pair.lead.audit.count()
    with pytest.raises(InvalidInput, match="no personal data"):
        ana.store.note_reveal(ana.project_id, "a", "test", "dispute", kinds, "ana", ana.now_us())
    assert pair.lead.audit.count() == before


def test_a_reason_in_another_script_is_a_word_too(pair: Team) -> None:
    claim = pair.claim("ana")
    pair.open("ana").personal_data.reveal(claim.item, "проверка", KINDS)
    assert json.loads(pair.lead.audit.log(limit=1)[0].details)["reason"] == "проверка"


def test_an_engineer_reads_no_veiled_data_and_nobody_data_of_an_item_that_is_not_there(pair: Team) -> None:
    claim = pair.claim("ana")
    with pytest.raises(Refused, match="may not review items"):
        pair.open("eve", "engineer").personal_data.reveal(claim.item, "dispute", KINDS)
    lead = pair.lead
    with pytest.raises(NotFound):
        lead.store.note_reveal(lead.project_id, "nothing", "test", "dispute", KINDS, "lead", lead.now_us())


def test_on_a_server_who_may_not_read_an_item_cannot_note_a_look_at_it(pair: Team) -> None:
    claim = pair.claim("ana")
    ben = pair.open("ben")
    if ben.store.path is None:
        with pytest.raises(Refused, match="without holding it"):
            ben.personal_data.reveal(claim.item, "dispute", KINDS)
    else:  # whoever has the file can read all of it
        assert ben.personal_data.reveal(claim.item, "dispute", KINDS).receipt is not None
