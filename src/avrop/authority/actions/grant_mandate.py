"""A right is given by a decision."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.authority import events, permissions, rules
from avrop.authority.actions.checking import (
    announce_both_desks,
    problems_at_both_desks,
    problems_helping_oneself,
    problems_with_period,
    problems_with_person,
    problems_with_unit,
)
from avrop.authority.desks import Held
from avrop.authority.models import Mandate, Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Money


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
    hold both, `reason_for_both` says why, and it is announced and counted.
    """
    actor = require_over(actor, permissions.GRANT, at, unit_id)
    found = Role.objects.filter(code=role).first()
    problems = [
        *problems_with_person(person_id, valid_from),
        *problems_with_unit(unit_id),
        *problems_with_period(valid_from, valid_until),
    ]
    if found is None:
        problems.append(Problem("authority.unknown_role", {"role": role}))
    if not decision_reference.strip():
        problems.append(Problem("authority.no_decision"))
    problems += problems_helping_oneself(actor, person_id)
    if limit is not None and limit.is_negative:
        problems.append(Problem("authority.negative_limit"))
    given = Held(role, valid_from, valid_until)
    problems += problems_at_both_desks(person_id, given, reason_for_both)
    refuse_if(problems)
    assert found is not None
    mandate = Mandate.objects.create(
        person_id=person_id,
        role_id=found.id,
        unit_id=unit_id,
        categories=sorted({rules.category_prefix(code) for code in categories}),
        agreements=sorted(str(agreement) for agreement in agreements),
        responsibilities=sorted(set(responsibilities)),
        amount_limit=limit.amount if limit else None,
        currency=limit.currency if limit else "",
        valid_from=valid_from,
        valid_until=valid_until,
        decision_reference=decision_reference.strip(),
        granted_by=actor.person_id,
        granted_at=at,
    )
    outbox.publish(events.MandateGranted(mandate.id, person_id, role), actor=actor, at=at)
    announce_both_desks(mandate.id, person_id, given, reason_for_both, actor=actor, at=at)
    return mandate.id
