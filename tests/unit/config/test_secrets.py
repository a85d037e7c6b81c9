"""Secrets are kept by a real key ring or in memory, and the person is told which."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from reviewer.config import secrets
from reviewer.config.paths import config_dir, state_dir
from reviewer.domain.errors import InvalidInput
from tests.promises import promise

CANARY = "c4nary-s3cret"


class Ring(keyring.backend.KeyringBackend):
    """A key ring in memory, so that no test touches the real one."""

    priority = 0.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")

    def _check(self) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    before = keyring.get_keyring()
    secrets._in_memory.clear()
    yield
    keyring.set_keyring(before)
    secrets._in_memory.clear()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A key ring that passes for the Secret Service."""
    monkeypatch.setattr(Ring, "__module__", "keyring.backends.SecretService")
    ring = Ring()
    keyring.set_keyring(ring)
    return ring


def test_a_real_key_ring_keeps_the_secret_and_the_person_is_told(ring: Ring) -> None:
    kept = secrets.set_secret("postgres", CANARY)
    assert kept.where == "key ring"
    assert "key ring" in kept.note
    assert CANARY not in kept.note
    assert secrets.find_secret("postgres") == CANARY
    assert secrets._in_memory == {}


def test_without_a_key_ring_the_secret_is_kept_in_memory_and_the_person_is_told() -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())
    kept = secrets.set_secret("postgres", CANARY)
    assert kept.where == "memory"
    assert "memory" in kept.note
    assert secrets.find_secret("postgres") == CANARY


@promise(17)
def test_a_key_ring_that_forgets_at_once_is_not_trusted() -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())
    assert secrets.set_secret("postgres", CANARY).where == "memory"
    assert secrets.find_secret("postgres") == CANARY


@promise(17)
def test_a_key_ring_that_writes_plain_text_is_not_used() -> None:
    plain = Ring()
    keyring.set_keyring(plain)
    assert secrets.set_secret("postgres", CANARY).where == "memory"
    assert plain.kept == {}


def test_a_trusted_key_ring_that_does_not_give_back_what_it_got_is_not_believed(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ring, "get_password", lambda self, service, username: None)
    assert secrets.set_secret("postgres", CANARY).where == "memory"


def test_among_several_key_rings_a_trusted_one_is_found(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = keyring.backends.chainer.ChainerBackend()
    monkeypatch.setattr(type(chain), "backends", [keyring.backends.null.Keyring(), ring])
    keyring.set_keyring(chain)
    assert secrets.set_secret("postgres", CANARY).where == "key ring"
    assert list(ring.kept.values()) == [CANARY]


def test_a_locked_key_ring_stops_nobody(ring: Ring) -> None:
    ring.locked = True
    assert secrets.find_secret("postgres") is None
    assert secrets.set_secret("postgres", CANARY).where == "memory"
    assert secrets.find_secret("postgres") == CANARY
    assert secrets.forget_secret("postgres") is True


def test_a_forgotten_secret_is_gone(ring: Ring) -> None:
    secrets.set_secret("postgres", CANARY)
    assert secrets.forget_secret("postgres") is True
    assert secrets.find_secret("postgres") is None
    assert secrets.forget_secret("postgres") is False


def test_no_secret_is_written_to_a_file_of_ours() -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())
    secrets.set_secret("postgres", CANARY)
    for folder in (config_dir(), state_dir()):
        assert [path for path in folder.rglob("*") if path.is_file() and CANARY in path.read_text("utf-8")] == []


@pytest.mark.parametrize("name", ["", "../x", "a b"])
def test_a_secret_needs_a_plain_name(name: str) -> None:
    with pytest.raises(InvalidInput):
        secrets.set_secret(name, CANARY)


def test_a_person_can_ask_where_secrets_would_be_kept(ring: Ring) -> None:
    assert secrets.keyring_note() == "SecretService: secrets are kept there"
    keyring.set_keyring(keyring.backends.fail.Keyring())
    assert "memory" in secrets.keyring_note()
