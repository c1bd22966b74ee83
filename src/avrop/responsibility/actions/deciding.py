"""Deciding the matrix, what is decided centrally and locally, and who manages orders: each
decision is a dated version, and the past stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.parties import queries as parties
from avrop.responsibility import events, matrix, operating, parts, permissions
from avrop.responsibility.activities import BY_CODE, Part
from avrop.responsibility.matrix import Entry, Matrix
from avrop.responsibility.operating import OperatingModel
from avrop.responsibility.parts import Decided, Register
from avrop.responsibility.reading import register_in_force
from avrop.values import Money


@command(permissions.DECIDE)
def decide_matrix(
    entries: tuple[Entry, ...], *, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    """Decide the whole matrix from a day on: in each activity exactly one role answers. Returns the
    reference of the version. Refused with every gap and double there is."""
    actor = require(actor, permissions.DECIDE, at=at, within=over(None))
    roles = [one.code for one in authority.roles(actor=actor)]
    decided = Matrix(entries)
    refuse_if(
        (
            *problems_with_day(valid_from, at),
            *problems_with_reason(reason),
            *matrix.problems_with_matrix(decided, roles=roles, activities=BY_CODE),
            *problems_with_units(one.unit_id for one in entries),
        )
    )
    return write_matrix(decided, valid_from=valid_from, reason=reason, actor=actor, at=at)


def write_matrix(
    decided: Matrix, *, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    """Write a version of the matrix and announce it. For commands that have checked it."""
    version = _added(matrix.NAME, decided, valid_from, reason, actor, at)
    announced = events.MatrixDecided(actor.tenant_id, version)
    outbox.publish(announced, actor=actor, at=at, reason=reason.strip())
    return version


@command(permissions.DECIDE)
def decide_part(
    part: str,
    level: str,
    *,
    valid_from: date,
    decision_reference: str,
    unit_id: UUID | None = None,
    limit: Money | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide where a part of the process is decided on, from a day on: for all, or for a unit and below.
    Delegated: up to a limit. Returns the reference of the register's version."""
    actor = require(actor, permissions.DECIDE, at=at, within=over(None))
    register, _ = register_in_force(valid_from)
    rest = (one for one in register.decided if (one.part, one.unit_id) != (part, unit_id))
    reference = decision_reference.strip()
    decided = Register((*rest, Decided(part, level, reference, unit_id, limit)))
    refuse_if(
        (
            *problems_with_day(valid_from, at),
            *parts.problems_with_register(decided, [str(one) for one in Part]),
            *_problems_with_reference(decision_reference),
            *problems_with_units((unit_id,)),
        )
    )
    version = _added(parts.NAME, decided, valid_from, reference, actor, at)
    announced = events.PartsDecided(actor.tenant_id, version)
    outbox.publish(announced, actor=actor, at=at, reason=reference)
    return version


@command(permissions.DECIDE)
def decide_order_management(
    owner: str,
    *,
    valid_from: date,
    reason: str,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide who manages the orders of customers from a day on: a department, or a centre, which is a
    unit. No order is changed by it. Returns the reference of the version."""
    actor = require(actor, permissions.DECIDE, at=at, within=over(None))
    model = OperatingModel(owner, unit_id)
    refuse_if(
        (
            *problems_with_day(valid_from, at),
            *problems_with_reason(reason),
            *operating.problems_with_model(model),
            *problems_with_units((unit_id,)),
        )
    )
    version = _added(operating.NAME, model, valid_from, reason, actor, at)
    announced = events.OrderManagementDecided(actor.tenant_id, version)
    outbox.publish(announced, actor=actor, at=at, reason=reason.strip())
    return version


def _added(
    name: str, decided: Any, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    return ruleset.add_version(
        name, decided, valid_from=valid_from, by=actor.person_id, at=at, reason=reason.strip()
    )


# --- what every decision must have --------------------------------------------------------------------


def problems_with_day(valid_from: date, at: datetime) -> Iterator[Problem]:
    """A decision holds from today at the earliest: who answered last year is not decided now."""
    if valid_from < day_of(at):
        yield Problem("responsibility.day_has_passed", {"day": valid_from}, ("valid_from",))


def problems_with_reason(reason: str) -> Iterator[Problem]:
    """A decision says why."""
    if not reason.strip():
        yield Problem("responsibility.no_reason", {}, ("reason",))


def _problems_with_reference(reference: str) -> Iterator[Problem]:
    if not reference.strip():
        yield Problem("responsibility.no_decision", {}, ("decision_reference",))
    if len(reference) > parts.LONGEST_REFERENCE:
        yield Problem(
            "responsibility.text_too_long",
            {"most": parts.LONGEST_REFERENCE},
            ("decision_reference",),
        )


def problems_with_units(unit_ids: Iterable[UUID | None]) -> Iterator[Problem]:
    """Units that there are none of. One statement, none where no unit is named."""
    asked = {one for one in unit_ids if one is not None}
    known = parties.units_by_id(asked) if asked else {}
    for unit_id in sorted(asked - set(known), key=str):
        yield Problem("authority.unknown_unit", {"unit": str(unit_id)}, ("unit_id",))
