from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from reviewer.datasets import build as building
from reviewer.datasets.build import build_dataset, verify_folder
from reviewer.datasets.cases import Coefficient, Setting
from reviewer.datasets.folder import file_sha256
from reviewer.datasets.selection import select
from reviewer.datasets.writers import parquet
from reviewer.domain.errors import Cancelled, Damaged, InvalidInput, Unreachable

from .making import PROJECT, SETTING, judged, make_item, make_record, make_review, many, shipped_recipe

EXPECTED = {
    "LICENSE",
    "README.md",
    "SHA256SUMS",
    "annotations.parquet",
    "axolotl.yml",
    "croissant.json",
    "data/test-00000-of-00001.jsonl",
    "data/train-00000-of-00001.jsonl",
    "data/validation-00000-of-00001.jsonl",
    "manifest.json",
}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_dataset_holds_data_card_manifest_and_checksums_for_its_owner_alone(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "dpo"
    result = build_dataset(many(120), shipped_recipe("dpo"), SETTING, out, format="jsonl")
    assert set(files(out)) == EXPECTED
    assert result.rows == {"train": 30, "validation": 6, "test": 4}
    assert result.excluded == {"no correction": 80}
    assert result.sha256 == file_sha256(out / "SHA256SUMS")
    assert set(result.document()) == {"dataset", "recipe", "rows", "excluded", "sha256"}
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()} == {0o600}
        assert {path.stat().st_mode & 0o777 for path in (out, out / "data")} == {0o700}
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_building_twice_gives_the_same_bytes_wherever_and_whenever(
    tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_dataset(many(60), shipped_recipe("sft"), SETTING, tmp_path / "one", format=format)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.chdir(tmp_path)
    second = build_dataset(many(60), shipped_recipe("sft"), SETTING, Path("two"), format=format)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert first.sha256 == second.sha256


def test_the_checksums_name_a_changed_a_missing_and_a_foreign_file(tmp_path: Path) -> None:
    out = tmp_path / "ds"
    build_dataset(many(60), shipped_recipe("sft"), SETTING, out)
    assert verify_folder(out) == ()
    (out / "README.md").write_text("other", "utf-8")
    (out / "croissant.json").unlink()
    (out / "data" / "more.parquet").write_bytes(b"")
    assert verify_folder(out) == (
        "croissant.json is missing",
        "data/more.parquet does not belong to the dataset",
        "README.md was changed",
    )
    with pytest.raises(InvalidInput, match="is not a dataset"):
        verify_folder(tmp_path)


def test_a_folder_with_something_in_it_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", "utf-8")
    with pytest.raises(InvalidInput, match="is not empty: choose a new one"):
        build_dataset(many(3), shipped_recipe("sft"), SETTING, tmp_path)
    with pytest.raises(InvalidInput, match="is not a folder"):
        build_dataset(many(3), shipped_recipe("sft"), SETTING, tmp_path / "mine.txt")
    assert files(tmp_path) == {"mine.txt": b"precious"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    out = tmp_path / "empty"
    out.mkdir()
    build_dataset(many(3), shipped_recipe("sft"), SETTING, out)
    assert verify_folder(out) == ()


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with pytest.raises(Cancelled):
        build_dataset(
            many(5_000),
            shipped_recipe("sft"),
            SETTING,
            tmp_path / "ds",
            total=5_000,
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) == 2,
        )
    assert seen == [(1_000, 5_000), (2_000, 5_000)]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Any, rows: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parquet.ParquetSheet, "write", full)
    with pytest.raises(Unreachable, match="is full, so nothing was written: free some space"):
        build_dataset(many(10), shipped_recipe("sft"), SETTING, tmp_path / "ds")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_swept_and_a_running_one_is_spared(tmp_path: Path) -> None:
    from reviewer.datasets import folder

    dead = tmp_path / f".ds.{folder._host()}.{2**22 + 1}.0123abcd.dataset-tmp"
    alive = tmp_path / f".ds.{folder._host()}.{os.getpid()}.0123abcd.dataset-tmp"
    foreign = tmp_path / ".ds.ffffffff.1.0123abcd.dataset-tmp"
    for path in (dead, alive, foreign, tmp_path / ".own.dataset-tmp"):
        path.mkdir()
        (path / "data").touch()
    build_dataset(many(3), shipped_recipe("sft"), SETTING, tmp_path / "ds")
    assert not dead.exists()
    assert alive.exists()
    assert foreign.exists()
    assert (tmp_path / ".own.dataset-tmp").exists()


