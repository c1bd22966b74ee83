"""Short codes that are no longer used."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.coding import events, permissions
from avrop.coding.actions.checking import end_after, short_code_row
from avrop.coding.models import ShortCode
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require, require_each
from avrop.parties import queries as parties


@command(permissions.ISSUE_SHORT_CODES)
def end_short_code(short_code_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let a short code not be used after a day: also how one of two links is taken away."""
    row = short_code_row(short_code_id)
    actor = require(actor, permissions.ISSUE_SHORT_CODES, at=at, within=Within(unit_id=row.unit_id))
    end_after(row, last_day)
    outbox.publish(events.ShortCodeEnded(row.id), actor=actor, at=at)


@command(permissions.ISSUE_SHORT_CODES)
def end_short_codes_of(
    person_id: UUID,
    last_day: date,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let none of somebody's short codes be used after a day; of who goes on elsewhere, only those of
    the unit that he leaves and of those below it. One that begins later ends as it begins.

    Returns how many ended. Safe to repeat. Statements do not grow with the codes.
    """
    asked = actor
    actor = require(asked, permissions.ISSUE_SHORT_CODES, at=at, within=Within(unit_id=unit_id))
    goes_on = Q(valid_until=None) | Q(valid_until__gt=last_day)
    rows = ShortCode.objects.select_for_update().filter(goes_on, person_id=person_id)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
    ending = []
    for row in rows.order_by("id"):
        last = max(last_day, row.valid_from)
        if row.valid_until != last:
            row.valid_until = last
            ending.append(row)
    places = [Within(unit_id=key) for key in {row.unit_id for row in ending}]
    require_each(asked, permissions.ISSUE_SHORT_CODES, places, at=at)
    update_rows(ShortCode, ["valid_until"], ending)
    ended = [events.ShortCodeEnded(row.id) for row in ending]
    outbox.publish_each(ended, actor=actor, at=at)
    return len(ending)
