from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.changes import Changes
from reviewer.domain.projects import Project, read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.quality import PAGE, QualityPresenter
from reviewer.ui.tasks import InlineRunner
from tests.windows import item, raise_it

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SPEC = {
    "project": {"name": "Support", "overlap": 2, "max_reviews": 2},
    "questions": [
        {"id": "severity", "type": "rating", "title": "Severity", "min": 1, "max": 5, "level": "ordinal"},
        {"id": "why", "type": "text", "title": "Why"},
    ],
}
Make = Callable[..., Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes a workspace in which two people judged each item; each pair of verdicts is one item."""
    made: list[Workspace] = []

    def making(*verdicts: tuple[str, str], items: int | None = None, **fields: Any) -> Workspace:
        project: Project = read_project(SPEC)
        workspace = create_workspace(tmp_path / "q.reviewer", project, actor="lea", clock=lambda: NOW)
        made.append(workspace)
        count = len(verdicts) if items is None else items
        workspace.ingest.add([item(n, metadata={"language": "en" if n % 2 else "de"}, **fields) for n in range(count)])
        for number, pair in enumerate(verdicts):
            for reviewer, verdict in zip(("ana", "ben"), pair, strict=True):
                at = NOW - timedelta(days=14 if number % 2 else 1)
                review = {"item_id": f"item-{number}", "reviewer": reviewer, "verdict": verdict, "submitted_at": at}
                workspace.reviews.submit({**review, "answers": {"severity": 1 + number % 4}})
        return workspace

    yield making
    for workspace in made:
        workspace.close()


def presenter(workspace: Workspace, person: str = "lea") -> QualityPresenter:
    return QualityPresenter(workspace, person, InlineRunner(raise_it))


def test_a_reviewer_sees_figures_but_not_what_others_said_of_an_item(make: Make) -> None:
    workspace = make(("approve", "reject"), ("approve", "approve"))
    workspace.members.add("rob", "reviewer")
    room = presenter(workspace, "rob")
    room.load()
    room.load_more_rows()
    assert room.state.report is not None
    assert room.state.open_count == 1
    assert not room.state.may_settle
    assert room.state.rows == ()
    room.open_pair("ana", "ben")
    assert room.state.pair is None
    assert "rob is reviewer here" in room.state.problem[1]


def test_before_anything_is_loaded_the_room_says_that_figures_are_on_their_way(make: Make) -> None:
    state = presenter(make(items=1)).state
    assert state.report is None
    assert state.report_figure.phase == "loading"


def test_without_reviews_every_figure_is_there_and_undefined(make: Make) -> None:
    room = presenter(make(items=3))
    room.load()
    assert room.state.report is not None
    assert room.state.report.coefficients["krippendorff_alpha"].value is None
    assert room.state.waiting == 3
    assert room.state.open_count == 0
    assert room.state.weeks == ()
    assert room.state.groups == ()


def test_the_figures_are_those_of_the_service(make: Make) -> None:
    workspace = make(("approve", "approve"), ("reject", "reject"), ("approve", "reject"))
    room = presenter(workspace)
    room.load()
    assert room.state.report == workspace.agreement.compute()
    assert [week.alpha.items for week in room.state.weeks] == [1, 2]
    assert {group.name: group.items for group in room.state.groups} == {"de": 2, "en": 1}


def test_what_is_to_be_settled_is_listed_with_what_each_said_under_pseudonyms(make: Make) -> None:
    room = presenter(make(("approve", "reject")))
    room.load()
    (row,) = room.state.rows
    assert (row.item_id, row.kind) == ("item-0", "verdicts differ")
    assert [(said.who, said.word, said.tone) for said in row.said] == [
        ("Reviewer 1", "approve", "good"),
        ("Reviewer 2", "reject", "bad"),
    ]
    assert "0" in row.excerpt
    room.show_names(True)
    assert [said.who for said in room.state.rows[0].said] == ["ana", "ben"]


def test_a_disagreement_is_as_old_as_its_last_review(make: Make) -> None:
    room = presenter(make(("approve", "reject")))
    room.load()
    assert room.state.rows[0].since == NOW - timedelta(days=1)


def test_only_questions_that_can_be_compared_are_offered(make: Make) -> None:
    room = presenter(make(("approve", "approve")))
    assert room.state.questions == (("verdict", "Verdict"), ("severity", "Severity"))


def test_another_question_brings_other_figures(make: Make) -> None:
    room = presenter(make(("approve", "reject"), ("approve", "approve")))
    room.load()
    room.choose_question("severity")
    assert room.state.report is not None
    assert room.state.report.question == "severity"
    assert room.state.report.level == "ordinal"
    room.choose_question("no such question")
    assert room.state.question == "severity"


def test_another_field_brings_other_groups(make: Make) -> None:
    room = presenter(make(("approve", "reject"), ("approve", "approve")))
    room.load()
    room.choose_field("source")
    assert [group.name for group in room.state.groups] == ["tests"]


def test_the_items_behind_a_pair_begin_with_those_that_differ(make: Make) -> None:
    room = presenter(make(("approve", "approve"), ("approve", "reject")))
    room.load()
    room.open_pair("ana", "ben")
    pair = room.state.pair
    assert pair is not None
    assert [(one.item_id, one.first, one.second, one.differs) for one in pair.items] == [
        ("item-1", "Approve", "Reject", True),
        ("item-0", "Approve", "Approve", False),
    ]
    room.close_pair()
    assert room.state.pair is None


def test_the_list_grows_page_by_page_and_forgets_nothing_when_it_is_read_again(make: Make) -> None:
    room = presenter(make(*[("approve", "reject")] * (PAGE + 3)))
    room.load()
    assert len(room.state.rows) == PAGE
    room.load_more_rows()
    assert len(room.state.rows) == room.state.open_count == PAGE + 3
    room.load_more_rows()
    room.load_rows()
    ids = [row.item_id for row in room.state.rows]
    assert len(ids) == len(set(ids)) == PAGE + 3


def test_a_decision_of_a_lead_is_read_without_computing_agreement_again(make: Make) -> None:
    workspace = make(("approve", "reject"), ("approve", "reject"))
    room = presenter(workspace)
    room.load()
    report = room.state.report
    chosen = workspace.reviews.for_item("item-0")[0].submission_id or ""
    room.refresh(workspace.resolutions.adopt("item-0", chosen, lead="lea"))
    assert [row.item_id for row in room.state.rows] == ["item-1"]
    assert room.state.report is report


def test_a_new_review_changes_the_figures(make: Make) -> None:
    workspace = make(("approve", "approve"), items=2)
    room = presenter(workspace)
    room.load()
    room.refresh(workspace.reviews.submit({"item_id": "item-1", "reviewer": "ana", "verdict": "reject"}))
    assert room.state.report is not None
    assert room.state.report.reviews == 3


def test_what_touches_neither_reviews_nor_items_computes_nothing(make: Make) -> None:
    room = presenter(make(("approve", "approve")))
    room.load()
    before = room.state
    room.refresh(Changes(nouns=frozenset({"drafts", "members"})))
    assert room.state is before


def test_figures_that_cannot_be_computed_say_so_and_the_others_are_shown(make: Make) -> None:
    workspace = make(("approve", "reject"))
    room = presenter(workspace)
    room.load()
    workspace.path.rename(workspace.path.with_suffix(".gone"))
    workspace.engine.dispose()
    room.load()
    for figure in (room.state.report_figure, room.state.rows_figure, room.state.weeks_figure):
        assert figure.phase == "failed"
        assert figure.failure.endswith(".")
    assert len(room.state.rows) == 1
