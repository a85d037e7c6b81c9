"""The layers and the rules of the house hold, and a breach of each is seen and named."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "reviewer"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# Scripts that Alembic runs and nobody imports; each repeats a whole schema as it was on its day.
MIGRATIONS = PACKAGE / "store" / "migrations"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if MIGRATIONS not in path.parents)
DOMAIN_FILES = sorted((PACKAGE / "domain").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--cache-dir", str(folder / "cache")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its configuration, in a place where they may be broken."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, folder / "reviewer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def test_all_contracts_are_kept(copied: Path) -> None:
    checked = lint_imports(copied)
    assert checked.returncode == 0, checked.stdout
    assert f"Contracts: {len(PROJECT['tool']['importlinter']['contracts'])} kept, 0 broken." in checked.stdout


BREACHES = {
    "a lower layer imports a higher one": (
        {"domain/wrong.py": "import reviewer.services"},
        "Layers BROKEN",
        "reviewer.domain.wrong -> reviewer.services",
    ),
    "a layer imports its sibling": (
        {"store/wrong.py": "import reviewer.stats"},
        "Layers BROKEN",
        "reviewer.store.wrong -> reviewer.stats",
    ),
    "the terminal imports the window": (
        {"cli/wrong.py": "import reviewer.ui"},
        "Layers BROKEN",
        "reviewer.cli.wrong -> reviewer.ui",
    ),
    "a folder is in no layer": ({"plugins/__init__.py": ""}, "Layers BROKEN", "plugins"),
    "Qt is imported below the window": (
        {"services/wrong.py": "from PySide6.QtCore import QObject"},
        "Qt is imported by the window only BROKEN",
        "reviewer.services.wrong -> PySide6",
    ),
    "a chart is drawn by the terminal": (
        {"cli/wrong.py": "def plot():\n    import pyqtgraph"},
        "Qt is imported by the window only BROKEN",
        "reviewer.cli.wrong -> pyqtgraph",
    ),
    "a service writes SQL": (
        {"services/wrong.py": "import sqlalchemy"},
        "SQL is known to the store only BROKEN",
        "reviewer.services.wrong -> sqlalchemy",
    ),
    "a service opens the key ring": (
        {"services/wrong.py": "def read():\n    import keyring"},
        "The key ring is opened in one place BROKEN",
        "reviewer.services.wrong -> keyring",
    ),
    "the domain imports a library": (
        {"domain/wrong.py": "import numpy"},
        "The domain needs the standard library and pydantic BROKEN",
        "reviewer.domain.wrong -> numpy",
    ),
    "two modules import each other": (
        {"texts/wrong.py": "import reviewer.texts.worse", "texts/worse.py": "import reviewer.texts.wrong"},
        "No import cycles BROKEN",
        "wrong",
    ),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_named(copied: Path, breach: str) -> None:
    files, contract, said = BREACHES[breach]
    written = [copied / "reviewer" / name for name in files]
    try:
        for path, text in zip(written, files.values(), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text + "\n", "utf-8")
        checked = lint_imports(copied)
    finally:
        for path in written:
            path.unlink(missing_ok=True)
        shutil.rmtree(copied / "reviewer" / "plugins", ignore_errors=True)
    assert checked.returncode == 1
    assert contract in checked.stdout
    assert said in checked.stdout


CYCLES = """
import grimp
graph = grimp.build_graph("reviewer", exclude_type_checking_imports=True, cache_dir=None)
print(sorted(
    module for module in graph.modules
    if any(graph.chain_exists(importer=imported, imported=module)
           for imported in graph.find_modules_directly_imported_by(module))
))
"""


def modules_in_cycles(folder: Path) -> str:
    command = [sys.executable, "-c", CYCLES]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_no_module_needs_itself_to_be_imported(copied: Path) -> None:
    assert modules_in_cycles(copied) == "[]"


def test_modules_of_two_folders_that_import_each_other_are_named(copied: Path) -> None:
    pane, dialog = copied / "reviewer/ui/panes/wrong.py", copied / "reviewer/ui/dialogs/wrong.py"
    try:
        pane.write_text("import reviewer.ui.dialogs.wrong\n", "utf-8")
        dialog.write_text("import reviewer.ui.panes.wrong\n", "utf-8")
        assert modules_in_cycles(copied) == "['reviewer.ui.dialogs.wrong', 'reviewer.ui.panes.wrong']"
    finally:
        pane.unlink()
        dialog.unlink()


def ruff(folder: Path, rule: str) -> list[str]:
    """Return the files that break a rule, below a folder with the configuration of this tree."""
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    broken = [line for line in checked.stdout.splitlines() if f" {rule} " in line]
    return [Path(re.split(r":\d+:", line)[0]).relative_to(folder).as_posix() for line in broken]


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'"""A file of this test."""\n\n{text}\n', "utf-8")


def test_widgets_are_refused_in_presenters_and_models_alone(tmp_path: Path) -> None:
    text = "from PySide6.QtWidgets import QLabel\n\n__all__ = ['QLabel']"
    for place in ("presenters", "models", "panes"):
        put(tmp_path, f"reviewer/ui/{place}/wrong.py", text)
    put(tmp_path, "reviewer/ui/presenters/deep/wrong.py", "import PySide6.QtWidgets as w\n\n__all__ = ['w']")
    assert sorted(set(ruff(tmp_path, "TID251"))) == [
        "reviewer/ui/models/wrong.py",
        "reviewer/ui/presenters/deep/wrong.py",
        "reviewer/ui/presenters/wrong.py",
    ]


@pytest.mark.parametrize("module", ["pandas", "pyqtgraph", "pyarrow", "scipy", "keyring", "statsmodels"])
def test_a_slow_import_is_refused_at_module_level_alone(tmp_path: Path, module: str) -> None:
    put(tmp_path, "reviewer/stats/early.py", f"import {module}\n\n__all__ = ['{module}']")
    put(tmp_path, "reviewer/stats/late.py", f"def go():\n    import {module}\n    return {module}")
    assert ruff(tmp_path, "TID253") == ["reviewer/stats/early.py"]


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or "." if not node.level else "reviewer.domain"


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=name_of)
def test_the_domain_imports_the_standard_library_and_pydantic(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"pydantic"}
    foreign = [
        name
        for name in imported_names(path)
        if name.partition(".")[0] not in allowed and not name.startswith("reviewer.domain")
    ]
    assert foreign == []


def test_the_contract_of_the_domain_names_every_dependency() -> None:
    contracts = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    named = {module.lower().replace("_", "-") for module in contracts["domain"]["forbidden_modules"]}
    modules = {"pyside6-essentials": "pyside6", "pyyaml": "yaml"}
    needed = {re.split(r"[<>=!;\[ ]", line)[0] for line in PROJECT["project"]["dependencies"]} - {"pydantic"}
    assert {modules.get(name, name) for name in needed} <= named


VAGUE = {"util", "utils", "helper", "helpers", "common", "core", "manager", "misc"}


def test_nothing_has_a_vague_name() -> None:
    files = [path for top in ("reviewer", "tests", "packaging") for path in (ROOT / top).rglob("*.py")]
    names = {part for path in files for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & VAGUE == set()
    classes = [name for path in FILES for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)]
    assert [name for name in classes if re.search(r"(Utils?|Helpers?|Manager|Misc|Common|Core)$", name)] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_and_its_functions_are_short_enough_to_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 500
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in long.items() if lines > 60} == {}


def test_every_folder_of_code_is_a_package_and_the_others_are_not() -> None:
    folders = {path.parent for path in [*FILES, *(ROOT / "tests").rglob("*.py")]}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
    never = [ROOT / name for name in ("packaging", "resources", "exports")]
    assert [name_of(path) for folder in never for path in folder.rglob("__init__.py")] == []


UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|pragma: no cover")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_left_unfinished(path: Path) -> None:
    assert UNFINISHED.search(path.read_text("utf-8")) is None


def test_the_program_starts_without_loading_what_is_slow() -> None:
    code = (
        "import sys, reviewer\n"
        "slow = {'pandas', 'pyarrow', 'pyqtgraph', 'scipy', 'keyring', 'PySide6', 'sqlmodel', 'numpy'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert printed.stdout.strip() == "[]"
