"""What is found in the basic data as it is stored; putting it aside, and taking it up again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.events import FindingPutAside, FindingTakenUp
from avrop.parties.quality_models import FindingAside
from avrop.parties.queries import ContactFacts, Finding, PostalAddress, UnitFacts
from avrop.testing.municipality import PREFIX
from avrop.testing.worlds import (
    AT,
    SINCE,
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    an_organisation,
    everything,
    publishing,
)
from avrop.values import uuid7

pytestmark = pytest.mark.django_db

TODAY = AT.date()
UNTIL = TODAY + timedelta(days=30)


@pytest.fixture
def office() -> Actor:
    return everything(a_tenant().tenant_id)


def found(office: Actor, at: Any = AT, **chosen: Any) -> list[Finding]:
    return list(queries.findings_page(actor=office, at=at, limit=200, **chosen).items)


def codes(office: Actor, subject_id: UUID, at: Any = AT) -> set[str]:
    """The rules that find something in a thing, looked at among all and alone."""
    among_all = {one.rule for one in found(office, at) if one.subject_id == subject_id}
    for kind in ("unit", "person", "contact", "relationship", "organisation"):
        alone = queries.findings_about(kind, subject_id, actor=office, at=at)
        if alone:
            assert {one.rule for one in alone} == among_all
    return {code.removeprefix("parties.") for code in among_all}


def a_bare_unit(office: Actor, name: str = "Ekskolan", **facts: Any) -> UUID:
    """A unit that nothing is known of, for which somebody may order."""
    bare = {"delivery_address": None, "invoice_reference": ""}
    unit_id = a_unit(office.tenant_id, name, **(bare | facts))
    a_person(office.tenant_id, unit_id=unit_id, name=f"Beställare {name}")
    return unit_id


def test_a_unit_lacks_what_ordering_takes_where_somebody_may_order_for_it(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen", delivery_address=None, invoice_reference="")
    school = a_bare_unit(office, parent_id=top)
    office_unit = a_unit(office.tenant_id, "Kontoret", delivery_address=None, parent_id=top)

    assert codes(office, school) == {
        "no_delivery_address",
        "no_invoice_reference",
        "quality_no_opening_hours",
        "quality_no_unit_contact",
    }
    assert codes(office, top) == codes(office, office_unit) == set()


def test_who_may_order_for_a_wide_area_orders_for_where_he_works(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen", invoice_reference="")
    school = a_unit(office.tenant_id, "Ekskolan", invoice_reference="", parent_id=top)
    requester = a_person(office.tenant_id, unit_id=top)
    assert requester.person_id is not None
    actions.move_person(requester.person_id, unit_id=school, actor=office, at=AT)

    assert "no_invoice_reference" in codes(office, school)
    assert "no_invoice_reference" not in codes(office, top)


def test_a_gln_is_missed_by_who_has_a_series_and_a_contact_of_ours_serves_the_units_below() -> None:
    office = everything(a_tenant(gs1_prefix=PREFIX).tenant_id)
    top = a_unit(office.tenant_id, "Förvaltningen")
    school = a_bare_unit(office, parent_id=top)
    with tenant_scope(office.tenant_id):
        own = queries.own_organisation().id
    before = codes(office, school)

    contact = ContactFacts("orders", "Receptionen", phone="08-123 456")
    actions.set_contact(own, contact, unit_id=top, actor=office, at=AT)

    assert "quality_no_gln" in before
    assert before - codes(office, school) == {"quality_no_unit_contact"}


def test_terms_tell_what_is_missing_at_a_supplier_and_since_when_he_is_silent(
    office: Actor,
) -> None:
    tenant_id = office.tenant_id
    kitchen = a_bare_unit(office, "Köket", serves_food=True)
    supplier, centre = an_organisation(tenant_id, "Frukt AB"), an_organisation(tenant_id, "Navet")
    a_relationship(
        tenant_id, supplier, customer_number_required=True, consignee_organisation_id=centre
    )
    lacks = {one.rule: one for one in found(office) if one.subject_id == kitchen}
    asked = a_relationship(tenant_id, supplier, kitchen, valid_from=TODAY, awaits_supplier=True)

    assert lacks["parties.no_customer_number"].values["supplier"] == "Frukt AB"
    assert "parties.no_delivery_days" in lacks
    assert "no_customer_number" not in codes(office, kitchen)
    assert codes(office, supplier) == {"quality_no_contact_there"}
    assert codes(office, asked) == set()
    assert codes(office, asked, AT + timedelta(days=15)) == {"quality_supplier_silent"}


def test_what_others_are_like_tells_who_stands_out(office: Actor) -> None:
    tenant_id = office.tenant_id
    place = PostalAddress("Ekvägen 3", "123 46", "Ekbacken")
    for name in ("Ekskolan", "Alskolan", "ekskolan"):
        a_unit(tenant_id, name, delivery_address=place)
    wrong = a_unit(
        tenant_id, "Linden", delivery_address=PostalAddress("Ekvägen 5", "12346", "Ekbaken")
    )
    school = a_unit(tenant_id, "Asken")
    doubled = [a_person(tenant_id, unit_id=school, name="Åsa Ek") for _ in range(2)]
    a_person(tenant_id, (), wrong, name="Åsa Ek")
    for number in range(20):
        a_person(tenant_id, unit_id=school, name=f"Kim {number}")
    strange = a_person(tenant_id, unit_id=school, name="Bo Al", email="bo@exemple.com")

    alike = {one.subject for one in found(office, rule="parties.quality_units_alike")}
    people = [one.subject_id for one in found(office, rule="parties.quality_people_alike")]
    assert alike == {"Ekskolan", "ekskolan"}
    assert codes(office, wrong) == {"quality_city_differs"}
    assert sorted(people) == sorted(one.person_id for one in doubled if one.person_id)
    assert strange.person_id is not None
    assert codes(office, strange.person_id) == {"quality_email_domain"}


def test_whoever_is_protected_is_not_looked_at(office: Actor) -> None:
    person = a_person(office.tenant_id).person_id
    assert person is not None
    before = codes(office, person)

    actions.protect_identity(person, decision="KS 2026:9", actor=office, at=AT)

    assert before == {"quality_never_employed"}
    assert codes(office, person) == set()


def test_findings_are_chosen_by_rule_kind_unit_and_text_and_paged_by_key(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen")
    first = a_bare_unit(office, "Ekskolan", parent_id=top)
    second = a_bare_unit(office, "Alskolan")

    pages = [queries.findings_page(actor=office, at=AT, limit=3)]
    while cursor := pages[-1].next_cursor:
        pages.append(queries.findings_page(actor=office, at=AT, limit=3, cursor=cursor))

    assert [one.key for page in pages for one in page.items] == [one.key for one in found(office)]
    assert {one.subject_id for one in found(office, unit_id=top)} == {first}
    assert {one.unit_id for one in found(office, text="förvaltn")} == {first}
    assert {one.unit_id for one in found(office, text="alsk")} == {second}
    assert {one.kind for one in found(office, kind="required")} == {"required"}
    assert [one.unit_id for one in found(office, rule="parties.no_delivery_address")] == sorted(
        [first, second]
    )
    with pytest.raises(Invalid):
        queries.findings_page(actor=office, at=AT, cursor="1/2")


def test_what_is_put_aside_is_counted_apart_and_comes_back_when_its_facts_change(
    office: Actor,
) -> None:
    unit_id = a_unit(office.tenant_id, "Ekskolan", opening_hours="16–7")
    (one,) = queries.findings_about("unit", unit_id, actor=office, at=AT)

    with publishing(office.tenant_id) as events:
        aside_id = actions.put_finding_aside(
            *one.key, reason=" Nattöppet ", until=UNTIL, actor=office, at=AT
        )

    tally = {each.rule: each for each in queries.quality_tallies(actor=office, at=AT)}[one.rule]
    assert (tally.open, tally.aside) == (0, 1)
    assert events == [FindingPutAside(aside_id, *one.key, UNTIL)]
    assert found(office, rule=one.rule) == []
    (aside,) = found(office, state="aside")
    assert aside.aside is not None
    assert (aside.aside.reason, aside.aside.until) == ("Nattöppet", UNTIL)
    assert len(found(office, UNTIL_AND_A_DAY, rule=one.rule)) == 1
    stated = UnitFacts("Ekskolan", opening_hours="16–6")
    actions.change_unit(unit_id, stated, actor=office, at=AT)
    assert len(found(office, rule=one.rule)) == 1


UNTIL_AND_A_DAY = AT + timedelta(days=31)


def test_what_is_put_aside_anew_is_one_thing_and_can_be_taken_up_once(office: Actor) -> None:
    unit_id = a_unit(office.tenant_id, "Ekskolan", opening_hours="16–7")
    (one,) = queries.findings_about("unit", unit_id, actor=office, at=AT)
    put = {"until": UNTIL, "actor": office, "at": AT}
    first = actions.put_finding_aside(*one.key, reason="Nattöppet", **put)
    again = actions.put_finding_aside(*one.key, reason="Jour", **put)

    with publishing(office.tenant_id) as events:
        actions.take_finding_up(again, expected_version=2, actor=office, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.take_finding_up(again, actor=office, at=AT)

    assert first == again
    assert events == [FindingTakenUp(again, *one.key)]
    assert refusal.value.codes == ["parties.aside_is_over"]
    assert len(found(office, rule=one.rule)) == 1


def test_what_is_well_is_not_put_aside_and_nothing_is_without_a_reason(office: Actor) -> None:
    unit_id = a_unit(office.tenant_id, "Ekskolan", opening_hours="16–7")
    (one,) = queries.findings_about("unit", unit_id, actor=office, at=AT)
    put = {"reason": "Nattöppet", "until": UNTIL, "actor": office, "at": AT}

    with publishing(office.tenant_id) as events:
        for key in (
            ("parties.quality_no_gln", "unit", unit_id),
            ("no such rule", "unit", unit_id),
            (one.rule, "no such thing", unit_id),
            (one.rule, "unit", uuid7()),
        ):
            with pytest.raises(Missing):
                actions.put_finding_aside(*key, **put)
        with pytest.raises(Refused) as refusal:
            actions.put_finding_aside(*one.key, **(put | {"reason": " ", "until": SINCE}))
        with pytest.raises(Missing):
            actions.take_finding_up(uuid7(), actor=office, at=AT)

    assert refusal.value.codes == ["parties.aside_without_reason", "parties.aside_until"]
    assert events == []
    with tenant_scope(office.tenant_id):
        assert not FindingAside.objects.exists()


def test_a_coordinator_puts_aside_in_his_own_part_only(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen")
    school = a_unit(office.tenant_id, "Ekskolan", opening_hours="16–7", parent_id=top)
    elsewhere = a_unit(office.tenant_id, "Alskolan", opening_hours="16–7")
    coordinator = a_person(office.tenant_id, ("coordinator",), top)
    rule, put = "parties.quality_hours_backwards", {"reason": "Nattöppet", "until": UNTIL, "at": AT}

    own = actions.put_finding_aside(rule, "unit", school, actor=coordinator, **put)
    others = actions.put_finding_aside(rule, "unit", elsewhere, actor=office, **put)
    with pytest.raises(Forbidden):
        actions.put_finding_aside(rule, "unit", elsewhere, actor=coordinator, **put)
    with pytest.raises(Forbidden):
        actions.take_finding_up(others, actor=coordinator, at=AT)

    actions.take_finding_up(own, actor=coordinator, at=AT)
    assert [one.subject_id for one in found(office, rule=rule)] == [school]


def test_the_statements_do_not_grow_with_units_and_people(office: Actor) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert found(office)
        return len(asked)

    a_bare_unit(office)
    for_one = statements()
    for number in range(99):
        a_bare_unit(office, f"Skolan {number}")

    assert statements() == for_one
