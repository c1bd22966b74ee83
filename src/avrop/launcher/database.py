"""The database that avrop works on: an outside server where AVROP_DATABASE_URL names one, else the
embedded."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avrop.launcher.cluster import Cluster
from avrop.launcher.outside import outside_database
from avrop.launcher.places import state_folder
from avrop.launcher.urls import DatabaseUrls

__all__ = ["DatabaseUrls", "database", "ensure_database"]


@contextmanager
def database(state: Path | None = None, *, durable: bool = True) -> Iterator[DatabaseUrls]:
    """A running database for the block, with its two logins made; `state` is the state folder, if
    not the usual one.

    LauncherError says what an operator must mend.
    """
    folder = state or state_folder()
    if (given := os.environ.get("AVROP_DATABASE_URL")) is not None:
        yield outside_database(given, os.environ.get("AVROP_OWNER_DATABASE_URL"), folder)
        return
    cluster = Cluster(folder, durable=durable)
    urls = cluster.start()
    try:
        yield urls
    finally:
        cluster.release()


def ensure_database(state: Path | None = None, *, durable: bool = True) -> DatabaseUrls:
    """The same for the rest of this process: the embedded server is released when the process ends.

    A process that is killed releases it too (the kernel does); the server then stops with the next
    one that ends well.
    """
    running = database(state, durable=durable)
    urls = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return urls
