"""The program as a process of its own: exit codes, streams, signals and pipes as a shell sees them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.factories import item

PROGRAM = [sys.executable, "-m", "reviewer"]


def start(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [*PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=120, env=environment, check=False
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "a.reviewer"
    assert start("init", path).returncode == 0
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(item(f"i{n}")) + "\n" for n in range(3)))
    return path


def test_codes_and_streams_are_those_of_the_contract(place: Path, tmp_path: Path) -> None:
    done = start("-w", place, "import", tmp_path / "in.jsonl", "--json")
    assert (done.returncode, json.loads(done.stdout)["added"], done.stderr) == (0, 3, "")
    (tmp_path / "in.jsonl").write_bytes(b"\xff\xfe{}\n")
    assert start("-w", place, "import", tmp_path / "in.jsonl").returncode == 3
    assert start("import").returncode == 2
    assert start("-w", tmp_path / "none.reviewer", "queue", "list").returncode == 4


def test_a_shell_that_closed_a_stream_gets_the_exit_code_all_the_same(place: Path) -> None:
    for closed in (">&-", "<&-", "2>&-"):
        command = ["sh", "-c", f'"$@" {closed}', "sh", *PROGRAM, "-w", str(place), "datasets", "list"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (0, ""), closed


def test_help_and_version_need_no_workspace() -> None:
    shown = start("--help")
    assert shown.returncode == 0
    assert "\x1b" not in shown.stdout
    for name in ("init", "import", "pull", "queue", "reviews", "resolve", "stats", "export", "audit", "doctor"):
        assert name in shown.stdout
    assert start("--version").stdout.startswith("reviewer ")


def test_help_loads_nothing_that_is_slow() -> None:
    program = (
        "import sys; from reviewer.cli.main import run; run(['--help']); "
        "slow = {'pydantic', 'sqlalchemy', 'sqlmodel', 'numpy', 'pandas', 'PySide6', 'rich', 'tqdm', 'jiter'}; "
        "sys.exit(', '.join(sorted(slow & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_completion_knows_the_commands() -> None:
    environment = {**os.environ, "_REVIEWER_COMPLETE": "complete_bash", "COMP_WORDS": "reviewer re", "COMP_CWORD": "1"}
    done = subprocess.run(PROGRAM, capture_output=True, text=True, env=environment, check=False)
    assert set(done.stdout.split()) == {"reviews", "resolve"}


def test_ctrl_c_ends_with_130_and_without_a_traceback(place: Path, tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    process = subprocess.Popen(
        [*PROGRAM, "-w", str(place), "pull", str(tmp_path / "spool"), "--follow"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert "Waiting for more" in process.stderr.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in rest


def test_ctrl_c_in_a_build_says_that_nothing_was_written_and_leaves_nothing(place: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "def press(event, given):\n"
        "    if event == 'open' and str(given[0]).endswith('manifest.json'): raise KeyboardInterrupt\n"
        "sys.addaudithook(press)\n"
        "from reviewer.cli.main import run\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    words = ["-w", str(place), "export", "evaluation", "-o", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert f"Stopped: no dataset was written to {tmp_path / 'out'}." in done.stderr
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


@pytest.mark.parametrize(
    "words", [["queue", "list", "--limit", "1000"], ["queue", "list", "--limit", "1000", "--json"]]
)
def test_a_reader_that_goes_away_is_no_error(place: Path, tmp_path: Path, words: list[str]) -> None:
    lines = (json.dumps(item(f"j{n}", response="word " * 100)) + "\n" for n in range(1000))
    (tmp_path / "in.jsonl").write_text("".join(lines))
    start("-w", place, "import", tmp_path / "in.jsonl")
    process = subprocess.Popen([*PROGRAM, "-w", str(place), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), said) == (0, b"")


def test_a_killed_pull_loses_nothing_and_takes_the_file_up_again(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    (folder / "new").mkdir(parents=True)
    (tmp_path / "in.jsonl").rename(folder / "new" / "in.jsonl")
    program = (
        "import os, sys; from pathlib import Path; from reviewer.services.workspace import open_workspace\n"
        "from reviewer.sources.spool import SpoolSource\n"
        "with open_workspace(sys.argv[1]) as ws:\n"
        "    ws.ingest.pull(SpoolSource(Path(sys.argv[2])), progress=lambda *_: os._exit(9))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(place), str(folder)], check=False)
    assert killed.returncode == 9
    assert len([path for path in (folder / "work").rglob("*") if path.is_file()]) == 1
    done = json.loads(start("-w", place, "pull", folder, "--json").stdout)
    assert (done["added"], done["duplicates"]) == (0, 3)
    assert (folder / "done" / "in.jsonl").is_file()
