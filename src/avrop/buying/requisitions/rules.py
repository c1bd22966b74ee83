"""Everything that stops a cart from being sent, found at once. Pure: one `Cart` in, problems out.

The same engine answers the preflight page and the submit command, so that what a requester was told
is what the command decides. What other apps decide for themselves (a coding string, a mandate, an
agreement, a route of approval) stands in the cart as their answer; here it is put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from avrop.coding.rules import (
    CodingPlan,
    Share,
    ShortCodeView,
    problems_with,
    problems_with_short_code,
    problems_with_split,
)
from avrop.kernel.problems import Problem
from avrop.values import Money, Quantity

if TYPE_CHECKING:
    from avrop.parties.queries import DeliveryDays


@dataclass(frozen=True, slots=True)
class Offer:
    """What the catalogue says of a line's item today; prices and amounts are in the cart's currency."""

    is_active: bool
    price: Decimal | None
    base_quantity: Decimal = Decimal(1)
    minimum: Decimal | None = None
    multiple: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CartLine:
    """One open line of a cart. `offer` is None when the item is not in any catalogue any more.

    `right_problems` is why this requester may not buy these goods, by `authority`; `responsible_id`
    is who answers for them, where the category is restricted; `proposal` is a coding that fits.
    """

    id: UUID
    position: int
    name: str
    quantity: Quantity
    wanted: date | None
    seller_id: UUID
    agreement_id: UUID
    category: str
    price: Decimal
    base_quantity: Decimal
    amount: Decimal
    offer: Offer | None
    shares: tuple[Share, ...]
    right_problems: tuple[Problem, ...] = ()
    responsible_id: UUID | None = None
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class CartSeller:
    """A seller of the cart: can an order reach it, and when does it deliver here?"""

    id: UUID
    name: str
    has_endpoint: bool
    lacks_customer_number: bool
    days_for: Callable[[str], DeliveryDays | None]
    awaits_answer: bool = False


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart and everything that decides whether it can be submitted now.

    `agreement_problems`, `approval_problems` and `place_problems` are the answers of `agreements` (by
    agreement), `approvals` and, of where it is to be delivered, `parties`. Lines that were handed over
    or cancelled are not in it.
    """

    unit_id: UUID
    unit_name: str
    unit_is_open: bool
    has_delivery_address: bool
    requester_person_id: UUID
    currency: str
    now: datetime
    zone: ZoneInfo
    lines: tuple[CartLine, ...]
    plan: CodingPlan
    sellers: Mapping[UUID, CartSeller]
    agreement_problems: Mapping[UUID, tuple[Problem, ...]]
    approval_problems: tuple[Problem, ...] = ()
    short_code: ShortCodeView | None = None
    place_problems: tuple[Problem, ...] = ()

    @property
    def today(self) -> date:
        """The date where the organisation is."""
        return self.now.astimezone(self.zone).date()

    @property
    def amount(self) -> Money:
        """What the cart costs without VAT."""
        return Money(sum((line.amount for line in self.lines), Decimal(0)), self.currency)


Found = Iterator[Problem]


def has_lines(cart: Cart) -> Found:
    """Nothing is nothing to send."""
    if not cart.lines:
        yield Problem("requisitions.no_lines", place=("lines",))


def unit_can_receive(cart: Cart) -> Found:
    """The unit exists, and goods have somewhere to go."""
    if not cart.unit_is_open:
        yield Problem("requisitions.unit_is_closed", {"unit": cart.unit_name}, ("unit",))
    if not cart.has_delivery_address:
        yield Problem("requisitions.no_delivery_address", {"unit": cart.unit_name}, ("unit",))


def place_takes_goods_in(cart: Cart) -> Found:
    """Where it is to be delivered takes goods in on the days they are wanted (by `parties`)."""
    yield from cart.place_problems


