"""An examination of a workspace on a server, as far as the log-in that asks can see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from reviewer.config.addresses import shown_address
from reviewer.domain.audit import check_chain
from reviewer.domain.errors import PasswordNeeded, ReviewerError
from reviewer.store.audit import count_events, stream_events
from reviewer.store.engine import read
from reviewer.store.postgres.errors import NO_WORKSPACE
from reviewer.store.postgres.inspection import ServerFacts, broken_rules, inspect_server
from reviewer.store.postgres.server import Server
from reviewer.store.schema import SCHEMA_VERSION

from .server_login import log_in
from .symptoms import Symptom

CLOCK_SECONDS = 2.0


def examine_server(location: str) -> Iterator[Symptom]:
    """Look at a server: can it be reached, encryption, clock, log-in, schema, role, ledger and its own rules."""
    try:
        server = log_in(location)
    except PasswordNeeded:
        raise
    except ReviewerError as error:
        yield Symptom("server", False, shown_address(location), str(error))
        return
    with closing(server):
        facts = inspect_server(server)
        yield Symptom("server", True, f"{server.location}, PostgreSQL {facts.version}, logged in as {facts.login}")
        # Where there is none the server is this machine: `open_server` takes no other one without.
        yield Symptom("encryption", True, facts.encryption or "none, the connection does not leave this machine")
        yield _clock(facts)
        yield _login(facts)
        yield _schema(facts)
        if facts.schema is not None:
            yield _role(facts)
            yield from _content(server, facts)


def _clock(facts: ServerFacts) -> Symptom:
    ahead = facts.clock_ahead
    found = f"the server is {abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} this machine"
    remedy = "Let both take the time from the network: leases and times of reviews go by the server's clock."
    return Symptom("clock", abs(ahead) <= CLOCK_SECONDS, found, remedy)


def _login(facts: ServerFacts) -> Symptom:
    rights = {
        "superuser": facts.superuser,
        "may make roles": facts.makes_roles,
        "goes round the policies": facts.bypasses_policies,
    }
    found = [name for name, held in rights.items() if held]
    remedy = "Work with a log-in of your own that has none of these rights; keep this one for the administration."
    return Symptom("log-in", not found, ", ".join(found) or "no rights beyond its role", remedy)


def _schema(facts: ServerFacts) -> Symptom:
    if not facts.has_schema:
        return Symptom("schema", False, "none", NO_WORKSPACE)
    if not facts.may_use:
        return Symptom("schema", False, "not open to this log-in", _join(facts))
    if facts.schema != SCHEMA_VERSION:
        remedy = "Take the version of the program that fits the database, or have a database administrator upgrade it."
        return Symptom("schema", False, f"{facts.schema or 'none'}, this program knows {SCHEMA_VERSION}", remedy)
    return Symptom("schema", True, facts.schema)


def _role(facts: ServerFacts) -> Symptom:
    if facts.role is None:
        return Symptom("role", False, f"{facts.login} is no member of a workspace in this database", _join(facts))
    group = f"reviewer_{facts.role}"
    others = [held for held in facts.groups if held != group and not facts.superuser]
    if group not in facts.groups:
        return Symptom("role", False, f"{facts.role}, but the log-in is not in {group}", _grant(facts, facts.role))
    if others:
        remedy = f"An admin runs: reviewer members role {facts.login} {facts.role}. It prints what takes the rest away."
        return Symptom("role", False, f"{facts.role}, and also in {', '.join(others)}", remedy)
    return Symptom("role", True, facts.role)


def _join(facts: ServerFacts) -> str:
    return (
        f"An admin runs: reviewer members add {facts.login} (or members role, for who is a member). "
        "It prints what a database administrator grants."
    )


def _grant(facts: ServerFacts, role: str) -> str:
    return f"An admin runs: reviewer members role {facts.login} {role}. It prints what a database administrator grants."


def _content(server: Server, facts: ServerFacts) -> Iterator[Symptom]:
    if facts.sees_all:
        with read(server.engine) as connection:
            events = count_events(connection)
            problems = [finding.message for finding in check_chain(stream_events(connection))]
        remedy = "Keep the database as it is, and compare it with anchors, receipts and a backup: " + "; ".join(
            problems[:3]
        )
        yield Symptom("ledger", not problems, f"{events:,} events, {len(problems)} problems", remedy)
    else:
        yield Symptom("ledger", True, "not examined: only a lead, engineer, admin or auditor reads all of it")
    broken = broken_rules(server)
    remedy = "Have a database administrator put this right: " + "; ".join(broken[:3])
    ways = "1 way" if len(broken) == 1 else f"{len(broken)} ways"
    yield Symptom("rules of the database", not broken, f"{ways} round them", remedy)
