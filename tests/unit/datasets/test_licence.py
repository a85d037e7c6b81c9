from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Setting
from reviewer.datasets.licence import licence_text
from reviewer.domain.errors import InvalidInput, Unreachable
from reviewer.domain.projects import Project
from reviewer.services.projects import load_project_file

from .making import many, shipped_recipe

OTHERS = "The texts of the models and sources may have terms of their own."


def head(tmp_path: Path, project: Project) -> dict[str, str]:
    build_dataset(many(3), shipped_recipe("kto"), Setting(project=project), tmp_path / "out")
    assert (tmp_path / "out" / "LICENSE").read_text("utf-8") == licence_text(project)
    found: dict[str, str] = yaml.safe_load((tmp_path / "out" / "README.md").read_text("utf-8").split("---\n")[1])
    return found


@pytest.mark.parametrize("name", ["CC-BY-4.0", " cc-by-4.0 "])
def test_a_known_licence_stands_with_its_name_and_address_and_never_with_a_text_of_others(name: str) -> None:
    text = licence_text(Project(name="P", license=name))
    assert "SPDX-License-Identifier: CC-BY-4.0" in text
    assert "Creative Commons Attribution 4.0 International\n" in text
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text
    assert OTHERS in text
    assert len(text) < 500


def test_the_card_names_a_known_licence_as_the_hub_does(tmp_path: Path) -> None:
    assert head(tmp_path, Project(name="P", license="ODbL-1.0"))["license"] == "odbl"


def test_a_licence_of_the_project_s_own_is_named_and_linked(tmp_path: Path) -> None:
    project = Project(name="P", license="House Rules 7", license_text="Be kind.\nAlways.")
    assert licence_text(project) == "Be kind.\nAlways.\n"
    found = head(tmp_path, project)
    assert (found["license"], found["license_name"], found["license_link"]) == ("other", "house-rules-7", "LICENSE")


def test_without_a_licence_the_file_says_whom_to_ask(tmp_path: Path) -> None:
    assert "names no licence" in licence_text(Project(name="P"))
    assert head(tmp_path, Project(name="P"))["license"] == "unknown"


def test_a_project_file_brings_its_licence_along_from_its_own_folder_alone(tmp_path: Path) -> None:
    path = tmp_path / "project.toml"
    (tmp_path / "terms.txt").write_text("Ask first.", "utf-8")
    path.write_text('[project]\nname = "P"\nlicense_file = "terms.txt"\n', "utf-8")
    project, _ = load_project_file(path)
    assert (project.license_file, project.license_text) == ("terms.txt", "Ask first.")
    path.write_text('[project]\nname = "P"\nlicense_file = "../terms.txt"\n', "utf-8")
    with pytest.raises(InvalidInput, match="lies outside its folder"):
        load_project_file(path)
    path.write_text('[project]\nname = "P"\nlicense_file = "gone.txt"\n', "utf-8")
    with pytest.raises(Unreachable, match="cannot be read"):
        load_project_file(path)


def test_a_project_without_a_licence_file_keeps_the_hash_that_it_was_stored_under() -> None:
    assert "license_file" not in Project(name="P").canonical()
    assert "license_text" in Project(name="P", license_text="x").canonical()
