"""The verbs of master data, on a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.accounts.queries import holder_of
from avrop.documents.common import Identifier
from avrop.documents.parties import Party, TaxRegistration
from avrop.exchange import queries as exchange
from avrop.kernel.models import HistoryRow, Tenant
from avrop.kernel.problems import Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, events, queries
from avrop.parties.queries import (
    ContactFacts,
    DeliveryDays,
    PostalAddress,
    UnitFacts,
)
from avrop.testing.worlds import (
    AT,
    SINCE,
    TODAY,
    TenantWorld,
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    an_email,
    an_organisation,
    everything,
    organisation_facts,
    publishing,
)
from avrop.values.identifiers import gln

pytestmark = pytest.mark.usefixtures("db")

GLN, OTHER_GLN = str(gln("735000", 17)), str(gln("735000", 18))


@pytest.fixture
def world(db: None) -> TenantWorld:
    return a_tenant()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def unit_of(world: TenantWorld, unit_id: UUID) -> queries.UnitView:
    with tenant_scope(world.tenant_id):
        return queries.unit(unit_id)


# Founding


def test_a_tenant_begins_with_its_own_organisation_that_receives_at_its_endpoint() -> None:
    stated = organisation_facts("Ekbackens kommun")

    tenant_id = actions.found_tenant(stated, at=AT)

    with tenant_scope(tenant_id):
        own = queries.own_organisation()
        assert str(queries.time_zone()) == "Europe/Stockholm"
    assert (own.name, own.endpoint, own.is_self) == ("Ekbackens kommun", stated.endpoint, True)
    assert exchange.tenant_of(stated.endpoint) == tenant_id


def test_no_tenant_begins_at_the_endpoint_of_another(world: TenantWorld) -> None:
    before = Tenant.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.found_tenant(organisation_facts("Grannen", endpoint=world.endpoint), at=AT)

    assert refusal.value.codes == ["exchange.endpoint_taken"]
    assert Tenant.objects.count() == before


# Organisations


def test_a_supplier_is_registered_once(world: TenantWorld) -> None:
    stated = organisation_facts("Grossisten AB")
    actor = everything(world.tenant_id)

    with publishing(world.tenant_id) as published:
        supplier_id = actions.register_organisation(stated, actor=actor, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.register_organisation(stated, actor=actor, at=AT)

    assert published == [events.OrganisationRegistered(supplier_id)]
    assert refusal.value.codes == ["parties.endpoint_known", "parties.legal_id_known"]


def test_the_same_supplier_stands_in_each_tenant_by_itself(world: TenantWorld) -> None:
    neighbour, stated = a_tenant("Grannköping"), organisation_facts("Grossisten AB")

    first = actions.register_organisation(stated, actor=everything(world.tenant_id), at=AT)
    second = actions.register_organisation(stated, actor=everything(neighbour.tenant_id), at=AT)

    with tenant_scope(world.tenant_id):
        found = queries.organisation_by_endpoint(stated.endpoint)
        assert found is not None
        assert found.id == first
        with pytest.raises(Missing):
            queries.organisation(second)


def test_a_change_says_which_facts_differ_and_keeps_the_former_ones(world: TenantWorld) -> None:
    stated = organisation_facts("Grossisten AB")
    actor = everything(world.tenant_id)
    supplier_id = actions.register_organisation(stated, actor=actor, at=AT)
    other = replace(stated, name="Grossisten i Ekbacken AB", bankgiro="58056201")

    with publishing(world.tenant_id) as published:
        actions.change_organisation(supplier_id, other, actor=actor, at=AT, expected_version=1)
    with pytest.raises(Refused) as refusal:
        actions.change_organisation(supplier_id, stated, actor=actor, at=AT, expected_version=1)

    assert published == [events.OrganisationChanged(supplier_id, ("bankgiro", "name"))]
    assert refusal.value.codes == ["kernel.stale"]
    with tenant_scope(world.tenant_id):
        assert queries.organisation(supplier_id).name == "Grossisten i Ekbacken AB"
        former = HistoryRow.objects.get(row_id=supplier_id).former
    assert former is not None
    assert former["name"] == "Grossisten AB"


def test_our_own_new_endpoint_receives_and_the_former_one_no_longer(world: TenantWorld) -> None:
    actor, other = everything(world.tenant_id), organisation_facts("Ekbackens kommun")

    actions.change_organisation(world.organisation_id, other, actor=actor, at=AT)

    assert exchange.tenant_of(other.endpoint) == world.tenant_id
    assert exchange.tenant_of(world.endpoint) is None


def test_an_organisation_is_known_by_whatever_a_document_names_it_by(world: TenantWorld) -> None:
    supplier_id = an_organisation(world.tenant_id, gln=GLN)
    an_organisation(world.tenant_id, "Annan AB")
    with tenant_scope(world.tenant_id):
        supplier = queries.organisation(supplier_id)
        hyphenated = f"{supplier.legal_id[:6]}-{supplier.legal_id[6:]}"
        parties = (
            Party(endpoint=Identifier(supplier.legal_id, "0007")),
            Party(identifications=(Identifier(GLN, "0088"),)),
            Party(legal_id=Identifier(hyphenated)),
            Party(legal_id=Identifier(supplier.legal_id, "0007")),
            Party(tax_registrations=(TaxRegistration(supplier.vat_id),)),
        )

        found = [queries.organisation_of_party(party) for party in parties]

        assert [each and each.id for each in found] == [supplier_id] * 5
        assert queries.organisation_of_party(Party(name=supplier.name)) is None
        assert queries.organisation_by_any(legal_id="5560360793") is None


def test_the_endpoint_weighs_more_than_the_number(world: TenantWorld) -> None:
    first, second = an_organisation(world.tenant_id), an_organisation(world.tenant_id, "Annan AB")
    with tenant_scope(world.tenant_id):
        number = queries.organisation(first).legal_id
        endpoint = queries.organisation(second).endpoint

        found = queries.organisation_by_any(endpoint=endpoint, legal_id=number)

    assert found is not None
    assert found.id == second


# Units


def test_a_unit_lies_in_another_and_below_it(world: TenantWorld) -> None:
    schools = a_unit(world.tenant_id, "Skolförvaltningen")
    school = a_unit(world.tenant_id, "Ekskolan", parent_id=schools)
    kitchen = a_unit(world.tenant_id, "Köket", parent_id=school, gln=GLN)
    other = a_unit(world.tenant_id, "Tekniska")

    with tenant_scope(world.tenant_id):
        assert queries.unit(kitchen).lineage == (schools, school, kitchen)
        assert queries.subtree(schools) == {schools, school, kitchen}
        assert queries.subtree(other) == {other}
        found = queries.unit_by_gln(GLN)
    assert found is not None
    assert found.id == kitchen


def test_a_gln_is_never_given_to_another_not_even_when_its_unit_has_changed_it(
    world: TenantWorld,
) -> None:
    actor = everything(world.tenant_id)
    school = a_unit(world.tenant_id, "Ekskolan", gln=GLN)
    actions.change_unit(school, UnitFacts("Ekskolan", gln=OTHER_GLN), actor=actor, at=AT)

    with pytest.raises(Refused) as refusal, publishing(world.tenant_id) as published:
        actions.open_unit(UnitFacts("Ny", gln=GLN), valid_from=SINCE, actor=actor, at=AT)
    actions.change_unit(school, UnitFacts("Ekskolan", gln=GLN), actor=actor, at=AT)

    assert refusal.value.codes == ["parties.gln_taken"]
    assert published == []
    assert unit_of(world, school).gln == GLN


def test_a_unit_keeps_its_gln_when_it_moves_but_the_place_does_not(world: TenantWorld) -> None:
    actor = everything(world.tenant_id)
    place = PostalAddress("Ekvägen 3", "123 46", "Ekbacken", gln=OTHER_GLN)
    school = a_unit(world.tenant_id, "Ekskolan", gln=GLN, delivery_address=place)
    elsewhere = PostalAddress("Björkvägen 9", "123 47", "Ekbacken", gln=OTHER_GLN)

    with pytest.raises(Refused) as refusal:
        actions.change_unit(
            school, UnitFacts("Ekskolan", gln=GLN, delivery_address=elsewhere), actor=actor, at=AT
        )
    actions.change_unit(
        school,
        UnitFacts("Ekskolan", gln=GLN, delivery_address=elsewhere),
        address_is_corrected=True,
        actor=actor,
        at=AT,
    )

    assert refusal.value.codes == ["parties.moved_place_keeps_gln"]
    assert unit_of(world, school).delivery_address == elsewhere


def test_glns_are_allocated_from_our_own_prefix_past_those_given_by_hand() -> None:
    world = a_tenant(gs1_prefix="735000")
    actor = everything(world.tenant_id)
    a_unit(world.tenant_id, "För hand", gln=str(gln("735000", 1)))
    school = a_unit(world.tenant_id, "Ekskolan")

    with publishing(world.tenant_id) as published:
        given = actions.allocate_gln(school, actor=actor, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.allocate_gln(school, actor=actor, at=AT)

    assert given == unit_of(world, school).gln == str(gln("735000", 2))
    assert published == [events.GlnAllocated(school, given)]
    assert refusal.value.codes == ["parties.unit_has_gln"]


def test_a_unit_moves_with_everything_below_it(world: TenantWorld) -> None:
    first, second = a_unit(world.tenant_id, "Norr"), a_unit(world.tenant_id, "Söder")
    school = a_unit(world.tenant_id, "Ekskolan", parent_id=first)
    kitchen = a_unit(world.tenant_id, "Köket", parent_id=school)

    with publishing(world.tenant_id) as published:
        actions.move_unit(school, parent_id=second, actor=everything(world.tenant_id), at=AT)

    assert unit_of(world, kitchen).lineage == (second, school, kitchen)
    assert unit_of(world, school).parent_id == second
    with tenant_scope(world.tenant_id):
        assert queries.subtree(first) == {first}
    assert published == [events.UnitMoved(school, first, second)]


def test_a_unit_cannot_be_moved_into_what_lies_in_it(world: TenantWorld) -> None:
    school = a_unit(world.tenant_id, "Ekskolan")
    kitchen = a_unit(world.tenant_id, "Köket", parent_id=school)

    with pytest.raises(Refused) as refusal:
        actions.move_unit(school, parent_id=kitchen, actor=everything(world.tenant_id), at=AT)

    assert refusal.value.codes == ["parties.unit_inside_itself"]
    assert unit_of(world, kitchen).lineage == (school, kitchen)


def test_a_closed_unit_stays_and_its_people_go_to_the_successor(world: TenantWorld) -> None:
    actor = everything(world.tenant_id)
    old, new = a_unit(world.tenant_id, "Gamla"), a_unit(world.tenant_id, "Nya")
    person = a_person(world.tenant_id, unit_id=old)
    assert person.person_id is not None

    with pytest.raises(Refused) as refusal:
        actions.close_unit(old, last_day=TODAY, actor=actor, at=AT)
    actions.close_unit(old, last_day=TODAY, successor_id=new, actor=actor, at=AT)

    closed = unit_of(world, old)
    assert refusal.value.codes == ["parties.unit_has_people"]
    assert closed.is_open(TODAY)
    assert not closed.is_open(TODAY + timedelta(days=1))
    assert closed.successor_id == new
    with tenant_scope(world.tenant_id):
        assert queries.person(person.person_id).unit_id == old
        assert [unit.id for unit in queries.units(on=TODAY + timedelta(days=1))] == [new]
    actions.take_effect(actor=actor, at=noon(TODAY + timedelta(days=1)))
    with tenant_scope(world.tenant_id):
        assert queries.person(person.person_id).unit_id == new


def test_nothing_opens_in_a_unit_that_is_closed(world: TenantWorld) -> None:
    actor = everything(world.tenant_id)
    old = a_unit(world.tenant_id, "Gamla")
    actions.close_unit(old, last_day=TODAY, actor=actor, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.open_unit(
            UnitFacts("Ny"), valid_from=TODAY + timedelta(days=1), parent_id=old, actor=actor, at=AT
        )

    assert refusal.value.codes == ["parties.unit_not_open"]


# People


def test_one_human_being_belongs_to_several_organisations(world: TenantWorld) -> None:
    neighbour, email = a_tenant("Grannköping"), an_email()

    here = a_person(world.tenant_id, ("coordinator",), email=email)
    there = a_person(neighbour.tenant_id, ("coordinator",), email=email.upper())

    assert here.account_id == there.account_id
    assert here.account_id is not None
    memberships = queries.memberships_of(here.account_id, at=noon(TODAY))
    assert [(each.tenant_name, each.person_id) for each in memberships] == [
        ("Ekbackens kommun", here.person_id),
        ("Grannköping", there.person_id),
    ]


def test_nobody_is_added_twice_but_who_has_left_may_come_back(world: TenantWorld) -> None:
    actor, email = everything(world.tenant_id), an_email()
    person = a_person(world.tenant_id, email=email)
    assert person.person_id is not None

    with pytest.raises(Refused) as refusal:
        actions.add_person("Kim Ek", email, valid_from=TODAY, actor=actor, at=AT)
    actions.end_person(person.person_id, last_day=TODAY, actor=actor, at=AT)
    back = TODAY + timedelta(days=30)
    again = actions.add_person("Kim Ek", email, valid_from=back, actor=actor, at=AT)

    assert refusal.value.codes == ["parties.person_known"]
    assert again == person.person_id


def test_who_leaves_can_choose_the_organisation_until_the_last_day(world: TenantWorld) -> None:
    person, taker = a_person(world.tenant_id), a_person(world.tenant_id)
    assert person.person_id is not None
    assert person.account_id is not None

    with publishing(world.tenant_id) as published:
        actions.end_person(
            person.person_id,
            last_day=TODAY,
            taker_id=taker.person_id,
            actor=everything(world.tenant_id),
            at=AT,
        )

    after = TODAY + timedelta(days=1)
    assert queries.membership(person.account_id, world.tenant_id, at=noon(TODAY)) is not None
    # Half past midnight, where they are.
    late = datetime.combine(TODAY, time(23, 30), UTC)
    assert queries.membership(person.account_id, world.tenant_id, at=late) is None
    assert queries.membership(person.account_id, world.tenant_id, at=noon(after)) is None
    assert published == [events.PersonEnded(person.person_id, TODAY, taker.person_id)]


def test_a_move_to_another_unit_names_the_former_one(world: TenantWorld) -> None:
    first, second = a_unit(world.tenant_id), a_unit(world.tenant_id, "Ekskolan")
    person = a_person(world.tenant_id, unit_id=first)
    assert person.person_id is not None

    with publishing(world.tenant_id) as published:
        actions.move_person(
            person.person_id, unit_id=second, actor=everything(world.tenant_id), at=AT
        )

    assert published == [events.PersonMoved(person.person_id, first, second)]


def test_a_person_without_address_can_be_there_but_not_sign_in(world: TenantWorld) -> None:
    actor = everything(world.tenant_id)

    with pytest.raises(Invalid) as refusal:
        actions.add_person("Vikarien", "", valid_from=TODAY, actor=actor, at=AT)
    person_id = actions.add_person(
        "Vikarien", "", valid_from=TODAY, signs_in=False, actor=actor, at=AT
    )
    with pytest.raises(Refused) as no_key:
        actions.issue_api_key(person_id, name="skript", actor=actor, at=AT)

    assert refusal.value.codes == ["parties.email_missing"]
    assert no_key.value.codes == ["parties.person_without_account"]


def test_a_key_acts_as_the_person_it_was_issued_for(world: TenantWorld) -> None:
    person = a_person(world.tenant_id)
    assert person.person_id is not None

    key = actions.issue_api_key(
        person.person_id, name="skript", actor=everything(world.tenant_id), at=AT
    )

    holder = holder_of(key, at=AT)
    assert holder is not None
    assert (holder.tenant_id, holder.person_id) == (world.tenant_id, person.person_id)


# Contacts and terms


def test_a_contact_replaces_the_former_one_for_the_same_purpose(world: TenantWorld) -> None:
    actor, supplier = everything(world.tenant_id), an_organisation(world.tenant_id)
    unit = a_unit(world.tenant_id)
    desk = ContactFacts("orders", "Order desk", phone="010-1")

    first = actions.set_contact(supplier, desk, actor=actor, at=AT)
    second = actions.set_contact(
        supplier, ContactFacts("orders", "Alva", email="alva@example.com"), actor=actor, at=AT
    )
    near = ContactFacts("orders", "Bo", phone="010-2")
    actions.set_contact(supplier, near, unit_id=unit, actor=actor, at=AT)

    assert first == second
    with tenant_scope(world.tenant_id):
        general = queries.contact_for(supplier, "orders")
        own = queries.contact_for(supplier, "orders", unit_id=unit)
    assert general is not None
    assert own is not None
    assert (general.name, own.name) == ("Alva", "Bo")


def test_a_flagged_contact_is_doubtful_until_it_is_confirmed(world: TenantWorld) -> None:
    actor, supplier = everything(world.tenant_id), an_organisation(world.tenant_id)
    desk = ContactFacts("orders", "Order desk", phone="010-1")
    contact = actions.set_contact(supplier, desk, actor=actor, at=AT)

    def doubtful(on: date) -> list[UUID]:
        return [each.id for each in queries.doubtful_contacts(actor=actor, on=on).items]

    assert doubtful(TODAY) == []
    assert doubtful(TODAY + timedelta(days=366)) == [contact]
    actions.flag_contact(contact, reason="550", actor=actor, at=AT)
    assert doubtful(TODAY) == [contact]
    actions.confirm_contact(contact, actor=actor, at=AT)
    assert doubtful(TODAY) == []


def test_new_terms_end_the_former_ones_the_day_before(world: TenantWorld) -> None:
    supplier = an_organisation(world.tenant_id)
    a_relationship(world.tenant_id, supplier, customer_number="1")
    a_relationship(world.tenant_id, supplier, customer_number="2", valid_from=TODAY)

    with tenant_scope(world.tenant_id):
        before = queries.trading_terms(supplier, None, on=TODAY - timedelta(days=1))
        after = queries.trading_terms(supplier, None, on=TODAY)
    with pytest.raises(Refused) as refusal:
        a_relationship(world.tenant_id, supplier, customer_number="3")

    assert (before.customer_number, after.customer_number) == ("1", "2")
    assert refusal.value.codes == ["parties.later_terms"]


def test_terms_that_begin_on_the_same_day_are_replaced(world: TenantWorld) -> None:
    supplier = an_organisation(world.tenant_id)

    first = a_relationship(world.tenant_id, supplier, customer_number="1")
    second = a_relationship(world.tenant_id, supplier, customer_number="2")

    assert first == second


def test_a_customer_number_that_comes_back_changes_nothing_else(world: TenantWorld) -> None:
    actor, unit = everything(world.tenant_id), a_unit(world.tenant_id)
    supplier = an_organisation(world.tenant_id)
    days = (DeliveryDays("15", (2, 4), time(14, 0), 2),)
    a_relationship(
        world.tenant_id, supplier, customer_number_required=True, promised_response_hours=24
    )
    a_relationship(world.tenant_id, supplier, unit, delivery_calendar=days)
    with tenant_scope(world.tenant_id):
        before = queries.trading_terms(supplier, unit, on=TODAY)

    actions.set_customer_number(
        supplier, unit, customer_number="4711", valid_from=TODAY, actor=actor, at=AT
    )

    with tenant_scope(world.tenant_id):
        after = queries.trading_terms(supplier, unit, on=TODAY)
    assert (before.lacks_customer_number, after.lacks_customer_number) == (True, False)
    assert (after.customer_number, after.promised_response_hours) == ("4711", 24)
    assert after.delivery_calendar == days


def test_a_unit_shows_what_it_still_lacks_supplier_by_supplier(world: TenantWorld) -> None:
    unit = a_unit(world.tenant_id, invoice_reference="")
    ready, waiting = (an_organisation(world.tenant_id, name) for name in ("A AB", "B AB"))
    actor = everything(world.tenant_id)
    for supplier in (ready, waiting):
        a_relationship(world.tenant_id, supplier, customer_number_required=True)
        contact = ContactFacts("orders", "Order desk", phone="010-1")
        actions.set_contact(supplier, contact, actor=actor, at=AT)
    actions.set_customer_number(
        ready, unit, customer_number="1", valid_from=TODAY, actor=actor, at=AT
    )

    found = queries.unit_readiness(unit, actor=actor, on=TODAY)

    assert [problem.code for problem in found.problems] == ["parties.no_invoice_reference"]
    assert [(each.name, [p.code for p in each.problems]) for each in found.suppliers] == [
        ("A AB", []),
        ("B AB", ["parties.no_customer_number"]),
    ]


# Documents


def test_goods_that_pass_the_centre_are_consigned_there_for_the_unit(world: TenantWorld) -> None:
    centre = an_organisation(world.tenant_id, "Centralen", gln=GLN)
    supplier = an_organisation(world.tenant_id, registered_for_f_tax=True)
    unit = a_unit(world.tenant_id, "Ekskolan", gln=OTHER_GLN)
    a_relationship(world.tenant_id, supplier, consignee_organisation_id=centre)
    contact = ContactFacts("orders", "Order desk", email="o@example.com")
    actions.set_contact(supplier, contact, actor=everything(world.tenant_id), at=AT)

    with tenant_scope(world.tenant_id), CaptureQueriesContext(connection) as asked:
        found = queries.trade_parties(supplier, unit, on=TODAY)

    assert len(asked) == 4
    assert found.consignee.identifier == Identifier(GLN, "0088")
    assert found.consignee.name == "Centralen"
    assert found.delivery_party.identifications == (Identifier(OTHER_GLN, "0088"),)
    assert (found.buyer.name, found.originator.name) == ("Ekbackens kommun", "Ekskolan")
    assert found.seller.contact is not None
    assert found.seller.contact.email == "o@example.com"
    assert found.seller.tax_registrations[1] == TaxRegistration("Godkänd för F-skatt", "TAX")


def test_without_a_centre_goods_go_to_the_units_own_place(world: TenantWorld) -> None:
    supplier, unit = an_organisation(world.tenant_id), a_unit(world.tenant_id, "Ekskolan")

    with tenant_scope(world.tenant_id):
        found = queries.trade_parties(supplier, unit, on=TODAY)

    assert found.consignee.address is not None
    assert found.consignee.address.street == "Ekvägen 3"
    assert not found.terms.is_agreed
