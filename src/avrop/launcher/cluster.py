"""The embedded PostgreSQL: one data folder and the server on it.

Theory of operation
-------------------
*Users are counted by the kernel.* Every `Cluster` that has started holds a shared lock on
`18.users.lock` until it is released or its process ends, however it ends. Starting and stopping
happen under an exclusive lock on `18.start.lock`. Who releases last stops the server. After a kill
-9 of the last user the server stays up, and the next user finds it.

*No password and no port.* The server listens only on a socket in a folder of mode 0700, and asks
the kernel who calls (peer). Root and the account of the server may sign in as administrator, owner
or application.

*Root* can't run PostgreSQL. The server then runs as an unprivileged account, and the data folder
belongs to that account.

*A dead server leaves traces.* PostgreSQL refuses to start while `postmaster.pid` names a living
process: also when that is a zombie nobody has reaped (containers without an init), and when the
number has been given to another program since (restarted containers). So the file is judged by
whether any process works *in* the data folder, and removed if none.

*Readiness is asked for*, by signing in: right after a kill -9 the pid alone still looks alive.
"""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from avrop.launcher import locks
from avrop.launcher.account import our_account, server_account
from avrop.launcher.binaries import Binaries, find_binaries, within_reach_of
from avrop.launcher.configuration import ADMINISTRATOR, access_file, identity_file, server_settings
from avrop.launcher.errors import LauncherError
from avrop.launcher.foundation import lay_foundation
from avrop.launcher.places import is_reachable
from avrop.launcher.progress import progress
from avrop.launcher.sockets import made_socket_folder, socket_folder
from avrop.launcher.urls import APPLICATION, DATABASE, OWNER, DatabaseUrls, socket_url
from avrop.launcher.wording import sentence as _

START_SECONDS = 120
"""How long a start may take; recovery after a crash is part of it."""
STOP_SECONDS = 60
_SETTLE_SECONDS = 20
_LOG_BYTES = 10_000_000


