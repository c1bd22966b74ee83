"""Data quality: how much of each, the list, one finding mended or put aside, and the cards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.parties import actions, queries
from avrop.parties.queries import UnitFacts
from avrop.responsibility.actions import see_to_quality
from avrop.site.tests.builders import Reader, a_reader
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person, a_tenant, a_unit, everything

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
HOURS = "parties.quality_hours_backwards"


@pytest.fixture
def keeper() -> Reader:
    return a_reader("coordinator", world=a_tenant())


def a_wrong_unit(reader: Reader, name: str = "Ekskolan") -> UUID:
    return a_unit(reader.actor.tenant_id, name, opening_hours="16–7")


def address_of(unit_id: UUID, rule: str = HOURS) -> str:
    return reverse("finding", args=[rule, "unit", unit_id])


def test_the_overview_counts_what_each_rule_finds_and_leads_to_it(keeper: Reader) -> None:
    a_wrong_unit(keeper)
    a_wrong_unit(keeper, "Alskolan")

    shown = page(keeper.client, "quality")

    assert "Closes before it opens" in shown
    assert f'href="{reverse("findings")}?rule={HOURS}"' in shown
    assert "What is hard to believe" in shown


def test_the_list_says_what_where_and_who_and_is_chosen_by_unit_rule_and_kind(
    keeper: Reader,
) -> None:
    first, second = a_wrong_unit(keeper), a_wrong_unit(keeper, "Alskolan")

    shown = page(keeper.client, "findings", text="ekskolan", rule=HOURS, kind="plausible")
    as_file = keeper.client.get(reverse("findings"), {"as": "csv", "rule": HOURS})

    assert "Ekskolan closes before it opens: “16–7”." in shown
    assert "Alskolan" not in shown
    assert f'href="{reverse("change_unit", args=[first])}"' in shown
    assert f'href="{address_of(first)}"' in shown
    text = b"".join(as_file).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "Ekskolan" in text
    assert "Alskolan" in text
    assert address_of(second) in page(keeper.client, "findings", rule=HOURS)


def test_a_finding_is_put_aside_with_a_reason_and_taken_up_again(keeper: Reader) -> None:
    unit_id = a_wrong_unit(keeper)
    until = (TODAY + timedelta(days=30)).isoformat()
    facts: dict[str, Any] = {"reason": "Natthärbärge", "until": until}

    without = sent(keeper.client, address_of(unit_id), "AsideForm", **(facts | {"reason": ""}))
    too_long = sent(
        keeper.client,
        address_of(unit_id),
        "AsideForm",
        **(facts | {"until": (TODAY + timedelta(days=400)).isoformat()}),
    )
    put = sent(keeper.client, address_of(unit_id), "AsideForm", **facts)

    assert without[0] == 422
    assert too_long[0] == 409
    assert 'href="#until"' in too_long[1]
    assert put == (302, reverse("findings"))
    assert "Ekskolan" not in page(keeper.client, "findings", rule=HOURS)
    assert "Ekskolan" in page(keeper.client, "findings", rule=HOURS, state="aside")
    assert "Natthärbärge" in keeper.client.get(address_of(unit_id)).content.decode()
    assert sent(keeper.client, address_of(unit_id), "UpForm")[0] == 302
    assert "Ekskolan" in page(keeper.client, "findings", rule=HOURS)


def test_what_has_been_mended_leads_back_to_the_list(keeper: Reader) -> None:
    unit_id = a_wrong_unit(keeper)
    actions.change_unit(
        unit_id,
        UnitFacts("Ekskolan", opening_hours="7–16"),
        actor=everything(keeper.actor.tenant_id),
        at=timezone.now(),
    )

    for address in (address_of(unit_id), reverse("finding", args=["nonsense", "thing", unit_id])):
        answer = keeper.client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, reverse("findings"))


def test_the_cards_of_a_unit_and_a_person_tell_what_is_to_be_seen_to(keeper: Reader) -> None:
    tenant_id = keeper.actor.tenant_id
    unit_id = a_wrong_unit(keeper)
    person = a_person(tenant_id, (), name="Bo Al").person_id
    a_person(tenant_id, unit_id=unit_id)
    requester = a_reader("requester", world=keeper.world)
    contact = page(keeper.client, "finding", "parties.quality_no_unit_contact", "unit", unit_id)

    assert address_of(unit_id) in page(keeper.client, "unit", unit_id)
    assert (
        f"{reverse('contacts_of', args=[keeper.world.organisation_id])}?unit={unit_id}" in contact
    )
    assert "Nothing says where Bo Al works." in page(keeper.client, "person", person)
    assert address_of(unit_id) not in page(requester.client, "unit", unit_id)


def test_the_coordinators_start_page_tells_how_much_there_is(keeper: Reader) -> None:
    unit_id = a_wrong_unit(keeper)
    office = everything(keeper.actor.tenant_id)
    see_to_quality(actor=office, at=timezone.now())
    found = queries.findings_page(actor=office, at=timezone.now(), limit=200).items

    shown = page(keeper.client, "start")

    assert any(one.subject_id == unit_id for one in found)
    assert f"basic data: {len(found)}." in shown
    assert f'href="{reverse("quality")}"' in shown