def items_are_to_be_had(cart: Cart) -> Found:
    """Each item is in a catalogue in force, at the price that stands in the cart."""
    for line in cart.lines:
        if line.offer is None or not line.offer.is_active:
            yield _at(line, "item", "requisitions.item_withdrawn")
        elif line.offer.price is None:
            yield _at(line, "item", "requisitions.item_has_no_price")
        elif line.offer.price * line.base_quantity != line.price * line.offer.base_quantity:
            yield _at(
                line,
                "price",
                "requisitions.price_changed",
                cart_price=Money(line.price, cart.currency),
                price=Money(line.offer.price, cart.currency),
            )


def quantities_can_be_ordered(cart: Cart) -> Found:
    """The least that can be ordered, and whole packages."""
    for line in cart.lines:
        minimum = line.offer.minimum if line.offer else None
        multiple = line.offer.multiple if line.offer else None
        fitting = fitting_quantity(line.quantity.value, minimum, multiple)
        values = {"quantity": line.quantity, "fitting": replace(line.quantity, value=fitting)}
        if minimum and line.quantity.value < minimum:
            least = replace(line.quantity, value=minimum)
            yield _at(
                line, "quantity", "requisitions.quantity_below_minimum", least=least, **values
            )
        elif multiple and line.quantity.value % multiple:
            step = replace(line.quantity, value=multiple)
            yield _at(line, "quantity", "requisitions.quantity_not_multiple", step=step, **values)


def fitting_quantity(
    quantity: Decimal, minimum: Decimal | None, multiple: Decimal | None
) -> Decimal:
    """The least quantity that can be ordered and is not less than what is wanted."""
    least = max(quantity, minimum or quantity)
    over = least % multiple if multiple else Decimal(0)
    return least + multiple - over if multiple and over else least


def lines_are_coded(cart: Cart) -> Found:
    """Every krona of every line has a coding string that is complete and valid today."""
    judged: dict[str, list[Problem]] = {}  # most lines are coded alike
    for line in cart.lines:
        if not line.shares:
            yield _at(line, "coding", "requisitions.coding_missing", proposal=line.proposal)
            continue
        for share in line.shares:
            if share.coding not in judged:
                judged[share.coding] = problems_with(share.coding, cart.plan)
        problems = [problem for share in line.shares for problem in judged[share.coding]]
        if not problems:
            problems = problems_with_split(Money(line.amount, cart.currency), line.shares)
        yield from _placed(_without_repeats(problems), "lines", line.position)


def short_code_is_good(cart: Cart) -> Found:
    """The short code is the requester's own, this unit's, in force, and linked once (REQ-04)."""
    if cart.short_code is not None:
        yield from problems_with_short_code(
            cart.short_code,
            unit_id=cart.unit_id,
            person_id=cart.requester_person_id,
            on=cart.today,
        )


def requester_may_buy(cart: Cart) -> Found:
    """The mandate covers the unit, the goods and the amount (by `authority`).

    What is said of every line alike is said once, of the cart; a line whose goods are in the way can go
    to the person who answers for such goods, whatever else there is to mend.
    """
    everywhere = _common([line.right_problems for line in cart.lines])
    for problem in everywhere:
        yield replace(problem, place=("mandate",))
    for line in cart.lines:
        own = [problem for problem in line.right_problems if problem not in everywhere]
        for_another = [problem for problem in own if problem.code in GOODS_IN_THE_WAY]
        if for_another and line.responsible_id:
            yield _at(line, "mandate", "requisitions.goods_are_restricted", category=line.category)
            own = [problem for problem in own if problem.code != NOT_FOR_THESE_GOODS]
        for problem in own:
            yield replace(problem, place=("lines", line.position, "mandate"))


NOT_FOR_THESE_GOODS = "authority.category_not_allowed"
#: Problems that another has not: whoever answers for the goods can take the line over.
GOODS_IN_THE_WAY = frozenset(
    {
        NOT_FOR_THESE_GOODS,
        "authority.licence_missing",
        "authority.licence_expired",
        "authority.licence_revoked",
        "authority.licence_not_begun",
    }
)