class Cluster:
    """The server of one state folder. `start` it, use its urls, `release` it.

    `durable=False` is for tests: commits don't wait for the disk, and data that outlived a crash of
    the machine is thrown away.
    """

    def __init__(self, state: Path, *, durable: bool = True) -> None:
        self.folder = state.expanduser().absolute() / "postgresql"
        self.durable = durable
        self.binaries = find_binaries(_majors_in(self.folder))
        self.data = self.folder / str(self.binaries.major)
        self.account = server_account(self.data)
        self.socket_folder = socket_folder(self.data, self.account)
        self._held: int | None = None
        self._holder = 0

    # addresses

    def urls(self, database: str = DATABASE) -> DatabaseUrls:
        """The owner's and the application's address of a database."""
        return DatabaseUrls(
            owner=socket_url(OWNER, self.socket_folder, database),
            app=socket_url(APPLICATION, self.socket_folder, database),
        )

    def administrator_url(self, database: str = "postgres") -> str:
        """The superuser's address: for making and dropping databases, never for the application."""
        return socket_url(ADMINISTRATOR, self.socket_folder, database)

    # life

    def start(self) -> DatabaseUrls:
        """Use the server, and start it first if nobody does. LauncherError says what stands in the
        way."""
        _refuse_foreign_majors(self.folder, self.binaries)
        self._make_folders()
        with locks.alone(self._lock("start")):
            held = locks.shared(self._lock("users"))
            try:
                self._start_if_needed()
            except BaseException:
                os.close(held)
                raise
        if self._held is not None:
            os.close(self._held)
        self._held, self._holder = held, os.getpid()
        return self.urls()

    def release(self) -> None:
        """Stop using the server, and stop it if nobody else uses it. A forked child's call does
        nothing."""
        if self._held is None or self._holder != os.getpid():
            return
        with locks.alone(self._lock("start")):
            os.close(self._held)
            self._held = None
            if locks.nobody_holds(self._lock("users")):
                self._stop()

    def server_pid(self) -> int | None:
        """The process number of the running server."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if pid in self._processes() else None

    # starting, under the lock

    def _make_folders(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as trouble:
            raise LauncherError(
                _("The folder %(folder)s for the database can't be made: %(reason)s.")
                % {"folder": self.folder, "reason": trouble.strerror},
                _("Set AVROP_STATE to a folder that you may write in."),
            ) from None
        if not self.account.is_ours() and not is_reachable(self.data):
            raise LauncherError(
                _("%(folder)s is below a private folder, where the server can't reach it.")
                % {"folder": self.data},
                _("Root's server runs as an ordinary account: set AVROP_STATE to /var/lib/avrop."),
            )

    def _start_if_needed(self) -> None:
        self.binaries = within_reach_of(self.account, self.binaries)
        if not self._joined():
            self._remove_traces()
            if not self.durable:
                self._discard_after_crash()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._configure()
            self._start_server()
        lay_foundation(self.administrator_url(), DATABASE)

    def _joined(self) -> bool:
        """Use the server that runs, if one does and goes on doing so (a killed one looks alive for
        a moment)."""
        self._wait_until_settled()
        while self.server_pid() is not None:
            self._let_us_in()
            if self._answers_in_time():
                return True
            self._wait_until_settled()
        return False

    def _initialise(self) -> None:
        """initdb beside the data folder, then one rename: a half-made data folder never has its
        name."""
        for leftover in self.folder.glob(f"{self.data.name}.making-*"):
            shutil.rmtree(leftover)
        unfinished = Path(tempfile.mkdtemp(dir=self.folder, prefix=f"{self.data.name}.making-"))
        self._give(unfinished)
        command: list[str | Path] = [self.binaries.program("initdb"), "-D", unfinished]
        command += ["-U", ADMINISTRATOR, "-E", "UTF8", "--auth=peer", "--no-instructions"]
        if (
            self.binaries.major >= 17
        ):  # needs no ICU and never changes its order with the system's libraries
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            command += ["--locale=C.UTF-8"]
        command += ["--data-checksums"] if self.durable else ["--no-sync"]
        with progress(_("Making the database")):
            answer = self.account.run(command)
        if answer.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise LauncherError(
                _("PostgreSQL's initdb could not make a database in %(folder)s.")
                % {"folder": self.data},
                (answer.stdout + answer.stderr).strip(),
            )
        with (unfinished / "postgresql.conf").open("a") as main:
            main.write("include 'avrop.conf'\n")
        unfinished.rename(self.data)

    def _configure(self) -> None:
        self._write("avrop.conf", server_settings(durable=self.durable))
        self._write("pg_hba.conf", access_file())
        self._write("pg_ident.conf", identity_file({self.account.name, our_account().name}))
        if not self.durable:
            self._write("boot_id", _boot_id())

    def _start_server(self) -> None:
        self.socket_folder = made_socket_folder(self.socket_folder, self.account)
        log = self.data / "server.log"
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        command: list[str | Path] = [self.binaries.program("pg_ctl"), "start", "-s", "-w"]
        command += ["-t", str(START_SECONDS), "-D", self.data, "-l", log]
        command += ["-o", f"-k {self.socket_folder}"]
        with progress(_("Starting the database")):
            answer = self.account.run(command)
        if answer.returncode:
            last = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
            raise LauncherError(
                _("PostgreSQL didn't start; its log is %(log)s.") % {"log": log},
                "\n".join([*last, answer.stderr.strip()]),
            )
        if not self._answers_in_time():
            raise LauncherError(
                _("PostgreSQL ended right after its start; its log is %(log)s.") % {"log": log}
            )

    def _stop(self) -> None:
        """End it cleanly, and wait until nothing of it is left (pg_ctl would wait for a zombie)."""
        pid = self.server_pid()
        for how in (signal.SIGINT, signal.SIGQUIT):  # PostgreSQL's fast and immediate shutdown
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, how)
            deadline = time.monotonic() + STOP_SECONDS
            while self._processes() and time.monotonic() < deadline:
                time.sleep(0.01)
        with contextlib.suppress(OSError):  # not empty: a server that would not end
            self.socket_folder.rmdir()

    # a server that somebody else started

    def _let_us_in(self) -> None:
        """Add this account to those that may sign in (root joins a user's server)."""
        known = (self.data / "pg_ident.conf").read_text()
        names = {line.split()[1].strip('"') for line in known.splitlines() if line.strip()}
        pid = self.server_pid()
        if our_account().name not in names and pid is not None:
            self._write("pg_ident.conf", identity_file(names | {our_account().name}))
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGHUP)

    def _answers_in_time(self) -> bool:
        """Sign in as soon as the server takes us; False when it has ended meanwhile."""
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while True:
            lines = self._pid_file_lines()
            if len(lines) > 4:  # whoever started it has chosen the folder
                self.socket_folder = Path(lines[4].strip())
            try:
                psycopg.connect(self.administrator_url(), connect_timeout=5).close()
            except psycopg.OperationalError as refusal:
                if self.server_pid() is None:
                    return False
                if time.monotonic() > deadline:
                    raise LauncherError(
                        _("PostgreSQL runs in %(folder)s but does not answer.")
                        % {"folder": self.data},
                        str(refusal),
                    ) from None
                time.sleep(0.02)
            else:
                return True

    # a server that died

    def _wait_until_settled(self) -> None:
        """Wait for a server that is stopping, and for the children of one that was killed."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while self.server_pid() is None and self._processes() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _remove_traces(self) -> None:
        if self._processes():
            raise LauncherError(
                _("Processes of an earlier server are still at work in %(folder)s.")
                % {"folder": self.data},
                _("Wait a moment, and end them if they stay."),
            )
        lines = self._pid_file_lines()
        folders = {self.socket_folder} | ({Path(lines[4].strip())} if len(lines) > 4 else set())
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for folder in folders:
            for trace in folder.glob(
                ".s.PGSQL.*"
            ):  # the socket and its lock file name the same dead pid
                trace.unlink(missing_ok=True)

    def _discard_after_crash(self) -> None:
        """Without fsync nothing is sure after the machine went down under a running server."""
        with contextlib.suppress(FileNotFoundError):
            control = self.account.run([self.binaries.program("pg_controldata"), "-D", self.data])
            same_boot = (self.data / "boot_id").read_text() == _boot_id()
            if not same_boot and "shut down" not in control.stdout:
                shutil.rmtree(self.data)

    def _pid_file_lines(self) -> list[str]:
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def _processes(self) -> set[int]:
        """The living processes whose working folder is the data folder: PostgreSQL's own, and no
        zombie."""
        if not Path("/proc/self/cwd").exists():
            return self._processes_without_proc()
        found = set()
        workplace = os.path.realpath(self.data)
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if os.readlink(f"/proc/{entry.name}/cwd") == workplace:
                        found.add(int(entry.name))
        return found

    def _processes_without_proc(self) -> set[int]:
        """Systems without /proc (macOS): believe the pid file when its process is alive."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].strip().isdigit():
            return set()
        try:
            os.kill(int(lines[0]), 0)
        except OSError:
            return set()
        return {int(lines[0])}

    # files of the server

    def _lock(self, name: str) -> Path:
        """Beside the data folder, so that it can be taken before there is one."""
        return self.folder / f"{self.data.name}.{name}.lock"

    def _give(self, path: Path) -> None:
        if not self.account.is_ours():
            os.chown(path, self.account.user_id, self.account.group_id)

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        self._give(path)


def _majors_in(folder: Path) -> tuple[int, ...]:
    """The major versions that have data here, newest first."""
    found = [made.parent.name for made in folder.glob("*/PG_VERSION")] if folder.is_dir() else []
    return tuple(sorted((int(name) for name in found if name.isdigit()), reverse=True))


def _refuse_foreign_majors(folder: Path, binaries: Binaries) -> None:
    majors = _majors_in(folder)
    if majors and binaries.major not in majors and "AVROP_PG_BINDIR" not in os.environ:
        raise LauncherError(
            _("The database in %(folder)s was made by PostgreSQL %(made)d; here is only %(here)d.")
            % {"folder": folder, "made": majors[0], "here": binaries.major},
            _(
                "Install the older version to use the database, or dump it with the older "
                "version and load it with the newer. To begin anew, move the folder away."
            ),
        )


def _boot_id() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text()
    return ""
