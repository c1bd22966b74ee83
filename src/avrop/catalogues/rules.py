"""What becomes of each line of a catalogue. Pure: lines and what is in force in, verdicts out.

A rejected line can never come into force: an invalid GTIN or unit code (invariant 16), no key, the
same key twice, an action that does not fit what is there. A quarantined line may, once a person
accepts it: dearer than before or than agreed, another pack, no VAT or price stated. The rest is
clean. Nothing here looks at the order of lines but to name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from avrop.agreements.rules import AgreedPrice
from avrop.catalogues.lifecycle import Action, Verdict
from avrop.catalogues.offered import Offered
from avrop.kernel.problems import Problem
from avrop.values import Gtin, InvalidIdentifier, Money, is_unit_code

CONTROL = "catalogues.control"
LARGEST = Decimal(10) ** 11
TEXT_LIMITS = {"seller_item_id": 100, "line_id": 100, "name": 500, "category": 64, "replaces": 100}


@dataclass(frozen=True, slots=True)
class Control:
    """The rule set "catalogues.control": by how much a price may rise unseen, in percent of the
    former one, unless the agreement says otherwise; whether the good lines of a list may come into
    force while others are held back."""

    increase_percent: Decimal = Decimal(0)
    partial: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it is before the list: its price is of the day the list begins."""

    is_active: bool
    name: str
    unit: str
    content: Decimal | None
    content_unit: str
    price_unit: str
    price_factor: Decimal
    amount: Decimal | None = None
    base_quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are judged on: the agreement's currency and clauses, agreed and former prices."""

    header: Action
    currency: str
    control: Control
    valid_from: date
    known: Mapping[str, Known]
    agreed: Mapping[str, AgreedPrice]
    increase_percent: Decimal | None = None
    prices_fixed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with its verdict and every reason for it. `former` is what the article was."""

    line: Offered
    verdict: Verdict
    problems: tuple[Problem, ...]
    former: Known | None


Found = Iterator[Problem]


def judge(lines: Sequence[Offered], ground: Ground) -> tuple[Judged, ...]:
    """The verdict on every line, in order."""
    times = Counter(line.seller_item_id for line in lines)
    return tuple(_judged(_settled(line, ground), ground, times) for line in lines)


def _settled(line: Offered, ground: Ground) -> Offered:
    """A line of an update that names no action updates what is there, or else adds."""
    if line.action:
        return line
    known = ground.known.get(line.seller_item_id)
    is_there = known is not None and known.is_active
    return replace(line, action=Action.UPDATE.value if is_there else Action.ADD.value)


def _judged(line: Offered, ground: Ground, times: Mapping[str, int]) -> Judged:
    known = ground.known.get(line.seller_item_id)
    former = known if known is not None and known.is_active else None
    fatal = [*_has_key(line, times), *_action_fits(line, former, ground)]
    if line.action == Action.DELETE:
        return Judged(line, Verdict.REJECTED if fatal else Verdict.CLEAN, tuple(fatal), former)
    fatal += [problem for check in REJECTING for problem in check(line, ground)]
    if fatal:
        return Judged(line, Verdict.REJECTED, tuple(fatal), former)
    doubtful = [
        *_states_all(line),
        *_above_agreed(line, ground),
        *(_dearer(line, former, ground) if former else ()),
        *(_other_pack(line, former) if former else ()),
    ]
    verdict = Verdict.QUARANTINED if doubtful else Verdict.CLEAN
    return Judged(line, verdict, tuple(doubtful), former)


def _has_key(line: Offered, times: Mapping[str, int]) -> Found:
    if not line.seller_item_id:
        yield _at(line, "catalogues.no_item_id")
    elif times[line.seller_item_id] > 1:
        # Which of them is meant, nobody can tell: none counts.
        yield _at(line, "catalogues.item_twice")


def _action_fits(line: Offered, former: Known | None, ground: Ground) -> Found:
    """The key is the item's identifier, never the line's number (BIS Catalogue 3)."""
    if line.action not in (Action.ADD, Action.UPDATE, Action.DELETE):
        yield _at(line, "catalogues.unknown_line_action", action=line.action)
    if ground.header != Action.UPDATE:
        return
    if line.action == Action.ADD and former is not None:
        yield _at(line, "catalogues.item_is_there")
    if line.action in (Action.UPDATE, Action.DELETE) and former is None:
        yield _at(line, "catalogues.item_is_not_there")


def _texts_fit(line: Offered, _ground: Ground) -> Found:
    for field, limit in TEXT_LIMITS.items():
        if len(getattr(line, field)) > limit:
            yield _at(line, "catalogues.text_too_long", field, limit=limit)
    if not line.name:
        yield _at(line, "catalogues.no_name", "name")


def _gtin_is_valid(line: Offered, _ground: Ground) -> Found:
    if line.gtin:
        try:
            Gtin.parse(line.gtin)
        except InvalidIdentifier:
            yield _at(line, "catalogues.invalid_gtin", "gtin", gtin=line.gtin)


def _units_exist(line: Offered, _ground: Ground) -> Found:
    units = {"unit": line.unit, "price_unit": line.price_unit}
    if line.content is not None:
        units["content_unit"] = line.content_unit
    for field, unit in units.items():
        if not is_unit_code(unit):
            yield _at(line, "catalogues.unknown_unit", field, unit=unit)


def _numbers_make_sense(line: Offered, _ground: Ground) -> Found:
    for field in ("base_quantity", "price_factor", "multiple_quantity", "max_quantity", "content"):
        number = getattr(line, field)
        if number is not None and not 0 < number < LARGEST:
            yield _at(line, "catalogues.number_out_of_range", field, number=number)
    for field in ("amount", "min_quantity", "deposit"):
        number = getattr(line, field)
        if number is not None and not 0 <= number < LARGEST:
            yield _at(line, "catalogues.number_out_of_range", field, number=number)


def _price_is_usable(line: Offered, ground: Ground) -> Found:
    if line.amount is not None and line.currency != ground.currency:
        values = {"currency": line.currency, "agreed": ground.currency}
        yield _at(line, "catalogues.other_currency", "price", **values)
    if line.price_factor is None:
        values = {"unit": line.unit, "price_unit": line.price_unit}
        yield _at(line, "catalogues.price_unit_unrelated", "price", **values)


REJECTING: tuple[Callable[[Offered, Ground], Found], ...] = (
    _texts_fit,
    _gtin_is_valid,
    _units_exist,
    _numbers_make_sense,
    _price_is_usable,
)


def _states_all(line: Offered) -> Found:
    if not line.vat_kind:
        yield _at(line, "catalogues.no_vat", "vat_kind")
    if line.amount is None and line.orderable:
        yield _at(line, "catalogues.no_price", "price")


def price_of_one(amount: Decimal, base_quantity: Decimal, factor: Decimal = Decimal(1)) -> Decimal:
    """What one of a unit costs, not rounded."""
    return amount * factor / base_quantity


def _above_agreed(line: Offered, ground: Ground) -> Found:
    agreed = ground.agreed.get(line.seller_item_id)
    if agreed is None or line.amount is None or line.price_factor is None:
        return
    if agreed.unit == line.price_unit:
        offered = price_of_one(line.amount, line.base_quantity)
    elif agreed.unit == line.unit:
        offered = price_of_one(line.amount, line.base_quantity, line.price_factor)
    else:
        values = {"unit": line.unit, "agreed": agreed.unit}
        yield _at(line, "catalogues.agreed_in_other_unit", "price", **values)
        return
    if offered > price_of_one(agreed.amount, agreed.base_quantity):
        most = Money(agreed.amount, ground.currency)
        price = Money(line.amount, ground.currency)
        yield _at(line, "catalogues.above_agreed_price", "price", price=price, agreed=most)


def _dearer(line: Offered, former: Known, ground: Ground) -> Found:
    """Dearer than before by more than the agreement, else the rule set, lets pass (CAT-04)."""
    percent = increase(line, former)
    if percent is None or percent <= 0:
        return
    values = {"percent": percent.quantize(Decimal("0.01"))}
    if ground.prices_fixed_until is not None and ground.valid_from <= ground.prices_fixed_until:
        fixed = {**values, "until": ground.prices_fixed_until}
        yield _at(line, "catalogues.price_fixed", "price", **fixed)
        return
    allowed = ground.increase_percent
    if percent > (ground.control.increase_percent if allowed is None else allowed):
        yield _at(line, "catalogues.price_raised", "price", **values)


def increase(line: Offered, former: Known) -> Decimal | None:
    """By how many percent the line is dearer than before; below zero when it is cheaper.

    The content is compared where both say what a unit holds, so that a smaller pack at the same
    price shows as the rise it is; else the orderable unit. None where there is nothing to compare.
    """
    if line.amount is None or former.amount is None or line.price_factor is None:
        return None
    now = Fraction(line.amount) * Fraction(line.price_factor) / Fraction(line.base_quantity)
    before = (
        Fraction(former.amount) * Fraction(former.price_factor) / Fraction(former.base_quantity)
    )
    if line.content and former.content and line.content_unit == former.content_unit:
        now, before = now / Fraction(line.content), before / Fraction(former.content)
    elif line.unit != former.unit:
        return None
    if not before:
        return None if not now else Decimal(100)
    # Rounded upwards: what is above a limit by however little stays above it.
    exact = (now - before) * 100 / before
    return Decimal(ceil(exact * 10_000)) / 10_000


def _other_pack(line: Offered, former: Known) -> Found:
    was = (former.unit, former.content, former.content_unit, former.price_unit)
    if was != (line.unit, line.content, line.content_unit, line.price_unit):
        values = {"before": _pack(former.unit, former.content, former.content_unit)}
        now = _pack(line.unit, line.content, line.content_unit)
        yield _at(line, "catalogues.other_pack", "unit", now=now, **values)


def _pack(unit: str, content: Decimal | None, content_unit: str) -> str:
    return unit if content is None else f"{unit} = {content.normalize():f} {content_unit}"


def _at(line: Offered, code: str, field: str = "item", **values: object) -> Problem:
    facts = {"line": line.position, "item": line.seller_item_id, **values}
    return Problem(code, facts, ("lines", line.position, field))


def problems_with_header(action: str, *, has_catalogue: bool) -> list[Problem]:
    """Why a whole catalogue cannot be taken in: its action does not fit what is there already."""
    if action not in Action.values:
        return [Problem("catalogues.unknown_action", {"action": action}, ("action",))]
    if action == Action.ADD and has_catalogue:
        return [Problem("catalogues.already_has_one", {}, ("action",))]
    if action in (Action.UPDATE, Action.DELETE) and not has_catalogue:
        return [Problem("catalogues.nothing_to_change", {"action": action}, ("action",))]
    return []


def problems_activating(
    *, control: Control, held_back: int, valid_until: date | None, on: date
) -> list[Problem]:
    """Why a reviewed list cannot come into force on a day. `held_back` lines are not applied."""
    problems = []
    if valid_until is not None and valid_until < on:
        problems.append(Problem("catalogues.has_expired", {"valid_until": valid_until}))
    if held_back and not control.partial:
        problems.append(Problem("catalogues.lines_held_back", {"count": held_back}))
    return problems