def _common(answers: list[tuple[Problem, ...]]) -> tuple[Problem, ...]:
    if len(answers) < 2:
        return ()
    first, *others = answers
    return tuple(problem for problem in first if all(problem in other for other in others))


def agreements_may_be_used(cart: Cart) -> Found:
    """Each agreement is in force, open to the unit and not used up (by `agreements`)."""
    used = dict.fromkeys(line.agreement_id for line in cart.lines)
    for agreement_id in used:
        positions = [line.position for line in cart.lines if line.agreement_id == agreement_id]
        for problem in cart.agreement_problems.get(agreement_id, ()):
            yield replace(problem, place=("lines", positions[0], "agreement", *problem.place))


def sellers_can_be_reached(cart: Cart) -> Found:
    """Each seller has an electronic address, and knows us where it has to (AGR-08)."""
    for seller in cart.sellers.values():
        about = {"seller": seller.name, "unit": cart.unit_name}
        if not seller.has_endpoint:
            yield Problem("requisitions.seller_has_no_endpoint", about, ("sellers", seller.name))
        if seller.awaits_answer:
            yield Problem("requisitions.seller_has_not_answered", about, ("sellers", seller.name))
        elif seller.lacks_customer_number:
            yield Problem("requisitions.no_customer_number", about, ("sellers", seller.name))


def days_can_be_kept(cart: Cart) -> Found:
    """What is wanted comes on a day when such goods are delivered, and is ordered in time."""
    for line in cart.lines:
        if line.wanted is None:
            continue
        seller = cart.sellers.get(line.seller_id)
        days = seller.days_for(line.category) if seller else None
        following = days.next_day(at=cart.now, zone=cart.zone) if days else cart.today
        values = {"wanted": line.wanted, "next": following or ""}
        if line.wanted < cart.today:
            yield _at(line, "wanted_date", "requisitions.wanted_day_has_passed", **values)
        elif days and not days.delivers_on(line.wanted):
            yield _at(line, "wanted_date", "requisitions.not_a_delivery_day", **values)
        elif days and not days.is_open_for(line.wanted, at=cart.now, zone=cart.zone):
            closed = {**values, "closed": days.closes_at(line.wanted, cart.zone)}
            yield _at(line, "wanted_date", "requisitions.cut_off_has_passed", **closed)


def somebody_can_approve(cart: Cart) -> Found:
    """Each part of the coding has an approver who is not conflicted (by `approvals`)."""
    for problem in cart.approval_problems:
        yield problem if problem.place else replace(problem, place=("approvers",))


def _without_repeats(problems: Iterable[Problem]) -> list[Problem]:
    once: list[Problem] = []
    for problem in problems:
        if problem not in once:
            once.append(problem)
    return once


def _placed(problems: Iterable[Problem], *place: str | int) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, place=(*place, *problem.place))


def _at(line: CartLine, field: str, code: str, **values: object) -> Problem:
    return Problem(
        code, {"line": line.position, "name": line.name, **values}, ("lines", line.position, field)
    )


SUBMITTING = (
    has_lines,
    unit_can_receive,
    place_takes_goods_in,
    short_code_is_good,
    items_are_to_be_had,
    quantities_can_be_ordered,
    days_can_be_kept,
    lines_are_coded,
    requester_may_buy,
    agreements_may_be_used,
    sellers_can_be_reached,
    somebody_can_approve,
)


def problems_submitting(cart: Cart) -> list[Problem]:
    """Every reason why the cart cannot be sent, so that all can be mended in one go (X1)."""
    return [problem for check in SUBMITTING for problem in check(cart)]


def problems_deciding(waits_for: UUID | None, decided: UUID) -> Iterator[Problem]:
    """A decision on a former request, not on the one the cart waits for, changes nothing."""
    if waits_for != decided:
        yield Problem("requisitions.approval_of_former_version")
