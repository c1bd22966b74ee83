"""What the shop and the send page do to carts: filling them, mending them, sending what is free."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import override

from avrop.authority import actions as authority
from avrop.buying.requisitions import actions, events, queries
from avrop.buying.requisitions.actions import FindingName, LineChange, NewLine
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.queries import RequisitionView
from avrop.buying.requisitions.tests.builders import (
    AT,
    CODING,
    THURSDAY,
    TODAY,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_unit, publishing
from avrop.values import Money, Quantity

pytestmark = pytest.mark.django_db

MEDICINES = "33600000"


def view(town: Town, cart: UUID) -> RequisitionView:
    return queries.requisition(cart, actor=town.requester)


def quantities(town: Town, cart: UUID) -> list[Decimal]:
    return [line.quantity.value for line in view(town, cart).lines if line.state == "open"]


def named(town: Town, cart: UUID, code: str) -> FindingName:
    found = queries.preflight(cart, actor=town.requester, at=AT).findings
    return next(FindingName(one.code, one.place) for one in found if one.code == code)


def codes(town: Town, cart: UUID) -> list[str]:
    found = queries.preflight(cart, actor=town.requester, at=AT).findings
    return [one.code for one in found]


def test_the_first_thing_put_in_a_cart_begins_it_and_the_next_joins_it() -> None:
    town = a_town()
    first, second, _third = a_seller(town).items.values()

    cart = actions.fill_cart(
        town.school,
        (NewLine(first, Decimal(2)),),
        wanted_date=THURSDAY,
        actor=town.requester,
        at=AT,
    )
    again = actions.fill_cart(
        town.school,
        (NewLine(first, Decimal(3)), NewLine(second, Decimal(6)), NewLine(second, Decimal(6))),
        actor=town.requester,
        at=AT,
    )

    assert again == cart
    assert quantities(town, cart) == [5, 12]
    assert {line.wanted_date for line in view(town, cart).lines} == {THURSDAY}


def test_goods_for_another_day_or_coding_stand_by_themselves() -> None:
    town = a_town()
    item = next(iter(a_seller(town).items.values()))
    cart = actions.fill_cart(
        town.school, (NewLine(item, Decimal(2)),), wanted_date=THURSDAY, actor=town.requester, at=AT
    )

    friday = NewLine(item, Decimal(1), wanted_date=THURSDAY.replace(day=THURSDAY.day + 1))
    coded = NewLine(item, Decimal(1), coding="ansvar=4200 konto=64400")
    actions.fill_cart(town.school, (friday, coded), actor=town.requester, at=AT)

    assert quantities(town, cart) == [2, 1, 1]


def test_filling_with_nothing_or_less_is_refused() -> None:
    town = a_town()
    item = next(iter(a_seller(town).items.values()))

    with pytest.raises(Refused) as refusal:
        actions.fill_cart(town.school, (), actor=town.requester, at=AT)

    assert refusal.value.codes == ["requisitions.nothing_to_add"]
    with pytest.raises(Exception, match="quantity_not_positive"):
        actions.fill_cart(town.school, (NewLine(item, Decimal(-1)),), actor=town.requester, at=AT)


def test_the_whole_cart_can_be_wanted_on_another_day_or_some_lines_of_it() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=2)
    friday = THURSDAY.replace(day=THURSDAY.day + 1)
    first, _ = view(town, cart).lines

    actions.set_wanted_date(cart, friday, actor=town.requester, at=AT)
    actions.set_wanted_date(
        cart, THURSDAY, line_ids=(first.id,), actor=town.requester, at=AT, expected_version=3
    )

    found = view(town, cart)
    assert found.wanted_date == friday
    assert [line.wanted_date for line in found.lines] == [THURSDAY, friday]
    with pytest.raises(Refused, match="stale"):
        actions.set_wanted_date(cart, friday, actor=town.requester, at=AT, expected_version=3)


def test_everything_proposed_is_mended_at_once_and_nothing_else() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=2)
    first, second = view(town, cart).lines
    yesterday = TODAY.replace(day=TODAY.day - 1)
    changes = (
        LineChange(second.id, quantity=Decimal(7), wanted_date=yesterday),
        LineChange(first.id, wanted_date=yesterday),
    )
    actions.change_lines(cart, changes, actor=town.requester, at=AT)
    mine = [
        FindingName(one.code, one.place)
        for one in queries.preflight(cart, actor=town.requester, at=AT).findings
        if one.place[1] == second.position
    ]

    count = actions.apply_fixes(
        cart,
        (*mine, FindingName("requisitions.no_lines", ("lines",))),
        actor=town.requester,
        at=AT,
        expected_version=3,
    )

    assert count == 2
    assert quantities(town, cart) == [12, 12]
    assert codes(town, cart) == ["requisitions.wanted_day_has_passed"]


def test_a_restricted_line_is_handed_over_by_its_fix() -> None:
    town = a_town()
    keeper = a_person(town.tenant_id, roles=("category_manager",), categories=("336",))
    authority.restrict_category(
        MEDICINES, keeper.person_id, valid_from=TODAY, actor=town.office, at=AT
    )
    cart = a_cart(town, a_seller(town), a_seller(town, category=MEDICINES, items=1), lines=4)

    actions.apply_fixes(
        cart,
        (named(town, cart, "requisitions.goods_are_restricted"),),
        actor=town.requester,
        at=AT,
    )

    assert [line.state for line in view(town, cart).lines] == [*["open"] * 3, "handed_over"]
    assert codes(town, cart) == []


def a_cart_with_one_line_stopped(town: Town) -> UUID:
    """Three lines, of which the last is not coded and has nothing to propose."""
    cart = a_cart(town, a_seller(town), lines=2)
    other = next(iter(a_seller(town, name="Bageriet AB").items.values()))
    actions.add_lines(cart, (NewLine(other, Decimal(5)),), actor=town.requester, at=AT)
    return cart


def test_what_is_free_is_sent_and_the_rest_waits_in_a_cart_of_its_own() -> None:
    town = a_town()
    cart = a_cart_with_one_line_stopped(town)

    with publishing(town.tenant_id) as published:
        waiting = actions.submit_free_lines(cart, actor=town.requester, at=AT, expected_version=3)

    assert waiting is not None
    assert view(town, cart).state == "submitted"
    assert quantities(town, cart) == [12, 12]
    assert (view(town, waiting).state, quantities(town, waiting)) == ("draft", [5])
    assert view(town, waiting).lines[0].chain_id == cart
    assert events.LinesSetAside(cart, waiting, 1) in published


def test_where_nothing_is_stopped_the_whole_cart_is_sent() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))

    assert actions.submit_free_lines(cart, actor=town.requester, at=AT) is None
    assert view(town, cart).state == "submitted"


def test_a_cart_that_is_stopped_as_a_whole_is_left_alone() -> None:
    town = a_town(delivery_address=None)
    cart = a_cart(town, a_seller(town))

    with publishing(town.tenant_id) as published, pytest.raises(Refused) as refusal:
        actions.submit_free_lines(cart, actor=town.requester, at=AT)

    assert "requisitions.no_delivery_address" in refusal.value.codes
    assert (view(town, cart).state, published) == ("draft", [])


def test_what_is_said_of_an_agreement_stops_every_line_under_it() -> None:
    town = a_town()
    small = a_seller(town, agreement={"min_order": Decimal(10_000)}, name="Storköp AB")
    cart = a_cart(town, small, a_seller(town), lines=4)

    waiting = actions.submit_free_lines(cart, actor=town.requester, at=AT)

    assert waiting is not None
    assert {line.agreement_id for line in view(town, waiting).lines} == {small.agreement_id}
    assert len(view(town, waiting).lines) == 3


def test_a_line_on_a_responsibility_that_nobody_approves_for_stops_itself_only() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=2)
    other = next(iter(a_seller(town, name="Bageriet AB").items.values()))
    expired = NewLine(other, Decimal(5), coding="ansvar=1 konto=64400")
    actions.add_lines(cart, (expired,), actor=town.requester, at=AT)

    waiting = actions.submit_free_lines(cart, actor=town.requester, at=AT)

    assert waiting is not None
    assert (quantities(town, cart), quantities(town, waiting)) == ([12, 12], [5])


def test_whoever_can_mend_it_is_asked_once_and_in_his_own_language() -> None:
    town = a_town(delivery_address=None)
    coordinator = a_person(town.tenant_id, roles=("coordinator",))
    a_person(town.tenant_id, roles=("coordinator",), unit_id=a_unit(town.tenant_id))
    cart = a_cart(town, a_seller(town))
    finding = named(town, cart, "requisitions.no_delivery_address")

    asked = [actions.ask_to_mend(cart, finding, actor=town.requester, at=AT) for _ in range(2)]

    (task,) = tasks.my_tasks(actor=coordinator).items
    assert asked == [task.id, task.id]
    assert task.assignees == (coordinator.person_id,)
    with override("sv"):
        from avrop.kernel.wording import say

        assert say(task.problem).sentence.endswith("har ingen leveransadress.")


def test_what_was_asked_for_no_longer_waits_once_the_cart_is_sent() -> None:
    town = a_town()
    coordinator = a_person(town.tenant_id, roles=("coordinator",))
    cart = a_cart(town, a_seller(town, customer_number_required=True))
    finding = named(town, cart, "requisitions.no_customer_number")
    actions.ask_to_mend(cart, finding, actor=town.requester, at=AT)
    own = [line.id for line in view(town, cart).lines]
    actions.remove_lines(cart, tuple(own), actor=town.requester, at=AT)
    item = next(iter(a_seller(town).items.values()))
    actions.add_lines(
        cart, (NewLine(item, Decimal(1), coding=CODING),), actor=town.requester, at=AT
    )

    with running_here() as drain:
        actions.submit_requisition(cart, actor=town.requester, at=AT)
        drain()

    assert tasks.my_tasks(actor=coordinator).items == ()


def test_nobody_is_asked_about_what_is_ones_own_to_mend_or_is_not_there() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), coding="ansvar=1 konto=64400")
    own = named(town, cart, "coding.value_expired")

    with pytest.raises(Refused, match="yours_to_mend"):
        actions.ask_to_mend(cart, own, actor=town.requester, at=AT)
    with pytest.raises(Missing):
        actions.ask_to_mend(cart, replace(own, place=()), actor=town.requester, at=AT)


def test_where_nobody_holds_the_role_that_is_said() -> None:
    town = a_town(delivery_address=None)
    cart = a_cart(town, a_seller(town))
    finding = named(town, cart, "requisitions.no_delivery_address")

    with pytest.raises(Refused, match="nobody_to_ask"):
        actions.ask_to_mend(cart, finding, actor=town.requester, at=AT)


def test_lines_can_be_handed_to_everybody_who_may_send_them() -> None:
    town = a_town()
    other = a_person(town.tenant_id, roles=("requester",), unit_id=town.school, name="Åsa Ek")
    a_person(
        town.tenant_id,
        roles=("requester",),
        unit_id=town.school,
        amount_limit=Money(Decimal(1), "SEK"),
    )
    cart = a_cart(town, a_seller(town))

    found = queries.people_to_hand_to(cart, actor=town.requester, at=AT)

    assert [(one.person_id, one.name, one.role) for one in found] == [
        (other.person_id, "Åsa Ek", "requester")
    ]


def test_a_list_of_carts_tells_what_is_in_each_at_the_same_cost() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=2)

    (found,) = queries.requisitions_page(actor=town.requester, mine=True).items
    with statements() as one:
        queries.open_carts(actor=town.requester)
    for _ in range(3):
        a_cart(town, a_seller(town), lines=1)
    with statements() as four:
        carts = queries.open_carts(actor=town.requester)

    assert (found.id, found.lines, found.amount) == (cart, 2, Money(Decimal("276.00"), "SEK"))
    assert (len(carts), len(four)) == (4, len(one))


@pytest.mark.parametrize("lines", [1, 100])
def test_sending_what_is_free_costs_the_same_however_long_the_cart_is(lines: int) -> None:
    town = a_town()
    seller = a_seller(town)
    cart = a_cart(town, seller, lines=lines)
    item = next(iter(a_seller(town, name="Bageriet AB").items.values()))
    actions.add_lines(cart, (NewLine(item, Decimal(5)),), actor=town.requester, at=AT)

    with statements() as captured:
        actions.submit_free_lines(cart, actor=town.requester, at=AT)

    assert len(captured) < 110
    with tenant_scope(town.tenant_id):
        assert Requisition.objects.filter(handed_over_from=cart).count() == 1
    assert Quantity(Decimal(5), "C62") not in [line.quantity for line in view(town, cart).lines]
