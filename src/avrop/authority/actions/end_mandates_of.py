"""Somebody leaves, and no right goes along."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions
from avrop.authority.actions.positions import end_appointments
from avrop.authority.models import Appointment, Delegation, Mandate, Substitute
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.parties import queries as parties


@command(permissions.GRANT)
def end_mandates_of(
    person_id: UUID,
    last_day: date,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let no mandate of somebody who leaves, no position he holds and nothing lent to him go beyond his
    last day. Of who goes on elsewhere, only what he holds for the unit that he leaves and for those
    below it.

    Returns how many were shortened or, where they had not begun, revoked. Safe to repeat. Statements do
    not grow with them.
    """
    actor = require_over(actor, permissions.GRANT, at, unit_id)
    goes_on = Q(valid_until=None) | Q(valid_until__gt=last_day)
    mandates = Mandate.objects.filter(goes_on, person_id=person_id, revoked_at=None)
    lent = Delegation.objects.filter(goes_on, to_person=person_id, revoked_at=None)
    if unit_id is not None:
        units = parties.subtree(unit_id)
        mandates = mandates.filter(unit_id__in=units)
        lent = lent.filter(mandate_id__in=Mandate.objects.filter(unit_id__in=units).values("id"))
    count = 0
    for rows in (mandates, lent):
        count += rows.filter(valid_from__gt=last_day).update(revoked_at=at)
        count += rows.filter(valid_from__lte=last_day).update(valid_until=last_day)
    if unit_id is None:
        pair = Q(person_id=person_id) | Q(substitute_id=person_id)
        Substitute.objects.filter(pair, goes_on, ended_at=None, valid_from__lte=last_day).update(
            valid_until=last_day
        )
    posts = Appointment.objects.filter(goes_on, person_id=person_id)
    if unit_id is not None:
        posts = posts.filter(position__unit_id__in=units)
    count += end_appointments(posts, last_day, at)
    if count:
        outbox.publish(events.MandatesEnded(person_id, last_day, count), actor=actor, at=at)
    return count
