"""Reads that faces offer: lists, and everything about one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import in_force
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import Problem, missing
from avrop.kernel.readings import Sensitive, record_reading
from avrop.parties.contacts import STALE_AFTER_DAYS, ContactView
from avrop.parties.models import Contact, Organisation, Person, Relationship, Unit
from avrop.parties.places import DeliveryPlaceView
from avrop.parties.queries.places import delivery_places
from avrop.parties.queries.stored import (
    contact_of,
    organisation_of,
    person_of,
    relationship_of,
    unit_of,
)
from avrop.parties.queries.terms import contacts, terms_at
from avrop.parties.rules import problems_of_supplier, problems_of_unit_ordering
from avrop.parties.shapes import OrganisationView, PersonView, TermsView, UnitView

#: So long a delivery place that has ended is still told of.
ENDED_SHOWN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation with everybody to speak with and all terms, past and coming."""

    organisation: OrganisationView
    contacts: tuple[ContactView, ...]
    terms: tuple[TermsView, ...]


@dataclass(frozen=True, slots=True)
class SupplierReadiness:
    """What is missing before a unit can order from one supplier; nothing: it can."""

    organisation_id: UUID
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class UnitReadiness:
    """What is missing before a unit can order, in general and supplier by supplier (ORG-11)."""

    unit_id: UUID
    problems: tuple[Problem, ...]
    suppliers: tuple[SupplierReadiness, ...]


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit, how far it is set up, who works there, and where it takes goods in beside its own delivery
    address."""

    unit: UnitView
    readiness: UnitReadiness
    people: tuple[PersonView, ...]
    places: tuple[DeliveryPlaceView, ...] = ()


@query
def organisations_page(
    *, actor: Actor, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[OrganisationView]:
    """Organisations, the newest first, without their bank details; `text` looks in names, numbers and
    endpoints."""
    rows = Organisation.objects.visible_to(actor).select_related("address")
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(legal_id__contains=text) | Q(endpoint__contains=text)
        )
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_without_accounts(organisation_of(row)) for row in found), following)


def _without_accounts(view: OrganisationView) -> OrganisationView:
    """Where money goes stands on the card of an organisation, whose reading is written down."""
    return replace(view, bankgiro="", plusgiro="", iban="")


@query
def organisation_card(organisation_id: UUID, *, actor: Actor, at: datetime) -> OrganisationCard:
    """An organisation with its contacts and terms. That its bank details were read is written down."""
    rows = Organisation.objects.visible_to(actor).select_related("address")
    row = rows.filter(id=organisation_id).first()
    if row is None:
        raise missing("organisation", organisation_id)
    if row.bankgiro or row.plusgiro or row.iban:
        record_reading(Sensitive.BANK_DETAILS, actor=actor, at=at, subject_id=row.id)
    terms = Relationship.objects.visible_to(actor).filter(organisation_id=organisation_id)
    return OrganisationCard(
        organisation=organisation_of(row),
        contacts=contacts(organisation_id),
        terms=tuple(relationship_of(each) for each in terms.order_by("-valid_from", "id")),
    )


@query
def units_page(
    *,
    actor: Actor,
    text: str = "",
    on: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[UnitView]:
    """Units, the newest first; those open on a day, if one is given."""
    rows = Unit.objects.visible_to(actor).select_related("delivery_address")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(gln__contains=text))
    if on:
        rows = rows.filter(in_force(on))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(unit_of(row) for row in found), following)


@query
def unit_card(unit_id: UUID, *, actor: Actor, on: date) -> UnitCard:
    """A unit with its readiness and its people on a day, and its further delivery places: those too that
    ended within a year, whose last day may be wrong."""
    view = _unit_seen(unit_id, actor)
    rows = Person.objects.visible_to(actor).filter(in_force(on), unit_id=unit_id)
    return UnitCard(
        unit=view,
        readiness=_readiness(view, on),
        people=tuple(person_of(row) for row in rows.order_by("name", "id")),
        places=delivery_places(unit_id, since=on - ENDED_SHOWN),
    )


@query
def unit_readiness(unit_id: UUID, *, actor: Actor, on: date) -> UnitReadiness:
    """What a unit still lacks before it can order, in general and from each supplier."""
    return _readiness(_unit_seen(unit_id, actor), on)


def _unit_seen(unit_id: UUID, actor: Actor) -> UnitView:
    rows = Unit.objects.visible_to(actor).select_related("delivery_address")
    row = rows.filter(id=unit_id).first()
    if row is None:
        raise missing("unit", unit_id)
    return unit_of(row)


def _readiness(view: UnitView, on: date) -> UnitReadiness:
    suppliers = (
        SupplierReadiness(
            terms.organisation_id,
            terms.organisation.name,
            tuple(problems_of_supplier(view, terms)),
        )
        for terms in terms_at(view.path, view.id, on=on).values()
    )
    return UnitReadiness(
        unit_id=view.id,
        problems=tuple(problems_of_unit_ordering(view, on)),
        suppliers=tuple(sorted(suppliers, key=lambda each: (each.name, each.organisation_id))),
    )


@query
def people_page(
    *,
    actor: Actor,
    text: str = "",
    unit_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PersonView]:
    """People, the newest first."""
    rows = Person.objects.visible_to(actor)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(email__icontains=text) | Q(number__iexact=text)
        )
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(person_of(row) for row in found), following)


@query
def doubtful_contacts(
    *, actor: Actor, on: date, cursor: str | None = None, limit: int = 50
) -> Page[ContactView]:
    """Contacts that nobody has confirmed for twelve months, or whose mail has come back (ORG-14)."""
    stale = Q(confirmed_at__date__lt=on - timedelta(days=STALE_AFTER_DAYS))
    rows = Contact.objects.visible_to(actor).filter(stale | Q(bounced_at__isnull=False))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(contact_of(row) for row in found), following)
