"""Files and a port that nobody may touch, and a watch that tells when somebody did."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
import zlib
from pathlib import Path
from typing import Self

IN_ACCESS, IN_OPEN = 0x01, 0x20
_EVENT = struct.Struct("iIII")


def _picture() -> bytes:
    """Make a picture of one pixel, so that a widget that opens it goes on as if nothing were wrong."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x7f")),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


class Canaries:
    """A folder of pictures and a listening port; `touched` names what was opened since it was last asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._watch = -1
        self._listener = socket.socket()

    def __enter__(self) -> Self:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self._listener.setblocking(False)
        if sys.platform == "linux":
            libc = ctypes.CDLL(None, use_errno=True)
            self._watch = libc.inotify_init1(os.O_NONBLOCK)
            libc.inotify_add_watch(self._watch, os.fsencode(self.folder), IN_OPEN | IN_ACCESS)
        return self

    def __exit__(self, *failure: object) -> None:
        self._listener.close()
        if self._watch >= 0:
            os.close(self._watch)

    @property
    def url(self) -> str:
        """An address on this machine that counts who asks."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/canary.png"

    def picture(self, name: str) -> Path:
        """Return a picture that exists and must stay unopened."""
        path = self.folder / name
        if not path.exists():
            path.write_bytes(_picture())
            os.utime(path, (0, path.stat().st_mtime))
        self.touched()
        return path

    def touched(self) -> set[str]:
        """Return the names of the files that were opened, and `port` where somebody connected."""
        names = self._opened_files() if self._watch >= 0 else self._accessed_files()
        try:
            self._listener.accept()[0].close()
            names.add("port")
        except BlockingIOError:
            pass
        return names

    def _opened_files(self) -> set[str]:
        names: set[str] = set()
        while True:
            try:
                data = os.read(self._watch, 65536)
            except BlockingIOError:
                return names
            at = 0
            while at < len(data):
                length = _EVENT.unpack_from(data, at)[3]
                name = data[at + _EVENT.size : at + _EVENT.size + length].rstrip(b"\0").decode()
                at += _EVENT.size + length
                if name:
                    names.add(name)

    def _accessed_files(self) -> set[str]:
        names = {path.name for path in self.folder.iterdir() if path.stat().st_atime > 0}
        for name in names:
            os.utime(self.folder / name, (0, (self.folder / name).stat().st_mtime))
        return names
