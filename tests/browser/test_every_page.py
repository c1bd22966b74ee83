"""Every page of the site map in a real browser, as those who open it: nothing that axe finds, nothing to
scroll sideways, in every mode that a reader may have chosen."""

from __future__ import annotations

from typing import Any

import pytest

from avrop.site.pages.sitemap import NOBODY, all_pages
from tests.browser import site_walk as walk
from tests.browser.site_walk import ALL, FEW, NEWCOMER

pytestmark = [pytest.mark.browser]
#: Every role that somebody has in the demonstration.
ROLES = (
    "requester",
    NEWCOMER,
    "approver",
    "category_manager",
    "receiver",
    "agreement_manager",
    "finance_officer",
    "ap_clerk",
    "payment_releaser",
    "system_administrator",
    "manager",
    "auditor",
    "coordinator",
    "centre_operator",
    "order_clerk",
    "warehouse",
    "seller_finance",
    "order_manager",
    NOBODY,
)


def test_every_address_is_a_page_of_the_map_or_has_none() -> None:
    on_the_map = {page.url for page in all_pages()}

    assert walk.addresses_with_a_page() == on_the_map
    assert {walk.owner_of(page) for page in all_pages()} <= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_fault_of_access_for_the_role_that_owns_it(role: str, walker: Any) -> None:
    reader, found = walker(role), {}

    for page in walk.pages_of(role):
        status = reader.open(walk.address_of(page, reader.samples))
        found[page.url] = reader.faults(FEW) if status == 200 else f"{status} {reader.page.url}"

    assert {url: faults for url, faults in found.items() if faults} == {}


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_fault_in_any_mode_for_anybody_who_may_open_it(
    role: str, walker: Any
) -> None:
    reader, found = walker(role), {}

    for page in walk.pages_for(role, reader.samples):
        if reader.open(walk.address_for_any(page, reader.samples)) == 200:
            found[page.url] = reader.faults(ALL)

    assert {url: faults for url, faults in found.items() if faults} == {}
    assert found
    assert {page.url for page in walk.pages_of(role)} <= found.keys()


@pytest.mark.parametrize("role", ROLES)
def test_the_menus_of_the_header_have_no_fault_of_access(role: str, walker: Any) -> None:
    reader = walker(role)

    assert reader.open("/accessibility") == 200
    assert reader.faults(FEW, within="header") == {}
