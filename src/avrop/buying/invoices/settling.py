"""Who settles what, and what became of differences when an invoice was matched again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.kinds import DifferenceKind, Settlement
from avrop.buying.invoices.lifecycle import DifferenceState
from avrop.buying.invoices.matching.facts import NOTHING, Deviation
from avrop.kernel.permissions import Permission
from avrop.kernel.problems import Problem
from avrop.values import rounded_half_up

#: The cause decides who is asked (INV-03): prices those who answer for the agreement, quantities
#: those who received, references and sums the ledger clerk. A new account to pay to is the finance
#: officer's: whoever reviews invoices alone must not be able to lead a payment astray.
SETTLED_BY: Mapping[str, Permission] = {
    DifferenceKind.PRICE: permissions.SETTLE_PRICE,
    DifferenceKind.CHARGE: permissions.SETTLE_PRICE,
    DifferenceKind.QUANTITY: permissions.SETTLE_QUANTITY,
    DifferenceKind.NOT_RECEIVED: permissions.SETTLE_QUANTITY,
    DifferenceKind.WEIGHT: permissions.SETTLE_QUANTITY,
    DifferenceKind.UNIT: permissions.SETTLE_REFERENCE,
    DifferenceKind.UNKNOWN_ITEM: permissions.SETTLE_REFERENCE,
    DifferenceKind.VAT: permissions.SETTLE_REFERENCE,
    DifferenceKind.TOTAL: permissions.SETTLE_REFERENCE,
    DifferenceKind.CURRENCY: permissions.SETTLE_REFERENCE,
    DifferenceKind.NO_ORDER: permissions.SETTLE_REFERENCE,
    DifferenceKind.DUPLICATE: permissions.SETTLE_REFERENCE,
    DifferenceKind.CREDITED: permissions.SETTLE_REFERENCE,
    DifferenceKind.ACCOUNT: permissions.SETTLE_ACCOUNT,
}

#: What nobody received cannot be accepted: whoever has the goods registers a receipt.
NEVER_ACCEPTED = frozenset({DifferenceKind.QUANTITY, DifferenceKind.NOT_RECEIVED})
#: A part of the invoice that a credit note can be for.
CREDITABLE = frozenset(
    {
        DifferenceKind.PRICE,
        DifferenceKind.CHARGE,
        DifferenceKind.QUANTITY,
        DifferenceKind.NOT_RECEIVED,
        DifferenceKind.WEIGHT,
        DifferenceKind.UNIT,
        DifferenceKind.UNKNOWN_ITEM,
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A difference that was found before."""

    id: UUID
    kind: str
    state: str
    line_id: UUID | None
    order_line_id: UUID | None
    expected: Decimal | None
    actual: Decimal | None
    amount: Decimal
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is new, what is gone, and what of the known ones says other figures now."""

    new: tuple[Deviation, ...]
    gone: tuple[UUID, ...]
    altered: tuple[tuple[UUID, Deviation], ...]
    still_open: int


def reconcile(known: Sequence[Known], found: Sequence[Deviation]) -> Reconciled:
    """The differences of before beside those of now.

    One that was settled stays settled unless it has grown: then it is a new one. One that is open and
    not found any more is gone. Each answers for one: what was said of a charge says nothing of others.
    """
    by_key: dict[tuple[object, ...], list[Known]] = {}
    for each in known:
        if each.state != DifferenceState.GONE:
            by_key.setdefault(_key(each), []).append(each)
    new: list[Deviation] = []
    altered: list[tuple[UUID, Deviation]] = []
    kept: set[UUID] = set()
    for deviation in found:
        same = by_key.get(_key(deviation), [])
        settled = next((each for each in same if _answers(each, deviation)), None)
        if settled is not None:
            same.remove(settled)
            continue
        waiting = next((each for each in same if each.state == DifferenceState.OPEN), None)
        if waiting is None:
            new.append(deviation)
            continue
        same.remove(waiting)
        kept.add(waiting.id)
        if _figures(waiting) != _figures(deviation):
            altered.append((waiting.id, deviation))
    open_ones = [each.id for each in known if each.state == DifferenceState.OPEN]
    gone = tuple(each for each in open_ones if each not in kept)
    return Reconciled(tuple(new), gone, tuple(altered), len(new) + len(kept))


def _answers(each: Known, deviation: Deviation) -> bool:
    """Whether what was settled was as much, in the same direction."""
    is_settled = each.state == DifferenceState.SETTLED
    same_way = (each.amount < 0) == (deviation.amount < 0)
    return is_settled and same_way and abs(deviation.amount) <= abs(each.amount)


def _key(each: Known | Deviation) -> tuple[object, ...]:
    order_line = each.order_line_id if each.line_id is None else None
    return (str(each.kind), each.line_id, order_line, each.subject)


def _figures(each: Known | Deviation) -> tuple[object, ...]:
    return (each.expected, each.actual, each.amount)


def ways_to_settle(kind: str) -> tuple[str, ...]:
    """How a difference of a kind can be settled."""
    ways = []
    if kind not in NEVER_ACCEPTED:
        ways.append(Settlement.ACCEPT)
    if kind in CREDITABLE:
        ways.append(Settlement.EXPECT_CREDIT)
    return tuple(str(way) for way in (*ways, Settlement.DISPUTE))


def problems_settling(differences: Iterable[Known], how: str, reason: str) -> Iterator[Problem]:
    """Every reason why these cannot be settled so."""
    if how not in Settlement.values:
        yield Problem("invoices.unknown_settlement", {"how": how}, ("how",))
    if not reason.strip():
        yield Problem("invoices.no_reason", {}, ("reason",))
    for each in differences:
        if each.state != DifferenceState.OPEN:
            yield Problem("invoices.difference_is_settled")
        elif how == Settlement.ACCEPT and each.kind in NEVER_ACCEPTED:
            yield Problem("invoices.receive_first", {}, (), "receiver")
        elif how == Settlement.EXPECT_CREDIT and each.kind not in CREDITABLE:
            yield Problem("invoices.no_credit_for_that", {"kind": each.kind}, ("how",))


@dataclass(frozen=True, slots=True)
class Withheld:
    """A credit that has not come yet, without VAT, and the rate of the line it is withheld from."""

    amount: Decimal
    vat_percent: Decimal


def withheld_amount(parts: Iterable[Withheld]) -> Decimal:
    """What is not paid yet, VAT included; each part rounded as its line would be."""
    return sum(
        (
            max(NOTHING, rounded_half_up(part.amount * (1 + part.vat_percent / 100), 2))
            for part in parts
        ),
        NOTHING,
    )
