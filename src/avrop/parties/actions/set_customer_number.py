"""The number that a supplier knows a department by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import in_force
from avrop.kernel.ports import over, require
from avrop.parties import permissions
from avrop.parties.actions.agree_terms import agree_terms
from avrop.parties.actions.finding import for_unit
from avrop.parties.models import Relationship
from avrop.parties.queries.stored import terms_of
from avrop.parties.shapes import TermsFacts


@command(permissions.AGREE_TERMS)
def set_customer_number(
    organisation_id: UUID,
    unit_id: UUID | None,
    *,
    customer_number: str,
    valid_from: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Note the customer number that a supplier has answered with (AGR-08, C8), and change nothing
    else in the terms: where his answer was waited for, it has come. Returns the id of the terms."""
    require(actor, permissions.AGREE_TERMS, at=at, within=over(unit_id))
    row = (
        Relationship.objects.filter(in_force(valid_from))
        .filter(for_unit(unit_id), organisation_id=organisation_id)
        .first()
    )
    stated = terms_of(row) if row else TermsFacts()
    return agree_terms(
        organisation_id,
        replace(stated, customer_number=customer_number, awaits_supplier=_is_over(stated)),
        valid_from=valid_from,
        valid_until=row.valid_until if row else None,
        unit_id=unit_id,
        actor=actor,
        at=at,
    )


def _is_over(stated: TermsFacts) -> bool | None:
    """A wait that has ended is stated, so that one for the units above does not hold here."""
    return stated.awaits_supplier if stated.awaits_supplier is None else False
