"""The coordinator brings a new department about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.agreements import queries as agreements
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.finding import (
    CENTRE_IS_LATE,
    IS_READY,
    REQUESTERS_WANTED,
    SUPPLIER_IS_LATE,
    TO_MEND,
    TO_NUMBER,
    TO_REGISTER,
    department_for_change,
    people_for,
    save,
    settle,
    steered_in,
    wait_for,
)
from avrop.onboarding.actions.questions import ask_about, newest_states, withdraw_questions
from avrop.onboarding.events import (
    CentreAsked,
    DepartmentHandedOver,
    DepartmentNumbered,
    DepartmentReady,
    DepartmentRegistered,
    DepartmentRejected,
    DepartmentRestarted,
)
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import LIFECYCLE, State
from avrop.onboarding.models import Department
from avrop.onboarding.queries.departments import needs_days
from avrop.onboarding.shapes import DepartmentForm
from avrop.onboarding.stored import days_of, facts_in, form_of, plain
from avrop.parties import actions as parties
from avrop.parties import queries as known
from avrop.parties.queries import (
    AwaitedSupplier,
    ContactFacts,
    PostalAddress,
    Purpose,
    UnitFacts,
)
from avrop.tasks import actions as tasks


@command(permissions.COORDINATE)
def assign_gln(
    department_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> str:
    """Keep the next GLN of our own series for the department (C5). Whoever does it answers for the
    department from now on. Returns the GLN."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    row.state = LIFECYCLE.after(row.state, "assign_gln")
    row.owner = row.owner or actor.person_id
    kept = "gln", "planned_unit_id"
    if not row.gln:
        reserved = parties.reserve_gln(row.parent_unit_id, actor=asked, at=at)
        row.gln, row.planned_unit_id = reserved.gln, reserved.unit_id
    row.due_at = rules.due_after(at, day_of(at), rules.TO_REGISTER_DAYS)
    save(row, expected_version, "owner", "due_at", *kept)
    settle(row, TO_NUMBER, actor=asked, at=at)
    _wait_to_register(row, asked, at)
    outbox.publish(DepartmentNumbered(row.id, row.gln), actor=actor, at=at)
    return row.gln


def _wait_to_register(row: Department, actor: Actor, at: datetime) -> None:
    days = rules.TO_REGISTER_DAYS
    wait_for(row, TO_REGISTER, permissions.COORDINATE, days, actor=actor, at=at)


