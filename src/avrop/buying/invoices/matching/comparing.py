"""Laying an invoice beside what was ordered, received and agreed.

What may be billed of an order line is what was accepted less what is billed already: a line takes of
that and never more, a reference's own line first. What is over is withheld where a credit is expected
for it, else it is a deviation. Everything that differs comes out, however little: what may differ is
for `judging`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from avrop.agreements.rules import AgreementTerms, ChargeTerm
from avrop.buying.invoices.kinds import DifferenceKind
from avrop.buying.invoices.matching.facts import (
    NOTHING,
    ChargeFacts,
    Cover,
    Deviation,
    InvoiceFacts,
    LineFacts,
    Portion,
)
from avrop.buying.invoices.matching.measuring import (
    Measure,
    measure,
    price_by_weight,
    price_of,
)
from avrop.buying.invoices.matching.pairing import Pair, Pairing
from avrop.buying.orders.queries import LineToMatch
from avrop.values import NothingInForce, PackFactor, rounded_half_up, vat_rate

TYPICAL_SLACK = Decimal("0.15")
WEIGHED_SLACK = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """A credit that is waited for about an order line: how much of it is not spoken for."""

    id: UUID
    order_line_id: UUID | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Ground:
    """What an invoice is compared with beside the order lines it was paired with.

    `own` is what the ledger holds of this very invoice: it does not stand in its own way.
    """

    packs: Mapping[UUID, Sequence[PackFactor]] = field(default_factory=dict)
    credits: tuple[CreditFacts, ...] = ()
    terms: tuple[AgreementTerms, ...] = ()
    own: Mapping[UUID, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is matched, what is withheld for a credit, and everything that differs."""

    portions: tuple[Portion, ...]
    covers: tuple[Cover, ...]
    deviations: tuple[Deviation, ...]


def compare(pairing: Pairing, ground: Ground) -> Comparison:
    """The invoice beside its order lines."""
    lots = _allocate(pairing, ground)
    deviations = [
        *(found for lot in lots for found in _line_deviations(lot, pairing.invoice)),
        *_unknown(pairing),
        *_charges(pairing, ground.terms),
        *_sums(pairing.invoice),
    ]
    return Comparison(
        portions=tuple(portion for lot in lots for portion in lot.portions()),
        covers=tuple(cover for lot in lots for cover in lot.covers),
        deviations=tuple(deviations),
    )


@dataclass(slots=True)
class _Lot:
    """An invoice line while it is being given out over order lines."""

    pair: Pair
    measured: Measure | None
    left: Decimal = NOTHING
    taken: list[tuple[LineToMatch, Decimal]] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    left_over: Decimal = NOTHING

    @property
    def line(self) -> LineFacts:
        return self.pair.line

    @property
    def first(self) -> LineToMatch:
        return self.taken[0][0] if self.taken else self.pair.candidates[0]

    def whole(self) -> Decimal:
        """All of the line in the order line's unit: taken, withheld and left over."""
        given = sum((quantity for _, quantity in self.taken), NOTHING)
        withheld = sum((cover.quantity for cover in self.covers), NOTHING)
        return given + withheld + self.left_over

    def share(self, quantity: Decimal) -> Decimal:
        """The part of the line's amount that a quantity has."""
        whole = self.whole()
        return rounded_half_up(self.line.amount * quantity / whole, 2) if whole else NOTHING

    def portions(self) -> Iterator[Portion]:
        """What each order line got. The last one bears the rounding when nothing is left over."""
        rest = self.line.amount
        everything = not self.covers and not self.left_over
        for number, (order_line, quantity) in enumerate(self.taken, start=1):
            last = everything and number == len(self.taken)
            amount = rest if last else self.share(quantity)
            rest -= amount
            yield Portion(
                self.line.id, order_line.order_line_id, order_line.order_id, quantity, amount
            )


def _allocate(pairing: Pairing, ground: Ground) -> list[_Lot]:
    """Give out what may be billed: to the likeliest line first, then to others of the same item."""
    room = {
        each.order_line_id: billable(each, ground.own.get(each.order_line_id, NOTHING))
        for pair in pairing.pairs
        for each in pair.candidates
    }
    lots = [_lot(pair, ground, room) for pair in pairing.pairs]
    for lot in lots:
        if lot.pair.by == "reference":
            _take(lot, lot.pair.candidates[:1], room)
    for lot in lots:
        _take(lot, lot.pair.candidates, room)
    credit_left = {credit.id: credit.quantity for credit in ground.credits}
    for lot in lots:
        _withhold(lot, ground.credits, credit_left)
    return lots


