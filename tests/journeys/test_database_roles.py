"""What the application's account of PostgreSQL may do, made by the guide's lines, on a real server:
by its socket, without a password, and no more than it needs (ASVS 13.2.1, 13.2.2): ``./run drill
installation``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from tests.guide_lines import Installation, block, postgres_tools
from tests.postgres import Guarded, account, guarded, read_anew
from tests.shared import ROOT

pytestmark = pytest.mark.drill
ALTER = "sudo -u postgres psql -c 'ALTER ROLE inspectorate_owner {}'"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Set up by the printed lines, up to the tables; those after them are walked elsewhere."""
    if not postgres_tools():
        pytest.skip("no pg_dump of the tests' PostgreSQL was found")
    with guarded() as server:
        made = Installation(tmp_path_factory.mktemp("roles"), server)
        made.make_database()
        made.settings()
        made.run(block("On a bare machine", "first-admin").partition("./run manage collect")[0])
        yield made


@pytest.fixture
def application(installation: Installation) -> Iterator[psycopg.Connection]:
    """Connected as the application is."""
    with psycopg.connect(installation.database, autocommit=True) as connection:
        yield connection


def of(server: Guarded | None, sql: str) -> list[tuple[object, ...]]:
    assert server
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def reads_anew(server: Guarded) -> None:
    """Let the server read who may come in, and see that it has."""
    with psycopg.connect(server.address("postgres", "postgres"), autocommit=True) as connection:
        read_anew(connection)


def test_roles_own_no_more_than_they_need(installation: Installation) -> None:
    rights = of(
        installation.server,
        "SELECT rolname, rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication "
        "OR rolbypassrls, rolpassword IS NULL FROM pg_authid WHERE rolname LIKE 'inspectorate%' "
        "ORDER BY 1",
    )
    assert rights == [
        ("inspectorate", True, False, True),
        ("inspectorate_owner", False, False, True),
    ]
    members = "SELECT count(*) FROM pg_auth_members WHERE member = 'inspectorate'::regrole"
    assert of(installation.server, members) == [(0,)]
    owned = "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'inspectorate'::regrole "
    assert of(installation.server, f"{owned} AND deptype = 'o'") == [(0,)]


REFUSED = {
    "a trigger dropped": "DROP TRIGGER ledger_entry_no_change ON ledger_entry",
    "triggers switched off": "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "triggers passed by": "SET session_replication_role = replica",
    "their function changed": "CREATE OR REPLACE FUNCTION ledger_entry_append_only() RETURNS "
    "trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
    "a column dropped": "ALTER TABLE ledger_entry DROP COLUMN detail",
    "a table emptied": "TRUNCATE people_person CASCADE",
    "the ledger emptied": "TRUNCATE ledger_entry CASCADE",
    "a table dropped": "DROP TABLE ledger_entry CASCADE",
    "an entry changed": "UPDATE ledger_entry SET by = 'nobody'",
    "an entry deleted": "DELETE FROM ledger_entry",
    "a digest changed": "UPDATE ledger_rowdigest SET digest = ''",
    "a digest deleted": "DELETE FROM ledger_rowdigest",
    "a disposal deleted": "DELETE FROM ledger_disposal",
    "a table made": "CREATE TABLE mine (a int)",
    "a table made for a while": "CREATE TEMP TABLE mine (a int)",
    "a function made": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a trigger made": "CREATE TRIGGER mine BEFORE INSERT ON people_person FOR EACH ROW "
    "EXECUTE FUNCTION ledger_entry_append_only()",
    "a schema made": "CREATE SCHEMA mine",
    "a role made": "CREATE ROLE mine",
    "a database made": "CREATE DATABASE mine",
    "the owner's part taken": "SET ROLE inspectorate_owner",
    "the superuser's part taken": "SET ROLE postgres",
    "a file read": "COPY people_person FROM '/etc/passwd'",
    "a program run": "COPY people_person TO PROGRAM 'true'",
}


