"""A PostgreSQL server that somebody else runs, named by AVROP_DATABASE_URL.

Two logins are needed (see urls.py). With AVROP_OWNER_DATABASE_URL set both are given. With
AVROP_DATABASE_URL alone that is the owner, and the application's login is made beside it, if it is
not there yet and the owner is allowed to make roles: its password is random, set by us once, and kept
in a file of mode 0600 in the state folder. A login that is there already is never touched, since
another installation may live by it.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from avrop.launcher import locks
from avrop.launcher.errors import LauncherError
from avrop.launcher.urls import APPLICATION, OWNER, DatabaseUrls
from avrop.launcher.wording import sentence as _

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class _Server:
    """What the owner's login sees of the server."""

    login: str
    database: str
    port: str
    by_socket: bool
    may_make_roles: bool
    application_exists: bool


def outside_database(given: str, owner: str | None, state: Path) -> DatabaseUrls:
    """Both addresses, after looking that they serve; LauncherError with the SQL for an
    administrator otherwise."""
    if owner is not None:
        urls = DatabaseUrls(owner, given)
        with _connected(urls.app) as connection:
            _refuse_a_powerful_application(connection)
        return urls
    secrets_folder = state / "outside"
    secrets_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locks.alone(secrets_folder / "lock"), _connected(given) as connection:
        return DatabaseUrls(given, _application_url(given, connection, secrets_folder))


def _application_url(given: str, owner: "psycopg.Connection", secrets_folder: Path) -> str:
    server = _looked_at(owner)
    kept = secrets_folder / f"{_name_of(owner)}.password"
    if server.application_exists:
        known = [kept.read_text()] if kept.exists() else []
        for url in _addresses(given, server, ["", *known]):
            if _answers(url):
                return url
        raise LauncherError(
            _(
                "The role %(role)s is on this server already, and its password is not known here. "
                "It is left as it is, since another installation may use it."
            )
            % {"role": APPLICATION},
            _instructions(server),
        )
    if not server.may_make_roles:
        raise LauncherError(
            _("The role %(login)s may not make the role %(role)s, which avrop signs in as.")
            % {"login": server.login, "role": APPLICATION},
            _instructions(server),
        )
    password = secrets.token_urlsafe(24)
    _keep(kept, password)
    _make_application(owner, server, password)
    for url in _addresses(given, server, [password]):
        if _answers(url):
            return url
    raise LauncherError(
        _("The server doesn't let the role %(role)s sign in with a password.")
        % {"role": APPLICATION},
        _(
            "Add a line for the role to pg_hba.conf: host %(database)s %(role)s ADDRESS "
            "scram-sha-256"
        )
        % {"database": server.database, "role": APPLICATION},
    )


def _name_of(owner: "psycopg.Connection") -> str:
    """The server's name among the kept passwords. A role is the server's, whatever the database."""
    server = f"{owner.info.host}:{owner.info.port}"
    return sha256(server.encode()).hexdigest()[:16]


def _looked_at(owner: "psycopg.Connection") -> _Server:
    row = owner.execute(
        "SELECT current_user, current_database(), current_setting('port'), inet_server_addr() "
        "IS NULL,"
        " rolsuper OR rolcreaterole, to_regrole(%(app)s) IS NOT NULL"
        " FROM pg_roles WHERE rolname = current_user",
        {"app": APPLICATION},
    ).fetchone()
    assert row is not None  # everybody who is signed in has a role
    return _Server(*row)


def _make_application(owner: "psycopg.Connection", server: _Server, password: str) -> None:
    import psycopg
    from psycopg import sql

    role, database = sql.Identifier(APPLICATION), sql.Identifier(server.database)
    statement = "CREATE ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}"
    try:
        owner.execute(sql.SQL(statement).format(role, sql.Literal(password)))
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):  # granted to all, usually
            owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
            owner.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise LauncherError(str(refusal).strip(), _instructions(server)) from None


def _addresses(given: str, server: _Server, passwords: list[str]) -> Iterator[str]:
    """The same server as the application; by TCP too where the owner's login came by a socket
    (often peer only)."""
    from psycopg.conninfo import conninfo_to_dict

    owner = {k: str(v) for k, v in conninfo_to_dict(given).items() if v is not None}
    shared = {k: v for k, v in owner.items() if k not in ("user", "password", "dbname")}
    ways = [shared]
    if server.by_socket:
        ways.append(shared | {"host": "127.0.0.1", "port": server.port})
    for way in ways:
        for password in passwords:
            login = f"{APPLICATION}:{quote(password)}" if password else APPLICATION
            yield f"postgresql://{login}@/{quote(server.database)}?{urlencode(way, safe='/')}"


def _answers(url: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, autocommit=True) as connection:
            _refuse_a_powerful_application(connection)
    except psycopg.OperationalError:
        return False
    return True


def _refuse_a_powerful_application(connection: "psycopg.Connection") -> None:
    """Row-level security is the second wall between tenants: a login that passes it by must not
    serve."""
    row = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls"
        " OR pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), "
        "'MEMBER'))"
    ).fetchone()
    if row is not None:
        raise LauncherError(
            _(
                "The application's login %(role)s is an owner or superuser, whom no wall "
                "between tenants holds."
            )
            % {"role": row[0]},
            _(
                "Set AVROP_DATABASE_URL to an ordinary role and AVROP_OWNER_DATABASE_URL to the "
                "owner; or unset "
                "AVROP_OWNER_DATABASE_URL, and avrop makes the ordinary role itself."
            ),
        )


@contextlib.contextmanager
def _connected(url: str) -> "Iterator[psycopg.Connection]":
    import psycopg

    try:
        connection = psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, autocommit=True)
    except psycopg.Error as refusal:
        raise LauncherError(
            _("The database server doesn't answer: %(reason)s") % {"reason": str(refusal).strip()},
            _("Look at AVROP_DATABASE_URL and AVROP_OWNER_DATABASE_URL, and at the server."),
        ) from None
    with connection:
        yield connection


def _keep(path: Path, password: str) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    unfinished.replace(path)


def _instructions(server: _Server) -> str:
    made = (
        f"  -- {APPLICATION} is there: use the password it has\n"
        if server.application_exists
        else f"  CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';\n"
    )
    sql = (
        f"{made}"
        f'  GRANT CONNECT ON DATABASE "{server.database}" TO {APPLICATION};\n'
        f"  GRANT USAGE ON SCHEMA public TO {APPLICATION};"
    )
    return "\n".join(
        [
            _("Let an administrator run this:"),
            sql,
            _(
                "Then set AVROP_DATABASE_URL to the address of %(role)s and "
                "AVROP_OWNER_DATABASE_URL to the "
                "address of the owner, for instance %(owner)s."
            )
            % {"role": APPLICATION, "owner": OWNER},
        ]
    )
