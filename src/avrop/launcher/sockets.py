"""The folder of the embedded server's socket: private to the server's account, and short."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from avrop.launcher.account import Account

_LONGEST = 90
"""A socket's path holds 107 bytes, and the socket's own name takes 16 of them."""


def socket_folder(data: Path, account: Account) -> Path:
    """Where the sockets stand: short (a socket's path has 107 bytes at most) and the same at every
    start."""
    fingerprint = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()[:12]
    as_root = os.geteuid() == 0 and os.access("/run", os.W_OK)
    base = Path("/run") if as_root else Path(tempfile.gettempdir())
    if len(os.fsencode(base)) + 40 > _LONGEST:
        base = Path("/tmp")  # noqa: S108 -- the folder is made with mode 0700 and checked
    return base / f"avrop-{account.user_id}-{fingerprint}"


def made_socket_folder(wanted: Path, account: Account) -> Path:
    """The folder, private to the account. One that is somebody else's (a trap in /tmp) is left
    alone for a new one."""
    with contextlib.suppress(FileExistsError):
        wanted.mkdir(mode=0o700)
        if not account.is_ours():
            os.chown(wanted, account.user_id, account.group_id)
    found = wanted.lstat()
    if not wanted.is_symlink() and found.st_uid == account.user_id and not found.st_mode & 0o077:
        return wanted
    fresh = Path(tempfile.mkdtemp(prefix="avrop-", dir=wanted.parent))
    if not account.is_ours():
        os.chown(fresh, account.user_id, account.group_id)
    return fresh
