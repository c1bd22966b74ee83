"""The server and the databases of one run of the tests.

The run's first process (pytest itself, or the controller of pytest-xdist) starts or finds a server,
and tells its workers by the environment. Each worker has a database of its own, which the run drops
at its end. Databases of runs that were killed are dropped by the next run. Several runs may go on
at once.
"""

import os
import re
import socket
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from avrop.launcher.cluster import Cluster
from avrop.launcher.outside import outside_database
from avrop.launcher.places import state_folder
from avrop.launcher.urls import DatabaseUrls
from avrop.testing.databases import drop_databases

_ADMINISTRATOR = "AVROP_TEST_ADMINISTRATOR_URL"
_RUN = "AVROP_TEST_RUN"
_THIS_MACHINE = sha256(socket.gethostname().encode()).hexdigest()[:6]


@dataclass(frozen=True, slots=True)
class Ground:
    """The server of this run, as one of its processes sees it. `administrator` may make and drop
    databases."""

    administrator: str
    urls: DatabaseUrls
    run: str
    state: Path
    cluster: Cluster | None = None

    @property
    def database(self) -> str:
        """The name of this process's own database. It exists from the first test that asks for a
        database."""
        return f"avrop_test_{self.run}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"

    def put_in_environment(self) -> None:
        """Point Django (not loaded yet) at this process's database, and workers at this run."""
        self.urls.to_database(self.database).put_in_environment()
        os.environ[_ADMINISTRATOR] = self.administrator
        os.environ[_RUN] = self.run
        # nothing is collected for tests that need no browser, but the folder must be there
        static = self.state / "static"
        static.mkdir(parents=True, exist_ok=True)
        os.environ["AVROP_STATIC"] = str(static)
        # a pool would keep connections open that must be closed at the end of the run
        os.environ["AVROP_POOL"] = "0"

    def clear(self) -> None:
        """Drop the run's databases and let go of the server. Only for the process that began the
        run."""
        of_this_run = f"avrop_test_{self.run}_"
        drop_databases(self.administrator, lambda name: name.startswith(of_this_run))
        if self.cluster is not None:
            self.cluster.release()


def is_worker() -> bool:
    """Is this a worker process of pytest-xdist?"""
    return "PYTEST_XDIST_WORKER" in os.environ


def ground() -> Ground:
    """This run's server: what the controller has found (in a worker), AVROP_DATABASE_URL's, or an
    embedded one."""
    state = state_folder() / "test"
    app, owner = os.environ.get("AVROP_DATABASE_URL"), os.environ.get("AVROP_OWNER_DATABASE_URL")
    if is_worker() and app is not None and owner is not None:
        urls = DatabaseUrls(owner, app)
        return Ground(os.environ[_ADMINISTRATOR], urls, os.environ[_RUN], state)
    run = f"{_THIS_MACHINE}_{os.getpid()}"
    if app is not None:
        urls = outside_database(app, owner, state_folder())  # one password for site and tests
        found = Ground(urls.owner, urls, run, state)
    else:
        cluster = Cluster(state, durable=False)
        urls = cluster.start()
        found = Ground(cluster.administrator_url(), urls, run, state, cluster)
    drop_databases(found.administrator, _is_left_by_a_killed_run)
    return found


def _is_left_by_a_killed_run(database: str) -> bool:
    run = re.match(rf"avrop_test_{_THIS_MACHINE}_(\d+)_", database)
    if run is None:
        return False
    try:
        os.kill(int(run[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
