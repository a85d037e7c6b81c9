"""Names of versions: the one that follows another."""

from __future__ import annotations

import re
from collections.abc import Collection


def next_version(version: str, taken: Collection[str] = ()) -> str:
    """Return the name of the version that follows: its last number plus one, and none that was used before."""
    found = re.search(r"\d+(?=\D*$)", version)
    if found is None:
        head, number, tail, width = f"{version}.", 1, "", 1
    else:
        head, number, tail = version[: found.start()], int(found.group()), version[found.end() :]
        width = len(found.group())
    while (name := f"{head}{number + 1:0{width}}{tail}") in taken:
        number += 1
    return name
