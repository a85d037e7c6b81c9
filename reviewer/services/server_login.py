"""Logging in to a server with the password that this machine keeps for its address."""

from __future__ import annotations

from reviewer.config.addresses import secret_name
from reviewer.config.secrets import find_secret
from reviewer.store.postgres.server import Server, open_server


def log_in(location: str) -> Server:
    """Connect to the server at an address; the password is looked up only where the server wants one."""
    return open_server(location, lambda: find_secret(secret_name(location)))
