from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import NotFound, Refused
from reviewer.services.demo import open_demo
from reviewer.services.templates import new_workspace, templates


def test_the_demo_queue_is_made_once_and_then_opened(tmp_path: Path) -> None:
    with open_demo("ana", tmp_path / "demo") as ws:
        assert sum(ws.queue.counts().values()) == 60
        assert len(list(ws.reviews.stream())) > 50
        claim = ws.queue.claim("ana")
        assert claim is not None
    with open_demo("ben", tmp_path / "demo") as ws:
        assert [lease.reviewer for lease in ws.queue.leases()] == ["ana"]
        assert ws.actor == "ben"
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["demo.reviewer"]


def test_a_half_made_demo_queue_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / ".making-demo.reviewer").write_text("half")
    with open_demo("ana", tmp_path) as ws:
        assert sum(ws.queue.counts().values()) == 60


def test_every_template_makes_a_workspace(tmp_path: Path) -> None:
    for template, title in templates():
        with new_workspace(tmp_path / f"{template}.reviewer", template=template) as ws:
            assert ws.project_name == title
    assert templates()[0][0] == "default"


def test_a_workspace_gets_the_name_that_was_asked_for_and_never_replaces_a_file(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "a.reviewer", name="Mine") as ws:
        assert ws.project_name == "Mine"
    with pytest.raises(Refused, match="exists already"):
        new_workspace(tmp_path / "a.reviewer")
    with pytest.raises(NotFound, match="default"):
        new_workspace(tmp_path / "b.reviewer", template="../default")
    assert not (tmp_path / "b.reviewer").exists()
