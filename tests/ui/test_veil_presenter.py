"""The border of the review room: what is veiled is in no part of the state, and drafts are kept of the original."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import Unreachable
from reviewer.domain.items import Item, read_item
from reviewer.domain.policies import read_taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.wellbeing import Wellbeing
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.presenters.shield import Shield
from tests.ui.presenting import Present, a_project, clock, item_of, present

__all__ = ["clock", "present"]

MAIL, PHONE = "dana.w@example.com", "+49 30 1234567"
FIRST, SECOND, THIRD = "He waited at the gate.", "Then came the knife.", f"Write to {MAIL} or call {PHONE}."
RESPONSE = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
HARD = {
    "response": RESPONSE,
    "prompt": f"I am {MAIL}",
    "evidence": [{"id": "e1", "text": f"The knife of {MAIL}"}],
    "policy_hits": [
        {"id": "h1", "policy": "t:violence", "severity": "high", "start": 0, "end": 9, "text": RESPONSE[:9]},
        {"id": "h2", "policy": "t:privacy", "severity": "low"},
    ],
    "metadata": {"user": MAIL},
}
TAXONOMY = read_taxonomy(
    {
        "taxonomy": {"id": "t", "title": "T"},
        "policies": [
            {"id": "t:violence", "title": "Graphic violence", "severity": "high"},
            {"id": "t:privacy", "title": "Privacy", "summary": "Details of somebody's life."},
        ],
        "crosswalk": [{"from": "S1", "to": "t:violence"}],
    }
)


def an_item(name: str, **fields: Any) -> Item:
    return read_item({"id": name, "response": "Text.", **fields})[0]


def start(path: Path, project: Project, *items: dict[str, Any]) -> Workspace:
    made = create_workspace(path / "w.reviewer", project, actor="ana", taxonomy=TAXONOMY)
    made.ingest.add([{"id": f"i{n}", "priority": -n, **fields} for n, fields in enumerate(items, 1)])
    return made


@pytest.fixture
def hard(tmp_path: Path) -> Iterator[Workspace]:
    rules = Wellbeing(veil=("violence",))
    project = a_project(personal_data="veil", wellbeing=rules)
    with start(tmp_path, project, HARD, {"response": "Mild."}) as made:
        yield made


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Workspace]:
    with start(tmp_path, a_project(personal_data="veil"), HARD, {"response": "Mild."}) as made:
        yield made


def seen(presenter: ReviewPresenter) -> str:
    """Return everything that any pane could show."""
    state = presenter.state
    assert state.claim is not None
    assert state.draft is not None
    parts = [state.claim.item.model_dump_json(), state.draft.model_dump_json(), repr(state.veil), repr(state.responses)]
    return " ".join([*parts, repr(state.hits), repr(state.evidence), state.correction, repr(state.reveal)])


def test_a_hard_item_starts_as_one_neutral_line_and_nothing_else(hard: Workspace, present: Present) -> None:
    presenter = present(hard)
    veil = presenter.state.veil
    assert veil is not None
    assert veil.summary == "May contain: graphic violence (high). 17 words."
    assert (veil.opened, veil.steps) == ((), 3)
    assert not [word for word in ("waited", "knife", "dana", "Write") if word in seen(presenter)]


def test_it_opens_part_by_part_and_then_as_any_other_item(hard: Workspace, present: Present) -> None:
    presenter = present(hard)
    presenter.open_further()
    assert presenter.state.veil is not None
    assert presenter.state.veil.opened == (FIRST,)
    assert "knife" not in seen(presenter)
    presenter.open_further()
    presenter.open_further()
    veil = presenter.state.veil
    assert veil is not None
    assert veil.opened == (FIRST, SECOND, "Write to [e-mail 1] or call [phone 1].")
    presenter.open_further()
    assert presenter.state.veil is None
    assert presenter.state.selected_hit == "h1"
    assert presenter.state.item is not None
    assert (presenter.state.item.response or "").startswith(FIRST)


def test_a_verdict_needs_a_look_and_no_more_than_that(hard: Workspace, present: Present) -> None:
    presenter = present(hard)
    presenter.choose("approve")
    presenter.submit()
    assert presenter.state.asked[0].where == "veil"
    presenter.open_further()
    presenter.submit()
    assert item_of(presenter) == "i2"
    assert presenter.state.veil is None
    assert hard.reviews.for_item("i1")[0].verdict == "approve"


def test_opting_out_needs_no_look_and_no_reason(hard: Workspace, present: Present) -> None:
    presenter = present(hard)
    presenter.skip("opt_out")
    assert item_of(presenter) == "i2"
    (review,) = hard.reviews.for_item("i1")
    assert review.skip is not None
    assert (review.skip.kind, review.comment) == ("opt_out", "")


def test_the_work_on_an_item_survives_the_veil_before_it(hard: Workspace, present: Present) -> None:
    first = present(hard)
    first.open_all()
    first.add_span("response", 0, 9, "wrong")
    first.choose("revise")
    first.edit_correction("He waited. Ask [e-mail 1].")
    first.close()
    again = present(hard)
    assert again.state.veil is not None
    assert "waited" not in seen(again)
    again.open_further()
    again.comment("enough")
    again.submit()
    (review,) = hard.reviews.for_item("i1")
    assert [span.text for span in review.spans] == [RESPONSE[:9]]
    assert review.correction is not None
    assert review.correction.text == f"He waited. Ask {MAIL}."


def test_what_is_added_before_the_text_is_open_joins_what_is_kept_back(hard: Workspace, present: Present) -> None:
    first = present(hard)
    first.open_all()
    first.add_missed_hit("hate", ("response", 0, 9))
    first.close()
    again = present(hard)
    again.add_missed_hit("privacy")
    again.open_all()
    draft = again.state.draft
    assert draft is not None
    assert [(hit.policy, [span.text for span in hit.spans]) for hit in draft.missed_hits] == [
        ("hate", [RESPONSE[:9]]),
        ("privacy", []),
    ]


def test_what_is_marked_on_placeholders_is_submitted_on_the_original(private: Workspace, present: Present) -> None:
    presenter = present(private)
    assert presenter.state.veil is None
    text = presenter.state.responses[0].text
    assert (MAIL not in seen(presenter), PHONE not in seen(presenter)) == (True, True)
    start = text.index("mail 1")
    presenter.add_span("response", start, start + 2, "wrong")
    presenter.choose("revise")
    presenter.edit_correction("Write to [e-mail 1].")
    presenter.submit()
    (review,) = private.reviews.for_item("i1")
    assert [(span.text, span.start) for span in review.spans] == [(MAIL, RESPONSE.index(MAIL))]
    assert review.correction is not None
    assert review.correction.text == f"Write to {MAIL}."


def test_the_editor_left_as_it_was_is_no_correction(private: Workspace, present: Present) -> None:
    presenter = present(private)
    presenter.open_correction()
    presenter.edit_correction(presenter.state.correction + "!")
    presenter.edit_correction(presenter.state.correction[:-1])
    assert presenter.state.draft is not None
    assert presenter.state.draft.correction is None


def test_personal_data_is_shown_only_after_the_ledger_has_it(private: Workspace, present: Present) -> None:
    presenter = present(private)
    presenter.choose("revise")
    presenter.edit_correction("Ask [e-mail 1].")
    order: list[str] = []
    presenter.changed.connect(lambda state: order.append("shown" if state.personal and state.personal.shown else ""))
    noted = private.store.note_reveal

    def watched(*args: Any) -> Any:
        assert "shown" not in order
        order.append("noted")
        return noted(*args)

    private.store.note_reveal = watched  # type: ignore[method-assign, assignment]
    presenter.reveal_personal_data("dispute")
    assert [word for word in order if word][:2] == ["noted", "shown"]
    event = private.audit.log(limit=1)[0]
    assert (event.actor, event.action, event.subject) == ("ana", "item.revealed_personal_data", "i1")
    assert json.loads(event.details) == {"source": "file", "reason": "dispute", "kinds": {"e-mail": 1, "phone": 1}}
    assert MAIL in presenter.state.responses[0].text
    assert presenter.state.correction == f"Ask {MAIL}."


def test_where_the_ledger_cannot_be_written_nothing_is_shown(
    private: Workspace, present: Present, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter = present(private)

    def cut_off(*_args: Any) -> None:
        raise Unreachable("The server cannot be reached.")

    monkeypatch.setattr(private.store, "note_reveal", cut_off)
    presenter.reveal_personal_data("dispute")
    assert MAIL not in seen(presenter)
    assert "cannot be reached" in presenter.state.problem.text


def test_a_look_lasts_for_this_item_on_this_screen(private: Workspace, present: Present) -> None:
    presenter = present(private)
    presenter.reveal_personal_data("dispute")
    presenter.open_item("i2")
    presenter.open_item("i1")
    assert presenter.state.personal is not None
    assert not presenter.state.personal.shown
    assert MAIL not in seen(presenter)


def test_a_renewed_lease_brings_no_text_back(private: Workspace, present: Present) -> None:
    presenter = present(private)
    for claim in private.queue.held("ana"):
        presenter._leases_renewed([(claim, private.queue.renew(claim))])
    assert MAIL not in seen(presenter)


def test_a_person_may_do_without_the_veil_or_want_it_everywhere(hard: Workspace, present: Present) -> None:
    presenter = present(hard)
    presenter.choose_wellbeing("never", "project")
    assert presenter.state.veil is None
    presenter.choose_wellbeing("always", "project")
    presenter.open_item("i2")
    assert presenter.state.veil is not None
    assert presenter.state.veil.summary == "1 word."


def test_a_project_without_such_rules_veils_nothing(tmp_path: Path, present: Present) -> None:
    with start(tmp_path, a_project(), HARD) as plain:
        presenter = present(plain)
        assert presenter.state.veil is None
        assert presenter.state.personal is None
        assert MAIL in presenter.state.responses[0].text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"policy_hits": [{"id": "h", "policy": "S1", "severity": "low"}]},
            "May contain: graphic violence (low). 1 word.",
        ),
        ({"policy_hits": [{"id": "h", "policy": "t:violence", "outcome": "pass"}]}, None),
        ({"policy_hits": [{"id": "h", "policy": "t:privacy"}]}, "Details of somebody's life. 1 word."),
        ({"metadata": {"category": "Gore"}}, "May contain: Gore. 1 word."),
        ({"metadata": {"categories": ["x", "gore"]}}, "May contain: gore. 1 word."),
        ({"metadata": {"category": ["x"]}}, None),
        ({}, None),
    ],
)
def test_a_hit_or_a_category_of_the_project_veils_an_item(fields: dict[str, Any], says: str | None) -> None:
    project = a_project(wellbeing=Wellbeing(veil=("violence", "t:privacy", "gore")))
    shield = Shield(an_item("a", **fields), project, TAXONOMY)
    assert (shield.veil.summary if shield.veil else None) == says


def test_whether_hidden_hits_are_there_is_not_betrayed_by_the_veil() -> None:
    project = a_project(wellbeing=Wellbeing(veil=("violence",)))
    flagged, control = an_item("a"), an_item("b", control=True)
    veils = [Shield(one, project, TAXONOMY, hits_hidden=True).veil for one in (flagged, control)]
    assert veils[0] == veils[1]
    assert veils[0] is not None
    assert veils[0].summary.startswith("What this text may contain is not told before the verdict.")


def test_a_break_is_suggested_once_and_dismissed_for_good(tmp_path: Path, present: Present) -> None:
    rules = Wellbeing(break_severe_items=2)
    items = [{"response": "x", "policy_hits": [{"id": "h", "policy": "a", "severity": "critical"}]}] * 4
    with start(tmp_path, Project(name="Lamps", wellbeing=rules), *items) as made:
        presenter = present(made)
        said = []
        for _ in range(3):
            presenter.choose("approve")
            presenter.submit()
            said.append(presenter.state.rest)
        assert said[0] == ""
        assert said[1] == said[2] == "2 hard items are behind you. A short break may do you good."
        assert item_of(presenter) == "i4"  # nobody is stopped
        presenter.dismiss_break()
        presenter.choose("approve")
        presenter.submit()
        assert presenter.state.rest == ""


def test_who_wants_no_suggestion_of_a_break_gets_none(tmp_path: Path, present: Present) -> None:
    items = [{"response": "x", "policy_hits": [{"id": "h", "policy": "a", "severity": "high"}]}] * 2
    with start(tmp_path, Project(name="Lamps", wellbeing=Wellbeing(break_severe_items=1)), *items) as made:
        presenter = present(made)
        presenter.choose_wellbeing("project", "off")
        presenter.choose("approve")
        presenter.submit()
        assert presenter.state.rest == ""
