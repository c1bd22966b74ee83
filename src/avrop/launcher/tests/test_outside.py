"""An outside server: the application's login is made where that is allowed, and explained where not."""

import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from avrop.launcher.cluster import Cluster
from avrop.launcher.database import database
from avrop.launcher.errors import LauncherError
from avrop.launcher.outside import outside_database
from avrop.launcher.tests.builders import DEBIAN_15, a_state_folder


@dataclass(frozen=True)
class Outside:
    """A server on a port with passwords, as operators have it, and an empty state folder for us."""

    port: int
    state: Path

    def url(self, login: str, password: str = "secret", database: str = "avrop") -> str:
        return f"postgresql://{login}:{password}@127.0.0.1:{self.port}/{database}"


@pytest.fixture(params=["wheel", "debian 15"], scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Outside]:
    with a_state_folder() as folder, pytest.MonkeyPatch.context() as settings:
        if request.param == "debian 15":
            if not DEBIAN_15.is_dir():
                pytest.skip("Debian's package postgresql-15 is not installed")
            settings.setenv("AVROP_PG_BINDIR", str(DEBIAN_15))
        cluster = Cluster(folder, durable=False)
        cluster.start()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with psycopg.connect(cluster.administrator_url(), autocommit=True) as connection:
            connection.execute("DROP ROLE avrop_app")
            connection.execute("CREATE ROLE chief SUPERUSER LOGIN PASSWORD 'secret'")
            connection.execute("CREATE ROLE owner_only LOGIN PASSWORD 'secret'")
            connection.execute("CREATE ROLE modest LOGIN PASSWORD 'secret'")
            connection.execute("CREATE DATABASE theirs OWNER owner_only")
        with (cluster.data / "postgresql.auto.conf").open("a") as settings_file:
            settings_file.write(f"listen_addresses = '127.0.0.1'\nport = {port}\n")
        (cluster.data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        # postgresql.auto.conf is read last, so a plain restart makes an outside server of it
        program, log = cluster.binaries.program("pg_ctl"), cluster.data / "server.log"
        restart: list[str | Path] = [program, "restart", "-s", "-w", "-D", cluster.data, "-l", log]
        done = cluster.account.run([*restart, "-o", f"-k {cluster.socket_folder}"])
        assert done.returncode == 0, done.stderr
        yield Outside(port, folder)
        cluster.release()


@pytest.fixture
def outside(server: Outside, tmp_path: Path) -> Iterator[Outside]:
    yield Outside(server.port, tmp_path)
    with psycopg.connect(server.url("chief"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'avrop_app'").fetchone()
        if found is not None:
            connection.execute("DROP OWNED BY avrop_app")
            connection.execute("DROP ROLE avrop_app")


def test_beside_a_superuser_the_application_gets_an_ordinary_login(outside: Outside) -> None:
    urls = outside_database(outside.url("chief"), None, outside.state)

    assert urls.owner == outside.url("chief")
    with psycopg.connect(urls.app) as connection:
        role = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, current_database()"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert role == ("avrop_app", False, False, "avrop")


def test_the_password_is_kept_for_us_alone_and_used_again(outside: Outside) -> None:
    first = outside_database(outside.url("chief"), None, outside.state)

    again = outside_database(outside.url("chief"), None, outside.state)

    (kept,) = outside.state.glob("outside/*.password")
    assert again == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text() in first.app


def test_the_setting_alone_is_enough(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVROP_DATABASE_URL", outside.url("chief"))

    with database(outside.state) as urls, psycopg.connect(urls.app) as connection:
        assert connection.info.user == "avrop_app"


def test_the_password_serves_every_database_of_the_server(outside: Outside) -> None:
    first = outside_database(outside.url("chief"), None, outside.state)

    second = outside_database(outside.url("chief", database="theirs"), None, outside.state)

    assert second.app == first.app.replace("/avrop?", "/theirs?")


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["working", "at rest"])
def test_a_login_that_is_there_already_keeps_its_password(
    outside: Outside, tmp_path: Path, is_signed_in: bool
) -> None:
    urls = outside_database(outside.url("chief"), None, outside.state)
    working = psycopg.connect(urls.app)
    if not is_signed_in:
        working.close()

    with pytest.raises(LauncherError) as refusal:
        outside_database(outside.url("chief"), None, tmp_path / "another installation")

    assert "The role avrop_app is on this server already" in refusal.value.reason
    assert "AVROP_DATABASE_URL to the address of avrop_app" in refusal.value.remedy
    assert "AVROP_OWNER_DATABASE_URL" in refusal.value.remedy
    assert "ALTER ROLE" not in refusal.value.remedy
    working.close()
    psycopg.connect(urls.app).close()


def test_an_owner_that_may_not_make_roles_is_told_the_sql(outside: Outside) -> None:
    with pytest.raises(LauncherError) as refusal:
        outside_database(outside.url("owner_only", database="theirs"), None, outside.state)

    assert "The role owner_only may not make the role avrop_app" in refusal.value.reason
    assert "CREATE ROLE avrop_app LOGIN NOSUPERUSER NOBYPASSRLS" in refusal.value.remedy
    assert 'GRANT CONNECT ON DATABASE "theirs" TO avrop_app' in refusal.value.remedy
    assert "AVROP_OWNER_DATABASE_URL" in refusal.value.remedy


def test_two_given_addresses_are_taken_as_they_are(outside: Outside) -> None:
    app, owner = (
        outside.url("modest", database="theirs"),
        outside.url("owner_only", database="theirs"),
    )

    urls = outside_database(app, owner, outside.state)

    assert (urls.app, urls.owner) == (app, owner)


@pytest.mark.parametrize("login", ["chief", "owner_only"])
def test_an_application_that_no_wall_holds_is_refused(outside: Outside, login: str) -> None:
    powerful = outside.url(login, database="theirs")

    with pytest.raises(LauncherError) as refusal:
        outside_database(powerful, outside.url("owner_only", database="theirs"), outside.state)

    assert f"The application's login {login} is an owner or superuser" in refusal.value.reason


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LauncherError) as refusal:
        outside_database("postgresql://somebody@127.0.0.1:1/avrop", None, tmp_path)

    assert "The database server doesn't answer" in refusal.value.reason
