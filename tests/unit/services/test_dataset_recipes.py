"""What the recipes make of a workspace: gold that leaves by one door, and rows that tell what others said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from tests.factories import FakeClock, item, judge

GOLD = {"verdict": "reject", "answers": {}, "explanation": "The passage says otherwise."}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    project = Project(name="Support", overlap=2, max_reviews=2)
    with create_workspace(tmp_path / "w.reviewer", project, actor="lea", clock=FakeClock()) as opened:
        opened.ingest.add([item("gold", gold=GOLD), item("waits", gold=GOLD), *(item(f"i{n}") for n in range(4))])
        for name in ("ana", "ben"):
            for n in range(4):
                judge(opened, name, f"i{n}", "reject" if name == "ben" and n == 1 else "approve")
            judge(opened, name, "gold", "approve")
        yield opened


def test_an_evaluation_holds_gold_items_that_nobody_has_judged_too_and_what_a_lead_settled(
    workspace: Workspace, tmp_path: Path
) -> None:
    (disagreement,) = workspace.resolutions.disagreements()
    adopted = next(review.submission_id for review in disagreement.reviews if review.reviewer == "ben")
    workspace.resolutions.adopt("i1", adopted or "", lead="lea", source=disagreement.source, reason="It is wrong.")
    found = workspace.datasets.preview("evaluation")
    rows = {row["item_id"]: (row["basis"], row["expected_verdict"]) for row in found.rows}
    assert rows == {"gold": ("gold", "reject"), "waits": ("gold", "reject"), "i1": ("adjudicated", "reject")}
    assert found.total + sum(found.excluded.values()) == 6
    built = workspace.datasets.build("evaluation", tmp_path / "ds")
    assert built.rows == {"train": 0, "validation": 0, "test": 3}
    for name in ("kto", "classification", "reviews"):
        assert {"gold", "waits"}.isdisjoint(row["item_id"] for row in workspace.datasets.preview(name).rows)


def test_somebody_who_may_not_build_datasets_sees_no_known_answer_and_nothing_that_others_said_so_far(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.members.add("ana", "reviewer")
    workspace.close()
    with open_workspace(tmp_path / "w.reviewer", actor="ana") as opened:
        with pytest.raises(Refused, match="ana is reviewer here and may not build datasets"):
            opened.datasets.preview("evaluation")
        with pytest.raises(Refused, match="ana is reviewer here and may not build datasets"):
            opened.datasets.preview("reviews")
        with pytest.raises(Refused, match="ana is reviewer here and may not build datasets"):
            opened.datasets.preview(opened.datasets.recipe("kto").changed(source="reviews", excludes=()))
        assert opened.datasets.preview("kto").total > 0
    with open_workspace(tmp_path / "w.reviewer", actor="lea") as opened:
        assert opened.datasets.preview("evaluation").total == 2
        assert opened.datasets.preview("reviews").total > 0


def test_what_others_said_stands_in_a_row_and_comes_back_in_a_rebuild_though_a_filter_left_them_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    built = workspace.datasets.build("reviews", tmp_path / "ds", where="verdict == 'reject'")
    (row,) = workspace.datasets.preview("reviews", where="verdict == 'reject'").rows
    assert (row["item_id"], row["entropy_bits"], row["judgements"]) == ("i1", 1.0, 2)
    assert built.excluded["does not match the filter"] == 9
    assert workspace.datasets.rebuild("reviews-v1", tmp_path / "again").identical
