"""Everything that stops a cart is found at once, in its place, with what can be done about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from avrop.buying.requisitions.amounts import amount_of
from avrop.buying.requisitions.lifecycle import LIFECYCLE, State
from avrop.buying.requisitions.parting import approved_content, parts_of
from avrop.buying.requisitions.remedies import Remedy, findings_in
from avrop.buying.requisitions.rules import (
    Cart,
    CartLine,
    CartSeller,
    Offer,
    fitting_quantity,
    problems_submitting,
)
from avrop.coding.rules import (
    CodingPlan,
    DimensionFacts,
    Period,
    Share,
    ShortCodeView,
)
from avrop.kernel.problems import Problem
from avrop.parties.delivery import DeliveryDays
from avrop.values import Money, Quantity

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)
SCHOOL, REQUESTER, DAIRY, AGREEMENT = (UUID(int=number) for number in range(1, 5))
CHEF = UUID(int=9)
SINCE = Period(date(2020, 1, 1))

PLAN = CodingPlan(
    MONDAY,
    (
        DimensionFacts(
            "ansvar",
            1,
            mandatory=True,
            purpose="responsibility",
            values={"4100": SINCE, "4200": SINCE},
        ),
        DimensionFacts(
            "konto",
            2,
            mandatory=True,
            purpose="account",
            values={"64400": SINCE, "64100": Period(date(2020, 1, 1), date(2025, 12, 31))},
        ),
    ),
)
WHOLE = (Share("ansvar=4100 konto=64400", Decimal(100)),)
TUESDAYS_AND_THURSDAYS = DeliveryDays("", (2, 4), time(15), 1)


def a_line(position: int = 1, **other: object) -> CartLine:
    facts = {
        "id": UUID(int=100 + position),
        "position": position,
        "name": "Mjölk",
        "quantity": Quantity(Decimal(10), "C62"),
        "wanted": TUESDAY,
        "seller_id": DAIRY,
        "agreement_id": AGREEMENT,
        "category": "15511000",
        "price": Decimal("12.50"),
        "base_quantity": Decimal(1),
        "amount": Decimal("125.00"),
        "offer": Offer(is_active=True, price=Decimal("12.50")),
        "shares": WHOLE,
    }
    return CartLine(**{**facts, **other})  # type: ignore[arg-type]


def a_seller(**other: object) -> CartSeller:
    facts = {
        "id": DAIRY,
        "name": "Mejeriet",
        "has_endpoint": True,
        "lacks_customer_number": False,
        "days_for": lambda category: TUESDAYS_AND_THURSDAYS,
    }
    return CartSeller(**{**facts, **other})  # type: ignore[arg-type]


def a_cart(*lines: CartLine, **other: object) -> Cart:
    facts = {
        "unit_id": SCHOOL,
        "unit_name": "Ekbackens förskola",
        "unit_is_open": True,
        "has_delivery_address": True,
        "requester_person_id": REQUESTER,
        "currency": "SEK",
        "now": MONDAY_NOON,
        "zone": STOCKHOLM,
        "lines": lines,
        "plan": PLAN,
        "sellers": {DAIRY: a_seller()},
        "agreement_problems": {},
    }
    return Cart(**{**facts, **other})  # type: ignore[arg-type]


def a_short_code(**other: object) -> ShortCodeView:
    facts = {
        "id": UUID(int=50),
        "code": "EKB1",
        "person_id": REQUESTER,
        "unit_id": SCHOOL,
        "coding": "ansvar=4100 konto=64400",
        "invoice_reference": "EKB1",
        "valid_from": date(2025, 1, 1),
        "valid_until": date(2026, 12, 31),
    }
    return ShortCodeView(**{**facts, **other})  # type: ignore[arg-type]


def codes(cart: Cart) -> list[str]:
    return [problem.code for problem in problems_submitting(cart)]


def test_a_cart_in_order_has_nothing_that_stops_it() -> None:
    assert codes(a_cart(a_line(), short_code=a_short_code())) == []


def test_ten_faults_at_once_are_ten_findings_in_their_places() -> None:
    cart = a_cart(
        a_line(1, shares=(), proposal="ansvar=4100 konto=64400"),
        a_line(2, shares=(Share("ansvar=4100 konto=64100", Decimal(100)),)),
        a_line(3, shares=(Share("ansvar=4100 konto=64400", Decimal(60)),)),
        a_line(4, offer=Offer(is_active=False, price=None)),
        a_line(5, offer=Offer(is_active=True, price=Decimal("13.00"))),
        a_line(6, offer=Offer(True, Decimal("12.50"), multiple=Decimal(6))),
        a_line(7, wanted=WEDNESDAY),
        a_line(8, right_problems=(Problem("authority.category_not_allowed"),), responsible_id=CHEF),
        has_delivery_address=False,
        short_code=a_short_code(valid_until=date(2026, 2, 28)),
        sellers={DAIRY: a_seller(lacks_customer_number=True)},
        approval_problems=(Problem("approvals.no_approver", {}, ("approvers", "4100")),),
    )

    began = perf_counter()
    findings = findings_in(cart)
    took = perf_counter() - began

    assert [(finding.code, finding.place) for finding in findings] == [
        ("requisitions.no_delivery_address", ("unit",)),
        ("coding.short_code_expired", ("short_code",)),
        ("requisitions.item_withdrawn", ("lines", 4, "item")),
        ("requisitions.price_changed", ("lines", 5, "price")),
        ("requisitions.quantity_not_multiple", ("lines", 6, "quantity")),
        ("requisitions.not_a_delivery_day", ("lines", 7, "wanted_date")),
        ("requisitions.coding_missing", ("lines", 1, "coding")),
        ("coding.value_expired", ("lines", 2, "coding", "konto")),
        ("coding.split_percent_not_whole", ("lines", 3, "coding")),
        ("requisitions.goods_are_restricted", ("lines", 8, "mandate")),
        ("requisitions.no_customer_number", ("sellers", "Mejeriet")),
        ("approvals.no_approver", ("approvers", "4100")),
    ]
    assert took < 0.5


def test_known_fixes_come_with_the_command_that_applies_them() -> None:
    cart = a_cart(
        a_line(1, shares=(), proposal="ansvar=4100 konto=64400"),
        a_line(2, offer=Offer(True, Decimal("12.50"), multiple=Decimal(6))),
        a_line(3, wanted=WEDNESDAY),
        a_line(4, right_problems=(Problem("authority.category_not_allowed"),), responsible_id=CHEF),
    )

    fixes = {finding.place[1]: finding.fix for finding in findings_in(cart)}
    remedies = {finding.remedy for finding in findings_in(cart)}

    assert remedies == {Remedy.APPLY}
    assert fixes[1] is not None
    assert fixes[1].command == "requisitions.code_lines"
    assert fixes[2] is not None
    assert fixes[2].arguments == {"changes": [{"line_id": str(UUID(int=102)), "quantity": "12"}]}
    assert fixes[3] is not None
    assert fixes[3].arguments == {
        "changes": [{"line_id": str(UUID(int=103)), "wanted_date": "2026-03-03"}]
    }
    assert fixes[4] is not None
    assert fixes[4].command == "requisitions.hand_over_lines"


def test_an_order_for_tomorrow_after_the_cut_off_names_the_next_day() -> None:
    late = a_cart(a_line(), now=datetime(2026, 3, 2, 14, 30, tzinfo=UTC))

    (problem,) = problems_submitting(late)

    assert problem.code == "requisitions.cut_off_has_passed"
    assert problem.values["next"] == THURSDAY


def test_what_the_mandate_lacks_for_every_line_is_said_once() -> None:
    above = Problem("authority.above_limit")
    barred = Problem("authority.category_not_allowed")
    cart = a_cart(a_line(1, right_problems=(above,)), a_line(2, right_problems=(above, barred)))

    said = [(problem.code, problem.place) for problem in problems_submitting(cart)]

    assert said == [
        ("authority.above_limit", ("mandate",)),
        ("authority.category_not_allowed", ("lines", 2, "mandate")),
    ]


def test_an_empty_cart_is_stopped() -> None:
    assert codes(a_cart()) == ["requisitions.no_lines"]


def test_a_price_for_another_base_quantity_is_the_same_price() -> None:
    per_ten = Offer(is_active=True, price=Decimal(125), base_quantity=Decimal(10))

    assert codes(a_cart(a_line(offer=per_ten))) == []


def test_each_responsibility_approves_what_it_bears() -> None:
    halves = (
        Share("ansvar=4100 konto=64400", Decimal("33.3")),
        Share("ansvar=4200 konto=64400"),
    )

    parts = parts_of([a_line(1), a_line(2, shares=halves)], PLAN, "SEK")

    assert [(part.responsibility, part.amount) for part in parts] == [
        ("4100", Money(Decimal("166.63"), "SEK")),
        ("4200", Money(Decimal("83.37"), "SEK")),
    ]


def test_what_is_approved_names_goods_price_and_coding() -> None:
    content = approved_content(a_cart(a_line()))

    assert content["amount"] == "125.00"
    assert content["lines"][0]["coding"] == [
        {"coding": "ansvar=4100 konto=64400", "percent": "100", "amount": None}
    ]


def test_a_cheese_by_the_piece_costs_its_typical_weight() -> None:
    assert amount_of(Decimal(4), Decimal("89.90"), Decimal(1), Decimal("2.4")) == Decimal("863.04")


@given(
    quantity=st.integers(1, 500),
    minimum=st.none() | st.integers(1, 100),
    multiple=st.none() | st.integers(1, 24),
)
def test_the_fitting_quantity_can_be_ordered_and_is_enough(
    quantity: int, minimum: int | None, multiple: int | None
) -> None:
    least = Decimal(minimum) if minimum else None
    step = Decimal(multiple) if multiple else None

    fitting = fitting_quantity(Decimal(quantity), least, step)

    line = a_line(
        quantity=Quantity(fitting, "C62"),
        offer=Offer(True, Decimal("12.50"), minimum=least, multiple=step),
    )
    assert fitting >= quantity
    assert codes(a_cart(replace(line))) == []


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state: str = State.DRAFT
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)

    assert state in State
