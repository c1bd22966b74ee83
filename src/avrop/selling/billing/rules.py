"""What is invoiced and credited, and how it adds up (EN 16931, 6.4). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.selling.billing.lifecycle import LineKind
from avrop.selling.billing.shapes import CreditLine, Deviation
from avrop.values import VatRate, rounded_half_up

ZERO = Decimal(0)
DEPOSIT_ITEM = "PANT"
FREIGHT_ITEM = "FRAKT"
FREIGHT_CODE = "FC"  # UNCL7161
REFERENCES = frozenset({"order", "buyer_reference", "note", "nowhere"})


@dataclass(frozen=True, slots=True)
class Billable:
    """A line of the order and what of it has left but is not invoiced yet.

    `weight` is set for catch weight: then that is invoiced, by the price of `price_unit`.
    """

    sales_line_id: UUID
    line_id: str
    seller_item_id: str
    gtin: str
    name: str
    quantity: Decimal
    unit: str
    weight: Decimal | None
    price: Decimal | None
    base_quantity: Decimal
    price_unit: str
    rate: VatRate
    deposit: Decimal | None
    accounting_cost: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line to stand on the invoice."""

    kind: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    base_quantity: Decimal
    rate: VatRate
    sales_line_id: UUID | None = None
    order_line: str = ""
    seller_item_id: str = ""
    gtin: str = ""
    accounting_cost: str = ""
    billed_quantity: Decimal = ZERO
    billed_weight: Decimal | None = None
    credits_line: UUID | None = None

    @property
    def amount(self) -> Decimal:
        """Quantity · price / base quantity, rounded once (BT-131, PEPPOL-EN16931-R120)."""
        return rounded_half_up(self.quantity * self.price / self.base_quantity, 2)


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge on the whole document."""

    code: str
    reason: str
    amount: Decimal
    rate: VatRate


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the VAT breakdown (BG-23)."""

    rate: VatRate
    taxable: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the document (BG-22)."""

    line_amount: Decimal
    charges: Decimal
    breakdown: tuple[TaxRow, ...]

    @property
    def tax_exclusive(self) -> Decimal:
        """Before VAT (BT-109)."""
        return self.line_amount + self.charges

    @property
    def tax(self) -> Decimal:
        """All VAT (BT-110)."""
        return sum((row.tax for row in self.breakdown), ZERO)

    @property
    def payable(self) -> Decimal:
        """What is to be paid (BT-115)."""
        return self.tax_exclusive + self.tax


def problems_billing(
    billable: Sequence[Billable], deviations: Sequence[Deviation], reference_in: str
) -> Iterator[Problem]:
    """Every reason why no invoice can be made."""
    if reference_in not in REFERENCES:
        yield Problem("billing.bad_reference", {"reference_in": reference_in})
    if not billable:
        yield Problem("billing.nothing_to_bill")
    known = {line.line_id for line in billable}
    for position, deviation in enumerate(deviations, start=1):
        if deviation.line_id not in known:
            values = {"line": deviation.line_id}
            yield Problem("billing.line_unknown", values, ("deviations", position))
    for line in billable:
        if line.price is None:
            yield Problem("billing.no_price", {"line": line.line_id, "item": line.name})


def goods_lines(billable: Iterable[Billable], deviations: Iterable[Deviation]) -> tuple[Line, ...]:
    """A line for each line that was delivered; catch weight is invoiced by weight."""
    otherwise = {deviation.line_id: deviation for deviation in deviations}
    return tuple(_goods_line(line, otherwise.get(line.line_id)) for line in billable)


def _goods_line(line: Billable, deviation: Deviation | None) -> Line:
    by_weight = line.weight is not None
    made = Line(
        kind=LineKind.GOODS,
        name=line.name,
        quantity=line.quantity if line.weight is None else line.weight,
        unit=line.price_unit if by_weight else line.unit,
        price=line.price or ZERO,
        base_quantity=line.base_quantity,
        rate=line.rate,
        sales_line_id=line.sales_line_id,
        order_line=line.line_id,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        accounting_cost=line.accounting_cost,
        billed_quantity=line.quantity,
        billed_weight=line.weight,
    )
    if deviation is None:
        return made
    return replace(
        made,
        quantity=made.quantity if deviation.quantity is None else deviation.quantity,
        price=made.price if deviation.price is None else deviation.price,
    )


def deposit_lines(billable: Iterable[Billable], name: str) -> tuple[Line, ...]:
    """One line for each deposit and rate: so many packages at so much."""
    counted: dict[tuple[Decimal, str, VatRate], Decimal] = {}
    for line in billable:
        if line.deposit:
            key = (line.deposit, line.unit, line.rate)
            counted[key] = counted.get(key, ZERO) + line.quantity
    return tuple(
        Line(
            kind=LineKind.DEPOSIT,
            name=name,
            quantity=quantity,
            unit=unit,
            price=deposit,
            base_quantity=Decimal(1),
            rate=rate,
            seller_item_id=DEPOSIT_ITEM,
        )
        for (deposit, unit, rate), quantity in counted.items()
    )


def freight_line(amount: Decimal, name: str, rate: VatRate) -> Line:
    """Freight as a line of its own."""
    return Line(
        kind=LineKind.FREIGHT,
        name=name,
        quantity=Decimal(1),
        unit="C62",
        price=amount,
        base_quantity=Decimal(1),
        rate=rate,
        seller_item_id=FREIGHT_ITEM,
    )


def totals(lines: Iterable[Line], charges: Iterable[Charge]) -> Totals:
    """The sums; VAT is reckoned once for each category and rate, and rounded there (BR-CO-17)."""
    line_amount, charge_amount = ZERO, ZERO
    taxable: dict[VatRate, Decimal] = {}
    for line in lines:
        line_amount += line.amount
        taxable[line.rate] = taxable.get(line.rate, ZERO) + line.amount
    for charge in charges:
        charge_amount += charge.amount
        taxable[charge.rate] = taxable.get(charge.rate, ZERO) + charge.amount
    rows = tuple(
        TaxRow(rate, amount, rounded_half_up(amount * (rate.percent or ZERO) / 100, 2))
        for rate, amount in sorted(
            taxable.items(), key=lambda row: (row[0].category, row[0].percent or ZERO)
        )
    )
    return Totals(line_amount, charge_amount, rows)


# --- crediting -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invoiced:
    """A line of the invoice that is credited, and what of its amount was credited before."""

    id: UUID
    line: Line
    credited: Decimal


@dataclass(frozen=True, slots=True)
class Charged:
    """A charge on the invoice that is credited, and what of it was credited before."""

    charge: Charge
    credited: Decimal


def charged(
    charges: Iterable[Charge], credited: Mapping[tuple[str, VatRate], Decimal]
) -> tuple[Charged, ...]:
    """The charges of an invoice, with what of those of a code and rate was credited before."""
    left = dict(credited)
    found = []
    for charge in charges:
        key = (charge.code, charge.rate)
        before = min(left.get(key, ZERO), charge.amount)
        left[key] = left.get(key, ZERO) - before
        found.append(Charged(charge, before))
    return tuple(found)


def problems_crediting(
    invoiced: Sequence[Invoiced],
    charges: Sequence[Charged],
    wanted: Sequence[CreditLine],
    reason: str,
) -> Iterator[Problem]:
    """Every reason why this cannot be credited; never more than was invoiced, in all."""
    if not reason.strip():
        yield Problem("billing.reason_missing")
    known = {each.line.order_line: each for each in invoiced if each.line.order_line}
    left = {name: each.line.amount - each.credited for name, each in known.items()}
    for position, line in enumerate(wanted, start=1):
        place, values = ("lines", position), {"line": line.order_line}
        found = known.get(line.order_line)
        if found is None:
            yield Problem("billing.line_unknown", values, place)
            continue
        amount = _credit(found, line).amount
        if line.quantity <= 0 or not 0 < amount <= left[line.order_line]:
            there = {**values, "left": left[line.order_line]}
            yield Problem("billing.credited_too_much", there, place)
        left[line.order_line] -= max(ZERO, amount)
    if not wanted and not credit_lines(invoiced, ()) and not credit_charges(charges):
        yield Problem("billing.credited_already")


def credit_charges(charges: Iterable[Charged]) -> tuple[Charge, ...]:
    """What is left of every charge, where an invoice is credited as a whole."""
    return tuple(
        replace(each.charge, amount=each.charge.amount - each.credited)
        for each in charges
        if each.charge.amount > each.credited
    )


def credit_lines(invoiced: Sequence[Invoiced], wanted: Sequence[CreditLine]) -> tuple[Line, ...]:
    """The lines of the credit note: what is wanted, or all that is left of every line."""
    known = {each.line.order_line: each for each in invoiced}
    if wanted:
        return tuple(_credit(known[line.order_line], line) for line in wanted)
    return tuple(_rest(each) for each in invoiced if each.line.amount > each.credited)


def _credit(invoiced: Invoiced, wanted: CreditLine) -> Line:
    return replace(
        invoiced.line,
        quantity=wanted.quantity,
        price=invoiced.line.price if wanted.price is None else wanted.price,
        billed_quantity=ZERO,
        billed_weight=None,
        credits_line=invoiced.id,
    )


def _rest(invoiced: Invoiced) -> Line:
    line = replace(
        invoiced.line, billed_quantity=ZERO, billed_weight=None, credits_line=invoiced.id
    )
    if not invoiced.credited:
        return line
    # What was credited before may have been at another price: the rest is stated as one amount.
    rest = line.amount - invoiced.credited
    return replace(line, quantity=Decimal(1), price=rest, base_quantity=Decimal(1))


def open_amounts(
    despatched: Mapping[UUID, Decimal], billed: Mapping[UUID, Decimal]
) -> dict[UUID, Decimal]:
    """What has left of each line and stands on no invoice yet."""
    return {
        line_id: left
        for line_id, quantity in despatched.items()
        if (left := quantity - billed.get(line_id, ZERO)) > 0
    }