def test_a_row_that_cannot_be_written_is_listed_and_the_rest_is_in(tmp_path: Path) -> None:
    for format in ("parquet", "jsonl", "csv"):
        poisoned = [*many(6), judged(make_item("half").model_copy(update={"response": "half \ud83d"}), "approve")]
        out = tmp_path / format
        result = build_dataset(poisoned, shipped_recipe("classification"), SETTING, out, format=format)
        assert sum(result.rows.values()) == 6
        assert result.excluded == {"cannot be written": 1}
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        assert manifest["excluded"]["cannot be written"]["items"] == ["half"]


def test_a_failed_check_means_that_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = select

    def broken(*arguments: Any) -> Any:
        for kept in real(*arguments):
            for row in getattr(kept, "rows", ()):
                row["chosen"] = row["rejected"]
            yield kept

    monkeypatch.setattr(building, "select", broken)
    with pytest.raises(Damaged, match="chosen and rejected differ and have text failed for 3 rows"):
        build_dataset(many(9), shipped_recipe("dpo"), SETTING, tmp_path / "ds")
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_the_recipe_does_not_have_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="has no format 'jsnl'; did you mean 'jsonl'"):
        build_dataset(many(3), shipped_recipe("sft"), SETTING, tmp_path / "ds", format="jsnl")


