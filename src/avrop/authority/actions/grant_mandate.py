"""A right is given by a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, rules
from avrop.authority.actions.checking import (
    announce_both_desks,
    locked,
    problems_at_both_desks,
    problems_helping_oneself,
    problems_with_mandate,
    problems_with_overlap,
    problems_with_person,
    problems_with_unit,
)
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Mandate, Position, Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Scope:
    """What a mandate is given for: where, for which goods, agreements and responsibilities, up to how
    much, from when to when. Nothing said means anywhere, any, without limit, for ever."""

    unit_id: UUID | None
    categories: tuple[str, ...]
    agreements: tuple[UUID, ...]
    responsibilities: tuple[str, ...]
    limit: Money | None
    valid_from: date
    valid_until: date | None


@command(permissions.GRANT)
def grant_mandate(
    person_id: UUID,
    role: str,
    *,
    valid_from: date,
    decision_reference: str,
    unit_id: UUID | None = None,
    categories: tuple[str, ...] = (),
    agreements: tuple[UUID, ...] = (),
    responsibilities: tuple[str, ...] = (),
    limit: Money | None = None,
    valid_until: date | None = None,
    reason_for_both: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a person act in a role: in a unit and below (None: everywhere), for some goods, agreements
    and responsibilities (empty: any), up to an amount, by a decision. Nobody grants to himself.

    Roles that are kept apart are not given to the same person; where the organisation lets one person
    hold both, `reason_for_both` says why, and it is announced and counted. Refused too where the person
    has the same already on a day of that time.
    """
    actor = require_over(actor, permissions.GRANT, at, unit_id)
    scope = Scope(unit_id, categories, agreements, responsibilities, limit, valid_from, valid_until)
    mandate = given(role, scope, decision_reference, person_id=person_id)
    held = Held(role, valid_from, valid_until)
    refuse_if(
        [
            *problems_with_person(person_id, valid_from),
            *problems_giving(mandate, role, scope),
            *problems_helping_oneself(actor, person_id),
            *problems_at_both_desks(person_id, (held,), reason_for_both),
        ]
    )
    save_granted(mandate, actor, at)
    outbox.publish(events.MandateGranted(mandate.id, person_id, role), actor=actor, at=at)
    announce_both_desks(person_id, ((mandate.id, held),), reason_for_both, actor=actor, at=at)
    return mandate.id


@command(permissions.GRANT)
def grant_to_position(
    position_id: UUID,
    role: str,
    *,
    valid_from: date,
    decision_reference: str,
    unit_id: UUID | None = None,
    categories: tuple[str, ...] = (),
    agreements: tuple[UUID, ...] = (),
    responsibilities: tuple[str, ...] = (),
    limit: Money | None = None,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let whoever holds a position act in a role, for as long as he holds it. Nobody grants to the
    position he holds himself."""
    locked(Position, position_id, "position")
    actor = require_over(actor, permissions.GRANT, at, unit_id)
    scope = Scope(unit_id, categories, agreements, responsibilities, limit, valid_from, valid_until)
    mandate = given(role, scope, decision_reference, position_id=position_id)
    problems = problems_giving(mandate, role, scope)
    there = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), position_id=position_id
    )
    for person_id in there.values_list("person_id", flat=True):
        problems += problems_helping_oneself(actor, person_id)
        problems += problems_at_both_desks(person_id, (Held(role, valid_from, valid_until),), "")
    refuse_if(problems)
    save_granted(mandate, actor, at)
    event = events.MandateGranted(mandate.id, position_id, role)
    outbox.publish(event, actor=actor, at=at)
    return mandate.id


def given(
    role: str,
    scope: Scope,
    decision_reference: str,
    *,
    person_id: UUID | None = None,
    position_id: UUID | None = None,
) -> Mandate:
    """The mandate as it would be, without a role where there is none of that code. One statement."""
    limit = scope.limit
    return Mandate(
        person_id=person_id,
        position_id=position_id,
        role=Role.objects.filter(code=role).first(),
        unit_id=scope.unit_id,
        categories=sorted({rules.category_prefix(code) for code in scope.categories}),
        agreements=sorted(str(agreement) for agreement in scope.agreements),
        responsibilities=sorted(set(scope.responsibilities)),
        amount_limit=limit.amount if limit else None,
        currency=limit.currency if limit else "",
        valid_from=scope.valid_from,
        valid_until=scope.valid_until,
        decision_reference=decision_reference.strip(),
    )


def save_granted(mandate: Mandate, actor: Actor, at: datetime) -> None:
    """Store a mandate with who gave it, when."""
    mandate.granted_by, mandate.granted_at = actor.person_id, at
    mandate.save(force_insert=True)


def problems_giving(mandate: Mandate, role: str, scope: Scope) -> list[Problem]:
    """What is wrong with a mandate, whoever is to have it."""
    problems = [*problems_with_unit(scope.unit_id), *problems_with_mandate(mandate, role)]
    if not problems:
        problems += problems_with_overlap(mandate, scope.valid_from, scope.valid_until)
    return problems
