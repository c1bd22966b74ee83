"""Standing substitutes: whoever is named takes over by himself whenever somebody is away (REQ-09).

What a substitute uses is lent by ordinary delegations, made when the absence is told and ended with it,
so that everything that looks at what is lent (rights, registers, separation of duties, the prover)
sees it. What the person has lent himself for those days stays as he lent it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions
from avrop.authority.actions.checking import (
    locked,
    one_at_a_time,
    problems_helping_oneself,
    problems_with_period,
    problems_with_person,
    unit_of,
)
from avrop.authority.actions.lending import (
    Loan,
    held_during,
    loans_during,
    problems_lending_each,
    write_loans,
)
from avrop.authority.delegation import problems_naming
from avrop.authority.models import Delegation, Substitute
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.parties import queries as parties
from avrop.parties.queries import AbsenceView


@command(permissions.DELEGATE)
def name_substitute(
    substitute_id: UUID,
    *,
    valid_from: date,
    valid_until: date | None = None,
    person_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let somebody stand in whenever one is away oneself, or whenever `person_id` is, with the right to
    name substitutes for others. One at a time; it gives no right while the person is there."""
    asked = actor
    whose = person_id or asked.person_id
    actor = require(asked, permissions.DELEGATE, at=at)
    if whose is None:
        raise Refused((Problem("authority.nobody_to_lend", {}, ("person_id",)),))
    if whose != asked.person_id:
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, unit_of(whose))
    one_at_a_time()
    standing = Substitute.objects.filter(ended_at=None)
    refuse_if(
        [
            *problems_with_person(whose, valid_from),
            *problems_with_person(substitute_id, valid_from),
            *problems_with_period(valid_from, valid_until),
            *(problems_helping_oneself(actor, substitute_id) if whose != substitute_id else ()),
            *problems_naming(
                whose, substitute_id, standing.values_list("person_id", "substitute_id")
            ),
        ]
    )
    row = Substitute.objects.create(
        person_id=whose,
        substitute_id=substitute_id,
        valid_from=valid_from,
        valid_until=valid_until,
        named_by=asked.person_id,
        named_at=at,
    )
    outbox.publish(events.SubstituteNamed(row.id, whose, substitute_id), actor=actor, at=at)
    return row.id


@command(permissions.DELEGATE)
def end_substitute(substitute_row_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let nobody stand in any more by itself: the person, the substitute, or who names
    them for others."""
    row = locked(Substitute, substitute_row_id, "substitute")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    if asked.person_id not in (row.person_id, row.substitute_id):
        unit_id = unit_of(row.person_id)
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, unit_id)
    if row.ended_at is not None:
        raise Refused((Problem("authority.already_revoked"),))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    outbox.publish(events.SubstituteEnded(row.id, row.person_id), actor=actor, at=at)


@command(permissions.STAND_IN)
def reconcile_stand_in(absence_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Let what the standing substitute uses follow from an absence as it stands. Safe to repeat.

    Returns how many mandates could not be lent, because that would close a circle or let somebody hold
    roles that are kept apart; what was taken back by hand is not lent again before the absence is stated
    or the substitute named anew. Statements do not grow with the mandates.
    """
    actor = require(actor, permissions.STAND_IN, at=at)
    found = parties.absence(absence_id)
    if found is None:
        return 0
    # Whoever lends locks the mandates first; the other way round, two would wait for each other.
    held_during(found.person_id, found.valid_from, found.valid_until)
    one_at_a_time()
    absence = parties.absence(absence_id) or found
    made = list(Delegation.objects.select_for_update().filter(absence_id=absence_id))
    standing = _standing_in(absence, day_of(at))
    wanted = _wanted(absence, standing, day_of(at)) if standing else {}
    _follow([row for row in made if row.revoked_at is None], wanted, absence, at)
    known = {
        (row.mandate_id, row.to_person)
        for row in made
        if row.revoked_at is None or not _is_said_anew(row.revoked_at, absence, standing)
    }
    missing = [loan for key, loan in wanted.items() if key not in known]
    judged = zip(missing, problems_lending_each(missing, None, None), strict=True)
    loans = [loan for loan, problems in judged if not problems]
    write_loans(loans, None, "", absence_id=absence.id, actor=actor, at=at)
    left = len(missing) - len(loans)
    if missing and standing is not None:
        event = events.SubstituteStandsIn(
            absence.id, absence.person_id, standing.substitute_id, len(loans), left
        )
        outbox.publish(event, actor=actor, at=at)
    return left


def _standing_in(absence: AbsenceView, today: date) -> Substitute | None:
    """Who stands in during an absence; nobody where it is over, or he told of it himself."""
    if absence.is_over(today):
        return None
    row = Substitute.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=max(absence.valid_from, today)),
        person_id=absence.person_id,
        ended_at=None,
        valid_from__lte=absence.valid_until,
    ).first()
    is_his_own_word = row is not None and absence.told_by == row.substitute_id
    return None if is_his_own_word and absence.source != "self" else row


def _is_said_anew(revoked_at: datetime, absence: AbsenceView, standing: Substitute | None) -> bool:
    """Whether the absence was stated, or the substitute named, after something was taken back."""
    return standing is not None and revoked_at < max(absence.told_at, standing.named_at)


def _wanted(
    absence: AbsenceView, standing: Substitute, today: date
) -> dict[tuple[UUID, UUID], Loan]:
    """What is to be lent: each mandate that is held in the absence and not lent to anybody then."""
    first = max(absence.valid_from, standing.valid_from, today)
    last = min(absence.valid_until, standing.valid_until or absence.valid_until)
    by_hand = _lent_by_hand(absence.person_id, first, last)
    held = held_during(absence.person_id, first, last, but=by_hand)
    loans = loans_during(held, absence.person_id, standing.substitute_id, first, last)
    return {
        (loan.mandate.id, standing.substitute_id): loan
        for loan in loans
        if loan.lending.valid_from <= loan.lending.valid_until
    }


def _lent_by_hand(person_id: UUID, first: date, last: date) -> set[UUID]:
    rows: Iterable[UUID] = Delegation.objects.filter(
        from_person=person_id,
        revoked_at=None,
        absence_id=None,
        valid_from__lte=last,
        valid_until__gte=first,
    ).values_list("mandate_id", flat=True)
    return set(rows)


def _follow(
    rows: Sequence[Delegation],
    wanted: Mapping[tuple[UUID, UUID], Loan],
    absence: AbsenceView,
    at: datetime,
) -> None:
    """What is lent already lasts as long as the absence does now; it ends where nothing is to
    be lent. What may not be lent for longer stays as it is."""
    pairs = [(row, wanted.get((row.mandate_id, row.to_person))) for row in rows]
    longer = [loan for row, loan in pairs if loan and loan.lending.valid_until > row.valid_until]
    judged = zip(longer, problems_lending_each(longer, None, None), strict=True)
    refused = {loan.mandate.id for loan, problems in judged if problems}
    was_used = absence.called_off_at is None and absence.is_over(day_of(at))
    changed = []
    for row, loan in pairs:
        former = row.valid_until
        if loan is not None and row.mandate_id not in refused:
            row.valid_until = loan.lending.valid_until
        elif loan is None and was_used and row.valid_from <= absence.valid_until:
            row.valid_until = min(row.valid_until, absence.valid_until)
        elif loan is None:
            row.revoked_at = at
        if row.revoked_at is not None or row.valid_until != former:
            changed.append(row)
    update_rows(Delegation, ("revoked_at", "valid_until"), changed)
