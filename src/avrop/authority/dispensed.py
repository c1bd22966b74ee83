"""Reads the dispensations from the separation of duties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from avrop.authority import permissions
from avrop.authority.dispensing import state_of
from avrop.authority.models import Dispensation, DispensationUse
from avrop.authority.proof_shapes import DispensationView, UseView
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing

#: So many uses are told with a dispensation; all are in its history.
MOST_USES = 200
STATES = ("coming", "in_force", "to_review", "reviewed")


@query
def dispensation(dispensation_id: UUID, *, actor: Actor, at: datetime) -> DispensationView:
    """A dispensation with what it has let through, the latest first. Two statements."""
    row = _seen(actor).filter(id=dispensation_id).first()
    if row is None:
        raise missing("dispensation", dispensation_id)
    uses = DispensationUse.objects.filter(dispensation_id=row.id).order_by("-id")[:MOST_USES]
    told = tuple(UseView(u.chain_id, u.first, u.second, u.person_id, u.at) for u in uses)
    return _view(row, day_of(at), told)


@query
def dispensations_page(
    *,
    state: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DispensationView]:
    """The dispensations, the newest first; with a state only those. Those for whom they are, who decide
    on them and who review see them."""
    today = day_of(at)
    found, following = page_of(_in_state(_seen(actor), state, today), cursor=cursor, limit=limit)
    return Page(tuple(_view(row, today) for row in found), following)


def _in_state(rows: QuerySet[Any], state: str, today: date) -> QuerySet[Any]:
    over = Q(valid_until__lt=today) | Q(revoked_at__isnull=False)
    if state == "reviewed":
        return rows.filter(reviewed_at__isnull=False)
    if state == "to_review":
        return rows.filter(over, reviewed_at=None)
    if state == "coming":
        return rows.filter(~over, valid_from__gt=today, reviewed_at=None)
    if state == "in_force":
        return rows.filter(~over, valid_from__lte=today, reviewed_at=None)
    return rows


def _seen(actor: Actor) -> QuerySet[Any]:
    """All, to whoever decides on or reviews dispensations or proves; one's own to others."""
    from avrop.authority.queries import permissions_of, sight

    used = (
        DispensationUse.objects.filter(dispensation_id=OuterRef("id"))
        .order_by()
        .values("dispensation_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    rows = Dispensation.objects.annotate(used=Subquery(used))
    if not actor.is_person:
        return rows
    rights = {
        permissions.DISPENSE.name,
        permissions.REVIEW_DISPENSATIONS.name,
        permissions.PROVE.name,
    }
    if sight(actor).everything and rights & permissions_of(actor):
        return rows
    mine = (actor.person_id, actor.on_behalf_of)
    return rows.filter(
        Q(person_id__in=mine)
        | Q(reviewer_id__in=mine)
        | Q(decided_by__in=mine)
        | Q(unit_id__in=sight(actor).unit_ids)
    )


def _view(row: Dispensation, today: date, uses: tuple[UseView, ...] = ()) -> DispensationView:
    state = state_of(
        row.valid_from,
        row.valid_until,
        row.revoked_at is not None,
        row.reviewed_at is not None,
        today,
    )
    return DispensationView(
        id=row.id,
        version=row.version,
        state=state,
        person_id=row.person_id,
        first=row.first,
        second=row.second,
        chain_ids=tuple(row.chain_ids),
        about_kind=row.about_kind,
        about_id=row.about_id,
        unit_id=row.unit_id,
        reason=row.reason,
        control=row.control,
        reviewer_id=row.reviewer_id,
        review_by=row.review_by,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        rule_set=row.rule_set,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
        revoke_reason=row.revoke_reason,
        reviewed_at=row.reviewed_at,
        found_sound=row.found_sound,
        review_note=row.review_note,
        used=getattr(row, "used", 0) or 0,
        uses=uses,
    )
