"""Rows as the values that leave the app."""

from __future__ import annotations

from typing import Any

from avrop.kernel.canonical import from_plain
from avrop.parties.absences import AbsenceView
from avrop.parties.contacts import ContactView
from avrop.parties.delivery import DeliveryDays
from avrop.parties.models import (
    Absence,
    Address,
    Contact,
    DeliveryPlace,
    Employment,
    Organisation,
    Person,
    Relationship,
    Unit,
)
from avrop.parties.places import DeliveryPlaceView
from avrop.parties.shapes import (
    ChannelChoice,
    EmploymentView,
    OrganisationView,
    PersonView,
    PostalAddress,
    TermsFacts,
    TermsView,
    UnitView,
)


def address_of(row: Address | None) -> PostalAddress | None:
    """The address of a row, if it has one."""
    if row is None:
        return None
    return PostalAddress(
        street=row.street,
        postal_code=row.postal_code,
        city=row.city,
        country=row.country,
        name=row.name,
        additional_street=row.additional_street,
        gln=row.gln,
    )


def organisation_of(row: Organisation) -> OrganisationView:
    """An organisation; its address must have been joined in."""
    return OrganisationView(
        id=row.id,
        version=row.version,
        is_self=row.is_self,
        name=row.name,
        legal_scheme=row.legal_scheme,
        legal_id=row.legal_id,
        vat_id=row.vat_id,
        endpoint=row.endpoint,
        country=row.country,
        gln=row.gln,
        gs1_prefix=row.gs1_prefix,
        bankgiro=row.bankgiro,
        plusgiro=row.plusgiro,
        iban=row.iban,
        registered_for_f_tax=row.registered_for_f_tax,
        registered_city=row.registered_city,
        address=address_of(row.address),
    )


def unit_of(row: Unit) -> UnitView:
    """A unit; its delivery address must have been joined in."""
    return UnitView(
        id=row.id,
        version=row.version,
        name=row.name,
        parent_id=row.parent_id,
        path=row.path,
        gln=row.gln,
        delivery_address=address_of(row.delivery_address),
        invoice_reference=row.invoice_reference,
        default_coding=row.default_coding,
        serves_food=row.serves_food,
        opening_hours=row.opening_hours,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        successor_id=row.successor_id,
        by_centre=row.by_centre,
        code=row.code,
    )


def place_of(row: DeliveryPlace) -> DeliveryPlaceView:
    """A delivery place; its address must have been joined in."""
    address = address_of(row.address)
    assert address is not None  # a place without one is refused
    return DeliveryPlaceView(
        id=row.id,
        version=row.version,
        unit_id=row.unit_id,
        name=row.name,
        address=address,
        opening_hours=row.opening_hours,
        directions=row.directions,
        takes_food=row.takes_food,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def person_of(row: Person) -> PersonView:
    """A person."""
    return PersonView(
        id=row.id,
        version=row.version,
        account_id=row.account_id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        unit_id=row.unit_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        taker_id=row.taker_id,
        number=row.number,
        external_id=row.external_id,
    )


def employment_of(row: Employment) -> EmploymentView:
    """An employment."""
    return EmploymentView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        unit_id=row.unit_id,
        number=row.number,
        title=row.title,
        is_main=row.is_main,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def absence_of(row: Absence) -> AbsenceView:
    """An absence."""
    return AbsenceView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        told_by=row.told_by,
        told_at=row.told_at,
        called_off_at=row.called_off_at,
    )


def contact_of(row: Contact) -> ContactView:
    """A contact."""
    return ContactView(
        id=row.id,
        organisation_id=row.organisation_id,
        unit_id=row.unit_id,
        purpose=row.purpose,
        name=row.name,
        email=row.email,
        phone=row.phone,
        confirmed_at=row.confirmed_at,
        bounced_at=row.bounced_at,
    )


def terms_of(row: Relationship) -> TermsFacts:
    """What a row of trading terms states."""
    return TermsFacts(
        customer_number=row.customer_number,
        customer_number_required=row.customer_number_required,
        promised_response_hours=row.promised_response_hours,
        channels=tuple(ChannelChoice(kind, row.channels[kind]) for kind in sorted(row.channels)),
        advanced_ordering=row.advanced_ordering,
        delivery_calendar=calendar_of(row.delivery_calendar),
        consignee_organisation_id=row.consignee_organisation_id,
        awaits_supplier=row.awaits_supplier,
    )


def calendar_of(stored: Any) -> tuple[DeliveryDays, ...] | None:
    """A delivery calendar as `to_plain` wrote it."""
    if stored is None:
        return None
    calendar: tuple[DeliveryDays, ...] = from_plain(stored, tuple[DeliveryDays, ...])
    return calendar


def relationship_of(row: Relationship) -> TermsView:
    """A row of trading terms."""
    return TermsView(
        id=row.id,
        version=row.version,
        organisation_id=row.organisation_id,
        unit_id=row.unit_id,
        terms=terms_of(row),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
