"""Requesters come, move and leave: one act each; nothing is left behind (ORG-12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority import queries as roles
from avrop.buying.orders import actions as orders
from avrop.buying.requisitions import actions as requisitions
from avrop.coding import actions as coding
from avrop.coding import queries as codes
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.finding import (
    LAST_RESORT,
    REQUESTER,
    REQUESTERS_WANTED,
    SIGN_IN_WANTED,
    TAKER_WANTED,
    change_for_change,
    people_for,
)
from avrop.onboarding.events import (
    RequesterChangeFinished,
    RequesterLeft,
    RequesterMoved,
    RequesterWelcomed,
    TakerNamed,
)
from avrop.onboarding.kinds import ChangeKind, Source
from avrop.onboarding.lifecycle import CHANGE
from avrop.onboarding.models import Department, RequesterChange
from avrop.onboarding.queries.requesters import belongings_of, what_remains
from avrop.onboarding.stored import form_of
from avrop.parties import actions as parties
from avrop.parties import queries as known
from avrop.tasks import actions as tasks
from avrop.values import Money

ROLE = "requester"
#: More people than a form can name.
MOST_LOOKED_AT = 200


@command(permissions.CHANGE_REQUESTERS)
def welcome_requester(
    name: str,
    email: str,
    *,
    unit_id: UUID,
    short_code: str,
    coding_string: str,
    invoice_reference: str,
    valid_from: date,
    decision_reference: str,
    phone: str = "",
    limit: Money | None = None,
    language: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let somebody new order for a unit: the person, the short code with the invoice reference, and the
    mandate of a requester by a decision, all or nothing (C10). A colleague who administers the system is
    asked to let him sign in. Returns the id of the change, whose page shows what is left."""
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=over(unit_id))
    person_id = parties.add_person(
        name,
        email,
        valid_from=valid_from,
        phone=phone,
        unit_id=unit_id,
        language=language,
        actor=asked,
        at=at,
    )
    coding.issue_short_code(
        short_code,
        person_id=person_id,
        unit_id=unit_id,
        coding=coding_string,
        invoice_reference=invoice_reference,
        valid_from=valid_from,
        actor=asked,
        at=at,
    )
    authority.grant_mandate(
        person_id,
        ROLE,
        valid_from=valid_from,
        decision_reference=decision_reference,
        unit_id=unit_id,
        limit=limit,
        actor=asked,
        at=at,
    )
    row = _begun(ChangeKind.NEW, person_id, valid_from, unit_id, None, None, asked, at)
    _want_sign_in(row, name, asked, at)
    _settle_wanted(unit_id, asked, at)
    outbox.publish(RequesterWelcomed(row.id, person_id, unit_id), actor=actor, at=at)
    return row.id


def _settle_wanted(unit_id: UUID, actor: Actor, at: datetime) -> None:
    """Once everybody whom a new department's form names is here, nobody is waited for."""
    department = Department.objects.filter(unit_id=unit_id).first()
    if department is None:
        return
    wanted = {person.email.strip().lower() for person in form_of(department).people}
    here = known.people_here(day_of(at), unit_ids=(unit_id,), after=None, limit=MOST_LOOKED_AT)
    coming = RequesterChange.objects.filter(unit_id=unit_id, kind=ChangeKind.NEW)
    added = known.people(coming.values_list("person_id", flat=True)).values()
    if wanted <= {person.email.lower() for person in (*here, *added)}:
        tasks.close_tasks(department.id, kind=REQUESTERS_WANTED, actor=actor, at=at)


def _begun(
    kind: ChangeKind,
    person_id: UUID,
    on_day: date,
    unit_id: UUID | None,
    former_unit_id: UUID | None,
    taker_id: UUID | None,
    actor: Actor,
    at: datetime,
) -> RequesterChange:
    row = RequesterChange(
        kind=kind,
        source=Source.PERSON if actor.is_person else Source.FEED,
        person_id=person_id,
        unit_id=unit_id,
        former_unit_id=former_unit_id,
        taker_id=taker_id,
        on_day=on_day,
        started_by=actor.person_id,
        started_at=at,
        due_at=rules.due_after(at, day_of(at), rules.REQUESTERS_DAYS),
    )
    row.save(force_insert=True)
    return row


def _want_sign_in(row: RequesterChange, name: str, actor: Actor, at: datetime) -> None:
    able = roles.holders_of(LAST_RESORT, unit_id=None, on=day_of(at))
    if able:
        tasks.open_task(
            SIGN_IN_WANTED,
            subject_kind=REQUESTER,
            subject_id=row.id,
            assignees=able,
            once_key=f"{SIGN_IN_WANTED}:{row.id}",
            values={"name": name},
            unit_id=row.unit_id,
            due_at=row.due_at,
            actor=actor,
            at=at,
        )


