"""Writing stated facts into rows: addresses, GLNs that are taken once, what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed, record_deed
from avrop.kernel.problems import Problem
from avrop.parties.models import Address, Organisation, TakenGln, Unit
from avrop.parties.shapes import PostalAddress

#: Where a supplier is paid.
ACCOUNTS = frozenset({"bankgiro", "plusgiro", "iban"})
_NOT_COLUMNS = ("address", "delivery_address")


def changed_fields(
    row: Any, facts: Any, address_field: str, former: PostalAddress | None
) -> list[str]:
    """Set the row's columns as stated; returns the names of those that differ."""
    stated = {name: value for name, value in asdict(facts).items() if name not in _NOT_COLUMNS}
    names = [name for name, value in stated.items() if getattr(row, name) != value]
    for name in names:
        setattr(row, name, stated[name])
    address: PostalAddress | None = getattr(facts, address_field)
    if address != former:
        setattr(row, address_field, stated_address(address, row.id))
        names.append(address_field)
    return names


def stated_address(address: PostalAddress | None, owner_id: UUID) -> Address | None:
    """A row for a stated address: a new one each time, since documents point back in time."""
    if address is None:
        return None
    row = Address(owner_id=owner_id, **asdict(address))
    row.save(force_insert=True)
    return row


def problems_taking_glns(glns: Iterable[str], holder_id: UUID, at: datetime) -> Iterator[Problem]:
    """Take GLNs for an organisation or unit; a problem for each that another has or has had.

    Two statements, none where there is no GLN. What was taken goes back when the command is refused.
    """
    wanted = sorted({gln for gln in glns if gln})
    if not wanted:
        return
    rows = [TakenGln(gln=gln, holder_id=holder_id, taken_at=at) for gln in wanted]
    TakenGln.objects.bulk_create(rows, ignore_conflicts=True)
    taken = TakenGln.objects.filter(gln__in=wanted).exclude(holder_id=holder_id)
    for gln in taken.order_by("gln").values_list("gln", flat=True):
        yield Problem("parties.gln_taken", {"gln": gln}, ("gln",))


def record_change(
    organisation_id: UUID, names: Collection[str], *, actor: Actor, at: datetime
) -> None:
    """Write down who changed a supplier, and who changed where it is paid: for a time they do not decide
    that it is paid. `names` are the fields that differ."""
    record_deed((organisation_id,), Deed.CHANGE_SUPPLIER, actor=actor, at=at)
    if ACCOUNTS & set(names):
        record_deed((organisation_id,), Deed.CHANGE_ACCOUNT, actor=actor, at=at)


def problems_with_reservation(gln: str, unit_id: UUID) -> Iterator[Problem]:
    """A number that is not kept for the unit, or kept for one that is there already."""
    is_kept = TakenGln.objects.filter(gln=gln, holder_id=unit_id).exists()
    if not gln or not is_kept or Unit.objects.filter(id=unit_id).exists():
        yield Problem("parties.gln_not_reserved", {"gln": gln}, ("gln",))


def own_prefix() -> str:
    """Our own GS1 company prefix, "" where we have none."""
    found = Organisation.objects.filter(is_self=True).values_list("gs1_prefix", flat=True)
    return str(found.first() or "")
