"""Passing files: what outgrows the memory for a while goes to the folder that the system has for it."""

from __future__ import annotations

import tempfile

from reviewer.domain.errors import Unreachable


class PassingFiles:
    """A block whose failures to write are those of passing files, and are said in one sentence."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            raise Unreachable(
                f"{tempfile.gettempdir()} has no room for passing files ({reason}), so nothing was written: free some "
                "space there, or set TMPDIR to another folder."
            ) from error
