"""The account that the embedded server runs as. PostgreSQL refuses to run as root, rightly."""

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from avrop.launcher.errors import LauncherError
from avrop.launcher.wording import sentence as _


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system."""

    name: str
    user_id: int
    group_id: int

    def is_ours(self) -> bool:
        """Is it the account that this process runs as?"""
        return self.user_id == os.geteuid()

    def run(
        self, command: Sequence[str | Path], *, settings: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as this account. The caller looks at the return code.

        PG* variables of the caller's environment are for other servers, so they are taken away.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC"} | dict(settings or {})
        arguments = [str(part) for part in command]
        if self.is_ours():
            return subprocess.run(
                arguments, env=environment, cwd="/", capture_output=True, text=True, check=False
            )
        return subprocess.run(
            arguments,
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=self.user_id,
            group=self.group_id,
            extra_groups=[],
        )


def our_account() -> Account:
    """The account of this process."""
    return _account_numbered(os.geteuid())


def server_account(data_folder: Path) -> Account:
    """Who the server of this data folder runs as: its owner; for a new one ourselves, or root's
    stand-in."""
    if os.geteuid() != 0:
        return our_account()
    if data_folder.exists() and data_folder.stat().st_uid != 0:
        return _account_numbered(data_folder.stat().st_uid)
    return _unprivileged_account()


def _unprivileged_account() -> Account:
    for name in ("avrop", "postgres"):
        if (known := _account_named(name)) is not None:
            return known
    if (useradd := shutil.which("useradd")) is not None:
        no_login = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "avrop"]
        subprocess.run([useradd, *no_login], check=False, capture_output=True)
    for name in ("avrop", "nobody"):
        if (known := _account_named(name)) is not None:
            return known
    raise LauncherError(
        _("PostgreSQL can't run as root, and this machine has no other account for it."),
        _("Make an account named avrop, or start avrop as an ordinary user."),
    )


def _account_named(name: str) -> Account | None:
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam(name)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    return None


def _account_numbered(user_id: int) -> Account:
    try:
        entry = pwd.getpwuid(user_id)
    except (
        KeyError
    ):  # usual in containers; PostgreSQL wants a name, for its own files and for peer sign-in
        raise LauncherError(
            _("The user id %(number)d has no name on this machine, so PostgreSQL can't run.")
            % {"number": user_id},
            _("Add the user to /etc/passwd, or set AVROP_DATABASE_URL to a running server."),
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
