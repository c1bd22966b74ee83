"""Trading terms and contacts. For other apps, inside a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from avrop.kernel.days import in_force
from avrop.parties.contacts import ContactView, Purpose
from avrop.parties.models import Contact, Organisation, Relationship
from avrop.parties.queries.organisations import organisation
from avrop.parties.queries.reading import read_contacts, read_terms, read_terms_of_units
from avrop.parties.queries.stored import contact_of
from avrop.parties.queries.units import lineage_of, unit_path
from avrop.parties.rules import merged_terms, nearest_contacts
from avrop.parties.shapes import OrganisationView, TermsFacts, UnitView
from avrop.parties.trading import TradingTerms


def trading_terms(organisation_id: UUID, unit_id: UUID | None, *, on: date) -> TradingTerms:
    """What holds with a partner for a unit on a day: its own terms over those of the units it lies
    in, over those for all. Where nothing is agreed `is_agreed` is False; `Missing` only where there
    is no such organisation or unit."""
    found = trading_terms_with((organisation_id,), unit_id, on=on)
    if organisation_id in found:
        return found[organisation_id]
    return merged_terms(organisation(organisation_id), unit_id, ())


def trading_terms_with(
    organisation_ids: Iterable[UUID], unit_id: UUID | None, *, on: date
) -> dict[UUID, TradingTerms]:
    """The terms with several partners, in three statements; those with none are left out."""
    path = unit_path(unit_id) if unit_id else ""
    return terms_at(path, unit_id, on=on, organisation_ids=organisation_ids)


def terms_at(
    path: str,
    unit_id: UUID | None,
    *,
    on: date,
    organisation_ids: Iterable[UUID] | None = None,
) -> dict[UUID, TradingTerms]:
    """The terms with some partners, or all, for the unit at `path`, in two statements."""
    ids = None if organisation_ids is None else tuple(organisation_ids)
    lineage = lineage_of(path)
    partners: dict[UUID, OrganisationView] = {}
    stated: defaultdict[UUID, list[TermsFacts]] = defaultdict(list)
    for partner, facts in read_terms(ids, lineage, on):
        partners.setdefault(partner.id, partner)
        stated[partner.id].append(facts)
    named: defaultdict[UUID, list[ContactView]] = defaultdict(list)
    for contact in read_contacts(tuple(partners), lineage) if partners else ():
        named[contact.organisation_id].append(contact)
    return {
        each: merged_terms(partners[each], unit_id, stated[each], named[each]) for each in partners
    }


def trading_terms_of_units(
    organisation_ids: Iterable[UUID], units: Iterable[UnitView], *, on: date
) -> dict[tuple[UUID, UUID], TradingTerms]:
    """The terms with each partner for each unit, without contacts; those with none are left out. One
    statement."""
    found = tuple(units)
    lineages = {one.id: frozenset(one.lineage) for one in found}
    every = frozenset().union(*lineages.values())
    partners: dict[UUID, OrganisationView] = {}
    stated: defaultdict[UUID, list[tuple[UUID | None, TermsFacts]]] = defaultdict(list)
    for unit_id, partner, facts in read_terms_of_units(tuple(organisation_ids), tuple(every), on):
        partners.setdefault(partner.id, partner)
        stated[partner.id].append((unit_id, facts))
    merged: dict[tuple[UUID, UUID], TradingTerms] = {}
    for partner_id, partner in partners.items():
        for one in found:
            holds = [
                facts
                for unit_id, facts in stated[partner_id]
                if unit_id is None or unit_id in lineages[one.id]
            ]
            if holds:
                merged[partner_id, one.id] = merged_terms(partner, one.id, holds)
    return merged


def distribution_centres(on: date) -> dict[UUID, str]:
    """The organisations that take goods in for us, by id, in the order of the alphabet: those that terms
    in force name as consignee, and those that we have a contact for distribution at. One statement."""
    goods_come_there = Relationship.objects.filter(
        in_force(on), consignee_organisation_id__isnull=False
    ).values("consignee_organisation_id")
    spoken_to = Contact.objects.filter(purpose=Purpose.DISTRIBUTION).values("organisation_id")
    rows = Organisation.objects.filter(Q(id__in=goods_come_there) | Q(id__in=spoken_to))
    return dict(rows.filter(is_self=False).order_by("name", "id").values_list("id", "name"))


def contacts(organisation_id: UUID) -> tuple[ContactView, ...]:
    """Everybody to speak with in an organisation, by purpose."""
    rows = Contact.objects.filter(organisation_id=organisation_id).order_by("purpose", "id")
    return tuple(contact_of(row) for row in rows)


def addresses_for(organisation_ids: Iterable[UUID], purposes: Sequence[str]) -> dict[UUID, str]:
    """Where to write to each organisation: the e-mail address of its contact for the first of the
    purposes that has one whose mail has not come back. One statement."""
    rows = Contact.objects.filter(
        organisation_id__in=list(set(organisation_ids)),
        unit_id__isnull=True,
        purpose__in=list(purposes),
        bounced_at=None,
    ).exclude(email="")
    found: dict[UUID, tuple[int, str]] = {}
    for organisation_id, purpose, email in rows.values_list("organisation_id", "purpose", "email"):
        rank = purposes.index(purpose), email
        found[organisation_id] = min(found.get(organisation_id, rank), rank)
    return {organisation_id: email for organisation_id, (_, email) in found.items()}


def contact_for(
    organisation_id: UUID, purpose: str, *, unit_id: UUID | None = None
) -> ContactView | None:
    """Whom to speak with about something, for a unit or in general."""
    path = unit_path(unit_id) if unit_id else ""
    nearest = nearest_contacts(read_contacts((organisation_id,), lineage_of(path)))
    return next((contact for contact in nearest if contact.purpose == purpose), None)


def contacts_for_unit(organisation_id: UUID, path: str) -> tuple[ContactView, ...]:
    """Whom a unit speaks with in an organisation, the nearest for each purpose. One statement."""
    return nearest_contacts(read_contacts((organisation_id,), lineage_of(path)))
