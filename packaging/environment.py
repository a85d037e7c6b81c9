"""Makes .venv and installs exactly what uv.lock locks; does nothing, quickly, when that is done already."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CORE_VENV = ROOT / ".venv-core"
BUILD_VENV = ROOT / ".venv-build"
PII_VENV = ROOT / ".venv-pii"
# The extra `pii` brings a quarter of a gigabyte for one module: it has an environment of its own.
USUAL = ("--all-extras", "--no-extra", "pii")
UV_VERSION = "0.13.8"
WINDOW_PACKAGES = ("pyside6-essentials", "shiboken6", "pyqtgraph", "pytest-qt")


class SetupError(Exception):
    """Setting up cannot go on; the message says what to do."""


def python_of(venv: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def program_of(venv: Path, name: str) -> Path:
    """Return a program that is installed in a virtual environment."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def set_up() -> None:
    """Make .venv with the running Python and install what is locked, unless both are done."""
    if _is_current(VENV):
        return
    missing = make_venv()
    sync(VENV, *USUAL)
    _check_qt(missing)
    _write_stamp(VENV)


def make_venv() -> list[system.Need]:
    """Make .venv with uv in it, and return what the system lacks."""
    missing = system.provide(system.missing_needs())
    if any(need.what.startswith("the venv module") for need in missing):
        raise SetupError("Without the venv module no virtual environment can be made.")
    if not _is_usable(VENV):
        print(f"Making {VENV.name} with Python {_running_version()}", flush=True)
        run_checked([sys.executable, "-m", "venv", "--clear", str(VENV)], "making the virtual environment")
    if _uv_version() != UV_VERSION:
        print(f"Installing uv {UV_VERSION}", flush=True)
        pip = [str(python_of(VENV)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run_checked([*pip, f"uv=={UV_VERSION}"], "installing uv")
    return missing


def set_up_core() -> None:
    """Make .venv-core: the same without what only the window needs."""
    if _is_current(CORE_VENV):
        return
    without = [part for name in WINDOW_PACKAGES for part in ("--no-install-package", name)]
    sync(CORE_VENV, *USUAL, *without)
    _write_stamp(CORE_VENV)


def set_up_pii() -> None:
    """Make .venv-pii: the core with the extra `pii`, which is large and seldom needed."""
    if _is_current(PII_VENV):
        return
    without = [part for name in WINDOW_PACKAGES for part in ("--no-install-package", name)]
    sync(PII_VENV, "--extra", "pii", *without)
    _write_stamp(PII_VENV)


def sync(venv: Path, *options: str) -> None:
    """Install into `venv` exactly what is locked."""
    print(f"Installing what is locked into {venv.name}", flush=True)
    run_uv("sync", "--locked", "--quiet", "--python", str(python_of(VENV)), *options, venv=venv)


def run_uv(*arguments: str, venv: Path = VENV) -> None:
    """Run the uv that is installed in .venv."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environment |= {
        "UV_PROJECT_ENVIRONMENT": str(venv),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    run_checked([str(program_of(VENV, "uv")), *arguments], f"uv {arguments[0]}", environment)


def run_checked(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
    """Run a command; SetupError says what it was for if it fails."""
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise SetupError(f"It failed at {what} (exit code {done.returncode}); the reason is above.")


def _running_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _is_usable(venv: Path) -> bool:
    """Return whether the environment is there, starts, and has the version of the running Python."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(python_of(venv)), "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == _running_version()


def _uv_version() -> str | None:
    program = program_of(VENV, "uv")
    if not program.exists():
        return None
    printed = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    return printed.split()[1] if printed.startswith("uv ") else None


def _check_qt(missing: list[system.Need]) -> None:
    """Load Qt once, as the libraries that were looked for may not be all that this system lacks."""
    code = "from PySide6.QtWidgets import QApplication; QApplication(['reviewer'])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [str(python_of(VENV)), "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        hint = "\n" + system.explain(missing) if missing else ""
        raise SetupError(f"Everything is installed, but Qt does not start: {reason}{hint}")


def _stamp(venv: Path) -> Path:
    return venv / "reviewer-setup.json"


def _fingerprint() -> dict[str, str]:
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    made_with = {"python": _running_version(), "uv": UV_VERSION, "extras": " ".join(USUAL)}
    return {"locked": digest.hexdigest(), **made_with, "root": str(ROOT)}


def _is_current(venv: Path) -> bool:
    try:
        stamp = json.loads(_stamp(venv).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp == _fingerprint()) and python_of(venv).exists()


def _write_stamp(venv: Path) -> None:
    _stamp(venv).write_text(json.dumps(_fingerprint()), "utf-8")
