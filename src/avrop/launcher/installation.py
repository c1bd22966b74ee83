"""The virtual environment of a checkout: made once, and again when the lock file has changed.

Only hash-locked wheels are installed, so no compiler is needed and nothing but what was reviewed
gets in. The checkout itself isn't installed but pointed at by a .pth file, so it needs no build
back-end. A stamp in the environment says which lock it was made from; it is written last, so an
interrupted installation is never taken for a whole one.
"""

import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

from avrop.launcher import locks
from avrop.launcher.errors import LauncherError
from avrop.launcher.places import CHECKOUT, is_writable, name_of, xdg_folder
from avrop.launcher.progress import progress
from avrop.launcher.wording import gettext_noop
from avrop.launcher.wording import sentence as _

PackageSet = Literal["run", "dev"]
TRIES = 3
_STAMP = "avrop.stamp"
_LOCK = "avrop.lock"
_LOG = "avrop-install.log"


def environment_for(packages: PackageSet, checkout: Path = CHECKOUT) -> Path:
    """The Python of an environment that has these packages, installed first where they are missing.

    LauncherError says what stands in the way (no venv module, no network, full disk, nowhere to
    write).
    """
    folder = environment_folder(packages, checkout)
    if is_current(folder, packages, checkout):
        return _python(folder)
    _make_folder(folder)
    with locks.alone(folder / _LOCK):
        if not is_current(folder, packages, checkout):  # another start may have installed meanwhile
            began = time.monotonic()
            try:
                _install(folder, packages, checkout)
            except OSError as trouble:
                raise _explained_error(trouble, folder) from None
            seconds = time.monotonic() - began
            message = _("Installed the packages into %(folder)s in %(seconds).0f s.")
            print(message % {"folder": folder, "seconds": seconds}, file=sys.stderr, flush=True)
    return _python(folder)


def environment_folder(packages: PackageSet, checkout: Path) -> Path:
    """AVROP_VENV; or .venv in the checkout if it serves or we may make it; or one in the user's
    cache."""
    if chosen := os.environ.get("AVROP_VENV"):
        return Path(chosen).expanduser().absolute()
    inside = checkout / ".venv"
    if is_current(inside, packages, checkout) or is_writable(inside):
        return inside
    return xdg_folder("XDG_CACHE_HOME", ".cache") / "avrop" / f"venv-{name_of(checkout)}"


def is_current(folder: Path, packages: PackageSet, checkout: Path) -> bool:
    """Has the environment been made from these lock files? The developers' packages contain all of
    the others."""
    try:
        stamp = (folder / _STAMP).read_text()
    except OSError:
        return False
    wanted = {stamp_text(holds, checkout) for holds in {packages, "dev"}}
    return stamp in wanted and os.access(_python(folder), os.X_OK)


