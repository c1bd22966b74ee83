"""What has been agreed with a partner."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import for_unit, organisation_row
from avrop.parties.events import TermsAgreed
from avrop.parties.models import Relationship
from avrop.parties.queries.organisations import organisation as organisation_view
from avrop.parties.queries.units import unit as unit_view
from avrop.parties.rules import problems_with_period, problems_with_terms
from avrop.parties.shapes import TermsFacts
from avrop.values import uuid7


@command(permissions.AGREE_TERMS)
def agree_terms(
    organisation_id: UUID,
    terms: TermsFacts,
    *,
    valid_from: date,
    valid_until: date | None = None,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let terms hold with a partner from a day on, for all units or for one and those below it.

    Terms that held until then end the day before; terms that begin on the same day are replaced;
    terms that begin later must be ended first (`Refused`).
    """
    organisation_row(organisation_id)
    actor = require(actor, permissions.AGREE_TERMS, at=at, within=over(unit_id))
    invalid_if(problems_with_terms(terms))
    if unit_id is not None:
        unit_view(unit_id)
    if terms.consignee_organisation_id is not None:
        organisation_view(terms.consignee_organisation_id)
    row = _row_from(organisation_id, unit_id, valid_from, valid_until)
    for name, value in _columns(terms).items():
        setattr(row, name, value)
    row.save()
    outbox.publish(TermsAgreed(row.id, organisation_id, unit_id, valid_from), actor=actor, at=at)
    return row.id


def _row_from(
    organisation_id: UUID, unit_id: UUID | None, valid_from: date, valid_until: date | None
) -> Relationship:
    same = Relationship.objects.filter(for_unit(unit_id), organisation_id=organisation_id)
    problems = list(problems_with_period(valid_from, valid_until))
    later = same.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    if later is not None and (valid_until is None or valid_until >= later.valid_from):
        values = {"valid_from": later.valid_from}
        problems.append(Problem("parties.later_terms", values, ("valid_until",)))
    refuse_if(problems)
    for former in same.filter(valid_from__lt=valid_from):
        if former.valid_until is None or former.valid_until >= valid_from:
            former.valid_until = valid_from - timedelta(days=1)
            former.version += 1
            former.save(update_fields=["valid_until", "version"])
    row: Relationship | None = same.filter(valid_from=valid_from).first()
    if row is None:
        row = Relationship(
            id=uuid7(), organisation_id=organisation_id, unit_id=unit_id, valid_from=valid_from
        )
    else:
        row.version += 1
    row.valid_until = valid_until
    return row


def _columns(terms: TermsFacts) -> dict[str, Any]:
    calendar = terms.delivery_calendar
    return {
        "customer_number": terms.customer_number.strip(),
        "customer_number_required": terms.customer_number_required,
        "promised_response_hours": terms.promised_response_hours,
        "channels": {choice.kind: choice.channel for choice in terms.channels},
        "advanced_ordering": terms.advanced_ordering,
        "delivery_calendar": None if calendar is None else to_plain(calendar),
        "consignee_organisation_id": terms.consignee_organisation_id,
        "awaits_supplier": terms.awaits_supplier,
    }
