"""Servers, other accounts and other processes for the launcher's tests."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from avrop.launcher.places import CHECKOUT, is_reachable

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
NOBODY = 65534


@contextmanager
def a_state_folder() -> Iterator[Path]:
    """A folder that the server's account can reach (pytest's own is private to us)."""
    folder = Path(tempfile.mkdtemp(prefix="avrop-test-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def everybodys_python() -> str:
    """A Python of our version that an unprivileged account may run; skips when there is none."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if Path(python).exists() and is_reachable(Path(python)):
            return python
    pytest.skip(f"an unprivileged account has no {version} here")


def a_program(source: str, *, as_nobody: bool = False, **settings: str) -> list[str]:
    """The command line of a Python program that can import avrop, in a process of its own."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    path = f"PYTHONPATH={CHECKOUT / 'src'}:{packages}"
    command = ["env", path, *(f"{name}={value}" for name, value in settings.items())]
    if not as_nobody:
        return [*command, sys.executable, "-c", source]
    if os.geteuid() != 0:
        pytest.skip("only root can become another account")
    if not is_reachable(Path(packages)) or not is_reachable(CHECKOUT / "src"):
        pytest.skip("an unprivileged account can't read this checkout")
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return [*become, *command, everybodys_python(), "-c", source]


def answer_of(command: list[str]) -> str:
    """What the program prints; fails with its errors."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
