"""An approver orders less or codes otherwise: everybody whom it concerns is asked again."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from avrop.approvals import actions as approvals
from avrop.approvals import queries as approval_queries
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.actions import LineCodingInput, LineLess, ShareInput
from avrop.buying.requisitions.events import RequisitionChanged
from avrop.buying.requisitions.tests.builders import (
    AT,
    CODING,
    Town,
    a_cart,
    a_seller,
    a_town,
    an_approved_cart,
    statements,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.testing.worlds import a_person, publishing

pytestmark = pytest.mark.usefixtures("db")
OTHER_CODING = CODING.replace("4100", "4200")


def a_waiting_cart(town: Town, lines: int = 2) -> UUID:
    cart = a_cart(town, a_seller(town), lines=lines)
    actions.submit_requisition(cart, actor=town.requester, at=AT)
    return cart


def lines_of(town: Town, cart: UUID) -> tuple[queries.LineView, ...]:
    return queries.requisition(cart, actor=town.office).lines


def test_an_approver_orders_less_and_is_asked_again_with_the_new_amount() -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    first, _second = lines_of(town, cart)

    with publishing(town.tenant_id) as events:
        request_id = actions.change_waiting_lines(
            cart,
            "Vi har några kvar.",
            quantities=(LineLess(first.id, Decimal(6)),),
            actor=town.approver,
            at=AT,
        )

    found = approval_queries.request(request_id, actor=town.office)
    assert lines_of(town, cart)[0].quantity.value == 6
    assert found.amount.amount == queries.requisition(cart, actor=town.office).total.amount
    assert [step.candidates for step in found.steps] == [(town.approver.person_id,)]
    assert RequisitionChanged(cart, request_id) in events
    older = approval_queries.requests_about(cart, actor=town.office)
    assert [each.state for each in older] == ["waiting", "withdrawn"]


def test_another_coding_asks_whoever_answers_for_it() -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    first, _second = lines_of(town, cart)
    halves = tuple(ShareInput(text, Decimal(50)) for text in (CODING, OTHER_CODING))

    request_id = actions.change_waiting_lines(
        cart, "Delas", codings=(LineCodingInput(first.id, halves),), actor=town.approver, at=AT
    )

    steps = approval_queries.request(request_id, actor=town.office).steps
    assert [step.responsibility for step in steps] == ["4100", "4200"]


def test_what_was_changed_is_what_is_then_approved_and_ordered() -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    first, _second = lines_of(town, cart)
    less = (LineLess(first.id, Decimal(1)),)

    with running_here() as drain:
        request_id = actions.change_waiting_lines(
            cart, "Färre", quantities=less, actor=town.approver, at=AT
        )
        approvals.approve_all(request_id, actor=town.approver, at=AT)
        drain()

    assert queries.requisition(cart, actor=town.office).state in ("approved", "ordered")


def test_what_the_preview_says_is_what_the_change_then_does() -> None:
    town = a_town()
    other = a_person(
        town.tenant_id, roles=("approver",), unit_id=town.school, responsibilities=("42*",)
    )
    cart = a_waiting_cart(town)
    first, _second = lines_of(town, cart)
    halves = tuple(ShareInput(text, Decimal(50)) for text in (CODING, OTHER_CODING))
    change = {
        "quantities": (LineLess(first.id, Decimal(6)),),
        "codings": (LineCodingInput(first.id, halves),),
    }

    with publishing(town.tenant_id) as events:
        seen = queries.change_preview(cart, **change, actor=town.approver, at=AT)
    assert events == []
    assert lines_of(town, cart)[0].quantity.value == 12
    request_id = actions.change_waiting_lines(cart, "Färre", **change, actor=town.approver, at=AT)

    done = approval_queries.request(request_id, actor=town.office)
    assert [(step.responsibility, step.amount, step.people) for step in seen.again.asked] == [
        (step.responsibility, step.amount, step.candidates) for step in done.steps
    ]
    assert [step.why.code for step in seen.again.asked] == [
        "approvals.again_other_amount",
        "approvals.again_not_asked_before",
    ]
    assert other.person_id in seen.again.asked[1].people
    assert seen.total == done.amount
    (difference,) = seen.differences
    assert (difference.former_quantity.value, difference.quantity.value) == (12, 6)
    assert [share.coding for share in difference.codings] == [CODING, OTHER_CODING]


def test_the_preview_is_denied_for_what_the_change_would_be_denied_for() -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    more = (LineLess(lines_of(town, cart)[0].id, Decimal(13)),)

    with pytest.raises(Refused) as refused:
        queries.change_preview(cart, quantities=more, actor=town.approver, at=AT)
    with pytest.raises(Forbidden):
        queries.change_preview(cart, quantities=more, actor=town.requester, at=AT)

    assert refused.value.codes == ["requisitions.only_less"]


def test_a_preview_takes_the_same_statements_however_many_lines() -> None:
    town = a_town()
    counts = []
    for lines in (1, 40):
        cart = a_waiting_cart(town, lines=lines)
        less = (LineLess(lines_of(town, cart)[0].id, Decimal(6)),)
        same = ShareInput(OTHER_CODING, Decimal(100))
        codings = tuple(LineCodingInput(line.id, (same,)) for line in lines_of(town, cart))
        with statements() as captured:
            queries.change_preview(
                cart, quantities=less, codings=codings, actor=town.approver, at=AT
            )
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("reason", "quantity", "code"),
    [
        ("", "6", "requisitions.no_reason_to_change"),
        ("Färre", "0", "requisitions.quantity_not_positive"),
        ("Fler", "13", "requisitions.only_less"),
    ],
)
def test_an_unfit_change_is_refused_and_nothing_is_touched(
    reason: str, quantity: str, code: str
) -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    first, _second = lines_of(town, cart)

    with publishing(town.tenant_id) as events, pytest.raises((Invalid, Refused)) as denial:
        actions.change_waiting_lines(
            cart,
            reason,
            quantities=(LineLess(first.id, Decimal(quantity)),),
            actor=town.approver,
            at=AT,
        )

    assert denial.value.codes == [code]
    assert lines_of(town, cart)[0].quantity.value == 12
    assert events == []


def test_only_somebody_who_is_asked_may_change_a_waiting_cart() -> None:
    town = a_town()
    cart = a_waiting_cart(town)
    other = a_person(
        town.tenant_id, roles=("approver",), unit_id=town.school, responsibilities=("9*",)
    )
    less = (LineLess(lines_of(town, cart)[0].id, Decimal(6)),)

    for person in (town.requester, other):
        with pytest.raises(Forbidden):
            actions.change_waiting_lines(cart, "Färre", quantities=less, actor=person, at=AT)


def test_the_approver_sees_what_is_new_and_what_is_more_than_usual() -> None:
    town = a_town()
    seller = a_seller(town)
    with running_here() as drain:
        an_approved_cart(town, seller, lines=1)
        drain()
    cart = a_cart(town, seller, lines=2)
    first, second = lines_of(town, cart)
    change = actions.LineChange(first.id, quantity=Decimal(48))
    actions.change_lines(cart, (change,), actor=town.requester, at=AT)

    found = queries.marks(cart, actor=town.approver, at=AT)
    before = queries.bought_before(cart, actor=town.approver)

    assert [(mark.line_id, mark.about.code) for mark in found] == [
        (first.id, "requisitions.mark_unusually_many"),
        (second.id, "requisitions.mark_first_time"),
    ]
    assert [(one.name, one.quantity.value) for one in before] == [("Vara 1", Decimal(12))]


def test_marks_take_the_same_statements_however_many_lines() -> None:
    town = a_town()
    seller = a_seller(town)
    counts = []
    for lines in (1, 30):
        cart = a_cart(town, seller, lines=lines)
        with statements() as captured:
            queries.marks(cart, actor=town.approver, at=AT)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_without_terms_on_delivery_no_time_is_set_for_the_approval() -> None:
    town = a_town()
    a_waiting_cart(town)

    waiting = approval_queries.waiting_for_me(actor=town.approver, at=AT).items

    assert [step.due_at for step in waiting] == [None]
