"""A mandate goes on by a new decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, registering
from avrop.authority.actions.checking import (
    announce_both_desks,
    entry_of,
    locked,
    problems_at_both_desks,
    problems_helping_ones_position,
    problems_helping_oneself,
    problems_with_overlap,
    problems_with_person,
)
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Money


@command(permissions.GRANT)
def renew_mandate(
    mandate_id: UUID,
    *,
    valid_from: date,
    valid_until: date,
    decision_reference: str,
    limit: Money | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a mandate go on from a day by a new decision, for a year at most: the former ends the day
    before.

    Roles that are kept apart stay so; where the organisation lets one person hold both, the new decision
    is the reason. `limit` is a new one; without it the former's is kept. Substitutes keep what they
    were lent, for as long as they were lent it. Returns the new mandate.
    """
    former = locked(Mandate, mandate_id, "mandate")
    actor = require_over(actor, permissions.GRANT, at, former.unit_id)
    entry, held = entry_of(former), Held(former.role.code, valid_from, valid_until)
    problems = list(registering.problems_renewing(entry, valid_from, valid_until))
    if former.revoked_at is not None:
        problems.append(Problem("authority.already_revoked"))
    if not decision_reference.strip():
        problems.append(Problem("authority.no_decision", {}, ("decision_reference",)))
    for person_id in (holders := _holders(former, valid_from)):
        problems += problems_at_both_desks(person_id, (held,), decision_reference)
    if former.person_id is not None:
        problems += problems_helping_oneself(actor, former.person_id)
        problems += problems_with_person(former.person_id, valid_from)
    elif former.position_id is not None:
        problems += problems_helping_ones_position(actor, former.position_id, valid_from)
    else:
        problems.append(Problem("authority.policy_not_renewed"))
    if limit is not None and limit.is_negative:
        problems.append(Problem("authority.negative_limit", {}, ("limit",)))
    problems += problems_with_overlap(former, valid_from, valid_until, but=former.id)
    refuse_if(problems)
    renewed = _going_on(former, valid_from, valid_until, limit)
    renewed.decision_reference = decision_reference.strip()
    renewed.granted_by, renewed.granted_at = actor.person_id, at
    if former.valid_until is None or former.valid_until >= valid_from:
        former.valid_until = valid_from - timedelta(days=1)
        former.save(update_fields=["valid_until"])
    renewed.save(force_insert=True)
    _lend_on(former, renewed, at)
    event = events.MandateRenewed(renewed.id, former.id, former.person_id)
    outbox.publish(event, actor=actor, at=at)
    for person_id in holders:
        announce_both_desks(
            person_id, ((renewed.id, held),), decision_reference, actor=actor, at=at
        )
    return renewed.id


def _holders(former: Mandate, valid_from: date) -> tuple[UUID, ...]:
    """Whose hands the mandate is in: one person's, or those of whoever holds the position."""
    if former.person_id is not None:
        return (former.person_id,)
    if former.position_id is None:
        return ()
    there = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), position_id=former.position_id
    )
    return tuple(there.values_list("person_id", flat=True))


def _going_on(former: Mandate, first: date, last: date, limit: Money | None) -> Mandate:
    return Mandate(
        person_id=former.person_id,
        position_id=former.position_id,
        role_id=former.role_id,
        unit_id=former.unit_id,
        categories=former.categories,
        agreements=former.agreements,
        responsibilities=former.responsibilities,
        amount_limit=limit.amount if limit else former.amount_limit,
        currency=limit.currency if limit else former.currency,
        valid_from=first,
        valid_until=last,
        renews_id=former.id,
    )


def _lend_on(former: Mandate, renewed: Mandate, at: datetime) -> None:
    """Whoever was lent the former beyond its new last day is lent the new one for the rest of it."""
    last = renewed.valid_from - timedelta(days=1)
    rows = Delegation.objects.filter(
        mandate_id=former.id, revoked_at=None, valid_until__gte=renewed.valid_from
    )
    insert_rows(Delegation, [_lent_on(row, renewed, at) for row in rows.order_by("id")])
    rows.filter(valid_from__gt=last).update(revoked_at=at)
    rows.filter(valid_from__lte=last).update(valid_until=last)


def _lent_on(row: Delegation, renewed: Mandate, at: datetime) -> Delegation:
    fits = row.currency in ("", renewed.currency) or renewed.amount_limit is None
    return Delegation(
        mandate_id=renewed.id,
        from_person=row.from_person,
        to_person=row.to_person,
        amount_limit=row.amount_limit if fits else renewed.amount_limit,
        currency=row.currency if fits else renewed.currency,
        valid_from=max(row.valid_from, renewed.valid_from),
        valid_until=min(row.valid_until, renewed.valid_until or row.valid_until),
        reason=row.reason,
        made_by=row.made_by,
        made_at=at,
    )
