"""What can be received, and what follows from it. Pure: order lines and counts in, problems, ledger
entries and claims out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from avrop.buying.orders.actions import EntryKind, NewEntry
from avrop.buying.orders.queries import LineToMatch
from avrop.buying.receipts.kinds import TO_CENTRE, TO_UNIT, Reason, Remedy
from avrop.buying.receipts.shapes import (
    NOTHING,
    ArrivedLine,
    CorrectedLine,
    NewContact,
    NewReceiptLine,
)
from avrop.buying.requisitions.amounts import amount_of
from avrop.kernel.problems import Problem
from avrop.values import Quantity, is_unit_code

#: How far ahead of ours the clock of a device that registers goods may be.
CLOCK_MAY_BE_FAST = timedelta(minutes=15)
NEVER_SENT = frozenset({"draft", "rejected", "cancelled"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much more than was agreed may be received, in percent of a line's quantity (RCV-01)."""

    over_percent: Decimal = Decimal(10)


NAME = "receipts.limits"
DEFAULT = Limits()

Lines = Mapping[UUID, LineToMatch]


def expected(line: LineToMatch) -> Decimal:
    """What can come in all: as agreed, less what will never come."""
    return max(NOTHING, line.quantity - line.sums.short)


def still_expected(line: LineToMatch) -> Decimal:
    """What has not come and still can. Rejected goods do not fill the need (replacements come)."""
    return max(NOTHING, expected(line) - line.sums.received)


def problems_receiving(
    lines: Sequence[NewReceiptLine], order: Lines, limits: Limits
) -> Iterator[Problem]:
    """Every reason why this cannot be written down as received."""
    state = next(iter(order.values())).order_state if order else ""
    if state in NEVER_SENT:
        yield Problem("receipts.order_was_not_sent", {"state": state})
    yield from _repeated(line.order_line_id for line in lines)
    for number, line in enumerate(lines):
        place = ("lines", number)
        known = order.get(line.order_line_id)
        if known is None:
            yield Problem("receipts.not_on_the_order", {"line": number + 1}, place)
            continue
        yield from _counts(line, known, place)
        yield from _deviation(line, known, place)
        yield from _missing(line, known, place)
        yield from _over(known, known.sums.received + line.received, limits, place)


def _repeated(ids: Iterable[UUID]) -> Iterator[Problem]:
    if any(times > 1 for times in Counter(ids).values()):
        yield Problem("receipts.line_twice", {}, ("lines",))


