"""`reviewer datasets`: verify, diff, rebuild and trace, as a person and a script see them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import item, review

from .conftest import Terminal

Lines = Callable[..., Path]


def corrected(item_id: str, text: str = "Two years.", **fields: Any) -> dict[str, Any]:
    return review(item_id, "lead", "revise", correction=text, submission_id=f"s-{item_id}-{text}", **fields)


@pytest.fixture
def built(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> Path:
    """A dataset of four corrections, built from the workspace."""
    items = [item(f"i{n}", prompt=f"How long is warranty number {n}?") for n in range(6)]
    terminal("import", lines("a.jsonl", *items))
    terminal("reviews", "submit", lines("r.jsonl", *(corrected(f"i{n}") for n in range(4))))
    assert terminal("export", "dpo", "-o", tmp_path / "dpo").code == 0
    return tmp_path / "dpo"


def revise(terminal: Terminal, lines: Lines, *, json: bool = False) -> Any:
    fresh = corrected("i0", "Five years.", supersedes="s-i0-Two years.")
    return terminal("reviews", "submit", lines("again.jsonl", fresh, corrected("i4")), *(["--json"] if json else []))


def test_a_revision_names_the_datasets_that_rest_on_it(built: Path, terminal: Terminal, lines: Lines) -> None:
    done = revise(terminal, lines)
    assert done.code == 0
    assert "Datasets that rest on this and may be outdated now: dpo-v1." in done.err
    settled = terminal("resolve", "i1", "--verdict", "approve")
    assert "dpo-v1" in settled.err
    assert terminal("resolve", "i2", "--verdict", "approve", "--json").json["datasets"] == ["dpo-v1"]


@pytest.mark.parametrize("words", [("export", "dpo"), ("datasets", "rebuild", "dpo-v1")])
def test_a_dataset_goes_into_a_folder_and_not_to_standard_output(
    built: Path, terminal: Terminal, words: tuple[str, ...]
) -> None:
    for out in ("-", ""):
        done = terminal(*words, "-o", out)
        assert (done.code, "A dataset is a folder: name the one to write" in done.err) == (2, True)


def test_what_is_sent_to_review_again_names_its_datasets_the_newest_first(
    built: Path, terminal: Terminal, tmp_path: Path
) -> None:
    for number in range(9):
        assert terminal("export", "reviews", "-o", tmp_path / f"reviews{number}").code == 0
    done = terminal("queue", "reopen", "i0")
    newest = ", ".join(f"reviews-v{number}" for number in range(9, 1, -1))
    assert f"may be outdated now: {newest} and 2 older ones." in done.err
    assert "rest on this" not in terminal("queue", "reopen", "i1", "--dry-run").err
    assert "dpo-v1" in terminal("queue", "reopen", "i1", "--afresh", "--json").json["datasets"]
    assert (
        "i1: a review was put aside, the item is not settled any more" in terminal("datasets", "verify", "dpo-v1").out
    )


def test_the_list_shows_the_version_and_how_many_rows_are_outdated(
    built: Path, terminal: Terminal, lines: Lines
) -> None:
    revise(terminal, lines)
    (told,) = terminal("datasets", "list", "--json").json["datasets"]
    assert (told["name"], told["version"], told["outdated"], told["added"]) == ("dpo-v1", 1, 1, 4)
    shown = terminal("datasets", "list").out
    assert "dpo-v1" in shown
    assert "+4 -0 ~0" in shown


def test_verify_ends_with_3_where_a_row_is_outdated_and_names_it(built: Path, terminal: Terminal, lines: Lines) -> None:
    assert terminal("datasets", "verify", built).code == 0
    revise(terminal, lines)
    found = terminal("datasets", "verify", "dpo-v1")
    assert (found.code, "item i0: a review was revised, the decision changed" in found.out) == (3, True)
    told = terminal("datasets", "verify", built, "--json").json
    assert (told["sound"], told["outdated"], told["items"][0]["item_id"]) == (True, 1, "i0")
    shutil.rmtree(built)
    assert terminal("datasets", "verify", "dpo-v1", "--json").json["folder"] is None


def test_the_bytes_are_checked_where_no_workspace_is_named(
    built: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REVIEWER_WORKSPACE")
    found = terminal("datasets", "verify", built)
    assert (found.code, "only the bytes" in found.err) == (0, True)
    assert f"{built} is as it was built.\n" in found.err  # nobody asked whether it is up to date
    (built / "README.md").write_text("changed")
    assert terminal("datasets", "verify", built).code == 3


def test_nothing_is_said_of_bytes_that_are_gone(built: Path, terminal: Terminal) -> None:
    assert "is as it was built, and up to date." in terminal("datasets", "verify", "dpo-v1").err
    shutil.rmtree(built)
    gone = terminal("datasets", "verify", "dpo-v1")
    assert (gone.code, "dpo-v1 has no row that is outdated." in gone.err) == (0, True)
    assert "as it was built" not in gone.err


def test_diff_tells_what_came_and_changed_with_the_reasons(built: Path, terminal: Terminal, lines: Lines) -> None:
    revise(terminal, lines)
    told = terminal("datasets", "diff", "dpo-v1", "--json").json
    assert told["counts"] == {"added": 1, "removed": 0, "changed": 1}
    assert told["after"] == "now"
    assert {one["item_id"]: one["change"] for one in told["items"]} == {"i0": "changed", "i4": "added"}
    shown = terminal("datasets", "diff", "dpo-v1")
    assert "~ i0  a review was revised, the decision changed" in shown.out
    assert "+ i4  settled since" in shown.out
    assert terminal("datasets", "diff", "dpo-v7").code == 2


def test_rebuild_writes_the_same_bytes_again_and_says_so(
    built: Path, terminal: Terminal, lines: Lines, tmp_path: Path
) -> None:
    revise(terminal, lines)
    again = terminal("datasets", "rebuild", "dpo-v1", "-o", tmp_path / "again", "--json")
    assert (again.code, again.json["identical"], again.json["differs"]) == (0, True, [])
    assert (tmp_path / "again" / "SHA256SUMS").read_bytes() == (built / "SHA256SUMS").read_bytes()
    assert terminal("datasets", "rebuild", "dpo-v1", "-o", tmp_path / "again").code == 3  # there is something already
    assert "the same to the byte" in terminal("datasets", "rebuild", built, "-o", tmp_path / "third").err


def test_trace_leads_from_an_item_to_reviews_events_and_datasets(built: Path, terminal: Terminal, lines: Lines) -> None:
    revise(terminal, lines)
    told = terminal("datasets", "trace", "i0", "--dataset", "dpo-v1", "--json").json
    assert [one["submission_id"] for one in told["reviews"]] == ["s-i0-Two years."]
    assert (told["decision"]["verdict"], told["decision"]["state"]) == ("revise", "superseded")
    assert told["outdated"] == ["a review was revised", "the decision changed"]
    assert [one["name"] for one in told["datasets"]] == ["dpo-v1"]
    assert [event["action"] for event in told["events"]].count("review.submitted") == 2
    shown = terminal("datasets", "trace", "i0").out
    assert "as it is now" in shown
    assert "review.submitted" in shown
    assert terminal("datasets", "trace", "nothing").code == 2
