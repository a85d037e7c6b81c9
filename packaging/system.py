"""Finds what the operating system must bring along, and names the command that installs it."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One thing of the system: what it is, and the packages that bring it."""

    what: str
    debian: str
    fedora: str


# Libraries that Qt opens for any window, also for one that is never shown.
LIBRARIES = (
    Need("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Need("libfreetype.so.6", "libfreetype6", "freetype"),
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Need("libX11.so.6", "libx11-6", "libX11"),
)
# What Qt needs besides for a window on a screen.
X11_LIBRARIES = (
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)
WAYLAND_LIBRARIES = (
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
# What tests watch a program with: without it the power cut cannot be replayed, and its test says so.
PROGRAMS = (Need("strace", "strace", "strace"),)
SANS_FONT = Need("a sans-serif font", "fonts-dejavu-core", "dejavu-sans-fonts")
SOUTH_ASIAN_FONT = Need("a font with Devanagari", "fonts-noto-core", "google-noto-sans-devanagari-fonts")
EAST_ASIAN_FONT = Need("a font with East Asian characters", "fonts-noto-cjk", "google-noto-sans-cjk-fonts")

_SANS = re.compile(r"sans|arial|helvet|inter|roboto|ubuntu|cantarell|liberation|dejavu", re.IGNORECASE)
_SOUTH_ASIAN = re.compile(r"devanagari|lohit|mangal|nirmala|gargi|nakula|sahadeva|freesans", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"cjk|droidsansfallback|wqy|sourcehan|ipag|nanum|uming|takao|gothic", re.IGNORECASE)


def has_display() -> bool:
    """Return whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_needs() -> list[Need]:
    """Return what this system lacks."""
    missing = [] if importlib.util.find_spec("ensurepip") else [_venv_need()]
    if sys.platform == "linux":
        libraries = list(LIBRARIES)
        if os.environ.get("DISPLAY"):
            libraries += X11_LIBRARIES
        if os.environ.get("WAYLAND_DISPLAY"):
            libraries += WAYLAND_LIBRARIES
        missing += [need for need in libraries if not _opens(need.what)]
        missing += missing_fonts(font_folders())
        missing += [need for need in PROGRAMS if shutil.which(need.what) is None]
    return missing


def missing_fonts(folders: list[Path]) -> list[Need]:
    """Return which kinds of font are in none of the folders."""
    names = [
        name
        for folder in folders
        for _, _, files in os.walk(folder)
        for name in files
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    ]
    wanted = ((SANS_FONT, _SANS), (SOUTH_ASIAN_FONT, _SOUTH_ASIAN), (EAST_ASIAN_FONT, _EAST_ASIAN))
    return [need for need, pattern in wanted if not any(pattern.search(name) for name in names)]


def font_folders() -> list[Path]:
    """Return where fontconfig looks for fonts by default."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]


def install_command(needs: list[Need]) -> list[str]:
    """Return the command that installs what is missing here."""
    if shutil.which("dnf") and not shutil.which("apt-get"):
        return ["dnf", "install", "-y", *sorted({need.fedora for need in needs})]
    return ["apt-get", "install", "-y", "--no-install-recommends", *sorted({need.debian for need in needs})]


def explain(needs: list[Need]) -> str:
    """Say what is missing, and the commands for Debian and Fedora."""
    debian = " ".join(sorted({need.debian for need in needs}))
    fedora = " ".join(sorted({need.fedora for need in needs}))
    return (
        f"This system lacks {', '.join(need.what for need in needs)}. Install it with\n"
        f"    Debian, Ubuntu:  sudo apt-get install {debian}\n"
        f"    Fedora:          sudo dnf install {fedora}"
    )


def provide(needs: list[Need]) -> list[Need]:
    """Install what is missing as root on Debian, else say how; return what is still missing."""
    if not needs:
        return []
    if not _root_on_debian():
        print(explain(needs), file=sys.stderr, flush=True)
        return needs
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = install_command(needs)
    print(f"Installing {', '.join(need.what for need in needs)}: {' '.join(command)}", flush=True)
    subprocess.run(["apt-get", "update", "-q"], env=environment, check=False, stdout=subprocess.DEVNULL)
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    importlib.invalidate_caches()
    still = missing_needs()
    if still:
        print(explain(still), file=sys.stderr, flush=True)
    return still


def _root_on_debian() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _venv_need() -> Need:
    system_python = sys.executable in ("/usr/bin/python3", f"/usr/bin/python3.{sys.version_info.minor}")
    default = system_python and Path("/usr/bin/python3").resolve() == Path(sys.executable).resolve()
    name = "python3-venv" if default else f"python3.{sys.version_info.minor}-venv"
    return Need("the venv module of Python", name, "python3-libs")


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
