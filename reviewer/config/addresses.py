"""Addresses of databases on a server: how one is read, and how it is shown without its password.

An address that is not understood is never shown at all, since nobody knows which part of it is the password.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import parse_qsl, quote, unquote

from reviewer.domain.errors import InvalidInput

_ADDRESS = re.compile(
    r"postgres(?:ql)?://(?:(?P<user>[^:@/?]*)(?P<colon>:(?P<password>[^@/?]*))?@)?"
    r"(?P<hosts>[^@/?]*)(?:/(?P<database>[^/?@]*))?(?:\?(?P<query>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^:\[\]]*)(?::[0-9]*)?")
_BEGINNINGS = ("postgresql://", "postgres://")
_SECRET = frozenset({"password", "sslpassword"})
_PLACES = frozenset({"user", "host", "hostaddr", "port", "dbname", "service"})
_UNREADABLE = (
    "The address of the database cannot be read: write it as postgresql://NAME@HOST/DATABASE, "
    "with %-codes for unusual characters."
)


@dataclass(frozen=True)
class Address:
    """The parts of an address, none of them a secret."""

    user: str
    hosts: str
    database: str
    query: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """The address without a password."""
        user = f"{_quoted(self.user)}@" if self.user else ""
        pairs = "&".join(f"{_quoted(key)}={quote(value, safe='/:,')}" for key, value in self.query)
        return f"postgresql://{user}{self.hosts}/{_quoted(self.database)}{'?' if pairs else ''}{pairs}"

    @property
    def title(self) -> str:
        """The short name: the database and where it is."""
        place = self.hosts or dict(self.query).get("host", "")
        place = "" if place.startswith(("/", "@")) else place
        return f"{self.database or self.user or 'database'} on {place or 'this machine'}"


def is_address(text: str) -> bool:
    """Return whether this names a database on a server, not a file."""
    return text.lower().startswith(_BEGINNINGS)


def read_address(text: str) -> Address:
    """Take an address apart and leave its password out."""
    return _parts(text)[0]


def shown_address(text: str) -> str:
    """Return a location as it may be shown and kept: an address without its password, a path as it is."""
    if not is_address(text):
        return text
    try:
        return read_address(text).shown
    except InvalidInput:
        return "postgresql://…"


def has_password(text: str) -> bool:
    """Return whether a password stands in this address."""
    return _parts(text)[1]


def address_title(text: str) -> str:
    """Return the short name of a location."""
    if not is_address(text):
        return PurePath(text).name
    try:
        return read_address(text).title
    except InvalidInput:
        return "postgresql://…"


def secret_name(text: str) -> str:
    """Return the name under which the password for this address is kept.

    The hash at its end keeps two addresses apart whose names look alike: no server is ever offered the password of
    another one.
    """
    address = read_address(text)
    given = sorted(pair for pair in address.query if pair[0] in _PLACES)
    parts = [address.user, address.hosts, address.database, *(value for _, value in given)]
    exact = "\0".join([*parts[:3], *(f"{key}={value}" for key, value in given)])
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(filter(None, parts)).lower()).strip("-")[:55].rstrip("-")
    return f"{name or 'postgresql'}-{hashlib.sha256(exact.encode()).hexdigest()[:8]}"


def _parts(text: str) -> tuple[Address, bool]:
    found = _ADDRESS.fullmatch(text)
    if found is None or not all(_HOST.fullmatch(host) for host in found["hosts"].split(",")):
        raise InvalidInput(_UNREADABLE)
    query = parse_qsl(found["query"] or "", keep_blank_values=True)
    kept = tuple((key, value) for key, value in query if key.lower() not in _SECRET)
    address = Address(unquote(found["user"] or ""), found["hosts"], unquote(found["database"] or ""), kept)
    return address, bool(found["colon"]) or len(kept) < len(query)


def _quoted(text: str) -> str:
    return quote(text, safe="")
