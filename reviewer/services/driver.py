"""Whether this installation can talk to a server at all."""

from __future__ import annotations

import importlib.util

from reviewer.domain.errors import Unreachable


def demand_driver() -> None:
    """Raise Unreachable where the program was installed without its part for servers."""
    if importlib.util.find_spec("psycopg") is None:
        raise Unreachable(
            "For a workspace on a server a part is missing here: install it with pip install 'reviewer[postgres]'."
        )
