from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.datasets.catalog import check_recipe, find_recipes
from reviewer.datasets.recipe import load_recipe, read_recipe
from reviewer.domain.errors import InvalidInput, NotFound

WHOLE = 'name = "mine"\ntitle = "Mine"\ntask = "dpo"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (WHOLE + 'evidense = "none"', "mine.toml, line 4: a recipe has no key 'evidense'; did you mean 'evidence'?"),
        (
            WHOLE + 'evidence = "sistem"',
            "mine.toml, line 4: 'sistem' is not a value of 'evidence'; did you mean 'system'?",
        ),
        (
            'name = "mine"\ntitle = "x"\ntask = "pdo"',
            "mine.toml, line 3: 'pdo' is not a value of 'task'; did you mean 'dpo'?",
        ),
        ('name = "mine"\ntask = "dpo"', "mine.toml: the key 'title' is missing."),
        (WHOLE + "split = [0.8, 0.1, 0.2]", "line 4: 'split': the shares of train, validation and test add up to 1.1"),
        (WHOLE + 'where = "verdikt == 1"', "did you mean verdict"),
        (WHOLE + "where = \"model = 'x'\"", "use == to compare"),
        (WHOLE + 'formats = ["arrow"]', "mine.toml, line 4: 'arrow' is not a value of 'formats'"),
        (WHOLE + 'excludes = ["no promt"]', "there is no reason 'no promt'; did you mean 'no prompt'"),
        ("name = \n", "mine.toml: this is not TOML"),
        ("", "mine.toml: the key 'name' is missing."),
        (WHOLE + "split = [0.8, 0.2]", "line 4: 'split': this must be three shares, for train, validation and test."),
        (WHOLE + "split = [0.7, 0.1, 0.1, 0.1]", "line 4: 'split': this must be three shares"),
        (WHOLE + 'implicit = "yes"', "line 4: 'implicit': this must be true or false, without quotes."),
        (WHOLE + 'seed = "5"', "line 4: 'seed': this must be a whole number."),
        (WHOLE + "max_tokens = 0", "line 4: 'max_tokens': this must be 1 or more."),
        (WHOLE + "[columns]\nprompt = 3", "mine.toml, line 5: 'prompt': this must be text in quotes."),
        (WHOLE + "formats = 3", "line 4: 'formats': this must be a list in brackets."),
        (WHOLE + 'group_by = "metadata.user"', "line 4: 'group_by': this must be one key of the metadata"),
        (WHOLE + "where = \"verdikt == 'x'\"", "mine.toml, line 4: 'where': there is no field 'verdikt'; did you mean"),
        (WHOLE + "seed = " + "9" * 6000, "mine.toml: this is TOML that nobody can read"),
        (WHOLE + "seed = " + "[" * 6000, "mine.toml: this is TOML that nobody can read"),
        ('name = "../evil"\ntitle = "x"\ntask = "dpo"', "cannot be used"),
    ],
)
def test_an_error_names_the_file_the_line_the_key_and_the_nearest_right_word(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_recipe(text, "mine.toml")
    assert message in caught.value.message
    assert "\n" not in caught.value.message.removesuffix("\n")
    assert not caught.value.message.endswith(("?.", ".."))


def test_a_recipe_must_be_called_like_its_file(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text(WHOLE, "utf-8")
    with pytest.raises(
        InvalidInput, match=r"other.toml, line 1: the name is 'mine', so the file must be called mine.toml"
    ):
        load_recipe(path)


def test_a_file_that_is_no_text_or_far_too_long_is_refused(tmp_path: Path) -> None:
    for content in (b"\xff\xfe", b"#" * 300_000):
        path = tmp_path / "mine.toml"
        path.write_bytes(content)
        with pytest.raises(InvalidInput, match=r"mine.toml"):
            load_recipe(path)


def test_what_is_no_file_is_refused_at_once_and_by_its_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "gone.toml").symlink_to("nowhere")
    for name in ("pipe", "folder", "gone"):
        with pytest.raises(InvalidInput, match=rf"^{name}.toml: this"):
            find_recipes([tmp_path]).get(name)


def test_the_mark_that_some_editors_put_before_the_text_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert find_recipes([tmp_path]).get("mine").title == "Mine"


def test_the_recipe_beside_the_workspace_hides_the_shipped_one(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    for folder, title in ((near, "Near"), (far, "Far")):
        folder.mkdir()
        (folder / "mine.toml").write_text(WHOLE.replace("Mine", title), "utf-8")
    assert [recipe.title for recipe in find_recipes([near, tmp_path / "missing", far]).recipes] == ["Near"]


def test_a_broken_recipe_does_not_hide_the_others_and_is_named_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "broken.toml").write_text("name = 3", "utf-8")
    catalog = find_recipes([tmp_path])
    assert [recipe.name for recipe in catalog.recipes] == ["mine"]
    assert catalog.get("mine").task == "dpo"
    with pytest.raises(InvalidInput, match=r"broken.toml, line 1"):
        catalog.get("broken")
    with pytest.raises(NotFound, match="did you mean 'mine'"):
        catalog.get("mien")


def test_a_column_or_a_reason_that_the_task_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidInput, match="has no column 'choosen'; did you mean 'chosen'"):
        check_recipe(read_recipe(WHOLE + '[columns]\nchoosen = "x"'))
    with pytest.raises(InvalidInput, match="never leaves anything out as 'no span marked'"):
        check_recipe(read_recipe(WHOLE + 'excludes = ["no span marked"]'))
    with pytest.raises(InvalidInput, match="with source = 'reviews' never leaves anything out as 'not resolved'"):
        check_recipe(read_recipe(WHOLE + 'source = "reviews"\nexcludes = ["not resolved"]'))


