"""Recipe files: copied under a free name, saved over nobody's work, and what was typed outlives a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.datasets.recipe import read_recipe
from reviewer.domain.errors import InvalidInput, Refused
from reviewer.services.datasets.recipe_files import (
    ChangedMeanwhile,
    RecipeDraft,
    RecipeDrafts,
    RecipeFiles,
    line_of,
)

TEXT = 'name = "mine"\ntitle = "Mine"\ntask = "dpo"\n'


@pytest.fixture
def files(tmp_path: Path) -> RecipeFiles:
    places = (tmp_path / "workspace", tmp_path / "user", tmp_path / "shipped")
    for name in ("dpo", "sft"):
        places[2].mkdir(exist_ok=True)
        (places[2] / f"{name}.toml").write_text(f'name = "{name}"\ntitle = "A {name}"\ntask = "{name}"\n', "utf-8")
    return RecipeFiles(lambda: places)


def test_a_copy_has_a_free_name_and_says_that_it_is_one(files: RecipeFiles) -> None:
    copied = read_recipe(files.copy(files.read("dpo")))
    assert (copied.name, copied.title) == ("dpo-2", "A dpo (copy)")
    files.save(files.copy(files.read("dpo")), "workspace")
    assert read_recipe(files.copy(files.read("dpo-2"))).name == "dpo-3"


def test_a_recipe_is_saved_to_its_place_under_its_own_name(files: RecipeFiles, tmp_path: Path) -> None:
    saved = files.save(TEXT, "user")
    assert saved.path == tmp_path / "user" / "mine.toml"
    assert saved.path.read_text("utf-8") == TEXT
    assert files.places()["mine"] == "user"
    assert [path.name for path in (tmp_path / "user").iterdir()] == ["mine.toml"], "nothing half written is left"


def test_what_was_shipped_is_never_written_over(files: RecipeFiles) -> None:
    with pytest.raises(Refused):
        files.save(TEXT, "shipped")
    own = files.save(TEXT.replace('"mine"', '"dpo"'), "workspace")
    assert (own.place, files.read("dpo").place) == ("workspace", "workspace")
    assert 'title = "A dpo"' in (files.folder("shipped") / "dpo.toml").read_text("utf-8")


def test_a_name_that_is_taken_is_refused_and_the_other_recipe_stays(files: RecipeFiles) -> None:
    first = files.save(TEXT, "workspace")
    with pytest.raises(Refused, match="already"):
        files.save(TEXT.replace("Mine", "Other"), "workspace")
    assert first.path.read_text("utf-8") == TEXT


def test_a_file_that_somebody_changed_meanwhile_is_written_over_only_on_a_second_word(files: RecipeFiles) -> None:
    opened = files.save(TEXT, "workspace")
    opened.path.write_text(TEXT + "seed = 7\n", "utf-8")
    assert files.changed_outside(opened)
    with pytest.raises(ChangedMeanwhile):
        files.save(TEXT + "seed = 8\n", "workspace", opened)
    assert "seed = 7" in opened.path.read_text("utf-8")
    files.save(TEXT + "seed = 8\n", "workspace", opened, over=True)
    assert "seed = 8" in opened.path.read_text("utf-8")


def test_a_recipe_that_cannot_be_used_is_not_saved_but_can_be_read(files: RecipeFiles) -> None:
    with pytest.raises(InvalidInput):
        files.save(TEXT.replace('"dpo"', '"dop"'), "workspace")
    assert not files.folder("workspace").exists()
    files.folder("workspace").mkdir()
    (files.folder("workspace") / "odd.toml").write_text("not toml at all", "utf-8")
    assert files.read("odd").text == "not toml at all"


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        ("recipe, line 2: something.", 2),
        ("recipe: this is not TOML: Expected '=' (at line 3, column 1).", 3),
        ("mine.toml: the task 'dpo' has no column 'promt'; did you mean 'prompt'?", 4),
        ("The recipe is too large.", None),
    ],
)
def test_the_line_that_a_problem_is_about_is_found(problem: str, line: int | None) -> None:
    assert line_of(problem, 'name = "a"\ntitle = "b"\ntask = "dpo"\npromt = "x"\n') == line


def test_what_was_typed_is_kept_until_it_is_saved_or_given_up(tmp_path: Path) -> None:
    drafts, path = RecipeDrafts(), tmp_path / "mine.toml"
    assert drafts.find(path) is None
    drafts.keep(path, RecipeDraft("half a reci", "abc"))
    assert RecipeDrafts().find(path) == RecipeDraft("half a reci", "abc")
    assert drafts.find(tmp_path / "other.toml") is None
    drafts.drop(path)
    assert drafts.find(path) is None
