"""A small organisation where things are approved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.approvals import actions
from avrop.approvals.rules import Part
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed, record_deed
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import AT, a_person, a_tenant, a_unit, everything
from avrop.values import Money, uuid7


def kronor(amount: int | str) -> Money:
    """So many Swedish kronor."""
    return Money(Decimal(amount), "SEK")


def a_part(amount: int = 100, responsibility: str = "4100", *categories: str) -> Part:
    """What one responsibility is to pay."""
    return Part(responsibility, kronor(amount), categories)


@dataclass(frozen=True, slots=True)
class Office:
    """A unit with a requester, an approver for 41* up to 10 000 kronor and one for 42*."""

    tenant_id: UUID
    unit_id: UUID
    routine: Actor
    requester: Actor
    approver: Actor
    other_approver: Actor


def an_office() -> Office:
    """An office of its own."""
    tenant_id = a_tenant().tenant_id
    unit_id = a_unit(tenant_id)
    limit = kronor(10_000)
    return Office(
        tenant_id,
        unit_id,
        everything(tenant_id),
        a_person(tenant_id, ("requester",), unit_id),
        a_person(tenant_id, ("approver",), unit_id, limit, responsibilities=("41*",)),
        a_person(tenant_id, ("approver",), unit_id, limit, responsibilities=("42*",)),
    )


def a_request(office: Office, *parts: Part, **facts: Any) -> UUID:
    """The requester's need, recorded as a deed, and the request for its approval."""
    requester: Actor = facts.pop("requester", office.requester)
    chain = facts.pop("chain", None) or uuid7()
    assert requester.person_id is not None
    with tenant_scope(office.tenant_id):
        record_deed((chain,), Deed.NEED, actor=requester, at=AT)
    return actions.request_approval(
        "requisition",
        facts.pop("subject_id", None) or uuid7(),
        chains=(chain,),
        requester_person_id=requester.person_id,
        unit_id=office.unit_id,
        parts=parts or (a_part(),),
        snapshot=facts.pop("snapshot", '{"lines":1}'),
        reference="R-2026-00001",
        actor=requester,
        at=AT,
    )
