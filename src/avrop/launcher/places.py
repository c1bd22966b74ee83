"""Where avrop keeps what it keeps: the checkout, the state folder (database, secrets), and who may
reach them."""

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
"""The folder that holds pyproject.toml and src/."""
SYSTEM_STATE = Path("/var/lib/avrop")


def state_folder() -> Path:
    """The folder for the embedded database and for secrets.

    In this order: the setting AVROP_STATE; `var/` in the checkout when we may write there and the
    server can reach it (root's server runs as an unprivileged account, see account.py); for root
    /var/lib/avrop; else XDG_STATE_HOME (~/.local/state). Outside of the checkout every checkout has
    a folder of its own, so that two never share a database.
    """
    if chosen := os.environ.get("AVROP_STATE"):
        return Path(chosen).expanduser().absolute()
    inside = CHECKOUT / "var"
    if is_writable(inside) and (os.geteuid() != 0 or is_reachable(inside)):
        return inside
    if os.geteuid() == 0:
        return SYSTEM_STATE / name_of(CHECKOUT)
    return xdg_folder("XDG_STATE_HOME", ".local/state") / "avrop" / name_of(CHECKOUT)


def xdg_folder(variable: str, default: str) -> Path:
    """A base folder of the XDG specification: the variable when it is absolute, else `default` in
    the home folder."""
    chosen = os.environ.get(variable, "")
    return Path(chosen) if os.path.isabs(chosen) else Path.home() / default


def name_of(checkout: Path) -> str:
    """A short name that tells this checkout from another one of the same folder name."""
    return f"{checkout.name}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]}"


def is_writable(folder: Path) -> bool:
    """May we write in the folder, or make it if it isn't there?"""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def is_reachable(path: Path) -> bool:
    """May any account of this machine pass through every folder above the path?"""
    return all(
        folder.stat().st_mode & 0o001 for folder in path.resolve().parents if folder.exists()
    )
