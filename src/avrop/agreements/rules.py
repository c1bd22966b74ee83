"""What an agreement allows. Pure: terms and amounts in, problems out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.agreements.lifecycle import OnSilence, PriceBasis, State
from avrop.kernel.problems import Problem
from avrop.values import Money

#: How much of the ceiling is gone when the agreement's manager hears of it, in percent (AGR-07).
WARNINGS = (70, 85, 95)
#: How long before the end of an agreement its manager hears of it, in months (AGR-06).
MONTHS_BEFORE_END = (12, 6, 3)


@dataclass(frozen=True, slots=True)
class ChargeTerm:
    """A charge the seller may invoice beside the goods; `code` is UNCL7161 (FC is freight).

    `cap` is the most per invoice in the agreement's currency, without VAT; None is no limit.
    """

    code: str
    cap: Decimal | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AgreedPrice:
    """The highest price of an item: `amount` for `base_quantity` of `unit`, net, without VAT."""

    seller_item_id: str
    amount: Decimal
    base_quantity: Decimal = Decimal(1)
    unit: str = "C62"


@dataclass(frozen=True, slots=True)
class TermsOfAgreement:
    """What was agreed, as it is registered. Amounts are in `currency`, without VAT."""

    currency: str = "SEK"
    ceiling: Decimal | None = None
    min_order: Decimal | None = None
    price_basis: str = PriceBasis.ORDER_DAY.value
    on_silence: str = OnSilence.CHASE.value
    response_hours: int = 24
    allows_changes: bool = True
    allows_substitutes: bool = False
    process: str = "order"
    charges: tuple[ChargeTerm, ...] = ()
    price_increase_percent: Decimal | None = None
    prices_fixed_until: date | None = None
    case_number: str = ""
    legal_basis: str = ""
    ranking: str = ""


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """An agreement as an order meets it. `is_entitled` is about the unit that was asked for.

    `drawn` is what has been called off so far. `price_increase_percent` is how much a price list
    may raise a price, and `prices_fixed_until` the last day on which none may rise.
    """

    id: UUID
    version: int
    number: str
    title: str
    seller_organisation_id: UUID
    state: str
    valid_from: date
    valid_until: date | None
    currency: str
    ceiling: Money | None
    drawn: Money
    is_entitled: bool
    min_order: Money | None
    price_basis: str
    on_silence: str
    response_hours: int
    allows_changes: bool
    allows_substitutes: bool
    process: str
    charges: tuple[ChargeTerm, ...]
    price_increase_percent: Decimal | None
    prices_fixed_until: date | None

    @property
    def remaining(self) -> Money | None:
        """What can still be called off; None where the agreement states no maximum."""
        return None if self.ceiling is None else self.ceiling - self.drawn

    def charge(self, code: str) -> ChargeTerm | None:
        """The charge with this code, where it has been agreed."""
        return next((charge for charge in self.charges if charge.code == code), None)


def problems_ordering(terms: AgreementTerms, *, on: date, amount: Money) -> list[Problem]:
    """Every reason not to order for this amount on a day under the agreement."""
    found = [*_time(terms, on), *_right_to_use(terms)]
    if amount.currency != terms.currency:
        found.append(_problem("agreements.other_currency", terms, currency=amount.currency))
        return found
    return [*found, *_size(terms, amount), *_room(terms, amount)]


def problems_drawing(terms: AgreementTerms, *, on: date, amount: Money) -> list[Problem]:
    """The reasons that hold also for the amount alone, whichever unit and order it is for."""
    if amount.is_negative or amount.is_zero:
        return [_problem("agreements.nothing_to_draw", terms)]
    if amount.currency != terms.currency:
        return [_problem("agreements.other_currency", terms, currency=amount.currency)]
    return [*_time(terms, on), *_room(terms, amount)]


def _time(terms: AgreementTerms, on: date) -> Iterator[Problem]:
    if terms.state != State.ACTIVE:
        yield _problem("agreements.not_active", terms)
    if on < terms.valid_from:
        yield _problem("agreements.not_begun", terms, valid_from=terms.valid_from)
    if terms.valid_until is not None and on > terms.valid_until:
        yield _problem("agreements.has_expired", terms, valid_until=terms.valid_until)


def _right_to_use(terms: AgreementTerms) -> Iterator[Problem]:
    if not terms.is_entitled:
        yield _problem("agreements.not_entitled", terms)


def _size(terms: AgreementTerms, amount: Money) -> Iterator[Problem]:
    if terms.min_order is not None and amount < terms.min_order:
        yield _problem(
            "agreements.below_minimum_order", terms, minimum=terms.min_order, amount=amount
        )


def _room(terms: AgreementTerms, amount: Money) -> Iterator[Problem]:
    # Past its maximum a framework agreement has no further effect (CJEU C-23/20, points 68-69).
    remaining = terms.remaining
    if remaining is not None and amount > remaining:
        yield _problem("agreements.ceiling_reached", terms, remaining=remaining, amount=amount)


def _problem(code: str, terms: AgreementTerms, /, **values: object) -> Problem:
    return Problem(code, {"agreement": terms.number, **values})


def problems_charging(terms: AgreementTerms, code: str, amount: Money) -> list[Problem]:
    """Why a seller may not invoice this charge: it was not agreed, or is more than was agreed."""
    charge = terms.charge(code)
    if charge is None:
        return [_problem("agreements.charge_not_agreed", terms, code=code, amount=amount)]
    if charge.cap is not None and amount > Money(charge.cap, terms.currency):
        cap = Money(charge.cap, terms.currency)
        return [_problem("agreements.charge_above_cap", terms, code=code, amount=amount, cap=cap)]
    return []


def problems_registering(
    number: str, valid_from: date, valid_until: date | None, terms: TermsOfAgreement
) -> list[Problem]:
    """What makes no sense in the facts of an agreement."""
    found = []
    if not number.strip():
        found.append(Problem("agreements.no_number", {}, ("number",)))
    if valid_until is not None and valid_until < valid_from:
        values = {"valid_from": valid_from, "valid_until": valid_until}
        found.append(Problem("agreements.ends_before_start", values, ("valid_until",)))
    return [*found, *_unfit_amounts(terms), *_unknown_words(terms)]


def _unfit_amounts(terms: TermsOfAgreement) -> Iterator[Problem]:
    if terms.ceiling is not None and terms.ceiling <= 0:
        yield Problem("agreements.bad_amount", {"amount": terms.ceiling}, ("terms", "ceiling"))
    for name, amount in (
        ("min_order", terms.min_order),
        ("price_increase_percent", terms.price_increase_percent),
        *(("charges", charge.cap) for charge in terms.charges),
    ):
        if amount is not None and amount < 0:
            yield Problem("agreements.bad_amount", {"amount": amount}, ("terms", name))
    if terms.response_hours < 0:
        hours = Decimal(terms.response_hours)
        yield Problem("agreements.bad_amount", {"amount": hours}, ("terms", "response_hours"))


def _unknown_words(terms: TermsOfAgreement) -> Iterator[Problem]:
    for name, word, allowed in (
        ("price_basis", terms.price_basis, PriceBasis.values),
        ("on_silence", terms.on_silence, OnSilence.values),
    ):
        if word not in allowed:
            yield Problem("agreements.unknown_choice", {"choice": word}, ("terms", name))
    if len(terms.currency) != 3 or not terms.currency.isupper():
        yield Problem(
            "agreements.unknown_choice", {"choice": terms.currency}, ("terms", "currency")
        )


def warnings_crossed(before: Money, after: Money, ceiling: Money | None) -> tuple[int, ...]:
    """The shares of the ceiling, in percent, that lie behind `after` but not behind `before`."""
    if ceiling is None:
        return ()
    return tuple(
        percent
        for percent in WARNINGS
        if before.amount * 100 < ceiling.amount * percent <= after.amount * 100
    )


def months_left(valid_until: date, on: date) -> int | None:
    """The narrowest warning of AGR-06 that the day lies within; None where it is not yet time."""
    months = (valid_until.year - on.year) * 12 + valid_until.month - on.month
    if valid_until.day > on.day:
        months += 1
    return min((limit for limit in MONTHS_BEFORE_END if months <= limit), default=None)
