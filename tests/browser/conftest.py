"""The site's files, collected for the browser; and the world whose every page is opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from avrop.site.translations import compile_if_older
from tests.played import Played

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from avrop.kernel.actors import Actor

compile_if_older()  # before Django speaks for the first time


@pytest.fixture(scope="session", autouse=True)
def _static_files(
    tmp_path_factory: pytest.TempPathFactory, django_test_environment: None
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="session")
def walked(played: Played, django_db_blocker: DjangoDbBlocker) -> Any:
    """What there is to look at, made once in this process's database."""
    from tests.browser.site_walk_world import build

    with django_db_blocker.unblock():
        return build(played)


@pytest.fixture
def walker(browser: Browser, site_address: str, walked: Any) -> Iterator[Any]:
    """Opens a browser as somebody with a role."""
    from tests.browser.site_walk import Walker

    opened: list[Walker] = []

    def make(role: str, language: str = "en") -> Walker:
        opened.append(Walker(browser, site_address, walked, role, language))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def open_context(browser: Browser, site_address: str) -> Iterator[Any]:
    """Makes contexts of the browser, signed in as somebody or as nobody, and closes them."""
    from tests.browser.stage import session_cookie

    made: list[BrowserContext] = []

    def make(actor: Actor | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-GB", "base_url": site_address, **options})
        made.append(context)
        if actor is not None:
            cookie = {"name": "sessionid", "value": session_cookie(actor), "url": site_address}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def open_as(open_context: Any) -> Any:
    """Opens pages, signed in as somebody or as nobody, and closes them."""

    def make(actor: Actor | None = None, **options: Any) -> Page:
        page: Page = open_context(actor, **options).new_page()
        return page

    return make
