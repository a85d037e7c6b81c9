"""What must hold of the objects in the database, read from its own catalogue: each rule closes a way round the rights.

The ways round are those that were shown to work on this kind of schema: a function without a fixed search_path reads a
temporary table of the attacker, a view without security_invoker shows all tenants, a unique key without the tenant
tells of others, and a role that may create roles becomes the owner.
"""
# ruff: noqa: S608  the queries are put together from the three constants below alone

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# The identity of tenants and log-ins is theirs across tenants; the schema's version is nobody's.
KEYS_ACROSS_TENANTS = ("tenant_pkey", "tenant_name_key", "member_login", "alembic_version_pkc", "alembic_version_pkey")
# What a policy or a screen asks about the log-in itself: these tell nothing of others and change nothing.
ABOUT_ONESELF = ("my_tenant", "my_role", "i_see_all", "my_items", "my_judged_items", "now_us")
# What a condition over items is made of: they compare the values that they are given, and read no table.
OF_VALUES = ("json_at", "json_order", "json_holds")

_FUNCTION = "FROM pg_catalog.pg_proc AS f WHERE f.pronamespace = 'reviewer'::regnamespace"
_TABLE = "FROM pg_catalog.pg_class AS t WHERE t.relnamespace = 'reviewer'::regnamespace"
_GROUPS = (
    "('reviewer_member', 'reviewer_reviewer', 'reviewer_lead', 'reviewer_engineer', 'reviewer_admin', "
    "'reviewer_auditor')"
)