@command(permissions.CHANGE_REQUESTERS)
def move_requester(
    person_id: UUID,
    unit_id: UUID,
    *,
    taker_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Let a requester work in another unit from today (C11). What has been done stays where it was; open
    carts, orders and tasks of the former unit go to the taker; rights and short codes of the former unit
    end. New rights are given by whoever decides on them. Returns the id of the change."""
    person = known.person(person_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=over(person.unit_id))
    former = person.unit_id
    left = belongings_of(person_id, former) if former else rules.Belongings()
    refuse_if(
        [
            *rules.problems_moving(person.name, former, unit_id),
            *rules.problems_leaving(person.name, left, taker_id, person_id),
            *_problems_with_taker(taker_id, day_of(at)),
        ]
    )
    parties.move_person(
        person_id, unit_id=unit_id, actor=asked, at=at, expected_version=expected_version
    )
    return _moved(person_id, former, unit_id, taker_id, asked, actor, at)


def _moved(
    person_id: UUID,
    former: UUID | None,
    unit_id: UUID | None,
    taker_id: UUID | None,
    asked: Actor,
    actor: Actor,
    at: datetime,
) -> UUID:
    today = day_of(at)
    row = _begun(ChangeKind.MOVE, person_id, today, unit_id, former, taker_id, asked, at)
    if former is not None:
        _pass_on(person_id, taker_id, former, asked, at)
        authority.end_mandates_of(
            person_id, today - timedelta(days=1), unit_id=former, actor=asked, at=at
        )
        _end_codes(person_id, today - timedelta(days=1), former, asked, at)
    _want_taker(row, asked, at)
    outbox.publish(RequesterMoved(row.id, person_id, former, unit_id, taker_id), actor=actor, at=at)
    return row.id


def _pass_on(
    person_id: UUID, taker_id: UUID | None, unit_id: UUID | None, actor: Actor, at: datetime
) -> None:
    if taker_id is None:
        return
    requisitions.pass_carts_on(person_id, taker_id, unit_id=unit_id, actor=actor, at=at)
    orders.pass_orders_on(person_id, taker_id, unit_id=unit_id, actor=actor, at=at)
    tasks.hand_over_tasks(person_id, taker_id, unit_id=unit_id, actor=actor, at=at)


def _end_codes(
    person_id: UUID, last_day: date, unit_id: UUID | None, actor: Actor, at: datetime
) -> None:
    if codes.short_codes_of(person_id, None, last_day):
        coding.end_short_codes_of(person_id, last_day, unit_id=unit_id, actor=actor, at=at)


def _problems_with_taker(taker_id: UUID | None, on: date) -> tuple[Problem, ...]:
    if taker_id is None:
        return ()
    taker = known.person(taker_id)
    if taker.works_here(on):
        return ()
    values = {"name": taker.name, "day": taker.valid_until or taker.valid_from}
    return (Problem("parties.person_has_left", values, ("taker_id",)),)


@command(permissions.CHANGE_REQUESTERS)
def end_requester(
    person_id: UUID,
    last_day: date,
    *,
    taker_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Let a requester leave after a day. What is open goes to the taker, without whom nobody leaves who
    has anything open; short codes end, and mandates, what is lent and sign-in end with the last day.
    Returns the id of the change."""
    person = known.person(person_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=over(person.unit_id))
    left = belongings_of(person_id, None)
    refuse_if(rules.problems_leaving(person.name, left, taker_id, person_id))
    parties.end_person(
        person_id,
        last_day=last_day,
        taker_id=taker_id,
        actor=asked,
        at=at,
        expected_version=expected_version,
    )
    return _left(person_id, last_day, taker_id, asked, actor, at)


def _left(
    person_id: UUID,
    last_day: date,
    taker_id: UUID | None,
    asked: Actor,
    actor: Actor,
    at: datetime,
) -> UUID:
    unit_id = known.person(person_id).unit_id
    row = _begun(ChangeKind.LEAVE, person_id, last_day, unit_id, unit_id, taker_id, asked, at)
    _pass_on(person_id, taker_id, None, asked, at)
    _end_codes(person_id, last_day, None, asked, at)
    _want_taker(row, asked, at)
    outbox.publish(RequesterLeft(row.id, person_id, last_day, taker_id), actor=actor, at=at)
    return row.id


def _want_taker(row: RequesterChange, actor: Actor, at: datetime) -> None:
    """Where nobody was named and something is open, somebody must see to it."""
    unit_id = row.former_unit_id if row.kind == ChangeKind.MOVE else None
    if row.kind == ChangeKind.MOVE and unit_id is None:
        return
    if row.taker_id is not None or not belongings_of(row.person_id, unit_id).is_any:
        return
    able = people_for(permissions.CHANGE_REQUESTERS, over(row.former_unit_id), at)
    others = tuple(each for each in able if each != row.person_id)
    if others:
        tasks.open_task(
            TAKER_WANTED,
            subject_kind=REQUESTER,
            subject_id=row.id,
            assignees=others,
            once_key=f"{TAKER_WANTED}:{row.id}",
            values={"name": known.person(row.person_id).name},
            unit_id=row.former_unit_id,
            due_at=row.due_at,
            actor=actor,
            at=at,
        )


@command(permissions.CHANGE_REQUESTERS)
def name_taker(
    change_id: UUID,
    taker_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Name who takes over what somebody left open who has moved or gone, as when the staff register said
    so and named nobody. He gets it at once."""
    row = change_for_change(change_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=over(row.former_unit_id))
    row.state = CHANGE.after(row.state, "name_taker")
    person = known.person(row.person_id)
    refuse_if(
        [
            *rules.problems_leaving(person.name, rules.Belongings(), taker_id, row.person_id),
            *_problems_with_taker(taker_id, day_of(at)),
            *([Problem("onboarding.nothing_to_take")] if row.kind == ChangeKind.NEW else ()),
        ]
    )
    unit_id = row.former_unit_id if row.kind == ChangeKind.MOVE else None
    row.taker_id = taker_id
    count_change(row, expected_version)
    row.save(update_fields=["taker_id", "version"])
    _pass_on(row.person_id, taker_id, unit_id, asked, at)
    tasks.close_tasks(row.id, kind=TAKER_WANTED, actor=asked, at=at)
    outbox.publish(TakerNamed(row.id, row.person_id, taker_id), actor=actor, at=at)


@command(permissions.CHANGE_REQUESTERS)
def finish_requester_change(
    change_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Say that nothing is left to do. Raises `Refused` where something is."""
    row = change_for_change(change_id)
    asked = actor
    within = over(row.unit_id or row.former_unit_id)
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=within)
    row.state = CHANGE.after(row.state, "finish")
    left = [each for each in what_remains(row, day_of(at)) if not each.is_done]
    if left:
        count = {"count": len(left)}
        refuse_if([Problem("onboarding.something_is_left", count, fixer=left[0].fixer)])
    row.done_at = at
    count_change(row, expected_version)
    row.save(update_fields=["state", "done_at", "version"])
    tasks.close_tasks(row.id, actor=asked, at=at)
    outbox.publish(RequesterChangeFinished(row.id, row.person_id), actor=actor, at=at)


# --- what the staff register says --------------------------------------------------------------------


@command(permissions.CHANGE_REQUESTERS)
def follow_move(
    person_id: UUID,
    former_unit_id: UUID | None,
    unit_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """What follows where somebody was moved otherwise than by `move_requester`, as by the staff
    register: the same, but for a taker, whom somebody must name. None where it has been done. Safe to
    repeat."""
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=EVERYWHERE)
    known_changes = RequesterChange.objects.filter(
        person_id=person_id,
        kind=ChangeKind.MOVE,
        unit_id=unit_id,
        former_unit_id=former_unit_id,
        on_day=day_of(at),
    )
    if known_changes.exists() or not _is_requester(person_id, former_unit_id, day_of(at)):
        return None
    return _moved(person_id, former_unit_id, unit_id, None, asked, actor, at)


@command(permissions.CHANGE_REQUESTERS)
def follow_leaving(
    person_id: UUID, last_day: date, taker_id: UUID | None, *, actor: Actor, at: datetime
) -> UUID | None:
    """What follows where somebody was ended otherwise than by `end_requester`. None where it has been
    done or nothing follows. Safe to repeat."""
    asked = actor
    actor = require(asked, permissions.CHANGE_REQUESTERS, at=at, within=EVERYWHERE)
    done = RequesterChange.objects.filter(
        person_id=person_id, kind=ChangeKind.LEAVE, on_day=last_day
    )
    if done.exists() or not _is_requester(person_id, None, day_of(at)):
        return None
    return _left(person_id, last_day, taker_id, asked, actor, at)


def _is_requester(person_id: UUID, unit_id: UUID | None, on: date) -> bool:
    """Whether anything is to be taken care of: a short code, a mandate, or something open."""
    return bool(
        codes.short_codes_of(person_id, None, on)
        or roles.mandates_in_force(person_id, on)
        or belongings_of(person_id, unit_id).is_any
    )
