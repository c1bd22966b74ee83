"""Choosing one of many: a list that is too long to read holds a part, and a word finds the rest."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from avrop.buying.requisitions.tests.builders import Town, a_seller, a_town
from avrop.site.pages.buying import basket
from avrop.site.patterns import choosing as pattern
from avrop.site.patterns.choosing import choosing
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page
from avrop.testing.worlds import a_person, a_unit

OPTIONS = [(str(number), f"Enhet {number}") for number in range(1, 6)]


@pytest.fixture
def _two_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern, "MOST_OPTIONS", 2)
    monkeypatch.setattr(basket, "MOST_OPTIONS", 2)


@dataclass(frozen=True, slots=True)
class Office:
    """A town, and the office over three of its schools."""

    town: Town
    unit_id: UUID

    def person(self, role: str) -> Client:
        """The browser of somebody at the office."""
        return a_client_of(a_person(self.town.tenant_id, roles=(role,), unit_id=self.unit_id))


@pytest.fixture
def office() -> Office:
    town = a_town()
    unit_id = a_unit(town.tenant_id, "Barnkontoret")
    for name in ("Björkskolan", "Granskolan", "Tallgården"):
        a_unit(town.tenant_id, name, parent_id=unit_id)
    return Office(town, unit_id)


def test_a_list_that_can_be_read_is_shown_whole() -> None:
    found = choosing(OPTIONS, chosen="3", text="ingenting")

    assert (found.options, found.is_long, found.text) == (tuple(OPTIONS), False, "")


@pytest.mark.usefixtures("_two_are_read")
def test_of_a_long_list_the_first_are_shown_and_the_chosen_one() -> None:
    first, narrowed = choosing(OPTIONS, chosen="5"), choosing(OPTIONS, chosen="", text=" HET 4 ")

    assert [value for value, _name in first.options] == ["5", "1", "2"]
    assert (first.is_long, first.total, first.fitting) == (True, 5, 5)
    assert narrowed.options == (("4", "Enhet 4"),)
    assert narrowed.text == "HET 4"


@pytest.mark.django_db
@pytest.mark.usefixtures("_two_are_read")
def test_a_unit_among_many_is_found_by_a_part_of_its_name(office: Office) -> None:
    client = office.person("finance_officer")

    first = page(client, "add_short_code")
    found = page(client, "add_short_code", **{"unit-text": "gården"})

    assert "2 of 5 are listed here." in first
    assert "Tallgården</option>" not in first
    assert "Tallgården</option>" in found
    assert "Granskolan</option>" not in found


@pytest.mark.django_db
def test_at_the_entrance_only_ones_own_units_are_chosen_among(office: Office) -> None:
    at_school = a_person(office.town.tenant_id, roles=("receiver",), unit_id=office.town.school)

    assert "Granskolan" not in page(a_client_of(at_school), "receive")
    assert "Granskolan</option>" in page(office.person("receiver"), "receive")
    assert "Ekbackens förskola</option>" not in page(office.person("receiver"), "receive")


@pytest.mark.django_db
@pytest.mark.usefixtures("_two_are_read")
def test_of_many_units_the_one_to_shop_for_is_written(office: Office) -> None:
    a_seller(office.town)
    client = office.person("requester")

    for_several = client.post(reverse("shop_for"), {"unit_name": "skolan"}, follow=True)
    for_nobody = client.post(reverse("shop_for"), {"unit_name": "Rymdstationen"}, follow=True)
    for_one = client.post(reverse("shop_for"), {"unit_name": "tallgården"}, follow=True)

    assert "“skolan” fits 2 of your units." in for_several.content.decode()
    assert "None of your units is called “Rymdstationen”." in for_nobody.content.decode()
    assert 'name="unit_name" value="Tallgården"' in for_one.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_two_are_read")
def test_a_supplier_of_the_shop_is_found_by_a_part_of_the_name(office: Office) -> None:
    town = office.town
    for name in ("Bageriet AB", "Mejeriet AB", "Slakteriet AB"):
        a_seller(town, name=name)
    client = a_client_of(town.requester)

    first = page(client, "shop")
    found = client.get(
        reverse("shop"), {"seller-text": "slakt"}, headers={"HX-Request": "true"}
    ).content.decode()

    assert "2 of 3 are listed here." in first
    assert ">Slakteriet AB</option>" in found
    assert ">Bageriet AB</option>" not in found
    assert 'id="shop-seller-list" hx-swap-oob="true"' in found