def _counts(
    line: NewReceiptLine, known: LineToMatch, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    values = {"line": known.position, "name": known.name}
    if min(line.received, line.rejected, line.short, line.weight or NOTHING) < 0:
        yield Problem("receipts.negative_quantity", values, place)
    if line.rejected > line.received:
        yield Problem("receipts.rejected_more_than_came", values, (*place, "rejected"))
    if line.weight is not None and not is_unit_code(line.weight_unit):
        unit = {**values, "unit": line.weight_unit}
        yield Problem("receipts.unknown_unit", unit, (*place, "weight_unit"))


def _deviation(
    line: NewReceiptLine, known: LineToMatch, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    if not (line.rejected or line.short):
        return
    values = {"line": known.position, "name": known.name}
    if line.reason not in Reason.values:
        yield Problem("receipts.reason_missing", values, (*place, "reason"))
    if line.remedy not in Remedy.values:
        yield Problem("receipts.remedy_missing", values, (*place, "remedy"))


def _missing(
    line: NewReceiptLine, known: LineToMatch, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    """No more can be missing than was to come and has not come. For what came and was rejected there is
    a claim already: nothing is claimed twice."""
    most = max(NOTHING, still_expected(known) - line.received)
    if line.short > most:
        yield Problem(
            "receipts.more_missing_than_ordered",
            {
                "line": known.position,
                "name": known.name,
                "short": Quantity(line.short, known.unit),
                "most": Quantity(most, known.unit),
            },
            (*place, "short"),
        )


def problems_standing_in(
    for_person_id: UUID | None, on_behalf_of: UUID | None
) -> Iterator[Problem]:
    """Who receives in a colleague's place does so under that colleague's right, or not at all."""
    if for_person_id is not None and on_behalf_of != for_person_id:
        yield Problem("receipts.not_standing_in", {}, ("for_person_id",))


def problems_with_moment(received_at: datetime | None, at: datetime) -> Iterator[Problem]:
    """Nothing has come that will come. A device's clock may go somewhat fast."""
    if received_at is not None and received_at > at + CLOCK_MAY_BE_FAST:
        yield Problem("receipts.received_in_the_future", {"at": received_at}, ("received_at",))


def is_over(lines: Sequence[NewReceiptLine], order: Lines) -> bool:
    """Whether more has come of anything than was agreed, so that limits have a say."""
    return any(
        known.sums.received + line.received > known.quantity
        for line in lines
        if (known := order.get(line.order_line_id))
    )


def _over(
    known: LineToMatch, received: Decimal, limits: Limits, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    # Rejected goods are replaced, so what replaces them is not more than was ordered.
    most = (known.quantity + known.sums.rejected) * (1 + limits.over_percent / 100)
    if received > most:
        yield Problem(
            "receipts.more_than_ordered",
            {
                "line": known.position,
                "name": known.name,
                "ordered": Quantity(known.quantity, known.unit),
                "received": Quantity(received, known.unit),
            },
            (*place, "received"),
        )


def entries_receiving(
    lines: Iterable[NewReceiptLine], document_id: UUID, unit_id: UUID
) -> tuple[NewEntry, ...]:
    """The ledger of a receipt: what came, what of it was rejected, what will never come."""
    return tuple(
        NewEntry(
            line.order_line_id,
            kind,
            quantity,
            weight=_weight(line) if kind is EntryKind.RECEIVED else None,
            leg=TO_UNIT,
            location_id=unit_id,
            sscc=line.sscc[:18],
            document_kind="receipt",
            document_id=document_id,
        )
        for line in lines
        for kind, quantity in _counted(line)
        if quantity
    )


def _counted(line: NewReceiptLine) -> tuple[tuple[EntryKind, Decimal], ...]:
    gone = line.short if line.remedy == Remedy.CREDIT else NOTHING
    return (
        (EntryKind.RECEIVED, line.received),
        (EntryKind.REJECTED, line.rejected),
        (EntryKind.SHORT, gone),
    )


def _weight(line: NewReceiptLine) -> Quantity | None:
    return None if line.weight is None else Quantity(line.weight, line.weight_unit)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What a line of a receipt holds against the seller; the amount is without VAT."""

    line: LineToMatch
    place: int
    reason: str
    remedy: str
    quantity: Decimal
    amount: Decimal


def claims_in(lines: Sequence[NewReceiptLine], order: Lines) -> tuple[ClaimFacts, ...]:
    """A claim for each line where goods were rejected or missing."""
    return tuple(
        ClaimFacts(
            line=order[line.order_line_id],
            place=place,
            reason=line.reason,
            remedy=line.remedy,
            quantity=line.rejected + line.short,
            amount=worth(order[line.order_line_id], line.rejected + line.short),
        )
        for place, line in enumerate(lines)
        if line.rejected or line.short
    )


def worth(line: LineToMatch, quantity: Decimal) -> Decimal:
    """What a quantity of an order line costs as agreed, without VAT."""
    return amount_of(quantity, line.price, line.base_quantity, line.price_factor)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of a receipt as it stands now, its corrections counted in."""

    id: UUID
    order_line_id: UUID
    received: Decimal
    rejected: Decimal
    weight: Decimal | None
    weight_unit: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The difference between what a line says and what it should have said."""

    line: WrittenLine
    received: Decimal
    rejected: Decimal
    weight: Decimal | None

    @property
    def accepted(self) -> Decimal:
        """How much more, or less, was kept."""
        return self.received - self.rejected


def corrections(
    lines: Iterable[CorrectedLine], written: Mapping[UUID, WrittenLine]
) -> tuple[Correction, ...]:
    """The differences of those lines that differ."""
    found = (
        Correction(
            was,
            line.received - was.received,
            line.rejected - was.rejected,
            None if line.weight is None else line.weight - (was.weight or NOTHING),
        )
        for line in lines
        if (was := written.get(line.receipt_line_id))
    )
    return tuple(each for each in found if each.received or each.rejected or each.weight)


def problems_correcting(
    lines: Sequence[CorrectedLine],
    written: Mapping[UUID, WrittenLine],
    order: Lines,
    limits: Limits,
    reason: str,
) -> Iterator[Problem]:
    """Every reason why a receipt cannot be corrected so.

    What an invoice has been matched to stays received, until that invoice is opened again (RCV-07).
    """
    if not reason.strip():
        yield Problem("receipts.no_reason", {}, ("reason",))
    yield from _repeated(line.receipt_line_id for line in lines)
    for number, line in enumerate(lines):
        place = ("lines", number)
        if line.receipt_line_id not in written:
            yield Problem("receipts.not_on_the_receipt", {"line": number + 1}, place)
        elif min(line.received, line.rejected, line.weight or NOTHING) < 0:
            yield Problem("receipts.negative_quantity", {"line": number + 1, "name": ""}, place)
        elif line.rejected > line.received:
            values = {"line": number + 1, "name": ""}
            yield Problem("receipts.rejected_more_than_came", values, place)
    changes = corrections(lines, written)
    if not changes:
        yield Problem("receipts.nothing_to_correct")
    yield from _below_invoiced(changes, order)
    for change in changes:
        known = order[change.line.order_line_id]
        yield from _over(known, known.sums.received + change.received, limits, ())


def _below_invoiced(changes: Sequence[Correction], order: Lines) -> Iterator[Problem]:
    by_line: dict[UUID, Decimal] = {}
    for change in changes:
        line_id = change.line.order_line_id
        by_line[line_id] = by_line.get(line_id, NOTHING) + change.accepted
    for line_id, difference in by_line.items():
        sums = order[line_id].sums
        billed = sums.invoiced - sums.credited
        if difference < 0 and sums.accepted + difference < billed:
            values = {"line": order[line_id].position, "name": order[line_id].name}
            yield Problem("receipts.already_invoiced", values)


def entries_correcting(
    changes: Iterable[Correction], document_id: UUID, unit_id: UUID
) -> tuple[NewEntry, ...]:
    """Counter-entries to the ledger of the receipt that was wrong."""
    return tuple(
        NewEntry(
            change.line.order_line_id,
            kind,
            quantity,
            weight=_weight_change(change) if kind is EntryKind.RECEIVED else None,
            leg=TO_UNIT,
            location_id=unit_id,
            document_kind="receipt",
            document_id=document_id,
            corrects=change.line.id,
        )
        for change in changes
        for kind, quantity in (
            (EntryKind.RECEIVED, change.received),
            (EntryKind.REJECTED, change.rejected),
        )
        if quantity or (kind is EntryKind.RECEIVED and change.weight)
    )


def _weight_change(change: Correction) -> Quantity | None:
    if change.weight is None:
        return None
    return Quantity(change.weight, change.line.weight_unit or "KGM")


def problems_arriving(lines: Sequence[ArrivedLine], order: Lines) -> Iterator[Problem]:
    """Why this cannot have come to the centre."""
    if not lines:
        yield Problem("receipts.nothing_arrived", {}, ("lines",))
    for number, line in enumerate(lines):
        if line.order_line_id not in order:
            yield Problem("receipts.not_on_the_order", {"line": number + 1}, ("lines", number))
        elif line.quantity <= 0:
            values = {"line": number + 1, "name": order[line.order_line_id].name}
            yield Problem("receipts.negative_quantity", values, ("lines", number))


def entries_arriving(
    lines: Iterable[ArrivedLine], document_id: UUID, location_id: UUID | None
) -> tuple[NewEntry, ...]:
    """Arrived at the centre is an entry of its own kind: it is not received."""
    return tuple(
        NewEntry(
            line.order_line_id,
            EntryKind.ARRIVED_AT_CENTRE,
            line.quantity,
            leg=TO_CENTRE,
            location_id=location_id,
            sscc=line.sscc[:18],
            document_kind="arrival",
            document_id=document_id,
        )
        for line in lines
    )


def problems_telling(contact: NewContact, means: Iterable[str]) -> Iterator[Problem]:
    """What a note of a contact lacks: who, how and what (when is always given)."""
    if not contact.with_whom.strip():
        yield Problem("receipts.contact_without_name", {}, ("contact", "with_whom"))
    if contact.means not in set(means):
        yield Problem("receipts.contact_without_means", {}, ("contact", "means"))
    if not contact.what.strip():
        yield Problem("receipts.contact_without_words", {}, ("contact", "what"))


def problems_with_limits(limits: Limits) -> Iterator[Problem]:
    """Limits that make no sense."""
    if not 0 <= limits.over_percent <= 100:
        yield Problem("receipts.limit_out_of_range", {"percent": limits.over_percent})
