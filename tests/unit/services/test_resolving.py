from __future__ import annotations

from pathlib import Path

from reviewer.domain.resolutions import Resolution
from reviewer.services.workspace import Workspace
from reviewer.store.engine import read
from reviewer.store.weighing import weights
from tests.factories import item, judge, workspace


def resolution(made: Workspace, item_id: str = "a") -> Resolution:
    found = made.resolutions.find(item_id)
    assert found is not None
    return found


def test_in_a_weighted_project_those_who_know_the_gold_items_count_more(tmp_path: Path) -> None:
    gold = [item(f"g{n}", gold={"verdict": "reject"}) for n in range(6)]
    with workspace(tmp_path, [*gold, item("a")], overlap=3, max_reviews=3, resolution="weighted") as made:
        for n in range(6):
            judge(made, "ana", f"g{n}", "reject")
            judge(made, "ben", f"g{n}", "approve")
            judge(made, "cem", f"g{n}", "approve")
        with read(made.engine) as connection:
            found = weights(connection, made.project_id, made.project)
        assert found == {"ana": 7 / 8, "ben": 1 / 8, "cem": 1 / 8}
        judge(made, "ben", "a", "approve")
        judge(made, "cem", "a", "approve")
        judge(made, "ana", "a", "reject")
        assert (resolution(made).verdict, resolution(made).method) == ("reject", "weighted")
