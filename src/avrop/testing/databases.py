"""Databases for tests: one template with every migration applied, and quick copies of it.

The template's name carries a fingerprint of whatever shapes the schema, so that a changed migration
makes a new template and an unchanged one costs nothing.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from avrop.launcher import locks
from avrop.launcher.places import CHECKOUT
from avrop.launcher.progress import progress
from avrop.launcher.urls import DatabaseUrls
from avrop.launcher.wording import sentence as _

TEMPLATE = "avrop_template_"
_TEMPLATES_KEPT = 3
_SHAPING = (
    "src/avrop/**/migrations/*.py",
    "src/avrop/**/*.sql",
    "src/avrop/kernel/postgresql*",
    "src/avrop/kernel/postgresql/**/*.py",
    "src/avrop/site/settings.py",
    "requirements/run.lock",
)


def fingerprint(checkout: Path = CHECKOUT, settings_module: str = "") -> str:
    """A short digest of all files that shape the schema: migrations, the database backend,
    settings, packages."""
    digest = sha256(settings_module.encode())
    for path in _shaping_files(checkout):
        digest.update(f"{path.relative_to(checkout)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shaping_files(checkout: Path) -> Iterable[Path]:
    found = {path for pattern in _SHAPING for path in checkout.glob(pattern) if path.is_file()}
    return sorted(found)


def make_database(administrator: str, urls: DatabaseUrls, name: str, lock: Path) -> None:
    """A fresh database with every migration applied, owned by the owner of the tables."""
    template = TEMPLATE + fingerprint(settings_module=os.environ["DJANGO_SETTINGS_MODULE"])
    lock.parent.mkdir(parents=True, exist_ok=True)
    with locks.alone(lock):  # a template that somebody signs in to can't be copied
        if template not in database_names(administrator):
            _make_template(administrator, urls, template)
            _drop_old_templates(administrator, keep=template)
        _create(administrator, name, owner=urls, template=template)


def copy_database(administrator: str, urls: DatabaseUrls, name: str, *, of: str) -> None:
    """A copy of a database of this run that nobody is signed in to, with all that stands in it."""
    _create(administrator, name, owner=urls, template=of)


def _make_template(administrator: str, urls: DatabaseUrls, template: str) -> None:
    """Migrate under another name and rename at last: a half-migrated database is never taken for
    the template."""
    unfinished = f"{template}_unfinished"
    drop_databases(administrator, lambda name: name == unfinished)
    _create(administrator, unfinished, owner=urls, template="template0")
    migrate = [sys.executable, "-m", "django", "migrate", "--database=owner", "--no-input"]
    environment = os.environ | urls.to_database(unfinished).for_environment()
    with progress(_("Migrating the template of the test databases")):
        answer = subprocess.run(
            migrate, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
    if answer.returncode:
        drop_databases(administrator, lambda name: name == unfinished)
        raise RuntimeError(f"migrate failed:\n{answer.stdout[-3000:]}\n{answer.stderr[-6000:]}")
    _execute(administrator, "ALTER DATABASE {} RENAME TO {}", unfinished, template)


def _drop_old_templates(administrator: str, *, keep: str) -> None:
    templates = [name for name in database_names(administrator) if name.startswith(TEMPLATE)]
    old = set(templates[:-_TEMPLATES_KEPT]) - {keep}
    drop_databases(administrator, lambda name: name in old)


def _create(administrator: str, name: str, *, owner: DatabaseUrls, template: str) -> None:
    """Copy by file: without fsync that takes half the time of a copy through the log."""
    from psycopg.conninfo import conninfo_to_dict

    login = str(conninfo_to_dict(owner.owner).get("user") or "")
    copy = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy ENCODING 'UTF8'"
    if login:
        _execute(administrator, copy + " OWNER {}", name, template, login)
    else:
        _execute(administrator, copy, name, template)


def drop_databases(administrator: str, is_unwanted: Callable[[str], bool]) -> None:
    """Drop every database whose name is unwanted, signed in to or not."""
    for name in database_names(administrator):
        if is_unwanted(name):
            _execute(administrator, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def database_names(administrator: str) -> list[str]:
    """The databases of the server, oldest first."""
    import psycopg

    with psycopg.connect(administrator, autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid").fetchall()
    return [str(row[0]) for row in rows]


def _execute(administrator: str, statement: str, *names: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
