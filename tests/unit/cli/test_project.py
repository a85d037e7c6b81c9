"""Project files in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Terminal

PUBLISHED = """
[project]
name = "Support assistant"
overlap = 1
guideline = "guideline.md"
taxonomy = "ailuminate"
reasons_required = ["reject"]
comment_templates = ["Contradicts the passage"]
license = "CC-BY-4.0"
skills = ["german"]

[[verdicts]]
id = "approve"
title = "Approve"
key = "1"
outcome = "accept"

[[questions]]
id = "severity"
type = "rating"
title = "Severity"
options = []
min = 1
max = 5
level = "ordinal"
required = false
show_when = "verdict != 'approve'"

[[span_labels]]
id = "unsupported"
title = "Unsupported"
key = "u"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "project.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_published_example_of_a_project_is_applied(place: Path, terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("project", "apply", written(tmp_path, PUBLISHED), "--json")
    assert done.code == 0
    assert done.json["project"] == "Support assistant"
    assert "guideline.md" in done.err, "a guideline that is not there is named"
    shown = terminal("project", "show", "--project", "Support assistant")
    assert 'type = "rating"' in shown.out


def test_a_project_written_out_and_read_in_is_the_same(place: Path, terminal: Terminal, tmp_path: Path) -> None:
    terminal("project", "apply", written(tmp_path, PUBLISHED))
    text = terminal("project", "show", "--project", "Support assistant").out
    again = terminal("project", "apply", written(tmp_path, text), "--json")
    assert again.code == 0
    assert again.json["changed"] is False


def test_a_misspelt_verdict_that_needs_a_reason_is_named(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("project", "check", written(tmp_path, PUBLISHED.replace('["reject"]', '["rejct"]')))
    assert done.code == 3
    assert "rejct" in done.err


def test_a_key_given_twice_is_refused_with_both_names(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("project", "check", written(tmp_path, PUBLISHED.replace('key = "u"', 'key = "1"')))
    assert done.code == 3
    assert "verdict 'approve'" in done.err
    assert "span label 'unsupported'" in done.err


def test_a_misspelt_field_is_answered_with_the_nearest_name(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("project", "check", written(tmp_path, PUBLISHED.replace("overlap = 1", "ovrlap = 1")))
    assert done.code == 3
    assert "'ovrlap'" in done.err
    assert "'overlap'" in done.err


def test_a_question_about_spans_takes_the_labels_of_the_project(terminal: Terminal, tmp_path: Path) -> None:
    question = """
[[questions]]
id = "where"
type = "spans"
"""
    done = terminal("project", "show", written(tmp_path, PUBLISHED + question), "--json")
    assert done.code == 0
    assert done.json["questions"][1]["options"][0]["id"] == "unsupported"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("nonsense = 3", "wellbeing.nonsense: there is no such field"),
        ('veil = "always"', "wellbeing.veil: must be a list"),
        ("break_minutes = -3", "wellbeing.break_minutes: input should be greater than or equal to 1"),
    ],
)
def test_a_broken_table_of_a_project_is_named_with_its_file(
    terminal: Terminal, tmp_path: Path, table: str, said: str
) -> None:
    file = tmp_path / "team.toml"
    file.write_text(f'[project]\nname = "Lamps"\n[wellbeing]\n{table}\n', "utf-8")
    checked = terminal("project", "check", file)
    assert checked.code == 3
    assert checked.err == f"Error: team.toml: Project: {said}.\n"