def stamp_text(packages: str, checkout: Path) -> str:
    """What the stamp of an environment with these packages says."""
    digest = hashlib.sha256(os.fsencode(checkout))
    for path in (checkout / "requirements" / f"{packages}.lock", checkout / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{packages} {digest.hexdigest()}\n"


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists()
        if foreign and not (folder / _LOCK).exists():
            raise LauncherError(
                _("%(folder)s is not empty and not a virtual environment.") % {"folder": folder},
                _("Set AVROP_VENV to a folder that avrop may fill."),
            )
        (folder / _LOCK).touch()
    except OSError as trouble:
        raise _explained_error(trouble, folder) from None


def _install(folder: Path, packages: PackageSet, checkout: Path) -> None:
    (folder / _STAMP).unlink(missing_ok=True)
    if not os.access(_python(folder), os.X_OK) or not _has_pip(folder):
        _make_environment(folder)
    _install_packages(folder, checkout / "requirements" / f"{packages}.lock")
    for library in folder.glob("lib/python3.*/site-packages"):
        (library / "avrop.pth").write_text(f"{checkout / 'src'}\n")
    stamp = folder / f"{_STAMP}.new"
    stamp.write_text(stamp_text(packages, checkout))
    stamp.replace(folder / _STAMP)


def _has_pip(folder: Path) -> bool:
    return any(folder.glob("lib/python3.*/site-packages/pip/__main__.py"))


def _make_environment(folder: Path) -> None:
    for entry in folder.iterdir():  # of an environment that was broken off, or whose Python is gone
        if entry.name == _LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    with progress(_("Making a virtual environment")):
        answer = subprocess.run(
            [_base_python(), "-m", "venv", folder], capture_output=True, text=True, check=False
        )
    if answer.returncode:
        output = answer.stdout + answer.stderr
        raise LauncherError(
            _("Python could not make a virtual environment in %(folder)s.") % {"folder": folder},
            explanation(output) or output.strip(),
        )


def _base_python() -> str:
    """The Python below us, if it has what a virtual environment needs (Debian packs that apart)."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise LauncherError(
            _(
                "This Python can't make virtual environments: its modules venv and ensurepip "
                "are missing."
            ),
            _("On Debian and Ubuntu: apt-get install python%(version)s-venv")
            % {"version": version},
        )
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _install_packages(folder: Path, lock: Path) -> None:
    command = [str(_python(folder)), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--no-input", "--progress-bar", "off", "--no-color", "--require-hashes"]
    command += ["--only-binary", ":all:", "-r", str(lock)]
    output = ""
    for attempt in range(1, TRIES + 1):
        succeeded, output = _run_pip(command, total=_packages_in(lock.read_text()))
        (folder / _LOG).write_text(output)
        if succeeded:
            return
        if is_lasting(output):
            break
        if attempt < TRIES:
            print(_("The installation failed; trying once more."), file=sys.stderr, flush=True)
            time.sleep(attempt)
    last = "\n".join(output.strip().splitlines()[-6:])
    raise LauncherError(
        _("The packages could not be installed; the whole output is in %(log)s.")
        % {"log": folder / _LOG},
        explanation(output) or last,
    )


def _run_pip(command: list[str], total: int) -> tuple[bool, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    lines: list[str] = []
    with (
        progress(_("Installing the packages, once"), total) as step,
        subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as pip,
    ):
        assert pip.stdout is not None  # asked for above
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                step.advance()
    return pip.returncode == 0, "".join(lines)


def _packages_in(lock: str) -> int:
    return len(re.findall(r"^[A-Za-z0-9][^\s=]*==", lock, flags=re.MULTILINE))


def is_lasting(output: str) -> bool:
    """Would another try meet the same obstacle? (A slow or broken download would not.)"""
    return "No space left on device" in output or "Permission denied" in output


def explanation(output: str) -> str:
    """What the output of pip or venv means for the person who reads it, and the remedy; empty when
    we don't know."""
    for sign, meaning in _MEANINGS.items():
        if re.search(sign, output):
            return _(meaning)
    return ""


def _explained_error(trouble: OSError, folder: Path) -> LauncherError:
    if trouble.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return LauncherError(
            _("avrop may not write in %(folder)s.") % {"folder": folder},
            _("Set AVROP_VENV to a folder that you may write in, for example ~/avrop-venv."),
        )
    reason = explanation(str(trouble)) or str(trouble)
    return LauncherError(
        _("The packages could not be installed into %(folder)s.") % {"folder": folder}, reason
    )


# The first sign that is found counts: a cause stands before what it leads to.
_MEANINGS = {
    "No space left on device": gettext_noop(
        "The disk is full: the packages need about 400 MB. Free some space, or set AVROP_VENV "
        "to a folder on another disk."
    ),
    "DO NOT MATCH THE HASHES": gettext_noop(
        "A downloaded package is not the one that was reviewed. Look at the package index or "
        "mirror that pip is set to use."
    ),
    "CERTIFICATE_VERIFY_FAILED": gettext_noop(
        "The certificate of the package index is not trusted here. Set PIP_CERT to your "
        "organisation's certificates."
    ),
    "Temporary failure in name resolution|Name or service not known|NewConnectionError|"
    "ConnectTimeout|ProxyError|Network is unreachable|Read timed out": gettext_noop(
        "The package index can't be reached: the first start needs the network. Look at the "
        "connection and at pip's settings (proxy, index), and start again: what was downloaded "
        "is kept."
    ),
    "No matching distribution found|Could not find a version": gettext_noop(
        "The package index didn't answer, or has no ready-made package for this machine. avrop "
        "runs on Linux (x86_64, aarch64, glibc 2.28 or newer) with Python 3.11 or newer."
    ),
}
