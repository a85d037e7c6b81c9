"""What dev.py finds out about a machine, and what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging_modules import PACKAGING, load

system, environment, checks = load("system"), load("environment"), load("checks")
SHOWN = ("setup", "run", "test", "lint", "bench", "screenshots", "build", "lock", "docs", "conformance")


def touch(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def test_help_names_every_command() -> None:
    command = [sys.executable, str(PACKAGING / "dev.py"), "--help"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [name for name in SHOWN if name not in printed] == []


def test_an_unknown_option_is_refused_by_name() -> None:
    command = [sys.executable, str(PACKAGING / "dev.py"), "lint", "--fast"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "unknown: --fast" in done.stderr


def test_what_follows_bench_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    dev = load("dev")
    handed: list[str] = []
    monkeypatch.setattr(sys, "argv", ["dev.py", "bench", "--json", "out.json", "claim"])
    monkeypatch.setattr(environment, "set_up", lambda: None)

    def note(*arguments: str, **changed: str) -> int:
        handed.extend(arguments)
        return 0

    monkeypatch.setattr(dev, "_python", note)
    assert dev.main() == 0
    assert handed == ["-m", "tests.benchmarks.run", "--json", "out.json", "claim"]


def test_an_old_python_is_told_in_one_sentence() -> None:
    """The head of dev.py, under a version that says it is 3.10."""
    source = (PACKAGING / "dev.py").read_text("utf-8")
    head = source[: source.index("import argparse")]
    code = "import sys\nsys.version_info = (3, 10, 4, 'final', 0)\n" + head.replace(
        "from __future__", "# from __future__"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_programs_of_set_up_need_the_standard_library_alone() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import dev, checks, bundle, environment, system"
    command = [sys.executable, "-I", "-S", "-c", code, str(PACKAGING)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_a_library_that_is_not_there_is_found_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = system.Need("libreviewer-none.so.9", "libreviewer-none9", "reviewer-none")
    monkeypatch.setattr(system, "LIBRARIES", (invented,))
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert invented in system.missing_needs()


def test_a_program_that_watches_others_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = system.Need("reviewer-none", "reviewer-none-deb", "reviewer-none-rpm")
    monkeypatch.setattr(system, "PROGRAMS", (invented,))
    monkeypatch.setattr(system.sys, "platform", "linux")
    assert invented in system.missing_needs()


def test_the_libraries_of_a_display_are_wanted_where_there_is_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = system.Need("libreviewer-xcb.so.9", "libreviewer-xcb9", "reviewer-xcb")
    monkeypatch.setattr(system, "X11_LIBRARIES", (invented,))
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert invented not in system.missing_needs()
    monkeypatch.setenv("DISPLAY", ":0")
    assert invented in system.missing_needs()


def test_fonts_are_found_by_their_files(tmp_path: Path) -> None:
    assert system.missing_fonts([tmp_path]) == [system.SANS_FONT, system.SOUTH_ASIAN_FONT, system.EAST_ASIAN_FONT]
    touch(tmp_path / "truetype" / "dejavu", "DejaVuSans.ttf")
    assert system.missing_fonts([tmp_path]) == [system.SOUTH_ASIAN_FONT, system.EAST_ASIAN_FONT]
    touch(tmp_path / "truetype" / "noto", "NotoSansDevanagari-Regular.ttf")
    assert system.missing_fonts([tmp_path]) == [system.EAST_ASIAN_FONT]
    touch(tmp_path / "opentype", "NotoSansCJK-Regular.ttc")
    assert system.missing_fonts([tmp_path, tmp_path / "none"]) == []


def test_what_is_missing_is_named_with_the_commands_of_debian_and_fedora() -> None:
    said = system.explain([system.LIBRARIES[0], system.SANS_FONT])
    assert "libEGL.so.1, a sans-serif font" in said
    assert "sudo apt-get install fonts-dejavu-core libegl1" in said
    assert "sudo dnf install dejavu-sans-fonts libglvnd-egl" in said


def test_without_a_display_the_demo_runs_off_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not system.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.has_display()


def test_an_environment_is_current_until_the_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    touch(tmp_path, "uv.lock", "pyproject.toml")
    venv = tmp_path / ".venv"
    python = environment.python_of(venv)
    touch(python.parent, python.name)
    assert not environment._is_current(venv)
    environment._write_stamp(venv)
    assert environment._is_current(venv)
    (tmp_path / "uv.lock").write_text("changed", "utf-8")
    assert not environment._is_current(venv)


def test_a_stamp_of_another_place_or_python_is_not_believed(tmp_path: Path) -> None:
    stamp = {**environment._fingerprint(), "root": "/elsewhere"}
    venv = touch(tmp_path / ".venv")
    python = environment.python_of(venv)
    touch(python.parent, python.name)
    environment._stamp(venv).write_text(json.dumps(stamp), "utf-8")
    assert not environment._is_current(venv)


def test_a_newcomer_is_spared_the_large_extra_and_the_full_run_has_it_in_a_place_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    for name in ("VENV", "PII_VENV"):
        monkeypatch.setattr(environment, name, touch(tmp_path / name.lower(), "here"))
    monkeypatch.setattr(environment, "make_venv", list)
    monkeypatch.setattr(environment, "_check_qt", lambda missing: None)
    monkeypatch.setattr(environment, "sync", lambda venv, *options: asked.append((venv.name, *options)))
    environment.set_up()
    environment.set_up_pii()
    assert asked[0] == ("venv", "--all-extras", "--no-extra", "pii")
    assert asked[1][:3] == ("pii_venv", "--extra", "pii")
    assert "the extra pii" not in [step.name for step in checks.test_steps(full=False)]
    assert "the extra pii" in [step.name for step in checks.test_steps(full=True)]


def test_all_checks_run_and_the_failed_ones_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []

    def step(name: str, code: int) -> object:
        def run() -> int:
            ran.append(name)
            return code

        return checks.Step(name, run)

    assert checks._run_steps([step("first", 0), step("second", 5), step("third", 0), step("fourth", 1)]) == 1
    assert ran == ["first", "second", "third", "fourth"]
    assert capfd.readouterr().out.splitlines()[-1] == "Failed: second, fourth."


def test_a_check_that_cannot_be_set_up_counts_as_failed(capfd: pytest.CaptureFixture[str]) -> None:
    def no_network() -> int:
        raise environment.SetupError("no network")

    assert checks._run_steps([checks.Step("core", no_network)]) == 1
    assert "no network" in capfd.readouterr().out


def test_when_all_checks_pass_the_exit_code_is_zero(capfd: pytest.CaptureFixture[str]) -> None:
    assert checks._run_steps([checks.Step("only", lambda: 0)]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "Everything passed."


def test_who_may_not_install_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "_root_on_debian", lambda: False)
    assert system.provide([system.SANS_FONT]) == [system.SANS_FONT]
    assert "sudo apt-get install fonts-dejavu-core" in capfd.readouterr().err
    assert system.provide([]) == []