@command(permissions.COORDINATE)
def ask_centre(
    department_id: UUID,
    centre_organisation_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Ask a distribution centre on which days food can come (C6). Returns the question's id."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    row.state = LIFECYCLE.after(row.state, "ask_centre")
    known.organisation(centre_organisation_id)
    if centre_organisation_id not in known.distribution_centres(day_of(at)):
        refuse_if([Problem("onboarding.no_centre", {}, ("centre_organisation_id",))])
    row.centre_organisation_id, row.delivery_days = centre_organisation_id, None
    row.due_at = rules.due_after(at, day_of(at), rules.CENTRE_DAYS)
    save(row, expected_version, "centre_organisation_id", "delivery_days", "due_at")
    settle(row, TO_REGISTER, actor=asked, at=at)
    (question_id,) = ask_about(row, Asked.CENTRE, (centre_organisation_id,), at=at)
    event = CentreAsked(row.id, question_id, centre_organisation_id)
    outbox.publish(event, actor=actor, at=at)
    return question_id


def take_days(row: Department, actor: Actor, at: datetime) -> None:
    """The centre has answered: the department can be registered. Inside a command that holds the row."""
    row.state = LIFECYCLE.after(row.state, "take_days")
    row.due_at = rules.due_after(at, day_of(at), rules.TO_REGISTER_DAYS)
    save(row, None, "delivery_days", "due_at")
    settle(row, CENTRE_IS_LATE, actor=actor, at=at)
    _wait_to_register(row, actor, at)


@command(permissions.COORDINATE)
def register_department(
    department_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> UUID:
    """Open the unit with its GLN, contact and delivery days, and tell the suppliers of its agreements,
    all at once (C8). From each it orders nothing before he has answered. Returns the unit's id."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    row.state = LIFECYCLE.after(row.state, "register")
    today, form = day_of(at), form_of(row)
    terms = agreements.terms_of(form.agreements)
    usable = {key: one for key, one in terms.items() if one.state == "active"}
    refuse_if(
        rules.problems_registering(
            rules.Registering(
                needs_days=needs_days(form, today),
                has_days=row.delivery_days is not None,
                usable=frozenset(usable),
                form=form,
                today=today,
            )
        )
    )
    row.unit_id = _open_unit(row, form, asked, at)
    sellers = {one.seller_organisation_id for one in usable.values()}
    _close_until_answered(row, form, sellers, asked, at)
    row.round, row.registered_at = row.round + 1, at
    row.told = plain(facts_in(form, row.gln))
    row.due_at = rules.due_after(at, today, rules.SUPPLIER_DAYS)
    save(row, expected_version, "unit_id", "round", "registered_at", "told", "due_at")
    settle(row, TO_REGISTER, actor=asked, at=at)
    questions = ask_about(row, Asked.SUPPLIER, sellers, at=at)
    _want_requesters(row, asked, at)
    event = DepartmentRegistered(row.id, row.unit_id, questions)
    outbox.publish(event, actor=actor, at=at)
    return row.unit_id


def _open_unit(row: Department, form: DepartmentForm, actor: Actor, at: datetime) -> UUID:
    assert form.opens_on is not None  # the rules have seen to it
    unit = UnitFacts(
        name=form.name,
        gln=row.gln,
        delivery_address=form.address,
        invoice_reference=form.invoice_reference,
        default_coding=form.default_coding,
        serves_food=bool(form.orders_food),
        opening_hours=form.opening_hours,
    )
    unit_id = parties.open_unit(
        unit,
        valid_from=form.opens_on,
        parent_id=form.parent_id,
        reserved_as=row.planned_unit_id,
        actor=actor,
        at=at,
    )
    contact = ContactFacts(
        Purpose.ORDERS, form.contact_name, form.contact_email, form.contact_phone
    )
    own = known.own_organisation().id
    parties.set_contact(own, contact, unit_id=unit_id, actor=actor, at=at)
    return unit_id


def _close_until_answered(
    row: Department, form: DepartmentForm, sellers: set[UUID], actor: Actor, at: datetime
) -> None:
    """Ordering opens seller by seller; those who deliver through the centre get its days."""
    assert row.unit_id is not None
    assert form.opens_on is not None
    days = days_of(row.delivery_days)
    through: set[UUID] = set()
    if days is not None and sellers:
        terms = known.trading_terms_with(sellers, row.unit_id, on=form.opens_on)
        centre = row.centre_organisation_id
        through = {key for key, one in terms.items() if one.consignee_organisation_id == centre}
    parties.await_suppliers(
        row.unit_id,
        tuple(
            AwaitedSupplier(each, days.calendar if days and each in through else None)
            for each in sorted(sellers)
        ),
        valid_from=form.opens_on,
        actor=actor,
        at=at,
    )


def _want_requesters(row: Department, actor: Actor, at: datetime) -> None:
    wait_for(
        row,
        REQUESTERS_WANTED,
        permissions.CHANGE_REQUESTERS,
        rules.REQUESTERS_DAYS,
        actor=actor,
        at=at,
        people=people_for(permissions.CHANGE_REQUESTERS, Within(unit_id=row.unit_id), at),
    )


def finish_if_settled(row: Department, actor: Actor, at: datetime) -> None:
    """Tell the unit that it is set up, once every supplier has answered (C9). Inside a command that
    holds the row."""
    if row.state != State.INFORMING or not rules.is_settled(newest_states(row.id).values()):
        return
    row.state = LIFECYCLE.after(row.state, "finish")
    row.ready_at, row.due_at = at, None
    save(row, None, "ready_at", "due_at")
    settle(row, SUPPLIER_IS_LATE, actor=actor, at=at)
    if row.requested_by is not None:
        people = (row.requested_by,)
        wait_for(row, IS_READY, permissions.REQUEST, 0, actor=actor, at=at, people=people)
    assert row.unit_id is not None
    outbox.publish(DepartmentReady(row.id, row.unit_id), actor=actor, at=at)


@command(permissions.COORDINATE)
def restart_department(
    department_id: UUID,
    address: PostalAddress,
    opening_hours: str = "",
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Give the department another address and tell its suppliers and its centre again. Orders carry the
    address themselves, so what was open to order stays open meanwhile."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    LIFECYCLE.after(row.state, "restart")
    assert row.unit_id is not None  # such a department is a unit
    unit = known.unit(row.unit_id)
    facts = UnitFacts(
        name=unit.name,
        gln=unit.gln,
        delivery_address=address,
        invoice_reference=unit.invoice_reference,
        default_coding=unit.default_coding,
        serves_food=unit.serves_food,
        opening_hours=opening_hours or unit.opening_hours,
    )
    refuse_if(_problems_with_place(address))
    parties.change_unit(row.unit_id, facts, actor=asked, at=at)
    tell_again(row, expected_version, actor=actor, at=at)


def _problems_with_place(address: PostalAddress) -> tuple[Problem, ...]:
    wanted = {
        "street": "street_missing",
        "postal_code": "postal_code_missing",
        "city": "city_missing",
    }
    return tuple(
        Problem(f"onboarding.{word}", place=("address", field))
        for field, word in wanted.items()
        if not getattr(address, field).strip()
    )


@command(permissions.CHASE)
def follow_address(department_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Tell suppliers again where the unit's address is another one than they were told; whether it was.
    Safe to repeat."""
    row = department_for_change(department_id)
    actor = require(actor, permissions.CHASE, at=at)
    if row.state not in (State.INFORMING, State.READY) or row.unit_id is None:
        return False
    if not _is_elsewhere(row, row.unit_id):
        return False
    tell_again(row, None, actor=actor, at=at)
    return True


def _is_elsewhere(row: Department, unit_id: UUID) -> bool:
    address, told = known.unit(unit_id).delivery_address, row.told or {}
    return address is not None and any(
        getattr(address, name) != told.get(name) for name in ("street", "postal_code", "city")
    )


def tell_again(
    row: Department, expected_version: int | None, *, actor: Actor, at: datetime
) -> None:
    """Ask everybody who was told of the department again. Inside a command that holds the row."""
    assert row.unit_id is not None
    row.state = LIFECYCLE.after(row.state, "restart")
    unit = known.unit(row.unit_id)
    address = unit.delivery_address
    assert address is not None
    row.told = {
        **(row.told or {}),
        "street": address.street,
        "postal_code": address.postal_code,
        "city": address.city,
        "opening_hours": unit.opening_hours,
    }
    row.round, row.ready_at = row.round + 1, None
    row.due_at = rules.due_after(at, day_of(at), rules.SUPPLIER_DAYS)
    save(row, expected_version, "told", "round", "ready_at", "due_at")
    tasks.close_tasks(row.id, kind=IS_READY, outcome="cancelled", actor=actor, at=at)
    questions = ask_about(row, Asked.SUPPLIER, newest_states(row.id), at=at)
    outbox.publish(DepartmentRestarted(row.id, row.round, questions), actor=actor, at=at)


@command(permissions.COORDINATE)
def reject_department(
    department_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Send the form back to whoever asked, with the reason; it can be mended and sent again. Its GLN
    stays its own."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    row.state = LIFECYCLE.after(row.state, "reject")
    refuse_if(rules.problems_with_reason(reason))
    row.reason = reason.strip()
    row.due_at = rules.due_after(at, day_of(at), rules.TO_MEND_DAYS)
    save(row, expected_version, "reason", "due_at")
    withdraw_questions(row, at=at)
    tasks.close_tasks(row.id, outcome="cancelled", actor=asked, at=at)
    people = (row.requested_by,) if row.requested_by is not None else ()
    days = rules.TO_MEND_DAYS
    wait_for(row, TO_MEND, permissions.REQUEST, days, actor=asked, at=at, people=people)
    outbox.publish(DepartmentRejected(row.id), actor=actor, at=at, reason=row.reason)


@command(permissions.COORDINATE)
def hand_over_department(
    department_id: UUID,
    to_person_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Let another coordinator answer for the department, with all that waits in it."""
    row = department_for_change(department_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(row))
    row.state = LIFECYCLE.after(row.state, "hand_over")
    able = people_for(permissions.COORDINATE, steered_in(row), at)
    refuse_if(_problems_handing_over(row, to_person_id, able))
    former, row.owner = row.owner, to_person_id
    save(row, expected_version, "owner")
    for kind, state, days in _OF_THE_OWNER:
        if state == row.state:
            tasks.close_tasks(row.id, kind=kind, outcome="cancelled", actor=asked, at=at)
            wait_for(row, kind, permissions.COORDINATE, days, actor=asked, at=at)
    outbox.publish(DepartmentHandedOver(row.id, former, to_person_id), actor=actor, at=at)


#: What waits for the coordinator himself, by the state that it waits in.
_OF_THE_OWNER = (
    (TO_NUMBER, State.SUBMITTED, rules.TO_NUMBER_DAYS),
    (TO_REGISTER, State.NUMBERED, rules.TO_REGISTER_DAYS),
)


def _problems_handing_over(
    row: Department, to_person_id: UUID, able: tuple[UUID, ...]
) -> tuple[Problem, ...]:
    place = ("to_person_id",)
    if row.owner == to_person_id:
        return (Problem("onboarding.has_it_already", place=place),)
    return () if to_person_id in able else (Problem("onboarding.cannot_coordinate", place=place),)