@pytest.mark.parametrize("what", REFUSED)
def test_application_is_refused(application: psycopg.Connection, what: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute(REFUSED[what])


@pytest.mark.parametrize("table", ["jobs_job", "django_tasks_database_dbtaskresult"])
def test_application_and_its_worker_read_and_write_jobs(
    application: psycopg.Connection, table: str
) -> None:
    may = "SELECT has_table_privilege('inspectorate', %s, %s)"
    for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        assert application.execute(may, (table, right)).fetchone() == (True,), right


def test_owner_signs_in_only_while_an_administrator_lets_it(installation: Installation) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(installation.owner)
    installation.run(ALTER.format("LOGIN"))
    psycopg.connect(installation.owner).close()
    installation.run(ALTER.format("NOLOGIN"))
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(installation.owner)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another account takes root")
@pytest.mark.parametrize("role", ["inspectorate", "inspectorate_owner"])
def test_another_account_of_the_machine_is_nobody_there(
    installation: Installation, role: str
) -> None:
    server = installation.server
    assert server
    ask = [f"{postgres_tools()}/psql", "-h", server.socket, "-U", role, "-c", "SELECT 1"]
    # The account that the server runs as: it reaches the socket, and is not that of the service.
    done = subprocess.run(
        [*ask, "inspectorate"],
        user=server.folder.owner(),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 2
    assert "Peer authentication failed" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another account takes root")
def test_account_of_before_is_nobody_there_once_another_is_named(
    installation: Installation,
) -> None:
    server = installation.server
    assert server

    def enters(role: str) -> bool:
        done = subprocess.run(
            [
                f"{postgres_tools()}/psql",
                "-h",
                server.socket,
                "-U",
                role,
                "-c",
                "SELECT 1",
                "inspectorate",
            ],
            user=server.folder.owner(),
            capture_output=True,
            check=False,
            cwd="/",
        )
        return done.returncode == 0

    def let_in(whom: str) -> None:
        installation.run(f"sh deploy/postgresql/2-peer.sh {server.folder} {whom}", settings=False)
        reads_anew(server)

    let_in(server.folder.owner())
    before = enters("inspectorate")
    let_in(account())
    assert (before, enters("inspectorate")) == (True, False)


def test_roles_come_into_no_other_database(installation: Installation) -> None:
    server = installation.server
    assert server
    for role in ("inspectorate", "inspectorate_owner"):
        with pytest.raises(psycopg.OperationalError, match="rejects connection"):
            psycopg.connect(server.address(role, "postgres"))


def test_migrating_gives_a_role_that_only_reads_nothing_more(installation: Installation) -> None:
    server = installation.server
    assert server
    may = (
        "SELECT rolname, has_column_privilege(rolname, c.oid, 'nonce', 'UPDATE') "
        "FROM pg_roles, pg_class c WHERE relname = 'ledger_rowdigest' "
        "AND rolname IN ('inspectorate', 'reader') ORDER BY 1"
    )
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE reader")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    installation.run(ALTER.format("LOGIN"))
    try:
        for _ in range(2):
            installation.run(migrate_line())
            assert of(server, may) == [("inspectorate", True), ("reader", False)]
    finally:
        installation.run(ALTER.format("NOLOGIN"))
        with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
            connection.execute("DROP OWNED BY reader; DROP ROLE reader")


def migrate_line() -> str:
    line = block("Upgrading", "migrate").splitlines()[2]
    assert "migrate" in line
    return line


def test_lines_run_again_change_nothing(installation: Installation) -> None:
    rights = "SELECT relname, relacl::text, relowner FROM pg_class WHERE relkind IN ('r', 'S') "
    server = installation.server
    assert server

    def all_of_it() -> list[object]:
        with psycopg.connect(installation.database) as connection:
            tables = connection.execute(f"{rights} ORDER BY 1").fetchall()
        return [tables, *((server.folder / f"pg_{one}.conf").read_text() for one in FILES)]

    before = all_of_it()
    installation.make_database()
    installation.run(ALTER.format("LOGIN"))
    installation.run(migrate_line())
    installation.run(ALTER.format("NOLOGIN"))
    assert all_of_it() == before


FILES = ("hba", "ident")
TELL = (
    "import django, json; django.setup(); from tests.browser.world import tell; "
    "print(json.dumps(tell()))"
)


def test_inspection_is_carried_through_and_proven_as_the_application(tmp_path: Path) -> None:
    with guarded() as server:
        empty = Installation(tmp_path, server)
        empty.make_database()
        empty.settings()
        empty.run(block("On a bare machine", "first-admin").partition("./run manage collect")[0])
        sources = f"{ROOT / 'src'}:{ROOT}"
        more = {
            "DATABASE_URL": empty.database,
            "DJANGO_SETTINGS_MODULE": "inspectorate.config.settings",
            "INSPECTORATE_DATA": str(empty.data),
            "INSPECTORATE_MODE": "demo",
            "PYTHONPATH": sources,
        }
        told = empty.run(f"umask 077; .venv/bin/python -c '{TELL}'", settings=False, more=more)
        assert "@" in told.stdout
        assert "every one as it was written" in empty.run("./run inspectorate verify").stdout
        with psycopg.connect(empty.database) as application:
            (acts,) = application.execute("SELECT count(*) FROM ledger_entry").fetchone() or (0,)
            assert acts > 50
            # A nonce is what a disposal destroys; where there is none, the trigger refuses.
            with pytest.raises(errors.IntegrityConstraintViolation):
                application.execute("UPDATE ledger_rowdigest SET nonce = ''")


def test_older_installation_with_one_role_is_taken_over(tmp_path: Path) -> None:
    """One role made the database and migrated it, as the guide had it before."""
    with guarded() as server:
        older = Installation(tmp_path, server)
        with psycopg.connect(server.address("postgres", "postgres"), autocommit=True) as as_super:
            as_super.execute("CREATE ROLE inspectorate LOGIN")
            as_super.execute("CREATE DATABASE inspectorate OWNER inspectorate")
        hba = server.folder / "pg_hba.conf"
        hba.write_text(f"local all inspectorate peer map=older\n{hba.read_text()}")
        ident = server.folder / "pg_ident.conf"
        ident.write_text(f"older {account()} inspectorate\n{ident.read_text()}")
        reads_anew(server)
        older.settings()
        older.run("./run manage migrate")
        older.make_database()
        migrate = block("On a bare machine", "first-admin").partition("./run manage collect")[0]
        older.run(migrate)
        with psycopg.connect(older.database, autocommit=True) as application:
            for sql in REFUSED.values():
                with pytest.raises(errors.InsufficientPrivilege):
                    application.execute(sql)
        assert "every one as it was written" in older.run("./run inspectorate verify").stdout
