"""Dividing an amount over several codings, so that the parts are the whole to the öre. Pure.

A share is a percentage of the whole, a fixed amount, or the rest (one share at most). Odd öre go by
largest remainder, equal remainders to the earlier share: the same question, the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Money

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """Part of an amount: `percent` of the whole, a fixed `amount`, or with neither the rest."""

    coding: str
    percent: Decimal | None = None
    amount: Money | None = None

    @property
    def is_rest(self) -> bool:
        """Whether it takes what the others leave."""
        return self.percent is None and self.amount is None


@dataclass(frozen=True, slots=True)
class Part:
    """What one coding bears."""

    coding: str
    amount: Money


def problems_with_split(amount: Money, shares: Sequence[Share]) -> list[Problem]:
    """Everything that keeps the shares from being the whole amount."""
    if _one_bears_all(shares):
        return []
    return [problem for check in _CHECKS for problem in check(amount, shares)]


def split(
    amount: Money, shares: Sequence[Share], *, ordered: Money | None = None
) -> tuple[Part, ...]:
    """Divide an amount; the parts sum to it, rounded to the currency's minor unit.

    With `ordered`, the shares are those of the ordered amount, and what was invoiced is divided in
    the same proportions. Raises `Refused` with every reason where the shares don't make a whole.
    """
    whole = amount if ordered is None else ordered
    if _one_bears_all(shares):
        return (Part(shares[0].coding, amount.rounded()),)
    refuse_if(problems_with_split(whole, shares))
    weights = _weights(whole, shares)
    if not any(weights):  # nothing was ordered: what is invoiced all the same goes to the first
        weights = [Decimal(1), *(Decimal(0) for _ in weights[1:])]
    parts = amount.allocate(weights)
    return tuple(Part(share.coding, part) for share, part in zip(shares, parts, strict=True))


def _one_bears_all(shares: Sequence[Share]) -> bool:
    """Whether there is nothing to divide, as on nearly every line."""
    if len(shares) != 1:
        return False
    only = shares[0]
    return only.amount is None and (only.percent is None or only.percent == _WHOLE)


def _weights(whole: Money, shares: Sequence[Share]) -> list[Decimal]:
    """What each share weighs, in the currency's units; together exactly the whole."""
    size = abs(whole.rounded().amount)
    fixed = [_fixed(size, share) for share in shares]
    rest = size - sum((part for part in fixed if part is not None), Decimal(0))
    return [rest if part is None else part for part in fixed]


def _fixed(size: Decimal, share: Share) -> Decimal | None:
    if share.percent is not None:
        return size * share.percent / _WHOLE
    return None if share.amount is None else abs(share.amount.amount)


def _there_are_shares(amount: Money, shares: Sequence[Share]) -> Iterator[Problem]:
    if not shares:
        yield Problem("coding.split_empty", {}, ("coding",))
    if sum(share.is_rest for share in shares) > 1:
        yield Problem("coding.split_two_rests", {}, ("coding",))


def _shares_make_sense(amount: Money, shares: Sequence[Share]) -> Iterator[Problem]:
    for position, share in enumerate(shares, 1):
        place = ("shares", position)
        if share.percent is not None and share.amount is not None:
            yield Problem("coding.split_percent_and_amount", {"position": position}, place)
        if share.percent is not None and not 0 < share.percent <= _WHOLE:
            yield Problem("coding.split_percent_out_of_range", {"percent": share.percent}, place)
        if share.amount is not None and share.amount.currency != amount.currency:
            facts = {"currency": share.amount.currency, "expected": amount.currency}
            yield Problem("coding.split_other_currency", facts, place)
        elif share.amount is not None and _points_the_other_way(share.amount, amount):
            yield Problem("coding.split_wrong_sign", {"amount": share.amount}, place)


def _points_the_other_way(part: Money, whole: Money) -> bool:
    return part.is_zero or part.is_negative != whole.is_negative


def _adds_up(amount: Money, shares: Sequence[Share]) -> Iterator[Problem]:
    fits = all(share.amount is None or share.amount.currency == amount.currency for share in shares)
    if not shares or not fits:
        return
    size = abs(amount.rounded().amount)
    fixed = [part for share in shares if (part := _fixed(size, share)) is not None]
    left = size - sum(fixed, Decimal(0))
    has_rest = len(fixed) < len(shares)
    only_percent = all(share.amount is None for share in shares)
    percent = sum((share.percent or Decimal(0) for share in shares), Decimal(0))
    if only_percent and not has_rest and percent != _WHOLE:
        yield Problem("coding.split_percent_not_whole", {"percent": percent}, ("coding",))
    elif (only_percent and percent > _WHOLE) or (not only_percent and left < 0):
        yield Problem("coding.split_too_much", {"amount": amount}, ("coding",))
    elif not only_percent and not has_rest and left:
        facts = {"left": Money(left, amount.currency), "amount": amount}
        yield Problem("coding.split_not_whole", facts, ("coding",))


_CHECKS = (_there_are_shares, _shares_make_sense, _adds_up)
