"""Promise 9: a day of hostile texts in the real window, watched at its system calls where that is possible."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.canaries import Canaries
from tests.promises import Figures, control, promise
from tests.promises.power_cut import hindrance

ROOT = Path(__file__).parents[2]
CALLS = "open,openat,openat2,creat,connect,sendto"
NETWORK = re.compile(r"\b(?:connect|sendto)\(.*AF_INET")


@dataclass(frozen=True)
class Day:
    """What one session did."""

    texts: int
    crashed: bool
    opened: int
    connections: int


def spend_a_day(folder: Path, seed: int, items: int) -> Day:
    """Judge so many items in a window of another process; return what it opened of what the texts name."""
    record = folder / "record"
    strace = [] if hindrance() else ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={CALLS}", "-o", str(record)]
    with Canaries(folder / "canaries") as canaries:
        canary = canaries.picture("canary.png")
        words = [str(folder / "hostile.reviewer"), str(seed), str(items), str(canary), canaries.url]
        done = subprocess.run(
            [*strace, sys.executable, "-m", "tests.promises.hostile_session", *words],
            capture_output=True, text=True, check=False, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        touched = canaries.touched()
    assert done.returncode in (0, -6, -11, 134, 139), done.stderr[-2000:]  # a crash counts, no other failure
    calls = record.read_text("utf-8", errors="replace").splitlines() if strace else []
    opened = sum(canary.name in call for call in calls) or len(touched - {"port"})
    connections = sum(bool(NETWORK.search(call)) for call in calls) or len(touched & {"port"})
    return Day(int(done.stdout or 0), done.returncode != 0, opened, connections)


@promise(9)
def test_a_day_of_hostile_texts_opens_nothing_and_crashes_nothing(tmp_path: Path, full: bool, figures: Figures) -> None:
    for seed in (1, 2, 3) if full else (1,):
        folder = tmp_path / str(seed)
        folder.mkdir()
        day = spend_a_day(folder, seed, 112 if full else 10)
        seen = {"files_opened": day.opened, "connections": day.connections, "crashes": int(day.crashed)}
        figures(9, texts_in_the_window=day.texts, **seen)
        assert set(seen.values()) == {0}
        assert day.texts > 100


@control(9)
def test_control_one_careless_label_in_the_window_opens_the_file(tmp_path: Path, figures: Figures) -> None:
    day = spend_a_day(tmp_path, 0, 1)
    figures(9, careless_labels=1, files_opened=int(day.opened > 0))
    assert day.opened
