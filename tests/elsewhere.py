"""A program run as on another machine: another time zone, locale, hash seed, umask and folders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Place:
    """What differs from one machine to another and must not be seen in what is written."""

    name: str
    zone: str
    locale: str
    hash_seed: str
    umask: int

    def environment(self, temporary: Path) -> Mapping[str, str]:
        """Return the environment of a program there, whose passing files go to `temporary`."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
        return {
            **kept,
            "TZ": self.zone,
            "LC_ALL": self.locale,
            "LANG": self.locale,
            "PYTHONHASHSEED": self.hash_seed,
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
        }


PLACES = (
    Place("kiribati", "Pacific/Kiritimati", "tr_TR.UTF-8", "1", 0o077),
    Place("newfoundland", "America/St_Johns", "C", "4242", 0o000),
)


def run_elsewhere(place: Place, folder: Path, program: str, *arguments: str) -> str:
    """Run a program in that place, in a folder of its own under `folder`; return what it printed."""
    home = folder / place.name
    (home / "passing").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=home,
        env=place.environment(home / "passing"),
        umask=place.umask,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout
