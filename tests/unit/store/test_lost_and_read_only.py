"""A workspace file that goes away while it is open, and one that can only be read: nothing is lost, and it is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.domain.errors import ReadOnly, ReviewerError, Unreachable
from reviewer.services.workspace import open_workspace
from tests import factories
from tests.rights import read_only


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with factories.workspace(tmp_path, [factories.item("a")]) as made:
        return made.path


@pytest.mark.parametrize("what", ["moved", "deleted", "replaced"])
def test_nothing_is_written_into_a_file_that_is_gone(file: Path, what: str) -> None:
    with open_workspace(file, actor="ana") as made:
        assert made.queue.counts() == {"open": 1}
        if what == "moved":
            file.rename(file.with_name("elsewhere.reviewer"))
        else:
            file.unlink()
        if what == "replaced":
            file.write_bytes(b"another")
        with pytest.raises(Unreachable, match="is not there any more or is another one"):
            made.queue.claim("ana")
        with pytest.raises(ReviewerError, match=r"put it back|no workspace|not a workspace"):
            made.queue.counts()
    assert file.exists() == (what == "replaced")


def test_a_file_that_comes_back_is_used_again(file: Path) -> None:
    with open_workspace(file, actor="ana") as made:
        away = file.with_name("away.reviewer")
        file.rename(away)
        with pytest.raises(Unreachable):
            made.queue.claim("ana")
        away.rename(file)
        assert made.queue.claim("ana") is not None


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("folder_too", [False, True])
def test_all_of_a_read_only_workspace_can_be_read_and_nothing_written(file: Path, folder_too: bool) -> None:
    before = file.read_bytes()
    with read_only(file, folder_too=folder_too) as copy:
        with open_workspace(copy, actor="ana") as made:
            assert [row.item_id for row in made.queue.page()] == ["a"]
            assert made.queue.get("a").response
            assert not made.audit.verify().findings
            with pytest.raises(ReadOnly, match="read-only for you"):
                made.queue.claim("ana")
        assert copy.read_bytes() == before
