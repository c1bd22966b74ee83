"""Fixtures on Django and a database. They take the place of pytest-django's where the names are the
same.

- `db`: a test in a transaction that is rolled back, as everywhere in Django.
- `committed`: real commits, never cleaned up: the test makes tenants of its own.
- `site_address`: the site over HTTP in a thread, with `committed`.
- `browser`: Chromium, driven by Playwright.
"""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from avrop.testing.databases import make_database
from avrop.testing.ground import Ground

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    test_ground: Ground,
) -> Iterator[None]:
    """This process's database, copied from the migrated template."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():  # the first run of a new schema shows its progress
        make_database(
            test_ground.administrator,
            test_ground.urls,
            test_ground.database,
            test_ground.state / "databases.lock",
        )
    yield
    from django.db import connections

    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with real transactions. Nothing is cleaned up: use a fresh tenant."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def _site_thread(django_db_setup: None) -> Iterator[str]:
    from django.test.testcases import LiveServerThread, _StaticFilesHandler
    from django.test.utils import override_settings

    thread = LiveServerThread("127.0.0.1", _StaticFilesHandler)
    thread.daemon = True
    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"]):
        thread.start()
        thread.is_ready.wait()
        if thread.error is not None:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()


@pytest.fixture
def site_address(committed: None, _site_thread: str) -> str:
    """The address of the running site, without a slash at the end."""
    return _site_thread


#: Features of Chromium that no test wants. The first group hides behind every new window and costs
#: a second of CPU each: pages that draw the list of suggestions under the address field. The switch
#: takes the place of Playwright's own, so what it turns off is named too.
_UNWANTED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)


def chromium_path() -> str | None:
    """The Chromium of this machine: AVROP_CHROMIUM, or what is on PATH."""
    if chosen := os.environ.get("AVROP_CHROMIUM"):
        return chosen
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test begins in the installation's language, whatever the one before asked a page in."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _skip_without_chromium(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("browser") and chromium_path() is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A headless Chromium. Make a context per test: `browser.new_context(...)`."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--disable-dev-shm-usage", f"--disable-features={','.join(_UNWANTED)}"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()
