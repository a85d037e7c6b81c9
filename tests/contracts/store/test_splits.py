"""Splits that do not leak: groups that near copies join, what earlier versions recorded, from a file and a server."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from reviewer.datasets.checks import Check
from reviewer.datasets.recipe import Recipe
from reviewer.domain.errors import Cancelled
from tests.factories import item
from tests.team import Team

WORDS = [f"word{number}" for number in range(400)]
SPLIT = (0.5, 0.25, 0.25)


def text(seed: int, changed: int = 0) -> str:
    """Return sixty words, the same for one seed but for so many words."""
    words = random.Random(seed).choices(WORDS, k=60)
    for place in range(changed):
        words[7 * place] = f"other{place}"
    return " ".join(words)


def add(team: Team, name: str, response: str, **fields: Any) -> None:
    """Take in one item of a conversation of its own, and approve it."""
    given = {"prompt": f"Question of {name}?", "metadata": {"conversation_id": f"c-{name}"}, **fields}
    team.lead.ingest.add([item(name, response=response, **given)])
    team.judge("ana", name)


def recipe(team: Team, **fields: Any) -> Recipe:
    return team.lead.datasets.recipe("kto").changed(**{"split": SPLIT, **fields})


def seen(check: Check) -> Check:
    """Return a check with its items in one order: a build looks at rows split by split."""
    return check.model_copy(update={"items": tuple(sorted(check.items))})


def splits(team: Team, out: Path, wanted: Recipe) -> dict[str, str]:
    """Build a dataset and return the split of each item; the preview said the same."""
    preview = team.lead.datasets.preview(wanted, limit=1_000)
    built = team.lead.datasets.build(wanted, out, format="jsonl")
    assert (preview.counts, preview.excluded) == (built.rows, built.excluded)
    assert [seen(check) for check in preview.checks] == [seen(check) for check in built.checks]
    found = {
        row["item_id"]: path.name.partition("-")[0]
        for path in (out / "data").iterdir()
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    }
    assert found == {row["item_id"]: row["split"] for row in preview.rows}
    return found


def states(team: Team, wanted: Recipe) -> dict[str, tuple[str, int]]:
    return {check.id: (check.state, check.count) for check in team.lead.datasets.preview(wanted).checks}


def test_near_copies_in_many_conversations_share_a_split_and_other_items_do_not(team: Team, tmp_path: Path) -> None:
    team.start()
    for number in range(8):
        add(team, f"copy{number}", text(1, changed=number % 3))
    for number in range(12):
        add(team, f"other{number}", text(100 + number))
    found = splits(team, tmp_path / "one", recipe(team))
    assert len({split for name, split in found.items() if name.startswith("copy")}) == 1
    assert len({split for name, split in found.items() if name.startswith("other")}) > 1
    assert states(team, recipe(team))["kept_together"] == ("info", 8)
    assert states(team, recipe(team))["near_copies"] == ("ok", 0)
    (large,) = (check for check in team.lead.datasets.preview(recipe(team)).checks if check.id == "group_size")
    assert (large.state, large.count, large.says[:14]) == ("warning", 8, "one has 8 of 2")
    assert sorted(large.items) == [f"copy{number}" for number in range(8)]
    apart = splits(team, tmp_path / "two", recipe(team, near_copies=False))
    assert len({split for name, split in apart.items() if name.startswith("copy")}) > 1
    assert "near_copies" not in states(team, recipe(team, near_copies=False))


def test_rows_stay_where_they_were_and_what_is_near_to_them_joins_them(team: Team, tmp_path: Path) -> None:
    team.start()
    for number in range(12):
        add(team, f"i{number}", text(number))
    first = splits(team, tmp_path / "one", recipe(team))
    one, other = (next(name for name, split in first.items() if split == wanted) for wanted in ("train", "test"))
    add(team, "near-one", text(int(one[1:]), changed=2))
    add(team, "near-other", text(int(other[1:]), changed=2))
    second = splits(team, tmp_path / "two", recipe(team))
    assert {name: second[name] for name in first} == first
    assert (second["near-one"], second["near-other"]) == ("train", "test")


def test_a_bridge_between_recorded_splits_is_named_and_counted_everywhere(team: Team, tmp_path: Path) -> None:
    team.start()
    add(team, "a", text(1, changed=3))
    add(team, "b", text(1) + " " + " ".join(WORDS[:16]))
    for number in range(10):
        add(team, f"i{number}", text(50 + number))
    wanted = next(
        made
        for seed in range(50)
        for made in [recipe(team, seed=seed)]
        if len({row["split"] for row in team.lead.datasets.preview(made).rows if row["item_id"] in ("a", "b")}) == 2
    )
    before = splits(team, tmp_path / "one", wanted)
    add(team, "bridge", text(1))
    after = splits(team, tmp_path / "two", wanted)
    assert after == before
    preview = team.lead.datasets.preview(wanted)
    assert preview.excluded == {"bridges two splits": 1}
    assert preview.behind == {"bridges two splits": ("bridge",)}
    assert team.lead.datasets.count(wanted).rows == 12
    new = splits(team, tmp_path / "three", wanted.changed(seed=999))
    assert len({new["a"], new["b"], new["bridge"]}) == 1


def test_live_counts_leave_out_the_bridge_as_well(team: Team, tmp_path: Path) -> None:
    team.start()
    add(team, "a", text(1, changed=3))
    add(team, "b", text(1) + " " + " ".join(WORDS[:16]))
    kto = team.lead.datasets.recipe("kto")
    seed = next(
        seed
        for seed in range(90)
        if len({row["split"] for row in team.lead.datasets.preview(kto, seed=seed).rows}) == 2
    )
    folder = team.lead.datasets.folders()[1]  # the own settings, since beside a server is the working folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.toml").write_text(f'name = "own"\ntitle = "Own"\ntask = "kto"\nseed = {seed}\n', "utf-8")
    splits(team, tmp_path / "one", team.lead.datasets.recipe("own"))
    add(team, "bridge", text(1))
    counts = team.lead.datasets.counts()
    assert (counts["kto"], counts["own"]) == (3, 2)


def test_items_whose_copies_are_announced_to_nobody_are_kept_together_too(team: Team, tmp_path: Path) -> None:
    team.start(gold_share=0.5, hide_hits_share=0.5)
    for number in range(10):
        add(team, f"copy{number}", text(1, changed=number % 2))
    team.lead.near_copies.index_all()
    found = splits(team, tmp_path / "out", recipe(team))
    assert len(found) == 10
    assert len(set(found.values())) == 1


def test_a_second_look_gives_the_same_splits_with_the_sketches_of_the_first(team: Team) -> None:
    team.start()
    for number in range(6):
        add(team, f"copy{number}", text(number // 2, changed=number % 2))
    first = team.lead.datasets.preview(recipe(team))
    assert len(team.lead.datasets.made_sketches) == 6
    assert team.lead.datasets.preview(recipe(team)) == first
    add(team, "late", text(1))
    assert states(team, recipe(team))["kept_together"] == ("info", 7)


def test_a_preview_records_nothing_and_a_cancelled_search_leaves_no_folder(team: Team, tmp_path: Path) -> None:
    team.start()
    add(team, "a", text(1))
    team.lead.datasets.preview(recipe(team))
    with pytest.raises(Cancelled):
        team.lead.datasets.build(recipe(team), tmp_path / "out", cancelled=lambda: True)
    assert not (tmp_path / "out").exists()
    prefix = "reviewer." if team.kind == "server" else ""
    assert team.rows(f"SELECT * FROM {prefix}split_group") == []
    assert team.lead.datasets.list() == ()


def test_a_build_keeps_the_sketches_for_the_next_one(team: Team, tmp_path: Path) -> None:
    for seed in range(3):
        add(team, f"{seed}", text(seed))
    splits(team, tmp_path / "one", recipe(team))
    assert team.lead.near_copies.index_some() == 0


def test_an_engineer_gets_the_same_splits_as_the_lead(team: Team, tmp_path: Path) -> None:
    team.start()
    for number in range(6):
        add(team, f"copy{number}", text(number // 2, changed=number % 2))
    lead = team.lead.datasets.preview(recipe(team))
    engineer = team.open("enno", "engineer").datasets.preview(recipe(team))
    assert (lead.rows, lead.checks) == (engineer.rows, engineer.checks)


def test_a_rebuild_keeps_split_and_group_although_a_copy_came_that_joins_others(team: Team, tmp_path: Path) -> None:
    team.start()
    for number in range(9):
        add(team, f"i{number}", text(number // 3, changed=number % 3))
    before = splits(team, tmp_path / "one", recipe(team))
    for number in range(3):
        add(team, f"late{number}", text(number, changed=1))
    after = splits(team, tmp_path / "two", recipe(team))
    assert {name: after[name] for name in before} == before
    rebuilt = team.lead.datasets.rebuild("kto-v1", tmp_path / "again")
    assert rebuilt.identical, rebuilt.differs


def test_a_rebuild_of_more_items_than_are_read_at_once_is_identical(team: Team, tmp_path: Path) -> None:
    team.start([item(f"i{number}", prompt=f"{number}?", response=text(number)) for number in range(401)])
    team.lead.reviews.import_rows({"item_id": f"i{n}", "reviewer": "ana", "verdict": "approve"} for n in range(401))
    built = team.lead.datasets.build(recipe(team), tmp_path / "one", format="jsonl")
    assert sum(built.rows.values()) == 401
    assert team.lead.datasets.rebuild("kto-v1", tmp_path / "again").sha256 == built.sha256
