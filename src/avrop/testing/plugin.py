"""pytest's plugin of avrop, loaded with `-p avrop.testing.plugin` (in a conftest.py it would come
after Django).

It gives the run a PostgreSQL (ground.py), points Django at it as the application's login, and adds:

- `--quick`: only test_rules.py and test_actions.py; `--long`: also tests marked `long`;
- the marks `browser`, `long` and `corpus`, and the fixtures of fixtures.py.

`-p no:django` runs pure tests without a server.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from avrop.testing.ground import Ground, ground, is_worker

_QUICK = frozenset({"test_rules.py", "test_actions.py"})
_GROUND = pytest.StashKey[Ground]()
SETTINGS = "avrop.site.settings"

# How busy the machine is says nothing of what is tested; speed is measured under benchmarks/.
settings.register_profile("avrop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("avrop")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options."""
    group = parser.getgroup("avrop")
    group.addoption(
        "--quick",
        action="store_true",
        help="only rules and commands: test_rules.py, test_actions.py",
    )
    group.addoption("--long", action="store_true", help="also the tests that take long")


def compile_translations() -> None:
    """The pages under test speak every language."""
    from avrop.site.translations import compile_if_older

    compile_if_older()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Find the server before pytest-django loads the settings (a wrapper goes before every plain
    hook)."""
    if early_config.pluginmanager.is_blocked("django"):
        return (yield)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    compile_translations()
    found = ground()
    found.put_in_environment()
    early_config.stash[_GROUND] = found
    try:
        return (yield)
    except BaseException:  # the settings don't load: pytest ends without unconfiguring
        pytest_unconfigure(early_config)
        raise


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name the marks, and put our fixtures after pytest-django's, so that they take the place of
    its."""
    for mark in (
        "browser: needs Chromium; skipped without",
        "long: takes long; only with --long",
        "corpus: reads the collected example documents; skipped without",
    ):
        config.addinivalue_line("markers", mark)
    if _GROUND in config.stash:
        from avrop.testing import fixtures

        config.pluginmanager.register(fixtures, "avrop-fixtures")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop what the run has made."""
    found = config.stash.get(_GROUND, None)
    if found is not None and not is_worker():
        found.clear()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """--quick doesn't even import the other test files."""
    is_other = collection_path.name.startswith("test_") and collection_path.name not in _QUICK
    return True if config.getoption("quick") and is_other and collection_path.is_file() else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless asked for, and refuse tests that would empty tables."""
    for item in items:
        _refuse_flush(item)
    if config.getoption("long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _refuse_flush(item: pytest.Item) -> None:
    """The application's login can't empty tables, so pytest-django's transactional tests can't
    clean up."""
    mark = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    asks = mark is not None and bool(mark.kwargs.get("transaction"))
    if asks or names & {"transactional_db", "django_db_reset_sequences", "live_server"}:
        raise pytest.UsageError(
            f"{item.nodeid}: use the fixture `committed` (with `site_address` for HTTP) and a "
            f"tenant of its own; "
            "there is no flush"
        )


@pytest.fixture(scope="session")
def test_ground(request: pytest.FixtureRequest) -> Ground:
    """The server of this run."""
    return request.config.stash[_GROUND]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of collected example documents beside the checkout; skips where it isn't."""
    from avrop.launcher.places import CHECKOUT

    folder = CHECKOUT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(
            "the collected example documents are not beside this checkout (../shared/corpus)"
        )
    return folder
