"""Passwords and keys: in the system's key ring where there is a real one, else in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.config.atomic import safe_name

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "reviewer"
# Only these keep a secret from other people: the null backend forgets it and the file backends write it down.
_TRUSTED_BACKENDS = frozenset(
    [
        "keyring.backends.SecretService",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
        "keyring.backends.Windows",
    ]
)
_in_memory: dict[str, str] = {}


@dataclass(frozen=True)
class Kept:
    """Where a secret is kept, in a sentence for the person who gave it."""

    where: Literal["key ring", "memory"]
    note: str


def set_secret(name: str, value: str) -> Kept:
    """Keep a secret in the system's key ring, or in memory where there is none, and say which."""
    safe_name(name)
    backend = _trusted_backend()
    if backend is not None and _store_and_read_back(backend, name, value):
        _in_memory.pop(name, None)
        return Kept("key ring", f"The secret {name!r} is in the key ring of this system.")
    _in_memory[name] = value
    return Kept(
        "memory",
        f"This system has no key ring that can be used, so the secret {name!r} is kept in memory "
        "and is asked for again at the next start.",
    )


def hold_secret(name: str, value: str) -> None:
    """Keep a secret in memory alone, until it is known to be the right one."""
    _in_memory[safe_name(name)] = value


def find_secret(name: str) -> str | None:
    """Return a secret, or None where it is neither in memory nor in the key ring."""
    safe_name(name)
    if name in _in_memory:
        return _in_memory[name]
    backend = _trusted_backend()
    if backend is None:
        return None
    try:
        return backend.get_password(_SERVICE, name)
    except Exception:  # a key ring that is locked or gone raises errors of its own libraries
        return None


def forget_secret(name: str) -> bool:
    """Remove a secret from memory and from the key ring, and return whether there was one."""
    safe_name(name)
    found = _in_memory.pop(name, None) is not None
    backend = _trusted_backend()
    if backend is None:
        return found
    try:
        backend.delete_password(_SERVICE, name)
    except Exception:  # not there, locked or gone: nothing was removed
        return found
    return True


def keyring_note() -> str:
    """Say in words where secrets are kept on this machine."""
    backend = _trusted_backend()
    if backend is None:
        return "none that can be used: secrets are kept in memory and asked for again"
    return f"{type(backend).__module__.rpartition('.')[2]}: secrets are kept there"


def _trusted_backend() -> KeyringBackend | None:
    import keyring

    chosen = keyring.get_keyring()
    # Where several back ends are installed keyring puts them behind one that asks them in turn.
    for backend in getattr(chosen, "backends", [chosen]):
        if type(backend).__module__ in _TRUSTED_BACKENDS:
            return backend  # type: ignore[no-any-return]
    return None


def _store_and_read_back(backend: KeyringBackend, name: str, value: str) -> bool:
    try:
        backend.set_password(_SERVICE, name, value)
        return backend.get_password(_SERVICE, name) == value
    except Exception:  # a key ring that is locked or gone raises errors of its own libraries
        return False
