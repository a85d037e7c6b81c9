"""The border of adjudication: placeholders in the reviews too, and what is decided is kept of the original."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.tasks import InlineRunner
from tests.windows import raise_it

MAIL, OTHER = "dana.w@example.com", "bo@example.org"
RESPONSE = f"The first part.\n\nWrite to {MAIL}."
SPEC = {
    "project": {"name": "Support", "overlap": 2, "max_reviews": 2, "personal_data": "veil"},
    "questions": [{"id": "why", "type": "text", "title": "Why"}],
    "span_labels": [{"id": "wrong"}],
    "wellbeing": {"veil": ["violence"]},
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    hit = {"id": "h", "policy": "violence", "severity": "high"}
    with create_workspace(tmp_path / "a.reviewer", read_project(SPEC), actor="lea") as made:
        made.ingest.add(
            [{"id": "plain", "response": RESPONSE}, {"id": "hard", "response": RESPONSE, "policy_hits": [hit]}]
        )
        start = RESPONSE.index(MAIL)
        span = {"start": start, "end": start + len(MAIL), "text": MAIL, "label": "wrong"}
        for item in ("plain", "hard"):
            said = {"item_id": item, "reviewer": "ana", "verdict": "revise", "spans": [span]}
            words = {
                "correction": f"Write to {OTHER}.",
                "comment": f"{MAIL} is private",
                "answers": {"why": f"see {MAIL}"},
            }
            made.reviews.submit({**said, **words})
            made.reviews.submit({"item_id": item, "reviewer": "ben", "verdict": "approve"})
        yield made


def desk(workspace: Workspace, item: str) -> AdjudicationPresenter:
    presenter = AdjudicationPresenter(workspace, "lea", InlineRunner(raise_it), wrote=lambda _changes: None)
    presenter.open_item(item, "file")
    return presenter


def seen(presenter: AdjudicationPresenter) -> str:
    state = presenter.state
    assert state.case is not None
    assert state.view.item is not None
    assert state.view.draft is not None
    parts = [state.case.item.model_dump_json(), *(review.model_dump_json() for review in state.case.reviews)]
    parts += [column.review.model_dump_json() for column in state.columns]
    return " ".join([*parts, state.view.item.model_dump_json(), state.view.draft.model_dump_json()])


def test_the_reviews_carry_the_placeholders_of_the_item(workspace: Workspace) -> None:
    presenter = desk(workspace, "plain")
    assert (MAIL in seen(presenter), OTHER in seen(presenter)) == (False, False)
    review = presenter.state.columns[0].review
    assert review.correction is not None
    assert (review.correction.text, review.comment) == ("Write to [e-mail 2].", "[e-mail 1] is private")
    assert [span.text for span in review.spans] == ["[e-mail 1]"]


def test_a_decision_that_begins_with_a_review_is_recorded_with_the_originals(workspace: Workspace) -> None:
    presenter = desk(workspace, "plain")
    presenter.choose(0)
    presenter.decide_anew()
    presenter.own.edit_correction("Write to [e-mail 1] or [e-mail 2].")
    presenter.record()
    found = workspace.resolutions.find("plain")
    assert found is not None
    assert found.correction == f"Write to {MAIL} or {OTHER}."
    assert [span.text for span in found.spans] == [MAIL]
    assert found.answers == {"why": f"see {MAIL}"}


def test_what_was_begun_comes_back_under_the_placeholders(workspace: Workspace) -> None:
    presenter = desk(workspace, "plain")
    presenter.choose(0)
    presenter.decide_anew()
    presenter.reveal_personal_data("dispute")
    assert presenter.state.view.correction == f"Write to {OTHER}."
    presenter.close()
    presenter.open_item("plain", "file")
    presenter.decide_anew()
    assert presenter.state.view.correction == "Write to [e-mail 2]."
    assert MAIL not in seen(presenter)


def test_a_lead_who_looks_is_in_the_ledger_too(workspace: Workspace) -> None:
    presenter = desk(workspace, "plain")
    presenter.reveal_personal_data("dispute")
    assert MAIL in seen(presenter)
    event = workspace.audit.log(limit=1)[0]
    assert (event.actor, event.action, event.subject) == ("lea", "item.revealed_personal_data", "plain")


def test_a_hard_item_hides_the_words_of_its_reviews_until_it_is_opened(workspace: Workspace) -> None:
    presenter = desk(workspace, "hard")
    veil = presenter.state.view.veil
    assert veil is not None
    assert veil.summary.startswith("May contain: violence (high).")
    assert [word for word in ("first part", "[e-mail", "private", "see [") if word in seen(presenter)] == []
    presenter.choose(1)
    presenter.record()
    assert workspace.resolutions.find("hard") is None
    assert presenter.state.toast.text.startswith("Open the veiled text first")
    presenter.open_further()
    assert presenter.state.view.veil is not None
    assert presenter.state.view.veil.opened == ("The first part.",)
    presenter.open_all()
    assert "[e-mail 1] is private" in seen(presenter)
    presenter.record()
    assert workspace.resolutions.find("hard") is not None


def test_who_wants_no_veil_gets_none(workspace: Workspace) -> None:
    presenter = AdjudicationPresenter(workspace, "lea", InlineRunner(raise_it), wrote=lambda _changes: None)
    presenter.veil_choice = "never"
    presenter.open_item("hard", "file")
    assert presenter.state.view.veil is None
    assert "first part" in seen(presenter)