@pytest.mark.parametrize(
    ("task", "line", "message"),
    [
        ("sft", "implicit = true", "mine.toml, line 4: the task 'sft' has no use for 'implicit', which belongs to dpo"),
        ("sft", "implicit = false", "line 4: the task 'sft' has no use for 'implicit'"),
        ("kto", 'style = "pairs"', "line 4: the task 'kto' has no use for 'style', which belongs to reward"),
        ("dpo", 'shape = "text"', "'text' is no shape of the task 'dpo'; there are conversational, standard"),
        ("dpo", 'shape = "messages"\nimplicit = true', "line 5: the shape 'messages' keeps the prompt apart"),
        ("guardrail", 'style = "llamaguard"', "no style of the task 'guardrail'; did you mean 'llama-guard'?"),
        ("sft-openai", 'formats = ["csv"]', "the task 'sft-openai' is not written as csv; there is only jsonl."),
        ("spans", 'style = "llama-guard"', "no style of the task 'spans'; there are labels, ragtruth."),
        ("reviews", "approved_as_target = true", "which belongs to sft, sft-openai: take the line out."),
    ],
)
def test_a_key_that_says_nothing_to_the_task_is_refused_with_its_line(task: str, line: str, message: str) -> None:
    text = WHOLE.replace('"dpo"', f'"{task}"') + line
    with pytest.raises(InvalidInput) as caught:
        check_recipe(read_recipe(text, "mine.toml"), text)
    assert message in caught.value.message


@pytest.mark.parametrize("line", ["implicit = true", 'shape = "standard"', 'evidence = "user"', ""])
def test_a_key_that_the_task_reads_is_taken(line: str) -> None:
    assert check_recipe(read_recipe(WHOLE + line), WHOLE + line).task == "dpo"


def test_changing_a_recipe_is_checked_like_a_file() -> None:
    recipe = read_recipe(WHOLE)
    assert recipe.changed(seed=5, where=None).seed == 5
    assert recipe.changed(seed=5).sha256() != recipe.sha256()
    with pytest.raises(InvalidInput, match="add up to"):
        recipe.changed(split=(0.5, 0.1, 0.1))
    with pytest.raises(InvalidInput, match="no field"):
        recipe.changed(where="colour == 1")
