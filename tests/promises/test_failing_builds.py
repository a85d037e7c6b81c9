"""Promise 14 where a build dies, finds no room or no way: no dataset, no record, one clear sentence."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reviewer.datasets.build import verify_folder
from reviewer.domain.errors import Cancelled, InvalidInput, Unreachable
from reviewer.services.workspace import Workspace, open_workspace
from tests.disks import mount, small_disk
from tests.elsewhere import PLACES, run_elsewhere
from tests.outages import being_written
from tests.promises import Figures, control, promise
from tests.promises.building import ITEMS, build, judged_workspace

FORMATS = ("parquet", "jsonl", "csv")
ROOT = Path(__file__).resolve().parents[2]
FULL = r"^The disk of .+ is full, so nothing was written: free some space and try again\.$"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace whose items are all judged."""
    with judged_workspace(tmp_path / "lamps.reviewer") as made:
        yield made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, whose size can be changed."""
    with small_disk(tmp_path, 64) as folder:
        yield folder


def fill(file: Path) -> None:
    """Write to a file until its disk is full."""
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


def size_of(folder: Path) -> int:
    """Return how many kilobytes the files of a folder take up, in the blocks of a disk."""
    return sum((path.stat().st_size + 4095) // 4096 * 4 for path in folder.rglob("*") if path.is_file())


def nothing_is_left(workspace: Workspace, out: Path) -> bool:
    """Return whether neither the disk nor the workspace knows of a dataset."""
    return not list(out.parent.glob("*")) and not list(out.parent.glob(".*")) and not workspace.datasets.list()


@promise(14)
def test_a_build_killed_at_any_moment_leaves_no_half_dataset_and_the_next_one_sweeps(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    place, folder = tmp_path / "lamps.reviewer", tmp_path / "built"
    folder.mkdir()
    with judged_workspace(place) as workspace:
        once = build(workspace, tmp_path / "once")
    done = subprocess.run(
        [sys.executable, "-m", "tests.promises.killed_builds", str(place), str(folder), "1" if full else "11"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *killed, lived = [json.loads(line) for line in done.stdout.splitlines()]
    damaged = [found for found in killed if found["damage"] or found["database"] or found["recorded"] > 1]
    unknown = [found for found in killed if found["there"] and not found["recorded"]]
    figures(14, killed_builds=len(killed), left_half=len(damaged), left_without_a_record=len(unknown))
    assert len(killed) > 4
    assert all(found["killed"] for found in killed)
    assert lived["there"]
    assert lived["recorded"] == 1
    assert damaged == []
    assert unknown == []
    assert len([found for found in killed if found["recorded"] and not found["there"]]) <= 1  # between both
    with open_workspace(place, actor="ana") as workspace:
        assert build(workspace, folder / "next").sha256 == once.sha256
    assert not list(folder.glob(".*")), "the next build has not swept what killed ones left"


@promise(14)
@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_fills_up_at_any_moment_leaves_nothing_and_says_so_in_one_sentence(
    workspace: Workspace, disk: Path, tmp_path: Path, format: str, full: bool, figures: Figures
) -> None:
    needed = 0
    roomy = judged_workspace(tmp_path / "roomy.reviewer")
    with roomy:
        build(roomy, tmp_path / "roomy", format)
        needed = size_of(tmp_path / "roomy")
    refused = 0
    for kilobytes in (*range(8, needed, 8 if full else max(8, needed // 5 // 4 * 4)), needed - 4):
        assert mount("-o", f"remount,size={kilobytes}k", str(disk))
        with pytest.raises(Unreachable, match=FULL):
            build(workspace, disk / "ds", format)
        assert nothing_is_left(workspace, disk / "ds")
        refused += 1
    figures(14, disks_filled_up=refused, left_half=0)
    assert mount("-o", "remount,size=64m", str(disk))
    build(workspace, disk / "ds", format)
    assert verify_folder(disk / "ds") == ()


@control(14)
def test_control_writing_straight_to_the_folder_leaves_half_of_it_on_a_full_disk(
    workspace: Workspace, disk: Path, tmp_path: Path, figures: Figures
) -> None:
    build(workspace, tmp_path / "whole")
    assert mount("-o", f"remount,size={size_of(tmp_path / 'whole') // 2}k", str(disk))
    with pytest.raises(OSError, match="No space left"):
        shutil.copytree(tmp_path / "whole", disk / "ds")
    damage = verify_folder(disk / "ds") if (disk / "ds" / "SHA256SUMS").exists() else ("SHA256SUMS is missing",)
    figures(14, damaged_by_plain_writing=len(damage))
    assert (disk / "ds").exists()
    assert damage


def test_a_disk_without_room_for_another_name_leaves_nothing(workspace: Workspace, disk: Path) -> None:
    for names in range(2, 8):
        assert mount("-o", f"remount,nr_inodes={names}", str(disk))
        with pytest.raises(Unreachable, match=FULL):
            build(workspace, disk / "ds")
        assert nothing_is_left(workspace, disk / "ds")


def test_a_workspace_whose_disk_is_full_records_nothing_and_no_folder_appears(disk: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere" / "ds"
    with judged_workspace(disk / "lamps.reviewer") as workspace:
        used = sum(path.stat().st_size for path in disk.iterdir()) // 1024 + 40
        assert mount("-o", f"remount,size={used}k", str(disk))
        fill(disk / "filler")
        with pytest.raises(Unreachable, match=r"^The disk is full: nothing was saved; free some space .+\.$"):
            build(workspace, out)
        assert nothing_is_left(workspace, out)
        (disk / "filler").unlink()
        assert mount("-o", "remount,size=64m", str(disk))
        build(workspace, out)
        assert workspace.database.check() == ()


def test_no_room_for_passing_files_is_named_by_their_folder_and_leaves_nothing(
    workspace: Workspace, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built" / "ds"
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    for kilobytes in (8, 16):
        assert mount("-o", f"remount,size={kilobytes}k", str(disk))
        with pytest.raises(Unreachable, match=f"^{disk} has no room for passing files .+ nothing was written: free"):
            build(workspace, out)
        assert nothing_is_left(workspace, out)
        assert not list(disk.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit for the size of a file")
@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_may_not_grow_leaves_nothing(
    workspace: Workspace, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # Python would keep a module that was cut off by the limit

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    out = tmp_path / "built" / "ds"
    try:
        for largest in (4_096, 80_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
            with pytest.raises(Unreachable, match=r"nothing is left|nothing was written|check the disk") as refused:
                build(workspace, out, format)
            assert str(refused.value).endswith(".")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert nothing_is_left(workspace, out)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_when_bytes_are_made_durable_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    out, real = tmp_path / "built" / "ds", os.fsync
    for failing in range(1, 12, 3):
        calls = count(1)

        def fsync(handle: int, calls: Any = calls, failing: int = failing) -> None:
            if next(calls) == failing:
                raise OSError(code, os.strerror(code))
            real(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            with pytest.raises(Unreachable, match=r"is full|cannot be written"):
                build(workspace, out)
        assert nothing_is_left(workspace, out)


def test_a_disk_that_is_read_only_is_named_and_nothing_is_left(workspace: Workspace, disk: Path) -> None:
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(Unreachable, match=r"cannot be written to .+Read-only file system.+choose another place\."):
        build(workspace, disk / "ds")
    assert nothing_is_left(workspace, disk / "ds")


def test_another_disk_takes_a_dataset_in_a_folder_but_not_in_its_place(workspace: Workspace, disk: Path) -> None:
    with pytest.raises(InvalidInput, match="is the top of a disk, which cannot be replaced: choose a new folder in it"):
        build(workspace, disk)
    assert not workspace.datasets.list()
    build(workspace, disk / "new" / "ds")
    assert verify_folder(disk / "new" / "ds") == ()


@pytest.mark.parametrize("format", FORMATS)
def test_cancelling_in_the_middle_leaves_nothing(workspace: Workspace, tmp_path: Path, format: str) -> None:
    out = tmp_path / "built" / "ds"
    for last in range(2):
        asked = count()

        def cancelled(asked: Any = asked, last: int = last) -> bool:
            return bool(next(asked) == last)

        with pytest.raises(Cancelled, match="nothing was written"):
            build(workspace, out, format, cancelled)
        assert nothing_is_left(workspace, out)


def test_what_others_write_meanwhile_is_not_in_the_dataset(workspace: Workspace, tmp_path: Path) -> None:
    before = build(workspace, tmp_path / "before")
    with open_workspace(tmp_path / "lamps.reviewer", actor="ana") as other:

        def meanwhile() -> bool:
            number = len(list(tmp_path.glob("said-*")))
            (tmp_path / f"said-{number}").touch()
            other.ingest.add([{"id": f"late {number}", "response": "Late.", "prompt": "When?"}])
            other.reviews.import_rows([{"item_id": f"late {number}", "reviewer": "ben", "verdict": "approve"}])
            return False

        during = build(workspace, tmp_path / "during", cancelled=meanwhile)
    after = build(workspace, tmp_path / "after")
    assert during.sha256 == before.sha256
    assert sum(during.rows.values()) == ITEMS
    assert sum(after.rows.values()) == ITEMS + len(list(tmp_path.glob("said-*"))) > ITEMS + 1


def test_a_database_that_another_program_holds_is_named_and_no_folder_appears(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "built" / "ds"
    with being_written(workspace), pytest.raises(Unreachable, match="Another program has been writing to the file"):
        build(workspace, out)
    assert nothing_is_left(workspace, out)
    build(workspace, out)
    assert [found.folder for found in workspace.datasets.list()] == [str(out)]


BUILD = """
import sys
from pathlib import Path
from reviewer.services.workspace import open_workspace
with open_workspace(Path(sys.argv[1]), actor="ana") as workspace:
    for format in ("parquet", "jsonl", "csv"):
        print(workspace.datasets.build("reviews", Path(sys.argv[2]) / format, format=format).sha256)
"""


def test_a_dataset_has_the_same_bytes_and_rights_in_any_place(workspace: Workspace, tmp_path: Path) -> None:
    here = [build(workspace, tmp_path / "here" / format, format).sha256 for format in FORMATS]
    for place in PLACES:
        out = tmp_path / "built" / place.name
        said = run_elsewhere(place, tmp_path / "places", BUILD, str(workspace.path), str(out))
        assert said.split() == here
        for path in [found for found in out.rglob("*") if found.parent != out]:
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
        assert not list((tmp_path / "places" / place.name / "passing").iterdir())
