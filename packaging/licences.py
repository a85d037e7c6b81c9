"""Fails where Reviewer needs a package at run time that it cannot be shipped with.

Refused are the GPL and the AGPL. The LGPL and the MPL are allowed: their libraries stay replaceable files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Packages whose metadata names no licence, with the licence and where it was read.
EXPLAINED: dict[str, str] = {}

_REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU (Affero )?General Public|Affero", re.IGNORECASE)
_ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General Public|Zlib|Unlicense"
    r"|Public Domain|CC0|0BSD",
    re.IGNORECASE,
)


def stated_licences(metadata: Distribution) -> list[str]:
    """Return what a package says of its licence, the most exact form that it gives."""
    if "License-Expression" in metadata.metadata:
        return [metadata.metadata["License-Expression"]]
    prefix = "License :: "
    classifiers = metadata.metadata.get_all("Classifier") or []
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith(prefix)]
    named = [name for name in named if name != "OSI Approved"]
    if named:
        return named
    free_text = metadata.metadata["License"].strip() if "License" in metadata.metadata else ""
    return [free_text.splitlines()[0]] if free_text else []


def complaint(name: str, licences: Iterable[str]) -> str | None:
    """Return why a package must not be shipped, or None where it may."""
    licences = list(licences)
    if name in EXPLAINED:
        return None
    if not licences:
        return f"{name} states no licence: find it out and enter it in EXPLAINED."
    for licence in licences:
        alternatives = re.split(r"\s+OR\s+", licence)
        if any(_ALLOWED.search(part) and not _REFUSED.search(part) for part in alternatives):
            continue
        if _REFUSED.search(licence):
            return f"{name} is under {licence}, which Reviewer cannot be shipped with."
        return f"{name} is under {licence!r}, which is not known here: enter it in EXPLAINED."
    return None


def run_time_closure(root: str) -> dict[str, Distribution]:
    """Return the installed packages that `root` needs at run time, with all its extras."""
    found: dict[str, Distribution] = {}
    extras = distribution(root).metadata.get_all("Provides-Extra") or []
    waiting = [(root, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # asked for by an extra of a dependency, or only on another system
        for line in found[name].requires or []:
            needed = Requirement(line)
            if _applies(needed, wanted):
                waiting.append((canonicalize_name(needed.name), frozenset(needed.extras)))
    return found


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    if needed.marker is None:
        return True
    return any(needed.marker.evaluate({"extra": extra}) for extra in (extras or {""}) | {""})


def complaints(root: str = "reviewer") -> list[str]:
    """Return why `root` must not be shipped as it is, a line for each package."""
    found = run_time_closure(root)
    checked = [complaint(name, stated_licences(found[name])) for name in sorted(found)]
    return [line for line in checked if line]


def main() -> int:
    """Print what is wrong, or how many packages are right."""
    wrong = complaints()
    print("\n".join(wrong) or f"{len(run_time_closure('reviewer'))} packages may be shipped together.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
