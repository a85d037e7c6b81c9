"""A folder in which the tests may read and not write, also where they are run by root."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def read_only(file: Path, *, folder_too: bool) -> Iterator[Path]:
    """Give a copy of a file that can be read and not written as long as this lasts."""
    place = Path(tempfile.mkdtemp(prefix="rights"))  # not below the tests' own folder, which only its owner may enter
    copy = place / file.name
    shutil.copyfile(file, copy)
    root = os.geteuid() == 0
    copy.chmod(0o444)
    place.chmod(0o555 if folder_too else 0o777)
    try:
        if root:
            os.seteuid(_NOBODY)
        yield copy
    finally:
        if root:
            os.seteuid(0)
        place.chmod(0o755)
        shutil.rmtree(place)
