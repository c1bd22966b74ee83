"""Builds the world of the demonstration through the same commands as everybody, as the operator.

Building is done once: an organisation that is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from avrop.agreements import actions as agreements
from avrop.authority import actions as authority
from avrop.coding import actions as coding
from avrop.coding.shapes import NewValue
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as known_parties
from avrop.parties.contacts import ContactFacts, Purpose
from avrop.parties.delivery import DeliveryDays
from avrop.parties.queries import (
    DeliveryPlaceFacts,
    OrganisationFacts,
    PostalAddress,
    TermsFacts,
    UnitFacts,
)
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import MovementInput
from avrop.site.actors import actor_by_email, operator
from avrop.site.demonstration.goods import (
    AGREEMENT_NUMBERS,
    AGREEMENT_TITLES,
    ASSORTMENTS,
    TERMS,
)
from avrop.site.demonstration.people import (
    CENTRE,
    EKVALLA,
    FRESH,
    MUNICIPALITIES,
    ORGANISATIONS,
    PEOPLE,
    SCHOOL,
    SUPPLIERS,
    UNITS,
    OrganisationOfDemo,
    PersonOfDemo,
    UnitOfDemo,
)
from avrop.site.founding import ensure_operator
from avrop.values import Money
from avrop.values.identifiers import bankgiro, gln, organisation_number

#: Whom one speaks with about what, by the purpose.
OFFICES = {
    Purpose.ORDERS: "orderkontoret",
    Purpose.E_COMMERCE: "e-handel",
    Purpose.AGREEMENT: "avtal",
}
WORKDAYS = (1, 2, 3, 4, 5)
#: Where the loading dock of the school stands in the municipality's series of GLNs.
DOCK_REFERENCE = 81


@dataclass(frozen=True, slots=True)
class World:
    """Who can act in the demonstration, by the key the journey calls them."""

    actors: Mapping[str, Actor]
    is_new: bool

    def tenant(self, person: str) -> UUID:
        """The organisation a person of the demonstration acts for."""
        return self.actors[person].tenant_id


def build(*, at: datetime) -> World:
    """The world, built now or found as it was built before."""
    is_new = not Tenant.objects.filter(name=EKVALLA).exists()
    if is_new:
        ensure_operator(at=at)
        for organisation in ORGANISATIONS:
            _found(organisation, at)
        for municipality in MUNICIPALITIES:
            _furnish_municipality(municipality, at)
        for supplier in SUPPLIERS:
            _furnish_supplier(supplier, at)
        for person in PEOPLE:
            _engage(person, at)
        _restrict_medicines(at)
        for municipality in MUNICIPALITIES:
            _make_agreements(municipality, at)
    return World({person.key: _actor(person) for person in PEOPLE}, is_new)


def _actor(person: PersonOfDemo) -> Actor:
    # Nobody in the demonstration has a second factor: playing it stands for having shown one.
    shown = datetime.max.replace(tzinfo=UTC)
    return replace(actor_by_email(person.address, person.organisation), proven_until=shown)


def facts_of(organisation: OrganisationOfDemo) -> OrganisationFacts:
    """An organisation as every party registers it."""
    number = organisation_number(organisation.number)
    return OrganisationFacts(
        name=organisation.name,
        legal_scheme="0007",
        legal_id=number,
        vat_id=f"SE{number}01",
        endpoint=f"0007:{number}",
        gln=gln(organisation.gs1_prefix, 0),
        gs1_prefix=organisation.gs1_prefix,
        bankgiro=bankgiro(organisation.bankgiro) if organisation.bankgiro else "",
        registered_for_f_tax=True,
        registered_city=organisation.city,
        address=PostalAddress("Huvudgatan 1", "111 11", organisation.city, name=organisation.name),
    )


def _found(organisation: OrganisationOfDemo, at: datetime) -> None:
    parties.found_tenant(facts_of(organisation), side=_side_of(organisation), at=at)
    actor = operator(organisation.name)
    authority.install_roles(actor=actor, at=at)
    for other in _partners_of(organisation):
        partner = parties.register_organisation(facts_of(other), actor=actor, at=at)
        for purpose, office in OFFICES.items():
            mail = f"{purpose}@{other.number}.example"
            name = f"{other.name}, {office}"
            contact = ContactFacts(purpose, name, mail, "010-000 00 00")
            parties.set_contact(partner, contact, actor=actor, at=at)


def _side_of(organisation: OrganisationOfDemo) -> known_parties.TradeSide:
    if organisation.name in SUPPLIERS:
        return known_parties.TradeSide.SELLING
    if organisation.name in MUNICIPALITIES:
        return known_parties.TradeSide.BUYING
    return known_parties.TradeSide.BOTH


def _partners_of(organisation: OrganisationOfDemo) -> Iterator[OrganisationOfDemo]:
    """Municipalities know suppliers and the centre, suppliers know municipalities and the centre."""
    own_side = MUNICIPALITIES if organisation.name in MUNICIPALITIES else SUPPLIERS
    for other in ORGANISATIONS:
        if other.name not in own_side and other.name != organisation.name:
            yield other


def partner_id(tenant_id: UUID, name: str) -> UUID:
    """How a tenant knows the organisation of that name."""
    facts = facts_of(next(one for one in ORGANISATIONS if one.name == name))
    with tenant_scope(tenant_id):
        found = known_parties.organisation_by_endpoint(facts.endpoint)
    assert found is not None, name
    return found.id


def _furnish_municipality(name: str, at: datetime) -> None:
    actor, today = operator(name), at.date()
    define_coding(actor, at)
    for unit in UNITS:
        if unit.organisation == name:
            unit_id = parties.open_unit(
                _facts_of_unit(unit), valid_from=since_new_year(today), actor=actor, at=at
            )
            if unit.name == SCHOOL:
                dock = _loading_dock(unit)
                parties.add_delivery_place(
                    unit_id, dock, valid_from=since_new_year(today), actor=actor, at=at
                )
    for number, supplier in enumerate(SUPPLIERS, start=1):
        centre = partner_id(actor.tenant_id, CENTRE) if supplier == FRESH else None
        terms = TermsFacts(
            customer_number=f"K{number}{actor.tenant_id.hex[-4:].upper()}",
            customer_number_required=True,
            promised_response_hours=24,
            advanced_ordering=supplier != SUPPLIERS[0],
            delivery_calendar=(DeliveryDays("", WORKDAYS, time(23, 59), 1),),
            consignee_organisation_id=centre,
        )
        partner = partner_id(actor.tenant_id, supplier)
        parties.agree_terms(partner, terms, valid_from=since_new_year(today), actor=actor, at=at)


def _facts_of_unit(unit: UnitOfDemo) -> UnitFacts:
    organisation = next(one for one in ORGANISATIONS if one.name == unit.organisation)
    return UnitFacts(
        name=unit.name,
        gln=gln(organisation.gs1_prefix, unit.reference),
        delivery_address=PostalAddress(unit.street, "222 22", organisation.city, name=unit.name),
        invoice_reference=unit.invoice_reference,
        default_coding=unit.coding,
        serves_food=True,
    )


def _loading_dock(unit: UnitOfDemo) -> DeliveryPlaceFacts:
    """Where the unit takes in what does not go through its main entrance."""
    organisation = next(one for one in ORGANISATIONS if one.name == unit.organisation)
    number = gln(organisation.gs1_prefix, DOCK_REFERENCE)
    return DeliveryPlaceFacts(
        name="Köket, lastkaj B",
        address=PostalAddress("Bakgatan 4", "222 22", organisation.city, gln=number),
        opening_hours="Måndag till fredag 6–14",
        directions="Kör in från Bakgatan. Ring på klockan till höger om porten.",
        takes_food=True,
    )


def since_new_year(today: date) -> date:
    """Long enough ago that nothing of today is before it."""
    return date(today.year, 1, 1)


DIMENSIONS = (
    ("ansvar", {"sv": "Ansvar", "en": "Responsibility", "zh-hans": "责任中心"}, "responsibility"),
    ("konto", {"sv": "Konto", "en": "Account", "zh-hans": "科目"}, "account"),
    ("verksamhet", {"sv": "Verksamhet", "en": "Operation", "zh-hans": "业务"}, ""),
)
VALUES = {
    "ansvar": {
        "4100": "Bokskolan",
        "4110": "Ekbackens förskola",
        "4200": "Solgläntans äldreboende",
        "4210": "Fritidsverksamheten",
        "7100": "Strandskolan",
    },
    "konto": {
        "64400": "Livsmedel",
        "64600": "Förbrukningsmaterial",
        "64700": "Läkemedel och sjukvårdsmaterial",
    },
    "verksamhet": {
        "410": "Förskola",
        "440": "Grundskola",
        "510": "Äldreomsorg",
        "425": "Fritidshem",
    },
}
ACCOUNTS = {"15": "64400", "03": "64400", "39": "64600", "18": "64600", "336": "64700"}


def define_coding(actor: Actor, at: datetime) -> None:
    since = since_new_year(at.date())
    for position, (code, name, purpose) in enumerate(DIMENSIONS, start=1):
        coding.define_dimension(code, name, position, purpose=purpose, actor=actor, at=at)
        values = tuple(
            NewValue(value, {"sv": label}, since) for value, label in VALUES[code].items()
        )
        coding.add_values(code, values, actor=actor, at=at)
    for category, account in ACCOUNTS.items():
        coding.map_account(category, account, valid_from=since, actor=actor, at=at)


def _furnish_supplier(name: str, at: datetime) -> None:
    actor, items = operator(name), ASSORTMENTS[name]
    stock.add_items(items, actor=actor, at=at)
    movements = tuple(
        MovementInput(item.seller_item_id, "received", Decimal(100_000)) for item in items
    )
    stock.book_movements(movements, actor=actor, at=at)


def _engage(person: PersonOfDemo, at: datetime) -> None:
    actor, since = operator(person.organisation), since_new_year(at.date())
    unit_id = _unit_id(actor.tenant_id, person.unit) if person.unit else None
    person_id = parties.add_person(
        person.name, person.address, valid_from=since, unit_id=unit_id, actor=actor, at=at
    )
    for role in person.roles:
        authority.grant_mandate(
            person_id,
            role,
            valid_from=since,
            decision_reference="Attestförteckning 2026",
            unit_id=unit_id,
            categories=person.categories if role == "category_manager" else (),
            responsibilities=person.responsibilities,
            limit=Money(person.limit, "SEK") if person.limit else None,
            actor=actor,
            at=at,
        )


def _unit_id(tenant_id: UUID, name: str) -> UUID:
    with tenant_scope(tenant_id):
        return next(unit.id for unit in known_parties.units() if unit.name == name)


def _restrict_medicines(at: datetime) -> None:
    """Medicines are bought by the person responsible for them only (requirements A13, A16)."""
    person = next(one for one in PEOPLE if one.key == "david")
    responsible = _actor(person).person_id
    assert responsible is not None
    authority.restrict_category(
        "33600000",
        responsible,
        valid_from=since_new_year(at.date()),
        actor=operator(EKVALLA),
        at=at,
    )
    _issue_short_codes(at)


def _issue_short_codes(at: datetime) -> None:
    """Anna's short code ran out yesterday: one of the things that will stop her order."""
    actor, anna = operator(EKVALLA), next(one for one in PEOPLE if one.key == "anna")
    school = next(unit for unit in UNITS if unit.name == SCHOOL)
    person_id = _actor(anna).person_id
    assert person_id is not None
    coding.issue_short_code(
        "BOK1",
        person_id=person_id,
        unit_id=_unit_id(actor.tenant_id, SCHOOL),
        coding=school.coding,
        invoice_reference=school.invoice_reference,
        valid_from=since_new_year(at.date()),
        valid_until=at.date() - timedelta(days=1),
        actor=actor,
        at=at,
    )


def _make_agreements(municipality: str, at: datetime) -> None:
    actor = operator(municipality)
    for supplier in SUPPLIERS:
        agreement_id = agreements.register_agreement(
            AGREEMENT_NUMBERS[supplier],
            AGREEMENT_TITLES[supplier],
            partner_id(actor.tenant_id, supplier),
            valid_from=since_new_year(at.date()),
            valid_until=date(at.year + 2, 12, 31),
            terms=TERMS[supplier],
            actor=actor,
            at=at,
        )
        agreements.entitle_units(agreement_id, (), actor=actor, at=at)
        agreements.activate_agreement(agreement_id, actor=actor, at=at)


def operator_tenant() -> UUID:
    """The operator's own tenant."""
    tenant = exchange.operator_tenant()
    assert tenant is not None
    return tenant
