"""The pages that tasks lead to, and those of the first sign-in, in a real browser: wide and narrow,
light and dark, with what the journey left behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from avrop.agreements.models import Agreement
from avrop.buying.invoices.models import Difference
from avrop.buying.receipts.models import Claim
from avrop.buying.requisitions.models import Requisition
from avrop.catalogues.models import Version
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.testing.worlds import a_person, a_tenant, everything
from tests.browser.faults import faults_of
from tests.played import Played

pytestmark = [pytest.mark.browser]


def documents_of(tenant_id: UUID) -> dict[str, str]:
    """One document of each kind that the journey has left in an organisation."""
    with tenant_scope(tenant_id):
        differing = Difference.objects.order_by("id").values_list("invoice_id", flat=True)[0]
        return {
            "requisition": f"/requisitions/{_first(Requisition)}",
            "invoice": f"/invoices/{differing}",
            "claim": f"/claims/{_first(Claim)}",
            "agreement": f"/agreements/{_first(Agreement)}",
            "price-list": f"/price-lists/{_first(Version)}",
        }


def _first(model: Any) -> UUID:
    found: UUID = model.objects.order_by("id").values_list("id", flat=True)[0]
    return found


@pytest.mark.parametrize("language", ["en", "sv", "zh-hans"])
def test_the_pages_that_tasks_lead_to_are_for_everybody(
    played: Played, open_as: Any, language: str, site_address: str
) -> None:
    anna = played.world.actors["anna"]
    page = open_as(anna)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site_address}])

    faults = {}
    for name, address in documents_of(anna.tenant_id).items():
        page.goto(address)
        faults |= faults_of(page, f"{name}-{language}")

    assert faults == {}


def test_the_first_sign_in_is_for_everybody_and_needs_only_a_keyboard(open_as: Any) -> None:
    world = a_tenant()
    person = a_person(world.tenant_id, ("system_administrator",))
    assert person.person_id is not None
    now = datetime.now(UTC)
    token = parties.invite_person(person.person_id, actor=everything(world.tenant_id), at=now)
    page = open_as()

    page.goto(f"/welcome/{token}")
    faults = faults_of(page, "welcome")
    page.locator("#password").focus()
    page.keyboard.type("fyra vanliga ord")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    assert faults == {}
    assert page.locator("h1").inner_text() == "What waits for you"
