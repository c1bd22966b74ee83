"""The ledger of call-offs. The agreement and its sum are locked first, so that two orders at the
same time cannot both take the last of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from avrop.agreements import events, permissions, rules
from avrop.agreements.models import CallOff
from avrop.agreements.stored import locked_terms
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.values import Money, uuid7

_RECOUNTED = """
    update agreements_drawn d set amount = %(more)s + (
        select coalesce(sum(c.amount), 0) from agreements_call_off c
        where c.tenant_id = %(tenant)s and c.agreement_id = %(agreement)s)
    where d.tenant_id = %(tenant)s and d.agreement_id = %(agreement)s"""
# A statement does not see the rows it writes: the new entry is added to the sum of the others.
_ENTERED = f"""
    with entry as (
        insert into agreements_call_off
            (tenant_id, id, agreement_id, order_id, amount, once_key, reason, at)
        values (%(tenant)s, %(id)s, %(agreement)s, %(order)s, %(more)s, %(key)s, %(reason)s, %(at)s))
    {_RECOUNTED} returning d.amount"""


_entered = compiled(
    lambda: CallOff.objects.filter(once_key=Given("once_key")).values_list("id", flat=True)
)


@command(permissions.DRAW_DOWN)
def draw_down(
    agreement_id: UUID,
    amount: Money,
    order_id: UUID,
    *,
    once_key: str = "",
    actor: Actor,
    at: datetime,
) -> Money:
    """Count an order's amount, without VAT, against the agreement's maximum. Returns what has been
    drawn in all. The same `once_key` again does nothing.

    `Refused` when the agreement is not in force, or has too little left: past its maximum it has no
    further effect (CJEU C-23/20).
    """
    terms = locked_terms(agreement_id)
    actor = require(actor, permissions.DRAW_DOWN, at=at, within=Within(agreement_id=agreement_id))
    if once_key and _entered(once_key=once_key):
        return terms.drawn
    refuse_if(rules.problems_drawing(terms, on=day_of(at), amount=amount))
    drawn = _enter(agreement_id, amount, order_id, once_key, at=at)
    crossed = rules.warnings_crossed(terms.drawn, drawn, terms.ceiling)
    outbox.publish(events.CallOffRecorded(agreement_id, order_id), actor=actor, at=at)
    if crossed:
        outbox.publish(events.CeilingNeared(agreement_id, max(crossed)), actor=actor, at=at)
    return drawn


@command(permissions.DRAW_DOWN)
def give_back(
    agreement_id: UUID,
    amount: Money,
    order_id: UUID,
    *,
    reason: str = "",
    once_key: str = "",
    actor: Actor,
    at: datetime,
) -> Money:
    """Count back what an order did not need after all. Returns what has been drawn in all.

    `Refused` for more than the order has drawn. An agreement that has ended takes back, too.
    """
    terms = locked_terms(agreement_id)
    actor = require(actor, permissions.DRAW_DOWN, at=at, within=Within(agreement_id=agreement_id))
    if once_key and CallOff.objects.filter(once_key=once_key).exists():
        return terms.drawn
    of_order = CallOff.objects.filter(agreement_id=agreement_id, order_id=order_id)
    drawn = Money(of_order.aggregate(sum=Sum("amount"))["sum"] or Decimal(0), terms.currency)
    refuse_if(_problems_giving_back(terms, amount, drawn))
    left = _enter(agreement_id, -amount, order_id, once_key, reason=reason, at=at)
    event = events.CallOffGivenBack(agreement_id, order_id)
    outbox.publish(event, actor=actor, at=at, reason=reason)
    return left


def _problems_giving_back(
    terms: rules.AgreementTerms, amount: Money, drawn: Money
) -> list[Problem]:
    about = {"agreement": terms.number}
    if amount.currency != terms.currency:
        return [Problem("agreements.other_currency", {**about, "currency": amount.currency})]
    if amount.is_negative or amount.is_zero:
        return [Problem("agreements.nothing_to_draw", about)]
    if amount > drawn:
        return [Problem("agreements.more_than_drawn", {**about, "drawn": drawn, "amount": amount})]
    return []


def _enter(
    agreement_id: UUID,
    amount: Money,
    order_id: UUID,
    once_key: str,
    *,
    reason: str = "",
    at: datetime,
) -> Money:
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTERED,
            {
                "tenant": current_tenant(),
                "id": uuid7(),
                "agreement": agreement_id,
                "order": order_id,
                "more": amount.amount,
                "key": once_key or None,
                "reason": reason,
                "at": at,
            },
        )
        return Money(cursor.fetchone()[0], amount.currency)


@command(permissions.RECONCILE)
def reconcile_agreement(agreement_id: UUID, *, actor: Actor, at: datetime) -> Money:
    """Count again what has been drawn, from the ledger. Returns it; repeatable."""
    before = locked_terms(agreement_id)
    actor = require(actor, permissions.RECONCILE, at=at, within=Within(agreement_id=agreement_id))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_RECOUNTED} returning d.amount",
            {"tenant": current_tenant(), "agreement": agreement_id, "more": 0},
        )
        drawn = Money(cursor.fetchone()[0], before.currency)
    differed = drawn != before.drawn
    outbox.publish(events.AgreementReconciled(agreement_id, differed), actor=actor, at=at)
    return drawn
