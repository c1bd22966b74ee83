"""A substitute during an absence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, queries
from avrop.authority.actions.checking import (
    announce_both_desks,
    locked,
    one_at_a_time,
    problems_at_both_desks,
    problems_helping_oneself,
    problems_with_person,
)
from avrop.authority.delegation import Lending, problems_delegating
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.authority.post_models import Post
from avrop.authority.rights import require_over
from avrop.authority.shapes import MandateView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when somebody holds a mandate, both days included."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Loan:
    """A mandate with its role, for how long its holder has it, and how it is to be lent."""

    mandate: Mandate
    term: Term
    lending: Lending

    @property
    def lent(self) -> MandateView:
        """The mandate for as long as its holder has it."""
        view = queries.mandate_view(self.mandate)
        return replace(view, valid_from=self.term.first, valid_until=self.term.last)

    @property
    def given(self) -> Held:
        """What comes to the substitute."""
        return Held(self.mandate.role.code, self.lending.valid_from, self.lending.valid_until)


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

    The holder does it himself; for somebody else it takes `authority.delegate_for_others`.
    """
    mandate = locked(Mandate, mandate_id, "mandate")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    holder_id = holder_of(mandate, valid_from)
    if holder_id is None or asked.person_id != holder_id:
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, mandate.unit_id)
    if holder_id is None:
        raise Refused((Problem("authority.nobody_to_lend", {}, ("mandate_id",)),))
    term = _terms((mandate,), holder_id, valid_from)[mandate.id]
    loan = Loan(mandate, term, Lending(holder_id, to_person, valid_from, valid_until))
    return _lend((loan,), to_person, limit, reason, actor, at)[0]


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

    A mandate, or the appointment by which one holds it, that ends or begins within the period is lent
    for its part of it. All or none. Statements do not grow with the mandates.
    """
    person_id = actor.person_id
    actor = require(actor, permissions.DELEGATE, at=at)
    if person_id is None:
        raise Refused((Problem("authority.nothing_to_lend", {}, ("mandate_ids",)),))
    posts = Appointment.objects.filter(_there(valid_from), person_id=person_id, post=Post.HOLDER)
    held = Mandate.objects.filter(
        Q(person_id=person_id) | Q(position_id__in=posts.values("position_id")),
        Q(valid_until=None) | Q(valid_until__gte=valid_from),
        valid_from__lte=valid_until,
        revoked_at=None,
    )
    if mandate_ids:
        held = held.filter(id__in=mandate_ids)
    chosen = list(held.select_for_update(of=("self",)).select_related("role").order_by("id"))
    if not chosen:
        raise Refused((Problem("authority.nothing_to_lend", {}, ("mandate_ids",)),))
    terms, loans = _terms(chosen, person_id, valid_from), []
    for mandate in chosen:
        term = terms[mandate.id]
        first, last = max(valid_from, term.first), min(valid_until, term.last or valid_until)
        loans.append(Loan(mandate, term, Lending(person_id, to_person, first, last)))
    return _lend(loans, to_person, None, reason, actor, at)


def _lend(
    loans: Sequence[Loan],
    to_person: UUID,
    limit: Money | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> tuple[UUID, ...]:
    """Lend mandates that are locked, all or none. Returns the keys of the delegations."""
    one_at_a_time()
    begins = [loan.lending.valid_from for loan in loans]
    others = _lendings_during(min(begins), max(loan.lending.valid_until for loan in loans))
    given = [loan.given for loan in loans]
    problems = [
        *problems_with_person(to_person, max(begins)),
        *problems_helping_oneself(actor, to_person),
    ]
    for loan in loans:
        found = problems_delegating(loan.lending, loan.lent, limit, reason, others)
        problems += [problem for problem in found if problem not in problems]
    refuse_if([*problems, *problems_at_both_desks(to_person, given, reason)])
    rows = [
        Delegation(
            mandate_id=loan.mandate.id,
            from_person=loan.lending.principal,
            to_person=to_person,
            amount_limit=limit.amount if limit else None,
            currency=limit.currency if limit else "",
            valid_from=loan.lending.valid_from,
            valid_until=loan.lending.valid_until,
            reason=reason.strip(),
            made_by=actor.person_id,
            made_at=at,
        )
        for loan in loans
    ]
    insert_rows(Delegation, rows)
    lent = [
        events.MandateDelegated(row.id, row.mandate_id, row.from_person, to_person) for row in rows
    ]
    outbox.publish_each(lent, actor=actor, at=at, reason=reason.strip())
    by_mandate = [(loan.mandate.id, one) for loan, one in zip(loans, given, strict=True)]
    announce_both_desks(to_person, by_mandate, reason, actor=actor, at=at)
    return tuple(row.id for row in rows)


def holder_of(mandate: Mandate, on: date) -> UUID | None:
    """Whose mandate it is on a day; None for a vacant position's, and for what everybody has."""
    if mandate.position_id is None:
        return mandate.person_id
    posts = Appointment.objects.filter(
        _there(on), position_id=mandate.position_id, post=Post.HOLDER
    )
    return posts.values_list("person_id", flat=True).first()


def _terms(mandates: Sequence[Mandate], holder_id: UUID, on: date) -> dict[UUID, Term]:
    """From when to when somebody holds mandates, by their keys: by a position no longer than he is
    appointed to it. One statement."""
    posts = Appointment.objects.filter(
        _there(on),
        position_id__in=[each.position_id for each in mandates if each.position_id],
        person_id=holder_id,
        post=Post.HOLDER,
    )
    periods = posts.values_list("position_id", "valid_from", "valid_until")
    terms = {}
    for mandate in mandates:
        first, last = mandate.valid_from, mandate.valid_until
        for position_id, begins, ends in periods:
            if position_id == mandate.position_id:
                first, last = max(first, begins), min(filter(None, (last, ends)), default=None)
        terms[mandate.id] = Term(first, last)
    return terms


def _there(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def _lendings_during(valid_from: date, valid_until: date) -> list[Lending]:
    """Every delegation of anybody that is in force on some day of the period."""
    rows = Delegation.objects.filter(
        revoked_at=None, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    return [
        Lending(*row)
        for row in rows.values_list("from_person", "to_person", "valid_from", "valid_until")
    ]
