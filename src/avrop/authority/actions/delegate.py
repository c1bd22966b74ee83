"""A substitute during an absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from avrop.authority import permissions
from avrop.authority.actions.checking import locked, problems_helping_oneself
from avrop.authority.actions.lending import (
    Loan,
    held_during,
    loans_during,
    problems_lending_each,
    terms_of,
    write_loans,
)
from avrop.authority.delegation import Lending, problems_not_away
from avrop.authority.models import Appointment, Mandate
from avrop.authority.post_models import Post
from avrop.authority.rights import require_over
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import in_force
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.parties import actions as parties
from avrop.parties import queries as people
from avrop.values import Money


@command(permissions.DELEGATE)
def delegate(
    mandate_id: UUID,
    to_person: UUID,
    *,
    valid_from: date,
    valid_until: date,
    reason: str,
    limit: Money | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a substitute use a mandate during an absence, up to a limit of its own if one is given.

    The holder does it himself, and says by that that he is away then; for somebody else it takes
    `authority.delegate_for_others`, and an absence that is known. It is good only while he is away.
    """
    mandate = locked(Mandate, mandate_id, "mandate")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    holder_id = holder_of(mandate, valid_from)
    is_own = holder_id is not None and asked.person_id == holder_id
    if not is_own:
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, mandate.unit_id)
    if holder_id is None:
        raise Refused((Problem("authority.nobody_to_lend", {}, ("mandate_id",)),))
    lending = Lending(holder_id, to_person, valid_from, valid_until)
    loan = Loan(mandate, terms_of((mandate,), holder_id, valid_from)[mandate.id], lending)
    refuse_if(
        [
            *_problems_with_all((loan,), limit, reason, actor),
            *([] if is_own else _problems_with_absence(lending)),
        ]
    )
    if is_own:  # who lends what is his for some days tells by that that he is away then
        parties.be_away(holder_id, first=valid_from, last=valid_until, actor=actor, at=at)
    return write_loans((loan,), limit, reason, actor=actor, at=at)[0]


@command(permissions.DELEGATE)
def lend_mandates(
    to_person: UUID,
    *,
    valid_from: date,
    valid_until: date,
    reason: str,
    mandate_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
) -> tuple[UUID, ...]:
    """Let a substitute use one's own mandates while one is away: those named, else all that one holds.
    One says by that that one is away then.

    A mandate, or the appointment by which one holds it, that ends or begins within the period is lent
    for its part of it. All or none. Statements do not grow with the mandates.
    """
    person_id = actor.person_id
    actor = require(actor, permissions.DELEGATE, at=at)
    if person_id is None:
        raise Refused((Problem("authority.nothing_to_lend", {}, ("mandate_ids",)),))
    held = held_during(person_id, valid_from, valid_until)
    chosen = [each for each in held if not mandate_ids or each.id in mandate_ids]
    if not chosen:
        raise Refused((Problem("authority.nothing_to_lend", {}, ("mandate_ids",)),))
    loans = loans_during(chosen, person_id, to_person, valid_from, valid_until)
    refuse_if(_problems_with_all(loans, None, reason, actor))
    parties.be_away(person_id, first=valid_from, last=valid_until, actor=actor, at=at)
    return write_loans(loans, None, reason, actor=actor, at=at)


def _problems_with_all(
    loans: Sequence[Loan], limit: Money | None, reason: str, actor: Actor
) -> list[Problem]:
    """Every reason not to lend all of them to one substitute, each told once."""
    problems = list(problems_helping_oneself(actor, loans[0].lending.substitute))
    for found in problems_lending_each(loans, limit, reason):
        problems += [problem for problem in found if problem not in problems]
    return problems


def _problems_with_absence(lending: Lending) -> Iterator[Problem]:
    known = people.absences_during(
        lending.principal,
        lending.valid_from,
        lending.valid_until,
        but_told_by=lending.substitute,
    )
    return problems_not_away(
        people.first_day_present(lending.valid_from, lending.valid_until, known)
    )


def holder_of(mandate: Mandate, on: date) -> UUID | None:
    """Whose mandate it is on a day; None for a vacant position's, and for what everybody has."""
    if mandate.position_id is None:
        return mandate.person_id
    posts = Appointment.objects.filter(
        in_force(on), position_id=mandate.position_id, post=Post.HOLDER
    )
    return posts.values_list("person_id", flat=True).first()
