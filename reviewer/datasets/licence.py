"""The licence of a dataset: what the project chose, under the names that the hub and the file LICENSE use."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reviewer.domain.projects import Project

FILE: Final = "LICENSE"
OF_OTHERS: Final = "The texts of the models and sources may have terms of their own."
UNNAMED: Final = "The project names no licence: ask the people who made it before you use or share the data."


class Licence(NamedTuple):
    """A known licence: its SPDX identifier, its full name, and where its text is kept."""

    spdx: str
    name: str
    address: str


def _creative_commons(kind: str, version: str, name: str) -> Licence:
    address = f"https://creativecommons.org/licenses/{kind}/{version}/legalcode"
    full = f"Creative Commons {name} {version} {_PORTS[version]}"
    return Licence(f"CC-{kind.upper()}-{version}", full, address)


def _spdx(spdx: str, name: str) -> Licence:
    return Licence(spdx, name, f"https://spdx.org/licenses/{spdx}.html")


_PORTS: Final = {"4.0": "International", "3.0": "Unported", "2.0": "Generic"}
_KINDS: Final = {
    "by": "Attribution",
    "by-sa": "Attribution Share Alike",
    "by-nc": "Attribution Non Commercial",
    "by-nd": "Attribution No Derivatives",
    "by-nc-nd": "Attribution Non Commercial No Derivatives",
    "by-nc-sa": "Attribution Non Commercial Share Alike",
}
_KNOWN: Final[dict[str, Licence]] = {
    licence.spdx.lower(): licence
    for licence in (
        *(_creative_commons(kind, "4.0", name) for kind, name in _KINDS.items()),
        *(_creative_commons(kind, "3.0", _KINDS[kind]) for kind in ("by", "by-sa", "by-nc")),
        _creative_commons("by", "2.0", _KINDS["by"]),
        Licence(
            "CC0-1.0",
            "Creative Commons Zero v1.0 Universal",
            "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
        ),
        _spdx("Apache-2.0", "Apache License 2.0"),
        _spdx("MIT", "MIT License"),
        _spdx("BSD-2-Clause", 'BSD 2-Clause "Simplified" License'),
        _spdx("BSD-3-Clause", 'BSD 3-Clause "New" or "Revised" License'),
        _spdx("CDLA-Permissive-1.0", "Community Data License Agreement Permissive 1.0"),
        _spdx("CDLA-Permissive-2.0", "Community Data License Agreement Permissive 2.0"),
        _spdx("CDLA-Sharing-1.0", "Community Data License Agreement Sharing 1.0"),
        _spdx("ODC-By-1.0", "Open Data Commons Attribution License v1.0"),
        _spdx("ODbL-1.0", "Open Data Commons Open Database License v1.0"),
        _spdx("PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0"),
        _spdx("Unlicense", "The Unlicense"),
    )
}
_NAMES_ON_THE_HUB: Final = {"odc-by-1.0": "odc-by", "odbl-1.0": "odbl", "pddl-1.0": "pddl"}
_ALSO_CALLED: Final = {short: full for full, short in _NAMES_ON_THE_HUB.items()}
_ONLY_ON_THE_HUB: Final = frozenset({"gfdl", "gpl-3.0", "lgpl-3.0", "agpl-3.0", "wtfpl", "other", "unknown"})


def find_licence(name: str | None) -> Licence | None:
    """Return the known licence of this name, in capitals or not, or None."""
    known = (name or "").strip().lower()
    return _KNOWN.get(_ALSO_CALLED.get(known, known))


def card_licence(project: Project) -> dict[str, str]:
    """Return the keys that say the licence in the head of a card."""
    if project.license is None:
        if not project.license_text:
            return {"license": "unknown"}
        return {"license": "other", "license_name": "see-license", "license_link": FILE}
    licence = find_licence(project.license)
    if licence is not None:
        spdx = licence.spdx.lower()
        return {"license": _NAMES_ON_THE_HUB.get(spdx, spdx)}
    name = project.license.strip().lower()
    if name in _ONLY_ON_THE_HUB - {"other"}:
        return {"license": name}
    short = re.sub(r"[^a-z0-9.-]+", "-", name).strip("-")[:64] or "other"
    return {"license": "other", "license_name": short, "license_link": FILE}


def licence_text(project: Project) -> str:
    """Return the text of the file LICENSE: the project's own, or which licence it chose and where that is written."""
    if project.license_text:
        return project.license_text if project.license_text.endswith("\n") else f"{project.license_text}\n"
    name = " ".join((project.license or "").split())
    if not name:
        return f"{UNNAMED}\n{OF_OTHERS}\n"
    licence = find_licence(name)
    if licence is None:
        said = f"This dataset is under the licence that its project calls {name}."
    else:
        said = f"SPDX-License-Identifier: {licence.spdx}\n\n{licence.name}\nThe text of the licence: {licence.address}"
    return f"{said}\n\nThe project chose it for what its reviewers wrote and decided. {OF_OTHERS}\n"