def billable(line: LineToMatch, own: Decimal = NOTHING) -> Decimal:
    """What of an order line may still be billed: accepted and not billed, never below nothing."""
    return max(NOTHING, line.sums.accepted - (line.sums.invoiced - own - line.sums.credited))


def _lot(pair: Pair, ground: Ground, room: Mapping[UUID, Decimal]) -> _Lot:
    likeliest = pair.candidates[0]
    measured = measure(pair.line, likeliest, ground.packs.get(likeliest.item_id, ()))
    if measured is None:
        return _Lot(pair, None)
    quantity = measured.quantity
    if measured.weighed:
        whole = sum((room[each.order_line_id] for each in pair.candidates), NOTHING)
        slack = TYPICAL_SLACK if measured.is_typical else WEIGHED_SLACK
        quantity = measured.pieces(pair.line.quantity.value, whole, slack)
    return _Lot(pair, measured, left=max(NOTHING, quantity), left_over=max(NOTHING, quantity))


def _take(lot: _Lot, candidates: Sequence[LineToMatch], room: dict[UUID, Decimal]) -> None:
    for order_line in candidates:
        same_unit = order_line.unit == lot.pair.candidates[0].unit
        taken = min(lot.left, room[order_line.order_line_id]) if same_unit else NOTHING
        if taken > 0:
            room[order_line.order_line_id] -= taken
            lot.left -= taken
            lot.left_over = lot.left
            lot.taken.append((order_line, taken))


def _withhold(lot: _Lot, credits: Sequence[CreditFacts], left: dict[UUID, Decimal]) -> None:
    """What a credit is expected for is withheld: neither matched nor a difference to settle."""
    ours = {each.order_line_id for each in lot.pair.candidates}
    whole = lot.whole()
    for credit in credits:
        quantity = min(lot.left_over, left[credit.id]) if credit.order_line_id in ours else NOTHING
        if quantity > 0 and credit.order_line_id is not None:
            left[credit.id] -= quantity
            lot.left_over -= quantity
            amount = rounded_half_up(lot.line.amount * quantity / whole, 2)
            lot.covers.append(Cover(credit.id, lot.line.id, credit.order_line_id, quantity, amount))


def _line_deviations(lot: _Lot, invoice: InvoiceFacts) -> Iterator[Deviation]:
    line, order_line = lot.line, lot.first
    if order_line.currency != invoice.currency:
        yield _about(lot, DifferenceKind.CURRENCY, line.amount)
        return
    if lot.measured is None:
        yield _about(lot, DifferenceKind.UNIT, line.amount, actual=line.quantity.value)
        return
    if lot.left_over:
        yield _excess(lot)
    yield from _weight(lot)
    yield from _price(lot)
    yield from _vat(lot, invoice)


def _excess(lot: _Lot) -> Deviation:
    """More than may be billed: not received yet while it still can come, else more than ordered."""
    matched = lot.whole() - lot.left_over
    coming = sum(
        (max(NOTHING, each.quantity - each.sums.short - each.sums.received))
        for each in lot.pair.candidates
    )
    kind = DifferenceKind.NOT_RECEIVED if coming > 0 else DifferenceKind.QUANTITY
    return _about(
        lot,
        kind,
        lot.share(lot.left_over),
        expected=matched,
        actual=lot.whole(),
        unit=lot.first.unit,
    )


def _weight(lot: _Lot) -> Iterator[Deviation]:
    """Weighed goods that are heavier than their pieces. Lighter ones cost less, and nobody minds."""
    measured, line = lot.measured, lot.line
    if measured is None or not measured.weighed:
        return
    expected = lot.whole() * measured.piece_weight
    if line.quantity.value > expected:
        over = line.quantity.value - expected
        yield _about(
            lot,
            DifferenceKind.WEIGHT,
            rounded_half_up(over * price_by_weight(lot.first), 2),
            expected=expected,
            actual=line.quantity.value,
            unit=line.quantity.unit,
            is_typical_weight=measured.is_typical,
        )


def _price(lot: _Lot) -> Iterator[Deviation]:
    """What the line costs beside what its quantity costs as agreed."""
    expected = _expected_amount(lot)
    if lot.line.amount != expected:
        yield _about(
            lot,
            DifferenceKind.PRICE,
            lot.line.amount - expected,
            expected=expected,
            actual=lot.line.amount,
        )


