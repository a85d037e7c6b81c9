"""Pairs of near copies among many texts, found from their sketches with memory that hardly grows with their number.

The sketches pass through a temporary file. Texts that share a band are candidates: of those that share one with many,
each is held against the first and the nearest before it, which is every pair where a band has up to seventeen. So the
pairs among texts stay the same when further texts come after them.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from .near_copies import BANDS, LEAST_EQUAL, PERMUTATIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Signatures = NDArray[np.uint8]

AROUND: Final = 8
"""So many texts at the beginning of a band, and so many right before it, is each text held against."""
_BYTES: Final = 8 * BANDS
_AT_ONCE: Final = 20_000  # five megabytes of signatures on either side


class Sketched:
    """The sketches of texts under rising numbers, in a temporary file that goes with the block it is used in."""

    def __init__(self) -> None:
        self._bands: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed with the block
        self._signatures: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.numbers = array("q")

    def __enter__(self) -> Sketched:
        return self

    def __exit__(self, *_: object) -> None:
        with self._signatures:  # which is closed too where the other finds no room for its last bytes
            self._bands.close()

    def add(self, number: int, bands: bytes, signature: bytes) -> None:
        """Add the sketch of a text; a text that says nothing has none and is no copy of anything."""
        if signature:
            self.numbers.append(number)
            self._bands.write(bands)
            self._signatures.write(signature)

    def pairs(self) -> Places:
        """Return the pairs of near copies as places in `numbers`, the later one first, in their order."""
        import numpy as np

        count = len(self.numbers)
        found = np.empty(0, dtype=np.int64)
        if count > 1:
            signatures = self._all_signatures()
            for band in range(BANDS):
                for candidates in _candidates(self._band(band)):
                    fresh = np.setdiff1d(candidates, found, assume_unique=True)
                    found = np.union1d(found, fresh[_near(signatures, fresh // count, fresh % count)])
        return np.column_stack([found // count, found % count]) if count else found.reshape(0, 2)

    def near(self, place: int, others: Places) -> Places:
        """Return those of the other places that hold near copies of a text."""
        import numpy as np

        return others[_near(self._all_signatures(), np.full(len(others), place), others)]

    def _all_signatures(self) -> Signatures:
        import numpy as np

        self._signatures.flush()
        return np.memmap(self._signatures, dtype=np.uint8, mode="r", shape=(len(self.numbers), PERMUTATIONS))

    def _band(self, band: int) -> Places:
        """Return one band of all texts."""
        import numpy as np

        keys = np.empty(len(self.numbers), dtype=np.int64)
        self._bands.seek(0)
        for start in range(0, len(keys), _AT_ONCE):
            part = np.frombuffer(self._bands.read(_AT_ONCE * _BYTES), dtype=">i8").reshape(-1, BANDS)
            keys[start : start + len(part)] = part[:, band]
        return keys


def _candidates(keys: Places) -> Iterator[Places]:
    """Yield pairs of texts with the same key, each as one number: the later place times their count, plus the other."""
    import numpy as np

    count = len(keys)
    order = np.argsort(keys, kind="stable")  # texts with the same key in their own order
    again = np.zeros(count, dtype=bool)
    keys = keys[order]
    again[1:] = keys[1:] == keys[:-1]
    del keys
    shared = again.copy()
    shared[:-1] |= again[1:]
    order, begins = order[shared], ~again[shared]  # few share a key, and only these take room from here on
    places = np.arange(len(order))
    first = np.maximum.accumulate(np.where(begins, places, 0))
    depth = places - first
    for back in range(1, AROUND + 1):
        later = np.nonzero(depth >= back)[0]
        yield np.unique(order[later] * count + order[later - back])
    for ahead in range(AROUND):
        later = np.nonzero(depth > AROUND + ahead)[0]
        yield np.unique(order[later] * count + order[first[later] + ahead])


def _near(signatures: Signatures, some: Places, others: Places) -> NDArray[np.bool_]:
    """Return for each two places whether near copies are there."""
    import numpy as np

    near = np.empty(len(some), dtype=bool)
    for start in range(0, len(some), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        equal = signatures[some[part]] == signatures[others[part]]
        near[part] = np.count_nonzero(equal, axis=1) >= LEAST_EQUAL
    return near
