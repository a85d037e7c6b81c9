"""What `reviewer export` says and does besides building: personal data, long rows, formulas, checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.config.paths import shipped
from tests.factories import item, review

from .conftest import Terminal

Lines = Callable[..., Path]
MAIL = "ana@example.org"


@pytest.fixture
def judged(place: Path, terminal: Terminal, lines: Lines) -> None:
    """A workspace with two judged items, one of which holds an address and begins like a formula."""
    items = [item("a", response=f"=HYPERLINK(1) write to {MAIL}"), item("b", response="All is well. " * 40)]
    assert terminal("import", lines("items.jsonl", *items)).code == 0
    said = [review("a", "ana", "approve"), review("b", "ana", "reject")]
    assert terminal("reviews", "import", lines("reviews.jsonl", *said)).code == 0


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.usefixtures("judged")
def test_what_the_checks_found_is_said_with_its_counts(tmp_path: Path, terminal: Terminal) -> None:
    done = terminal("export", "classification", "-o", tmp_path / "x", "--max-tokens", 100)
    assert done.code == 0
    assert "warning: expected that no row holds personal data, but 1 row does: e-mail 1" in done.err
    assert "warning: expected that no row is longer than 100 tokens, but 1 row is: median" in done.err
    assert "languages, as the sources name them:" in done.err
    dry = terminal("export", "classification", "--dry-run", "--max-tokens", 10_000)
    assert "personal data" in dry.err
    assert "longer than" not in dry.err


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(("how", "rows", "holds"), [("off", 2, True), ("placeholders", 2, False), ("drop", 1, False)])
def test_personal_data_is_written_replaced_or_left_out(
    how: str, rows: int, holds: bool, tmp_path: Path, terminal: Terminal
) -> None:
    out = tmp_path / how
    done = terminal("export", "classification", "-o", out, "--format", "jsonl", "--redact", how, "--json")
    assert sum(done.json["rows"].values()) == rows
    assert set(done.json) == {"dataset", "recipe", "rows", "excluded", "sha256"}
    assert (MAIL.encode() in everything(out)) == holds
    assert (b"[e-mail 1]" in everything(out / "data")) == (how == "placeholders")


@pytest.mark.usefixtures("judged")
def test_formulas_are_escaped_on_request_and_all_say_so(tmp_path: Path, terminal: Terminal) -> None:
    done = terminal("export", "classification", "-o", tmp_path / "sheet", "--spreadsheet")
    assert "which changes texts" in done.err
    assert b"\"'=HYPERLINK" in everything(tmp_path / "sheet" / "data")
    assert b'"spreadsheet": true' in (tmp_path / "sheet" / "manifest.json").read_bytes()
    assert b"for spreadsheets and not for training" in (tmp_path / "sheet" / "README.md").read_bytes()
    exact = terminal("export", "classification", "-o", tmp_path / "exact", "--format", "csv")
    assert "which changes texts" not in exact.err
    assert b'"=HYPERLINK' in everything(tmp_path / "exact" / "data")
    wrong = terminal("export", "classification", "-o", tmp_path / "x", "--spreadsheet", "--format", "jsonl")
    assert wrong.code != 0
    assert "add --format csv" in wrong.err


@pytest.mark.usefixtures("judged")
def test_a_redaction_that_there_is_not_is_refused_with_the_nearest(tmp_path: Path, terminal: Terminal) -> None:
    wrong = terminal("export", "classification", "-o", tmp_path / "x", "--redact", "placeholder")
    assert wrong.code != 0
    assert "did you mean 'placeholders'" in wrong.err
    assert not (tmp_path / "x").exists()


@pytest.mark.usefixtures("judged")
def test_recipes_that_cannot_be_used_are_listed_with_their_reason(place: Path, terminal: Terminal) -> None:
    folder = place.parent / "exports"
    folder.mkdir()
    (folder / "mine.toml").write_text('name = "mine"\ntitle = "Mine"\ntask = "dop"\n', "utf-8")
    problem = "mine.toml, line 3: 'dop' is not a value of 'task'; did you mean 'dpo'?"
    listed = terminal("export")
    assert f"Not usable: {problem}" in listed.err
    assert "mine" not in listed.out
    assert terminal("export", "--json").json["problems"] == [problem]


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(("where", "code"), [("item_id == 'nowhere'", 5), ("item_id == 'a'", 0)])
def test_nothing_to_export_has_its_exit_code_also_where_nothing_would_be_written(
    where: str, code: int, tmp_path: Path, terminal: Terminal
) -> None:
    asked = ("export", "kto", "--where", where, "--fail-on-empty")
    assert terminal(*asked, "--dry-run").code == code
    assert terminal(*asked, "-o", tmp_path / "out").code == code


@pytest.mark.usefixtures("judged")
def test_a_check_that_a_recipe_asks_for_stops_the_build_and_names_the_items(
    tmp_path: Path, terminal: Terminal, lines: Lines
) -> None:
    own = tmp_path / "strict.toml"
    text = (
        shipped("exports/classification.toml").read_text("utf-8").replace('name = "classification"', 'name = "strict"')
    )
    own.write_text(f'checks = ["personal_data"]\n{text}', "utf-8")
    done = terminal("export", own, "-o", tmp_path / "x")
    assert done.code != 0
    assert "the check that no row holds personal data failed for" in done.err
    assert not (tmp_path / "x").exists()
    assert terminal("export", own, "-o", tmp_path / "x", "--redact", "placeholders").code == 0


@pytest.mark.usefixtures("judged")
def test_a_check_that_there_is_not_is_named_with_its_line(tmp_path: Path, terminal: Terminal) -> None:
    own = tmp_path / "strict.toml"
    text = shipped("exports/kto.toml").read_text("utf-8").replace('name = "kto"', 'name = "strict"')
    own.write_text(f'checks = ["personal"]\n{text}', "utf-8")
    done = terminal("export", own, "-o", tmp_path / "x")
    assert "strict.toml, line 1" in done.err
    assert "did you mean 'personal_data'?" in done.err