def _expected_amount(lot: _Lot) -> Decimal:
    measured = lot.measured
    if measured is not None and measured.weighed:
        return rounded_half_up(lot.line.quantity.value * price_by_weight(lot.first), 2)
    taken = sum((quantity * price_of(each) for each, quantity in lot.taken), NOTHING)
    rest = lot.whole() - sum((quantity for _, quantity in lot.taken), NOTHING)
    return rounded_half_up(taken + rest * price_of(lot.first), 2)


def _vat(lot: _Lot, invoice: InvoiceFacts) -> Iterator[Deviation]:
    """The rate the law has for these goods on the day of the tax point (dated table)."""
    try:
        rate = vat_rate(lot.first.vat_kind, invoice.tax_date)
    except (KeyError, NothingInForce):
        return
    expected, actual = rate.percent or NOTHING, lot.line.vat_percent or NOTHING
    if expected != actual:
        yield _about(
            lot,
            DifferenceKind.VAT,
            rounded_half_up(lot.line.amount * (actual - expected) / 100, 2),
            expected=expected,
            actual=actual,
            unit="%",
        )


def _about(
    lot: _Lot,
    kind: DifferenceKind,
    amount: Decimal,
    *,
    expected: Decimal | None = None,
    actual: Decimal | None = None,
    unit: str = "",
    is_typical_weight: bool = False,
) -> Deviation:
    return Deviation(
        kind=kind,
        amount=amount,
        line_id=lot.line.id,
        order_line_id=lot.first.order_line_id,
        order_id=lot.first.order_id,
        position=lot.line.position,
        name=lot.line.name,
        expected=expected,
        actual=actual,
        unit=unit,
        is_typical_weight=is_typical_weight,
    )


def _unknown(pairing: Pairing) -> Iterator[Deviation]:
    """Lines that stand on no order; without any order that is one matter, not one for each line."""
    if not pairing.invoice.has_order:
        yield Deviation(DifferenceKind.NO_ORDER, pairing.invoice.net)
        return
    for line in pairing.unknown:
        yield Deviation(
            DifferenceKind.UNKNOWN_ITEM,
            line.amount,
            line_id=line.id,
            position=line.position,
            name=line.name,
            actual=line.quantity.value,
            unit=line.quantity.unit,
        )


def _charges(pairing: Pairing, terms: Sequence[AgreementTerms]) -> Iterator[Deviation]:
    """Charges of one kind together, beside what the agreements of the orders allow of it."""
    charges = pairing.charges if pairing.invoice.has_order else ()
    by_kind: dict[str, list[ChargeFacts]] = {}
    for charge in charges:
        by_kind.setdefault(charge.kind or charge.code or charge.reason, []).append(charge)
    for kind, several in by_kind.items():
        amount = sum((charge.amount for charge in several), NOTHING)
        allowed = [term for each in terms if (term := _agreed(several[0], each))]
        caps = [term.cap for term in allowed]
        most = None if None in caps else sum((cap for cap in caps if cap is not None), NOTHING)
        if amount > 0 and (not allowed or (most is not None and amount > most)):
            yield Deviation(
                DifferenceKind.CHARGE,
                amount - (most if allowed and most is not None else NOTHING),
                line_id=several[0].line_id,
                name=several[0].reason or several[0].kind or several[0].code,
                expected=most if allowed else NOTHING,
                actual=amount,
                subject=kind[:32],
            )


def _agreed(charge: ChargeFacts, terms: AgreementTerms) -> ChargeTerm | None:
    by_code = terms.charge(charge.code) if charge.code else None
    by_kind = (term for term in terms.charges if charge.kind and term.kind == charge.kind)
    return by_code or next(by_kind, None)


def _sums(invoice: InvoiceFacts) -> Iterator[Deviation]:
    """The invoice's own arithmetic: lines, charges, VAT and what is to be paid."""
    lines = sum((line.amount for line in invoice.lines), NOTHING)
    charges = sum((charge.amount for charge in invoice.charges), NOTHING)
    net = lines + charges - invoice.allowances
    payable = invoice.net + invoice.tax - invoice.prepaid
    for subject, expected, actual in (
        ("net", net, invoice.net),
        ("payable", payable, invoice.payable),
    ):
        if expected != actual:
            yield Deviation(
                DifferenceKind.TOTAL,
                actual - expected,
                expected=expected,
                actual=actual,
                subject=subject,
            )
