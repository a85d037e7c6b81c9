"""Moving a whole workspace from a file to a server and back, with counts and hashes compared before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.config.addresses import is_address
from reviewer.config.person import default_actor
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused
from reviewer.store.copying import Progress, Tally, copy_tables, copying_to_file
from reviewer.store.engine import read
from reviewer.store.members import list_members
from reviewer.store.schema import load_facts
from reviewer.store.times import to_micros

from .on_server import connect
from .times import Clock, utc_now
from .workspace import open_workspace, workspace_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewer.store.copying import Target


@dataclass(frozen=True)
class Copied:
    """What was copied: rows and hash of each table, the event that tells of it, and who needs a log-in now."""

    copied_from: str
    copied_to: str
    tables: Mapping[str, Tally]
    log_ins: Mapping[str, str]
    receipt: Receipt

    def to_json(self) -> dict[str, Any]:
        """Return the object that `reviewer db copy --json` prints."""
        return {
            "from": self.copied_from,
            "to": self.copied_to,
            "tables": {name: tally._asdict() for name, tally in self.tables.items()},
            "log_ins": dict(self.log_ins),
            "event": {"seq": self.receipt.seq, "hash": self.receipt.hash},
        }

    def log_in_sql(self) -> str:
        """Return the SQL by which a database administrator makes the log-ins of the members."""
        from reviewer.store.postgres.install import login_sql

        return "".join(login_sql(name, role) for name, role in self.log_ins.items())


def copy_workspace(
    source: str,
    target: str,
    *,
    actor: str | None = None,
    clock: Clock = utc_now,
    progress: Progress | None = None,
) -> Copied:
    """Copy a whole workspace into a new file or into an empty one on a server, all of it or nothing."""
    with open_workspace(source, actor=actor) as workspace, read(workspace.engine) as connection:
        members = {row.name: row.role for row in list_members(connection)}
        if workspace.store.path is None and members.get(workspace.actor) != "admin":
            raise Refused(f"{workspace.actor} is no admin of {workspace.location}: only an admin copies all of it.")
        facts = load_facts(connection)
        with _target(target, facts, actor, clock) as there:
            tallies = copy_tables(lambda statement: connection.execute(statement).all(), there, progress)
            told = {name: tally._asdict() for name, tally in tallies.items()}
            receipt = there.finish(workspace.title[:200], {"tables": told})
    missing = {name: role for name, role in members.items() if name != there.without} if is_address(target) else {}
    return Copied(workspace.location, target, tallies, missing, receipt)


def _target(location: str, facts: Mapping[str, str], actor: str | None, clock: Clock) -> AbstractContextManager[Target]:
    if is_address(location):
        return _server_target(location, actor)
    return copying_to_file(workspace_path(location), facts, actor or default_actor(), to_micros(clock()))


@contextmanager
def _server_target(location: str, actor: str | None) -> Iterator[Target]:
    store = connect(location, actor)
    try:
        from reviewer.store.postgres.copying import copying_to

        with copying_to(store.server) as target:
            yield target
    finally:
        store.close()
