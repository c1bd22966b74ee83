"""Reads of agreements: terms for other apps, the register for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.agreements.lifecycle import LIFECYCLE, State
from avrop.agreements.models import AgreedPriceRow, Agreement, CallOff, EntitledUnit
from avrop.agreements.rules import (
    AgreedPrice,
    AgreementTerms,
    ChargeTerm,
    TermsOfAgreement,
    months_left,
)
from avrop.agreements.stored import terms_by_id, terms_where
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.values import Money

__all__ = ["AgreedPrice", "AgreementTerms", "ChargeTerm", "TermsOfAgreement"]

_IN_FORCE = (
    "a.state = 'active' and a.valid_from <= %(on)s "
    "and (a.valid_until is null or a.valid_until >= %(on)s)"
)


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with who may use it; no units mean everybody."""

    terms: AgreementTerms
    case_number: str
    legal_basis: str
    ranking: str
    entitled_unit_ids: tuple[UUID, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """A row of the register."""

    id: UUID
    version: int
    number: str
    title: str
    seller_organisation_id: UUID
    state: str
    valid_from: date
    valid_until: date | None
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallOffView:
    """An entry of the ledger; negative when it was given back."""

    id: UUID
    order_id: UUID
    amount: Money
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EndingAgreement:
    """An agreement that ends within `months` months."""

    agreement_id: UUID
    number: str
    title: str
    valid_until: date
    months: int


def terms(agreement_id: UUID, *, unit_id: UUID | None = None) -> AgreementTerms:
    """The terms of an agreement; `Missing` where there is none. One statement."""
    found = terms_by_id([agreement_id], unit_id=unit_id).get(agreement_id)
    if found is None:
        raise missing("agreement", agreement_id)
    return found


def terms_of(
    agreement_ids: Iterable[UUID], *, unit_id: UUID | None = None
) -> dict[UUID, AgreementTerms]:
    """The terms of many agreements, and whether the unit may use each. One statement.

    A unit may where it, or one above it, is entitled, or where the agreement names no unit.
    """
    return terms_by_id(agreement_ids, unit_id=unit_id)


def terms_of_units(
    agreement_ids: Iterable[UUID], lineages: Mapping[UUID, Collection[UUID]]
) -> dict[tuple[UUID, UUID], AgreementTerms]:
    """The terms of each agreement for each unit, given the units that it lies in and itself. Two
    statements."""
    found = terms_by_id(agreement_ids)
    entitled: dict[UUID, set[UUID]] = {}
    rows = EntitledUnit.objects.filter(agreement_id__in=list(found))
    for agreement_id, unit_id in rows.values_list("agreement_id", "unit_id"):
        entitled.setdefault(agreement_id, set()).add(unit_id)
    return {
        (key, unit_id): replace(terms, is_entitled=_is_entitled(entitled.get(key), lineage))
        for key, terms in found.items()
        for unit_id, lineage in lineages.items()
    }


def _is_entitled(named: Collection[UUID] | None, lineage: Collection[UUID]) -> bool:
    return named is None or any(unit_id in named for unit_id in lineage)


def usable_by(unit_id: UUID | None, on: date) -> frozenset[UUID]:
    """The agreements in force on a day that are open to the unit; None: to any. One statement."""
    found = terms_where(_IN_FORCE, unit_id=unit_id, on=on)
    return frozenset(each.id for each in found if each.is_entitled)


def agreements_with(seller_organisation_id: UUID) -> tuple[AgreementTerms, ...]:
    """The agreements with a seller that have not ended, by number."""
    return terms_where(
        "a.seller_organisation_id = %(seller)s and a.state <> 'ended'",
        seller=seller_organisation_id,
    )


def agreed_prices(agreement_id: UUID, on: date) -> dict[str, AgreedPrice]:
    """The highest prices agreed on a day, by the seller's item number. One statement."""
    rows = (
        AgreedPriceRow.objects.filter(agreement_id=agreement_id, valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .order_by("valid_from")
        .values_list("seller_item_id", "amount", "base_quantity", "unit")
    )
    return {row[0]: AgreedPrice(*row) for row in rows}


@query
def agreement(agreement_id: UUID, *, actor: Actor) -> AgreementView:
    """An agreement of the register."""
    row = Agreement.objects.visible_to(actor).filter(id=agreement_id).first()
    if row is None:
        raise missing("agreement", agreement_id)
    units = EntitledUnit.objects.filter(agreement_id=agreement_id).order_by("unit_id")
    return AgreementView(
        terms=terms(agreement_id),
        case_number=row.case_number,
        legal_basis=row.legal_basis,
        ranking=row.ranking,
        entitled_unit_ids=tuple(units.values_list("unit_id", flat=True)),
        available_actions=LIFECYCLE.verbs_from(row.state),
    )


@query
def agreements_page(
    *, actor: Actor, state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[AgreementSummary]:
    """The register, the newest first."""
    rows = Agreement.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_summary(row) for row in found), following)


@query
def call_offs_page(
    agreement_id: UUID, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CallOffView]:
    """What has been called off from an agreement, the newest first."""
    row = Agreement.objects.visible_to(actor).filter(id=agreement_id).first()
    if row is None:
        raise missing("agreement", agreement_id)
    rows = CallOff.objects.filter(agreement_id=agreement_id)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    items = tuple(
        CallOffView(each.id, each.order_id, Money(each.amount, row.currency), each.reason, each.at)
        for each in found
    )
    return Page(items, following)


@query
def ending_soon(on: date, *, actor: Actor) -> tuple[EndingAgreement, ...]:
    """The agreements that end within a year, the first to end first (AGR-06)."""
    rows = Agreement.objects.visible_to(actor).filter(state=State.ACTIVE, valid_until__gte=on)
    return tuple(
        EndingAgreement(row.id, row.number, row.title, row.valid_until, months)
        for row in rows.order_by("valid_until", "id")
        if row.valid_until and (months := months_left(row.valid_until, on)) is not None
    )


def _summary(row: Agreement) -> AgreementSummary:
    return AgreementSummary(
        id=row.id,
        version=row.version,
        number=row.number,
        title=row.title,
        seller_organisation_id=row.seller_organisation_id,
        state=row.state,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        available_actions=LIFECYCLE.verbs_from(row.state),
    )