# Each rule selects the names of what breaks it; the sentence says what that means.
RULES: Mapping[str, str] = {
    "function {} has no fixed search_path, so that a temporary table can stand in for one of ours": f"""
        SELECT f.oid::regprocedure {_FUNCTION}
        AND NOT coalesce(f.proconfig, '{{}}') @> ARRAY['search_path=pg_catalog, pg_temp']""",
    "function {} does not belong to reviewer_owner": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND f.proowner::regrole::text <> 'reviewer_owner'""",
    "function {} may be called by everybody": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND (f.proacl IS NULL OR EXISTS (
            SELECT FROM aclexplode(f.proacl) AS given WHERE given.grantee = 0))""",
    "function {} is granted to a log-in instead of a group": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND EXISTS (
            SELECT FROM aclexplode(f.proacl) AS given WHERE given.grantee <> f.proowner
            AND given.grantee <> 0 AND given.grantee::regrole::text NOT IN {_GROUPS})""",
    "function {} can be called by members but does not ask who they are": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND f.proname <> ALL (%(about_oneself)s)
        AND f.prosrc NOT LIKE '%%reviewer.require(%%' AND EXISTS (
            SELECT FROM aclexplode(f.proacl) AS given WHERE given.grantee <> f.proowner)""",
    "function {} can be called by members but runs with their own rights": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND NOT f.prosecdef AND EXISTS (
            SELECT FROM aclexplode(f.proacl) AS given WHERE given.grantee <> f.proowner)""",
    "table {} does not belong to reviewer_owner": f"""
        SELECT t.oid::regclass {_TABLE} AND t.relkind IN ('r', 'p', 'v', 'm', 'S')
        AND t.relowner::regrole::text <> 'reviewer_owner'""",
    "table {} has no row-level security": f"""
        SELECT t.oid::regclass {_TABLE} AND t.relkind IN ('r', 'p') AND NOT t.relrowsecurity
        AND t.relname NOT IN ('alembic_version')
        AND EXISTS (SELECT FROM aclexplode(t.relacl) AS given WHERE given.grantee <> t.relowner
                    UNION ALL SELECT FROM pg_catalog.pg_attribute AS a, aclexplode(a.attacl)
                    WHERE a.attrelid = t.oid)""",
    "table {} grants more than SELECT": f"""
        SELECT t.oid::regclass {_TABLE} AND EXISTS (
            SELECT FROM aclexplode(t.relacl) AS given
            WHERE given.grantee <> t.relowner AND (given.privilege_type <> 'SELECT' OR given.is_grantable)
            UNION ALL SELECT FROM pg_catalog.pg_attribute AS a, aclexplode(a.attacl) AS given
            WHERE a.attrelid = t.oid AND given.privilege_type <> 'SELECT')""",
    "table {} may be read by everybody": f"""
        SELECT t.oid::regclass {_TABLE} AND EXISTS (
            SELECT FROM aclexplode(t.relacl) AS given WHERE given.grantee = 0)""",
    "view {} shows what its owner sees": f"""
        SELECT t.oid::regclass {_TABLE} AND t.relkind = 'v'
        AND NOT coalesce(t.reloptions, '{{}}') && ARRAY['security_invoker=true', 'security_invoker=on']""",
    "materialized view {} holds rows of all tenants": f"SELECT t.oid::regclass {_TABLE} AND t.relkind = 'm'",
    "policy {} does not hold to the tenant": """
        SELECT p.polname || ' on ' || p.polrelid::regclass FROM pg_catalog.pg_policy AS p
        JOIN pg_catalog.pg_class AS t ON t.oid = p.polrelid AND t.relnamespace = 'reviewer'::regnamespace
        WHERE p.polcmd <> 'r' OR NOT p.polpermissive OR p.polroles <> ARRAY['reviewer_member'::regrole::oid]
        OR pg_get_expr(p.polqual, p.polrelid) NOT IN ('false')
        AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%%my_tenant()%%'""",
    "policy {} grants by a row whose transaction may still be open": f"""
        SELECT f.oid::regprocedure {_FUNCTION} AND f.proname IN ('my_items', 'my_judged_items')
        AND least(regexp_count(f.prosrc, 'pg_visible_in_snapshot\\(xid'),
                  regexp_count(f.prosrc, 'IS DISTINCT FROM pg_current_xact_id_if_assigned'))
            < regexp_count(f.prosrc, 'FROM reviewer\\.')""",
    "unique key {} does not hold the tenant, so that a duplicate tells of another": f"""
        SELECT i.indexrelid::regclass
        FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS k ON k.oid = i.indexrelid
        WHERE i.indisunique AND i.indrelid IN (SELECT t.oid {_TABLE}) AND k.relname <> ALL (%(across)s)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = i.indrelid
                        AND a.attname = 'tenant_id' AND a.attnum = ANY (i.indkey))""",
    "role {} has more rights than a group or an owner needs": f"""
        SELECT r.rolname FROM pg_catalog.pg_roles AS r
        WHERE (r.rolname IN {_GROUPS} OR r.rolname = 'reviewer_owner')
        AND (r.rolcanlogin OR r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication)""",
    "log-in {} of a member can make roles, go round row-level security or act as the owner": f"""
        SELECT r.rolname FROM pg_catalog.pg_roles AS r
        WHERE r.rolcanlogin AND EXISTS (
            SELECT FROM pg_catalog.pg_auth_members AS m WHERE m.member = r.oid AND m.roleid::regrole::text IN {_GROUPS})
        AND (r.rolsuper OR r.rolcreaterole OR r.rolbypassrls OR EXISTS (
            SELECT FROM pg_catalog.pg_auth_members AS m
            WHERE m.member = r.oid AND m.roleid::regrole::text = 'reviewer_owner'))""",
    "database {} lets its users make temporary tables or schemas": """
        SELECT d.datname
        FROM pg_catalog.pg_database AS d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS g
        WHERE d.datname = current_database() AND g.grantee <> d.datdba
        AND g.privilege_type IN ('TEMPORARY', 'CREATE')""",
    "schema {} lets others than its owner make things in it": """
        SELECT n.nspname FROM pg_catalog.pg_namespace AS n,
            aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS g
        WHERE n.nspname IN ('reviewer', 'public') AND g.privilege_type = 'CREATE' AND g.grantee <> n.nspowner""",
}


def findings(connection: Any) -> Iterator[str]:
    """Yield one sentence for each object that breaks a rule; `connection` is a cursor or connection of psycopg."""
    values = {"about_oneself": [*ABOUT_ONESELF, *OF_VALUES], "across": list(KEYS_ACROSS_TENANTS)}
    for sentence, query in RULES.items():
        for (name,) in connection.execute(query, values).fetchall():
            yield sentence.format(name)