def test_if_the_build_cannot_be_recorded_there_is_no_folder(tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise Unreachable("no database")

    with pytest.raises(Unreachable, match="no database"):
        build_dataset(many(3), shipped_recipe("sft"), SETTING, tmp_path / "ds", finish=refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_dataset_without_rows_still_says_why(tmp_path: Path) -> None:
    result = build_dataset([judged(make_item())], shipped_recipe("dpo"), SETTING, tmp_path / "ds", unresolved=4)
    assert result.rows == {"train": 0, "validation": 0, "test": 0}
    assert result.excluded == {"not resolved": 4, "no correction": 1}
    assert "| not resolved | 4 |" in (tmp_path / "ds" / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("split", "file"), [((0, 0, 1), "test"), ((0.8, 0.1, 0.1), "train")])
def test_a_dataset_without_rows_has_the_first_split_that_was_asked_for(
    split: tuple[float, float, float], file: str, tmp_path: Path
) -> None:
    build_dataset([], shipped_recipe("kto", split=split), SETTING, tmp_path / "ds")
    assert [path.name for path in (tmp_path / "ds" / "data").iterdir()] == [f"{file}-00000-of-00001.parquet"]
    card = (tmp_path / "ds" / "README.md").read_text("utf-8")
    assert "No review is behind the rows." in card
    assert "who appear under pseudonyms" not in card


@pytest.mark.parametrize(("name", "keys"), [("reviews", {}), ("kto", {}), ("kto", {"source": "reviews"})])
def test_it_is_told_how_many_people_judged_an_item_also_where_each_row_comes_from_one_review(
    name: str, keys: dict[str, Any], tmp_path: Path
) -> None:
    items = [make_item(f"i{n}", prompt=f"Question {n}?") for n in range(5)]
    records = [
        make_record(item, *(make_review(item, "approve", who) for who in ("ana", "ben", "eva")[: 1 + n % 3]))
        for n, item in enumerate(items)
    ]
    build_dataset(records, shipped_recipe(name, **keys), SETTING, tmp_path / "ds")
    document = json.loads((tmp_path / "ds" / "croissant.json").read_text("utf-8"))
    assert document["rai:annotationsPerItem"] == "2 items with 1, 2 items with 2, 1 item with 3"
    card = (tmp_path / "ds" / "README.md").read_text("utf-8")
    assert "The rows rest on 9 reviews by 3 reviewers" in card
    assert ("Each row comes from one review." in card) == (name == "reviews" or bool(keys))


def test_the_manifest_adds_up_and_holds_no_name_path_or_time_of_the_build(tmp_path: Path) -> None:
    out = tmp_path / "ds"
    build_dataset(many(30), shipped_recipe("sft", where="model == 'm-1'"), SETTING, out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    counts = manifest["counts"]
    excluded = sum(reason["count"] for reason in manifest["excluded"].values())
    assert counts["in"] == counts["kept"] + excluded == 30
    assert sum(counts["rows"].values()) == counts["kept"] == 10
    assert manifest["excluded"]["no correction"]["items"][:2] == ["i2", "i5"]
    assert manifest["filter"] == "model == 'm-1'"
    assert manifest["guideline_versions"] == ["7"]
    assert manifest["decided"] == {"first": "2026-11-20T09:00:00.000000Z", "last": "2026-11-20T09:00:00.000000Z"}
    everything = b"".join(files(out).values())
    for leak in (b"person 1", str(tmp_path).encode(), SETTING.salt.encode()):
        assert leak not in everything


def test_the_card_tells_what_a_user_of_the_data_must_know(tmp_path: Path) -> None:
    figure = Coefficient("krippendorff_alpha", "verdict", 0.612, 0.5, 0.7, 40)
    project = PROJECT.model_copy(
        update={"name": "Sup|port\n# Evil", "guideline_text": "Be fair.\n````\nx", "license": None}
    )
    setting = Setting(project=project, salt="s", agreement=(figure,), notes=("Low prevalence.",))
    build_dataset(many(30), shipped_recipe("kto"), setting, tmp_path / "ds", format="csv")
    card = (tmp_path / "ds" / "README.md").read_text("utf-8")
    for expected in (
        "license: unknown",
        "| krippendorff alpha | verdict | 0.612 | 0.500 to 0.700 | 40 |",
        "- Low prevalence.",
        "| verdict is neither accept nor reject | 10 |",
        "by 4 reviewers",
        "Guideline versions: 7",
        "`sampling_probability`",
        "The project names no licence",
        "Lists and records stand as JSON text",
        "`````\nBe fair.\n````\nx\n`````",
        "| m-1 | - | - | 20 |",
        "tone 2",
    ):
        assert expected in card
    assert "\n# Evil" not in card


def test_annotations_hold_every_judgement_once_under_pseudonyms(tmp_path: Path) -> None:
    item = make_item(policy_hits=[{"id": "h1", "policy": "own:tone"}])
    record = judged(
        item,
        "revise",
        answers={"severity": 2},
        hits=[{"hit": "h1", "judgement": "confirmed"}],
        spans=[{"start": 0, "end": 4, "text": "Five", "label": "wrong"}],
        missed_hits=[{"policy": "own:facts"}],
        claims=[{"start": 0, "end": 4, "text": "Five", "relation": "no_passage"}],
        correction="Two years.",
        comment="see warranty",
    )
    build_dataset([record], shipped_recipe("sft"), SETTING, tmp_path / "ds")
    rows = pyarrow.parquet.read_table(tmp_path / "ds" / "annotations.parquet").to_pylist()
    assert [(row["task"], row["name"], row["value"]) for row in rows] == [
        ("verdict", None, "revise"),
        ("answer", "severity", "2"),
        ("hit", "h1", "confirmed"),
        ("missed_hit", "own:facts", "missed"),
        ("span", "response", "wrong"),
        ("claim", "response", "no_passage"),
        ("correction", "response", "Two years."),
    ]
    assert [row["comment"] for row in rows if row["comment"]] == ["see warranty"]
    assert {row["reviewer"] for row in rows} == {SETTING.pseudonym("ana")}
    assert {row["review_sha256"] for row in rows} == {record[2][0].sha256()}
    assert (rows[4]["span_start"], rows[4]["span_end"], rows[4]["span_text"]) == (0, 4, "Five")
