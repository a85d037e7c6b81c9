from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from reviewer.domain.errors import Damaged, Refused, ReviewerError, Unreachable
from reviewer.services.database import automatic_backups
from reviewer.services.workspace import open_workspace
from reviewer.store import migrate, schema
from reviewer.store.engine import open_engine, write
from reviewer.store.schema import SCHEMA_VERSION, create_schema
from reviewer.store.tables import metadata
from reviewer.store.triggers import FULL_TEXT, TRIGGERS, make_triggers
from tests.factories import claim, item, judge, review, workspace

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.reviewer.zst"))
ANOTHER = '''"""Another column, by the way that copies the table."""
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("item", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    {more}
'''


def empty_file(path: Path) -> Path:
    path.touch()
    return path


def described(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """What the file says of itself, with white space and quotes made alike."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): _normal(sql) for kind, name, sql in rows}


def _normal(sql: str) -> tuple[str, ...]:
    """Split a statement into its parts, whose order says nothing in a table."""
    plain = re.sub(r'[\s"]+', " ", sql).replace("( ", "(").replace(" )", ")")
    inner, _, options = plain.rpartition(")")
    return (*sorted(re.split(", ", inner)), options.strip())


def migrated(path: Path) -> Path:
    migrate.upgrade(empty_file(path))
    return path


def test_the_migrations_make_the_same_file_as_a_new_workspace(tmp_path: Path) -> None:
    with workspace(tmp_path) as made:
        fresh = described(made.path)
    by_migrations = described(migrated(tmp_path / "migrated.reviewer"))
    assert fresh == by_migrations


def test_the_tables_in_the_file_are_those_of_the_program(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated(tmp_path / 'm.reviewer')}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": migrate.is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_table_is_strict(tmp_path: Path) -> None:
    with closing(sqlite3.connect(migrated(tmp_path / "m.reviewer"))) as connection:
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert [name for (name,) in loose if not name.startswith(FULL_TEXT)] == ["alembic_version"]


def test_migration_files_are_numbered_and_named_and_follow_each_other() -> None:
    names = sorted(path.name for path in (migrate.MIGRATIONS / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in names)
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    scripts = ScriptDirectory(str(migrate.MIGRATIONS))
    assert scripts.get_heads() == [SCHEMA_VERSION]
    assert names[-1].startswith(SCHEMA_VERSION)


def test_what_a_wheel_needs_of_the_migrations_lies_in_the_package() -> None:
    import reviewer

    package = Path(reviewer.__file__).parent
    assert migrate.MIGRATIONS.is_relative_to(package)
    assert {"env.py", "script.py.mako", "versions"} <= {path.name for path in migrate.MIGRATIONS.iterdir()}


def later(tmp_path: Path, more: str = "") -> Path:
    """Copy the migrations and add one that a later release might have."""
    scripts = tmp_path / "100% later"
    (scripts / "versions").mkdir(parents=True)
    for path in (migrate.MIGRATIONS / "env.py", migrate.MIGRATIONS / "script.py.mako"):
        (scripts / path.name).write_bytes(path.read_bytes())
    for path in (migrate.MIGRATIONS / "versions").glob("*.py"):
        (scripts / "versions" / path.name).write_bytes(path.read_bytes())
    (scripts / "versions" / "0003_another_column.py").write_text(ANOTHER.format(more=more))
    return scripts


def test_a_migration_that_copies_tables_keeps_rows_triggers_and_references(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a"), item("b")]) as made:
        judge(made, "ana", "a")
    migrate.upgrade(made.path, scripts=later(tmp_path))
    with closing(sqlite3.connect(made.path)) as connection:
        assert connection.execute("SELECT item_id, note, state FROM item ORDER BY number").fetchall() == [
            ("a", "", "resolved"),
            ("b", "", "open"),
        ]
        assert connection.execute("SELECT state, amount FROM counter WHERE amount ORDER BY state").fetchall() == [
            ("open", 1),
            ("resolved", 1),
        ]
        triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert triggers == set(TRIGGERS)
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute("DELETE FROM item")


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        before = described(made.path)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(made.path, scripts=later(tmp_path, "1 / 0"))
    assert described(made.path) == before


def test_a_migration_that_loses_rows_is_found_and_taken_back(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        before = described(made.path)
    with pytest.raises(Damaged, match="refers to rows that do not exist"):
        migrate.upgrade(made.path, scripts=later(tmp_path, 'op.execute("DELETE FROM item")'))
    assert described(made.path) == before


def make_older(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the program believe that the next schema is its own, and count the upgrades."""
    upgraded: list[str] = []

    def upgrade(found: Path) -> None:
        upgraded.append(found.name)
        with closing(sqlite3.connect(found)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")

    monkeypatch.setattr(schema, "SCHEMA_VERSION", "9999")
    monkeypatch.setattr(migrate, "upgrade", upgrade)
    return upgraded


def test_an_older_workspace_is_backed_up_and_then_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        pass
    upgraded = make_older(made.path, monkeypatch)
    with open_workspace(made.path) as again:
        assert again.queue.counts() == {"open": 1}
    assert upgraded == ["test.reviewer"]
    assert [path.name.endswith("-upgrade.reviewer") for path in automatic_backups(made.path)] == [True]


def test_an_upgrade_without_a_backup_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reviewer_home: Path
) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        pass
    upgraded = make_older(made.path, monkeypatch)
    (reviewer_home / "state").mkdir(parents=True, exist_ok=True)
    (reviewer_home / "state" / "backups").write_text("a file where the folder should be")
    with pytest.raises(Unreachable, match="nothing was changed"):
        open_workspace(made.path)
    assert upgraded == []


def test_a_workspace_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with workspace(tmp_path) as made:
        pass
    with closing(sqlite3.connect(made.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(Refused, match=r"written by a newer Reviewer \(schema 9000, known is \d+\): update it"):
        open_workspace(made.path)


def test_a_database_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.reviewer"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(ReviewerError, match="not a workspace of Reviewer"):
        open_workspace(path)


@pytest.mark.parametrize("golden", GOLDEN, ids=[path.name for path in GOLDEN])
def test_a_workspace_of_each_release_opens_and_goes_on(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.reviewer"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(golden.read_bytes()))
    with open_workspace(path, actor="lead") as made:
        assert made.database.check() == ()
        before = made.audit.count()
        assert made.queue.counts() == {"adjudication": 7, "escalated": 1, "open": 25, "resolved": 26, "set_aside": 1}
        taken = claim(made, "zoe")
        made.reviews.submit(review(taken.item.id, "zoe"), taken)
        assert made.audit.count() == before + 2
        assert made.audit.verify().sound
        assert len(list(made.resolutions.stream())) >= 26
    assert described(path) == described(migrated(tmp_path / "m.reviewer"))


def test_datasets_of_an_older_program_get_versions_and_guidelines_and_say_that_their_rows_are_unknown(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.reviewer"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(GOLDEN[3].read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        for recipe, guidelines in (("dpo", '["6"]'), ("sft", "[]"), ("dpo", '["6", "7"]')):
            connection.execute(
                "INSERT INTO dataset (project_id, recipe, folder, built_at, built_by, sha256, rows, manifest)"
                " VALUES (1, ?, '/d', 1, 'ana', 'x', '{}', ?)",
                (recipe, f'{{"guideline_versions": {guidelines}}}'),
            )
        connection.commit()
    with open_workspace(path) as made:
        found = [(one.name, one.guidelines, one.tracked, one.added) for one in made.datasets.list()]
    assert found == [
        ("dpo-v2", ("6", "7"), False, None),
        ("sft-v1", (), False, None),
        ("dpo-v1", ("6",), False, None),
    ]


def test_there_is_a_golden_workspace_of_every_schema() -> None:
    assert [path.name[:4] for path in GOLDEN] == [f"{n:04}" for n in range(1, int(SCHEMA_VERSION) + 1)]


def test_making_the_triggers_twice_changes_nothing(tmp_path: Path) -> None:
    path = empty_file(tmp_path / "x.reviewer")
    engine = open_engine(path)
    create_schema(engine, {"workspace_id": "w"})
    before = described(path)
    with write(engine) as connection:
        make_triggers(connection)
    engine.dispose()
    assert described(path) == before
