"""Our master data as the parties and places of trade documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from avrop.documents.common import Address, Contact, Identifier, Location
from avrop.documents.parties import Party, TaxRegistration
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties.contacts import ContactView, Purpose
from avrop.parties.places import DeliveryPlaceView
from avrop.parties.queries.organisations import organisation
from avrop.parties.queries.places import delivery_place
from avrop.parties.queries.reading import read_organisations
from avrop.parties.queries.terms import contact_for, terms_at, trading_terms
from avrop.parties.queries.units import unit
from avrop.parties.shapes import OrganisationView, PostalAddress, UnitView
from avrop.parties.trading import TradingTerms

GLN = "0088"
#: The words that a Swedish invoice must carry of a seller registered for F-tax (SE-R-005).
F_TAX = "Godkänd för F-skatt"


@dataclass(frozen=True, slots=True)
class TradeParties:
    """Everybody in the head of an order, and the terms it is placed under.

    `consignee` is where the supplier delivers: a distribution centre, else the unit's own place;
    `delivery_party` is the unit that the goods are for in the end. `place` is the further place of the
    unit that was chosen, None for its own delivery address.
    """

    buyer: Party
    seller: Party
    originator: Party
    invoicee: Party
    consignee: Location
    delivery_party: Party
    terms: TradingTerms
    place: DeliveryPlaceView | None = None


def trade_parties(
    organisation_id: UUID, unit_id: UUID, *, on: date, place_id: UUID | None = None
) -> TradeParties:
    """The parties of an order from a unit to a supplier, in four statements; in five where it goes to a
    further place of the unit."""
    ordering = unit(unit_id)
    place = delivery_place(place_id) if place_id else None
    found = terms_at(ordering.path, unit_id, on=on, organisation_ids=(organisation_id,))
    terms = found.get(organisation_id) or trading_terms(organisation_id, unit_id, on=on)
    own, centre = _ourselves_and(terms.consignee_organisation_id)
    department, buyer = as_unit_party(ordering), as_party(own)
    return TradeParties(
        buyer=buyer,
        seller=replace(
            as_party(terms.organisation), contact=_contact(terms.contact_for(Purpose.ORDERS))
        ),
        originator=department,
        invoicee=buyer,
        consignee=as_location(centre) if centre else as_unit_location(ordering, place),
        delivery_party=as_unit_party(ordering, place),
        terms=terms,
        place=place,
    )


def _ourselves_and(
    centre_id: UUID | None,
) -> tuple[OrganisationView, OrganisationView | None]:
    found = read_organisations("o.is_self or o.id = %s", [centre_id])
    own = next((each for each in found if each.is_self), None)
    if own is None:
        raise missing("organisation", current_tenant())
    return own, next((each for each in found if each.id == centre_id), None)


def party_of_organisation(organisation_id: UUID, *, purpose: str = "") -> Party:
    """An organisation as a party of a document; with the contact for a purpose, if one is named."""
    party = as_party(organisation(organisation_id))
    if not purpose:
        return party
    return replace(party, contact=_contact(contact_for(organisation_id, purpose)))


def party_of_unit(unit_id: UUID) -> Party:
    """A unit as the originator or delivery party of a document."""
    return as_unit_party(unit(unit_id))


def location_of_organisation(organisation_id: UUID) -> Location:
    """Where an organisation takes goods in."""
    return as_location(organisation(organisation_id))


def location_of_unit(unit_id: UUID) -> Location:
    """Where a unit takes goods in."""
    return as_unit_location(unit(unit_id))


def as_party(view: OrganisationView) -> Party:
    """An organisation as a document writes it."""
    taxes = [TaxRegistration(view.vat_id)] if view.vat_id else []
    if view.registered_for_f_tax:
        taxes.append(TaxRegistration(F_TAX, "TAX"))
    return Party(
        endpoint=_participant(view.endpoint),
        identifications=_glns(view.gln),
        name=view.name,
        address=_address(view.address, view.country),
        tax_registrations=tuple(taxes),
        legal_name=view.name,
        legal_id=Identifier(view.legal_id, view.legal_scheme or None) if view.legal_id else None,
        registered_city=view.registered_city or None,
        registered_country=view.country,
    )


def as_unit_party(view: UnitView, place: DeliveryPlaceView | None = None) -> Party:
    """A unit as a document writes it: it has no legal number of its own. With `place`, at a further
    place of its."""
    address = place.address if place else view.delivery_address
    return Party(
        identifications=_glns(view.gln),
        name=view.name,
        address=_address(address, address.country) if address else None,
    )


def as_location(view: OrganisationView) -> Location:
    """The place of an organisation."""
    return _location(view.name, view.gln, view.address, view.country)


def as_unit_location(view: UnitView, place: DeliveryPlaceView | None = None) -> Location:
    """The place of a unit: its own delivery address or, with `place`, a further one. The unit's GLN does
    not name that, so it goes by name and address where it has no number of its own."""
    if place is not None:
        return Location(
            identifier=Identifier(place.gln, GLN) if place.gln else None,
            name=place.name,
            address=_address(place.address, place.address.country),
        )
    address = view.delivery_address
    return _location(view.name, view.gln, address, address.country if address else "")


def _location(name: str, gln: str, address: PostalAddress | None, country: str) -> Location:
    number = (address.gln if address else "") or gln
    return Location(
        identifier=Identifier(number, GLN) if number else None,
        name=(address.name if address else "") or name,
        address=_address(address, country) if address else None,
    )


def _address(address: PostalAddress | None, country: str) -> Address:
    if address is None:
        return Address(country=country)
    return Address(
        country=address.country,
        street=address.street or None,
        additional_street=address.additional_street or None,
        city=address.city or None,
        postal_code=address.postal_code or None,
    )


def _participant(endpoint: str) -> Identifier | None:
    scheme, _, value = endpoint.partition(":")
    return Identifier(value, scheme) if value else None


def _glns(gln: str) -> tuple[Identifier, ...]:
    return (Identifier(gln, GLN),) if gln else ()


def _contact(contact: ContactView | None) -> Contact | None:
    if contact is None:
        return None
    return Contact(contact.name, contact.phone or None, contact.email or None)
