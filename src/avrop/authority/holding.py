"""Reads who holds which roles, his own and lent ones, for the rules that keep desks apart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from avrop.authority import desks
from avrop.authority.desks import Held, Holder, RolesApart
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of


def roles_apart_in_force(on: date) -> tuple[RolesApart, str]:
    """Which roles are kept apart on a day, and the reference of that version. One statement."""
    return ruleset.in_force(desks.NAME, desks.DEFAULT, on=on)


def held_by(person_id: UUID) -> tuple[Held, ...]:
    """Every role that somebody has or gets, of his own, by a position or lent, but what is revoked.
    Three statements."""
    posts = Appointment.objects.filter(person_id=person_id)
    by_post = Mandate.objects.filter(position_id__in=posts.values("position_id"), revoked_at=None)
    own = Mandate.objects.filter(person_id=person_id, revoked_at=None)
    lent = Delegation.objects.filter(to_person=person_id, revoked_at=None, mandate__revoked_at=None)
    return tuple(
        Held(*row)
        for rows in (
            own.values_list("role__code", "valid_from", "valid_until"),
            by_post.values_list("role__code", "valid_from", "valid_until"),
            lent.values_list("mandate__role__code", "valid_from", "valid_until"),
        )
        for row in rows
    )


@query
def holders_of_both_desks(*, actor: Actor, at: datetime) -> tuple[Holder, ...]:
    """Who holds roles today that are kept apart, by decision; a crossing of a day is counted by itself
    and left out. For whoever sees the whole organisation; others are told of themselves. Statements
    do not grow with the people."""
    from avrop.authority.queries import sight

    today = day_of(at)
    rules, _ = roles_apart_in_force(today)
    codes = sorted({role for pair in rules.pairs for role in (*pair.first, *pair.second)})
    own: QuerySet[Mandate] = Mandate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        ~Q(valid_until=F("valid_from")),
        valid_from__lte=today,
        revoked_at=None,
        role__code__in=codes,
    )
    lent = Delegation.objects.filter(
        valid_from__lte=today,
        valid_until__gte=today,
        revoked_at=None,
        mandate__revoked_at=None,
        mandate__role__code__in=codes,
    )
    posts = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today
    ).values_list("position_id", "person_id")
    by_post = own.filter(position__isnull=False).values_list("position_id", "role__code")
    if not sight(actor, at=at).everything:
        himself = [actor.person_id] if actor.person_id else []
        own, lent = own.filter(person_id__in=himself), lent.filter(to_person__in=himself)
        posts = posts.filter(person_id__in=himself)
    codes_of: dict[UUID, list[str]] = {}
    for position_id, code in by_post:
        if position_id is not None:
            codes_of.setdefault(position_id, []).append(code)
    held = [
        *((person, role) for person, role in own.values_list("person_id", "role__code") if person),
        *((person, role) for post, person in posts for role in codes_of.get(post, ())),
        *lent.values_list("to_person", "mandate__role__code"),
    ]
    return tuple(sorted(desks.holders(held, rules), key=lambda each: each.person_id))
