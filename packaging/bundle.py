"""Builds what is released into dist/: wheel, source archive, a folder that runs alone, a Debian package."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import environment

ROOT = environment.ROOT
DIST = ROOT / "dist"
PACKAGING = ROOT / "packaging"
# What Qt opens that the folder does not bring along (see LIBRARIES and X11_LIBRARIES in system.py).
DEBIAN_DEPENDS = (
    "libc6, libegl1, libgl1, libxkbcommon0, libdbus-1-3, libfontconfig1, libxcb-cursor0, libxcb-icccm4, "
    "libxcb-image0, libxcb-keysyms1, libxcb-render-util0, libxcb-xkb1, libxkbcommon-x11-0"
)


def build_all() -> int:
    """Build everything that this system can build, and print what was built."""
    environment.run_uv("build", "--quiet", "--out-dir", str(DIST))
    folder = build_folder()
    if shutil.which("dpkg-deb"):
        build_debian(folder)
    for path in sorted(DIST.iterdir()):
        print(path.relative_to(ROOT))
    return 0


def build_folder() -> Path:
    """Build the folder that needs no Python, from an environment without the tools of development."""
    wanted = ("--no-dev", *environment.USUAL, "--group", "packaging", "--no-editable")
    environment.sync(environment.BUILD_VENV, *wanted)
    program = environment.program_of(environment.BUILD_VENV, "pyinstaller")
    paths = ["--distpath", str(DIST), "--workpath", str(ROOT / "build" / "pyinstaller")]
    options = ["--noconfirm", "--log-level", "WARN", *paths]
    subprocess.run([str(program), *options, str(PACKAGING / "reviewer.spec")], cwd=ROOT, check=True)
    return DIST / "reviewer"


def build_debian(folder: Path) -> Path:
    """Wrap the folder into a Debian package that puts it below /opt."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    machine = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    root = ROOT / "build" / "debian"
    shutil.rmtree(root, ignore_errors=True)
    lay_out_debian(root, folder, version, machine)
    package = DIST / f"reviewer_{version}_{machine}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(root), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def lay_out_debian(root: Path, folder: Path, version: str, machine: str) -> None:
    """Put every file of the Debian package where it belongs below `root`."""
    shutil.copytree(folder, root / "opt" / "reviewer", symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "reviewer").symlink_to("/opt/reviewer/reviewer")
    _copy(PACKAGING / "reviewer.desktop", root / "usr" / "share" / "applications" / "reviewer.desktop")
    _copy(PACKAGING / "reviewer-mime.xml", root / "usr" / "share" / "mime" / "packages" / "reviewer.xml")
    _copy(ROOT / "LICENSE", root / "usr" / "share" / "doc" / "reviewer" / "copyright")
    icon = ROOT / "resources" / "icons" / "reviewer.svg"
    if icon.exists():
        _copy(icon, root / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps" / "reviewer.svg")
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(_control(version, machine, root), "utf-8")


def _control(version: str, machine: str, root: Path) -> str:
    kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    return (
        f"Package: reviewer\nVersion: {version}\nArchitecture: {machine}\nMaintainer: Reviewer contributors\n"
        f"Section: science\nPriority: optional\nInstalled-Size: {kilobytes}\nDepends: {DEBIAN_DEPENDS}\n"
        "Description: judge what a language model said, and train on the corrections\n"
        " Reviewer shows flagged outputs of language models with their evidence and policy hits,\n"
        " records verdicts and corrections, and exports data sets for training.\n"
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
