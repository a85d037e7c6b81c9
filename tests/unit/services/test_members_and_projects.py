from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.config.paths import shipped
from reviewer.domain.errors import InvalidInput, NotFound, Unreachable
from reviewer.services.projects import load_project_file, load_template
from reviewer.services.workspace import create_workspace, open_workspace
from tests.factories import workspace


def test_whoever_makes_a_workspace_is_its_first_admin(tmp_path: Path) -> None:
    with workspace(tmp_path, actor="ada") as made:
        assert [(member.name, member.role) for member in made.members.list()] == [("ada", "admin")]


def test_a_role_says_what_a_person_may_do(tmp_path: Path) -> None:
    with workspace(tmp_path, actor="ada") as made:
        for role in ("reviewer", "lead", "engineer", "auditor"):
            made.members.add(f"a {role}", role)
        may = {
            role: [d for d in ("review", "lead", "administer") if made.members.may(f"a {role}", d)]
            for role in ("reviewer", "lead", "engineer", "auditor")
        }
        assert may == {"reviewer": ["review"], "lead": ["review", "lead"], "engineer": [], "auditor": []}
        assert made.members.may("a stranger", "administer")


@pytest.mark.parametrize(("name", "role"), [("", "lead"), (" ", "lead"), ("x" * 201, "lead"), ("ben", "king")])
def test_a_member_without_a_name_or_with_an_unknown_role_is_refused(tmp_path: Path, name: str, role: str) -> None:
    with workspace(tmp_path) as made, pytest.raises(InvalidInput):
        made.members.add(name, role)


def test_every_shipped_template_makes_a_workspace(tmp_path: Path) -> None:
    names = [path.stem for path in shipped("resources/templates").glob("*.toml")]
    assert names
    for name in names:
        found, taxonomy = load_template(name)
        with create_workspace(tmp_path / f"{name}.reviewer", found, taxonomy=taxonomy) as made:
            assert made.project == found


def test_what_is_wrong_with_a_project_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    (tmp_path / "odd.md").write_bytes(b"\xff")
    for content, error, words in (
        (b"[project", InvalidInput, "not valid TOML"),
        (b"\xff\xfe", InvalidInput, "not UTF-8"),
        (b"[other]", InvalidInput, r"needs a table \[project\]"),
        (b"[project]\nname = 'x'\nguideline = '/etc/hostname'", InvalidInput, "outside its folder"),
        (b"[project]\nname = 'x'\nguideline = 'odd.md'", InvalidInput, "not UTF-8"),
        (b"[project]\nname = 'x'\ntaxonomy = 'none'", NotFound, "no taxonomy 'none'"),
        (b"[project]\nname = 'x'\ntaxonomy = '../../secret.toml'", InvalidInput, "outside its folder"),
        (b"[project]\nname = 'x'\noverlap = 9", InvalidInput, "max_reviews"),
    ):
        path.write_bytes(content)
        with pytest.raises(error, match=words):
            load_project_file(path)
    with pytest.raises(Unreachable):
        load_project_file(tmp_path / "nowhere.toml")
    with pytest.raises(NotFound, match="choose one of"):
        load_template("../demo/project")


def test_an_unknown_project_is_named_with_those_that_exist(tmp_path: Path) -> None:
    with workspace(tmp_path) as made, pytest.raises(NotFound, match=r"no project 'X'.*'Support'"):
        open_workspace(made.path, project="X")
