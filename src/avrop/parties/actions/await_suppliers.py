"""A department tells suppliers of itself, and orders nothing from them before they have answered."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import missing
from avrop.parties import permissions
from avrop.parties.actions.finding import unit_row
from avrop.parties.events import SuppliersAwaited
from avrop.parties.models import Relationship
from avrop.parties.queries.organisations import organisations
from avrop.parties.shapes import AwaitedSupplier
from avrop.values import uuid7


@command(permissions.AGREE_TERMS)
def await_suppliers(
    unit_id: UUID,
    suppliers: tuple[AwaitedSupplier, ...],
    *,
    valid_from: date,
    actor: Actor,
    at: datetime,
) -> tuple[UUID, ...]:
    """From a day on let a department order nothing from some suppliers until each has answered with its
    customer number (`set_customer_number`). Returns those that are waited for: suppliers who have terms
    for this very department already, or later ones, are left as they are.

    The same few statements however many suppliers there are.
    """
    unit_row(unit_id)
    actor = require(actor, permissions.AGREE_TERMS, at=at, within=over(unit_id))
    wanted = {each.organisation_id: each for each in suppliers}
    known = organisations(wanted)
    for organisation_id in wanted:
        if organisation_id not in known:
            raise missing("organisation", organisation_id)
    goes_on = Q(valid_until=None) | Q(valid_until__gte=valid_from)
    stated = Relationship.objects.filter(goes_on, unit_id=unit_id, organisation_id__in=list(wanted))
    has_terms = set(stated.values_list("organisation_id", flat=True))
    rows = [
        _row(each, unit_id, valid_from)
        for organisation_id, each in sorted(wanted.items())
        if organisation_id not in has_terms
    ]
    if not rows:
        return ()
    bulk.insert_rows(Relationship, rows)
    awaited = tuple(row.organisation_id for row in rows)
    outbox.publish(SuppliersAwaited(unit_id, awaited, valid_from), actor=actor, at=at)
    return awaited


def _row(supplier: AwaitedSupplier, unit_id: UUID, valid_from: date) -> Relationship:
    calendar = supplier.delivery_calendar
    return Relationship(
        id=uuid7(),
        organisation_id=supplier.organisation_id,
        unit_id=unit_id,
        channels={},
        awaits_supplier=True,
        delivery_calendar=None if calendar is None else to_plain(calendar),
        valid_from=valid_from,
    )
