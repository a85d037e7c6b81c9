"""Where a workspace file may lie: on a disk of this machine, because WAL and locks fail over a network."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reviewer.domain.errors import Refused

_OCTAL = re.compile(r"\\([0-7]{3})")  # how the list of mounts writes blanks, tabs and backslashes
NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "davfs",
        "lustre",
    }
)


def refuse_network_drive(path: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Raise Refused where the file would lie on a network drive."""
    kind = file_system(path, mounts)
    if kind in NETWORK_TYPES or kind.startswith("fuse.ssh"):
        raise Refused(f"{path} lies on a network drive ({kind}), where SQLite loses work: use a disk of this machine.")


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the name of the file system that holds `path`, or an empty text where it cannot be told."""
    if sys.platform == "win32":
        return "smb" if str(path).startswith(("\\\\", "//")) else ""
    if not mounts.is_file():
        return ""
    place = path.resolve()  # through links: what counts is where the bytes go
    best, kind = 0, ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        mount = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[1]))
        if (place == mount or mount in place.parents) and len(str(mount)) >= best:
            best, kind = len(str(mount)), fields[2]
    return kind
