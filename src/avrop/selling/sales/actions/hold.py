"""Holds: typed, so that it is said who may set and who may release, and which steps are stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.permissions import Permission, permission_named
from avrop.kernel.ports import EVERYWHERE, Deed, record_deed, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.events import HoldReleased, HoldSet, HoldTypeDefined
from avrop.selling.sales.lifecycle import LIFECYCLE
from avrop.selling.sales.models import Hold, HoldType
from avrop.selling.sales.moving import order_for_change
from avrop.selling.sales.shapes import HoldKind

#: The kinds of hold the product comes with; an organisation may define its own beside them.
COMES_WITH = {
    kind.code: kind
    for kind in (
        HoldKind(
            code="check",
            name="Something must be looked at first",
            stops=("confirm", "allocate", "release", "ship", "ship_part"),
        ),
        HoldKind(
            code="credit",
            name="The customer's credit",
            stops=("release", "ship", "ship_part"),
            four_eyes=True,
            set_permission=permissions.CREDIT_HOLD.name,
            release_permission=permissions.CREDIT_HOLD.name,
        ),
        HoldKind(code="billing", name="Not to be invoiced yet", stops=("bill",)),
    )
}


@dataclass(frozen=True, slots=True)
class _Held:
    """A kind of hold as a hold keeps it."""

    stops: str
    four_eyes: bool
    set_permission: str
    release_permission: str


@command(permissions.SET_HOLD)
def set_hold(order_id: UUID, hold_type: str, reason: str, *, actor: Actor, at: datetime) -> UUID:
    """Keep an order from the steps that this kind of hold stops. Returns the hold."""
    order = order_for_change(order_id)
    kind = _kind(hold_type)
    actor = _require_both(actor, permissions.SET_HOLD, kind.set_permission, at)
    count_change(order, None)
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    hold = Hold(
        order_id=order.id,
        hold_type=hold_type,
        stops=kind.stops,
        four_eyes=kind.four_eyes,
        release_permission=kind.release_permission,
        reason=reason,
        set_by=actor.person_id,
        set_at=at,
    )
    if kind.four_eyes:
        record_deed((hold.id,), Deed.SET_HOLD, actor=actor, at=at)
    hold.save(force_insert=True)
    order.save(update_fields=["version"])
    outbox.publish(HoldSet(order.id, hold.id, hold_type), actor=actor, at=at, reason=reason)
    return hold.id


@command(permissions.RELEASE_HOLD)
def release_hold(hold_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let the order go on. Where the kind says so, not by who set the hold (invariant 19)."""
    order_id = Hold.objects.filter(id=hold_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise missing("hold", hold_id)
    order = order_for_change(order_id)
    hold = Hold.objects.select_for_update().get(id=hold_id)
    actor = _require_both(actor, permissions.RELEASE_HOLD, hold.release_permission, at)
    count_change(order, None)
    refuse_if(_problems_releasing(hold, reason, actor))
    if hold.four_eyes:
        record_deed((hold.id,), Deed.RELEASE_HOLD, actor=actor, at=at)
    hold.released_by, hold.released_at, hold.release_reason = actor.person_id, at, reason
    hold.save(update_fields=["released_by", "released_at", "release_reason"])
    order.save(update_fields=["version"])
    outbox.publish(HoldReleased(order.id, hold.id), actor=actor, at=at, reason=reason)


@command(permissions.SET_NORMS)
def define_hold_type(kind: HoldKind, *, actor: Actor, at: datetime) -> UUID:
    """Make a kind of hold, or change it for holds to come."""
    row = HoldType.objects.select_for_update().filter(code=kind.code).first()
    actor = require(actor, permissions.SET_NORMS, at=at, within=EVERYWHERE)
    invalid_if(_problems_defining(kind))
    row = row or HoldType(code=kind.code)
    row.name, row.stops = {"sv": kind.name}, " ".join(kind.stops)
    row.four_eyes = kind.four_eyes
    row.set_permission, row.release_permission = kind.set_permission, kind.release_permission
    row.save()
    outbox.publish(HoldTypeDefined(row.id, kind.code), actor=actor, at=at)
    return row.id


def _kind(code: str) -> _Held:
    row = HoldType.objects.filter(code=code).first()
    if row is not None:
        return _Held(row.stops, row.four_eyes, row.set_permission, row.release_permission)
    kind = COMES_WITH.get(code)
    if kind is None:
        raise missing("hold_type", code)
    return _Held(" ".join(kind.stops), kind.four_eyes, kind.set_permission, kind.release_permission)


def _require_both(actor: Actor, general: Permission, special: str, at: datetime) -> Actor:
    allowed = require(actor, general, at=at)
    try:
        own = permission_named(special)
    except KeyError:
        # A right that this version does not know any more: the general one has to do.
        return allowed
    return allowed if own is general else require(actor, own, at=at)


def _problems_releasing(hold: Hold, reason: str, actor: Actor) -> list[Problem]:
    problems = []
    if hold.released_at is not None:
        problems.append(Problem("sales.hold_is_released"))
    is_own = actor.person_id is not None and hold.set_by == actor.person_id
    if hold.four_eyes and is_own:
        problems.append(Problem("sales.hold_by_another"))
    elif is_own and authority.holds(actor, permissions.ADVANCE):
        problems.append(Problem("sales.hold_by_who_carries_out"))
    if not reason.strip():
        problems.append(Problem("sales.reason_missing"))
    return problems


def _problems_defining(kind: HoldKind) -> list[Problem]:
    problems = [
        Problem("sales.not_a_step", {"verb": verb}, ("stops",))
        for verb in kind.stops
        if verb not in LIFECYCLE.verbs
    ]
    for name in (kind.set_permission, kind.release_permission):
        try:
            permission_named(name)
        except KeyError:
            problems.append(Problem("sales.permission_unknown", {"permission": name}))
    return problems
