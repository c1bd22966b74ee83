"""The page on which somebody says for whom a need is."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from avrop.authority import queries as authority
from avrop.buying.requisitions.tests.builders import a_cart, a_seller, a_town
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.tests.builders import a_client_of

pytestmark = pytest.mark.django_db


def test_it_is_said_for_whom_a_need_is_and_taken_back_again() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    client = a_client_of(town.requester)
    address = reverse("need_for_whom", args=[cart])
    person_id = town.requester.person_id
    assert isinstance(person_id, UUID)
    with tenant_scope(town.tenant_id):
        name = parties.person(person_id).name

    shown = client.get(address, {"who": name}).content.decode()
    sent = client.post(
        f"{address}?{urlencode({'who': name})}",
        {"form": "ForWhomForm", "once": str(uuid4()), "person_id": str(person_id)},
    )
    with tenant_scope(town.tenant_id):
        said = authority.benefits_on((cart,))
    after = client.get(address).content.decode()
    taken = client.post(
        address,
        {
            "form": "TakeBackForm",
            "once": str(uuid4()),
            "back-benefit_id": str(said[0].id),
            "back-reason": "By mistake",
        },
    )
    with tenant_scope(town.tenant_id):
        left = authority.benefits_on((cart,))

    assert "Rules of conduct, as the product comes" in shown
    assert (sent.status_code, taken.status_code) == (302, 302)
    assert {one.person_id for one in said} == {person_id}
    assert "Take something back" in after
    assert left == said[1:]
