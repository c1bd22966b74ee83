"""Mandates that are lent, several at once: judged together, written and announced in as many statements
for a hundred as for one.

By hand all are lent or none (`delegate`); to a standing substitute those that may be (`substitutes`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, queries
from avrop.authority.actions.checking import (
    announce_both_desks,
    one_at_a_time,
    problems_at_each_desk,
    problems_with_person,
)
from avrop.authority.delegation import Lending, problems_delegating
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.authority.post_models import Post
from avrop.authority.shapes import MandateView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.days import in_force
from avrop.kernel.problems import Problem
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


def loans_during(
    mandates: Sequence[Mandate], holder_id: UUID, to_person: UUID, first: date, last: date
) -> list[Loan]:
    """The mandates as somebody lends them for a period: one that he has for a part of it, for that part.
    One statement."""
    terms = terms_of(mandates, holder_id, first)
    return [
        Loan(
            mandate,
            term,
            Lending(
                holder_id,
                to_person,
                max(first, term.first),
                min(last, term.last or last),
            ),
        )
        for mandate, term in ((each, terms[each.id]) for each in mandates)
    ]


def problems_lending_each(
    loans: Sequence[Loan], limit: Money | None, reason: str | None
) -> list[list[Problem]]:
    """Every reason not to let one substitute use each of the mandates like this, as if those before it
    were lent that may be. What is lent by itself has no `reason`.

    Locks out others who lend. The statements do not grow with the mandates.
    """
    if not loans:
        return []
    one_at_a_time()
    to_person = loans[0].lending.substitute
    begins = [loan.lending.valid_from for loan in loans]
    others = _lendings_during(min(begins), max(loan.lending.valid_until for loan in loans))
    nobody = list(problems_with_person(to_person, max(begins)))
    by_themselves = [
        [*nobody, *problems_delegating(loan.lending, loan.lent, limit, reason, others)]
        for loan in loans
    ]
    given = [loan.given for loan in loans]
    return problems_at_each_desk(to_person, given, reason or "", by_themselves)


def write_loans(
    loans: Sequence[Loan],
    limit: Money | None,
    reason: str,
    *,
    absence_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[UUID, ...]:
    """Write down what has been judged, and say it aloud. Returns the keys of the delegations."""
    if not loans:
        return ()
    rows = [
        Delegation(
            mandate_id=loan.mandate.id,
            from_person=loan.lending.principal,
            to_person=loan.lending.substitute,
            amount_limit=limit.amount if limit else None,
            currency=limit.currency if limit else "",
            valid_from=loan.lending.valid_from,
            valid_until=loan.lending.valid_until,
            reason=reason.strip(),
            made_by=actor.person_id,
            made_at=at,
            absence_id=absence_id,
        )
        for loan in loans
    ]
    insert_rows(Delegation, rows)
    lent = [
        events.MandateDelegated(row.id, row.mandate_id, row.from_person, row.to_person)
        for row in rows
    ]
    outbox.publish_each(lent, actor=actor, at=at, reason=reason.strip())
    given = [(loan.mandate.id, loan.given) for loan in loans]
    announce_both_desks(loans[0].lending.substitute, given, reason, actor=actor, at=at)
    return tuple(row.id for row in rows)


def held_during(
    person_id: UUID, first: date, last: date, but: Collection[UUID] = ()
) -> list[Mandate]:
    """The mandates that somebody holds on some day of a period, of his own or by a position, locked, the
    oldest first. One statement."""
    posts = Appointment.objects.filter(in_force(first), person_id=person_id, post=Post.HOLDER)
    held = Mandate.objects.filter(
        Q(person_id=person_id) | Q(position_id__in=posts.values("position_id")),
        Q(valid_until=None) | Q(valid_until__gte=first),
        valid_from__lte=last,
        revoked_at=None,
    ).exclude(id__in=but)
    return list(held.select_for_update(of=("self",)).select_related("role").order_by("id"))


def terms_of(mandates: Sequence[Mandate], holder_id: UUID, on: date) -> dict[UUID, Term]:
    """From when to when somebody holds mandates, by their keys: by a position no longer than he is
    appointed to it. One statement."""
    posts = Appointment.objects.filter(
        in_force(on),
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


def _lendings_during(valid_from: date, valid_until: date) -> list[Lending]:
    """Every delegation of anybody that is in force on some day of the period."""
    rows = Delegation.objects.filter(
        revoked_at=None, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    return [
        Lending(*row)
        for row in rows.values_list("from_person", "to_person", "valid_from", "valid_until")
    ]
