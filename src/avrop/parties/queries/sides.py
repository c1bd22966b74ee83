"""Who is on which side of a trade. Inside a scope; for other apps too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.models import Tenant
from avrop.kernel.scope import current_tenant
from avrop.parties.models import MembershipRow
from avrop.parties.side_models import OtherSide
from avrop.parties.sides import LETS_ACROSS, OPPOSITE, OnOtherSide


@dataclass(frozen=True, slots=True)
class Across:
    """Somebody of ours who may work on the other side, by which decision and until when."""

    id: UUID
    person_id: UUID
    decision: str
    until: date


def own_side() -> str:
    """Whether the organisation in scope buys, sells or does both."""
    return Tenant.objects.values_list("side", flat=True).get(id=current_tenant())


# Whoever only practises with one works on no side of a trade.
_ON_OTHER_SIDE = f"""
    select distinct o.account_id, {LETS_ACROSS.format(day="%(from)s::date")}
    from {MembershipRow._meta.db_table} o
    join {Tenant._meta.db_table} other on other.id = o.tenant_id
    join {Tenant._meta.db_table} t on t.id = %(tenant)s
    where o.account_id = any(%(accounts)s) and {OPPOSITE.format(one="t", other="other")}
      and t.practice_of is null and other.practice_of is null
      and o.accepted_at is not null
      and (o.valid_until is null or o.valid_until >= %(from)s::date)"""


def on_other_side(account_ids: Iterable[UUID], *, on: date) -> OnOtherSide:
    """Which of the accounts an organisation on the other side has as its own from a day on; one that
    only asks for somebody has nobody. One statement, however many there are."""
    asked = list(set(account_ids))
    if not asked:
        return OnOtherSide()
    facts: dict[str, Any] = {"tenant": current_tenant(), "accounts": asked, "from": on}
    with connection.cursor() as cursor:
        cursor.execute(_ON_OTHER_SIDE, facts)
        found = cursor.fetchall()
    kept = frozenset(account_id for account_id, lets in found if not lets)
    return OnOtherSide(frozenset(account_id for account_id, _ in found) - kept, kept)


def people_across(ids: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Those of the people who also are on the other side on a day: let go there by us, or let in here
    by another organisation. One statement."""
    ours = MembershipRow.objects.filter(tenant_id=current_tenant(), person_id__in=list(ids))
    accounts = dict(ours.values_list("account_id", "person_id"))
    found = on_other_side(accounts, on=on)
    return frozenset(accounts[one] for one in found.let | found.kept)


@query
def other_side_of(person_id: UUID, *, actor: Actor) -> Across | None:
    """The decision by which somebody may work on the other side; None where there is none."""
    rows = OtherSide.objects.visible_to(actor).filter(person_id=person_id, ended_at=None)
    row = rows.first()
    return Across(row.id, row.person_id, row.decision, row.until) if row else None
