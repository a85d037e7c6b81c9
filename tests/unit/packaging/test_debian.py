"""The layout of the Debian package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.packaging_modules import load

bundle = load("bundle")


@pytest.mark.skipif(sys.platform == "win32", reason="Debian packages are built on Debian")
def test_the_debian_package_puts_program_menu_entry_and_file_type_in_their_places(tmp_path: Path) -> None:
    folder = tmp_path / "reviewer"
    (folder / "_internal").mkdir(parents=True)
    (folder / "reviewer").write_bytes(b"\x7fELF")
    root = tmp_path / "root"
    bundle.lay_out_debian(root, folder, "1.2.3", "amd64")
    assert (root / "opt/reviewer/reviewer").read_bytes() == b"\x7fELF"
    assert os.readlink(root / "usr/bin/reviewer") == "/opt/reviewer/reviewer"
    assert "Exec=reviewer %f" in (root / "usr/share/applications/reviewer.desktop").read_text("utf-8")
    assert "*.reviewer" in (root / "usr/share/mime/packages/reviewer.xml").read_text("utf-8")
    assert "Apache License" in (root / "usr/share/doc/reviewer/copyright").read_text("utf-8")
    control = (root / "DEBIAN/control").read_text("utf-8")
    assert "Version: 1.2.3\nArchitecture: amd64\n" in control
    assert control.endswith("\n")
