"""Carts: what each command does, how it refuses, and what it costs."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.approvals import actions as approvals
from avrop.approvals import queries as approving
from avrop.authority import actions as authority
from avrop.authority import queries as authorised
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.events import (
    LinesHandedOver,
    RequisitionApproved,
    RequisitionEdited,
    RequisitionReturned,
    RequisitionStarted,
    RequisitionSubmitted,
    RequisitionWithdrawn,
)
from avrop.buying.requisitions.lifecycle import LineState, State
from avrop.buying.requisitions.reactions import tell_requester
from avrop.buying.requisitions.shapes import (
    LineChange,
    LineCodingInput,
    NewLine,
    ShareInput,
)
from avrop.buying.requisitions.tests.builders import (
    AT,
    CODING,
    THURSDAY,
    TODAY,
    Town,
    a_cart,
    a_seller,
    a_town,
    an_approved_cart,
    statements,
)
from avrop.coding import actions as coding
from avrop.coding.actions import ShortCodeFacts
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_tenant, a_unit, publishing

pytestmark = pytest.mark.usefixtures("db")


def test_a_cart_begins_empty_with_the_units_own_buyer_reference() -> None:
    town = a_town(invoice_reference="EKB-77")

    with publishing(town.tenant_id) as events:
        cart = actions.start_requisition(town.school, actor=town.requester, at=AT)

    view = queries.requisition(cart, actor=town.requester)
    assert (view.state, view.customer_reference, view.lines) == (State.DRAFT, "EKB-77", ())
    assert view.number.startswith("R-2026-")
    assert events == [RequisitionStarted(cart)]


def test_somebody_without_a_mandate_in_the_unit_cannot_begin_a_cart_there() -> None:
    town = a_town()
    elsewhere = a_unit(town.tenant_id, "Annan skola")
    stranger = a_person(town.tenant_id, unit_id=elsewhere)

    with publishing(town.tenant_id) as events, pytest.raises(Forbidden):
        actions.start_requisition(town.school, actor=stranger, at=AT)

    assert events == []


def test_a_line_keeps_the_price_of_the_day_and_is_coded() -> None:
    town = a_town()
    seller = a_seller(town)
    cart = actions.start_requisition(town.school, wanted_date=THURSDAY, actor=town.requester, at=AT)

    with publishing(town.tenant_id) as events:
        (line_id,) = actions.add_lines(
            cart,
            (NewLine(seller.items["I-1"], Decimal(12), coding=CODING),),
            actor=town.requester,
            at=AT,
        )

    (line,) = queries.requisition(cart, actor=town.requester).lines
    assert line.id == line_id
    assert (line.price.amount, line.amount.amount) == (Decimal(11), Decimal("132.00"))
    assert (line.wanted_date, line.chain_id) == (THURSDAY, cart)
    assert [(share.coding, share.percent) for share in line.codings] == [(CODING, Decimal(100))]
    assert events == [RequisitionEdited(cart, "add_lines", 1)]


def test_what_cannot_be_a_line_is_refused_and_nothing_is_added() -> None:
    town = a_town()
    seller = a_seller(town)
    cart = a_cart(town, seller, lines=1)

    with pytest.raises(Refused) as refusal:
        actions.add_lines(cart, (NewLine(UUID(int=1), Decimal(1)),), actor=town.requester, at=AT)
    with pytest.raises(Invalid) as senseless:
        actions.add_lines(
            cart, (NewLine(seller.items["I-1"], Decimal(0)),), actor=town.requester, at=AT
        )

    assert refusal.value.codes == ["requisitions.no_such_item"]
    assert senseless.value.codes == ["requisitions.quantity_not_positive"]
    assert len(queries.requisition(cart, actor=town.requester).lines) == 1


def test_lines_are_changed_replaced_and_taken_out() -> None:
    town = a_town()
    seller = a_seller(town)
    cart = a_cart(town, seller, lines=3)
    first, second, third = (
        line.id for line in queries.requisition(cart, actor=town.requester).lines
    )

    actions.change_lines(
        cart,
        (
            LineChange(first, quantity=Decimal(5), wanted_date=THURSDAY + timedelta(days=7)),
            LineChange(second, substitute_item_id=seller.items["I-3"]),
        ),
        actor=town.requester,
        at=AT,
    )
    actions.remove_lines(cart, (third,), actor=town.requester, at=AT)

    view = queries.requisition(cart, actor=town.requester)
    assert [(line.quantity.value, line.seller_item_id, line.state) for line in view.lines] == [
        (Decimal(5), "I-1", LineState.OPEN),
        (Decimal(12), "I-3", LineState.OPEN),
        (Decimal(12), "I-3", LineState.CANCELLED),
    ]
    assert view.lines[0].wanted_date == THURSDAY + timedelta(days=7)
    assert view.total.amount == Decimal("211.00")


def test_a_stale_screen_is_refused() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))

    with pytest.raises(Refused) as refusal:
        actions.remove_lines(cart, (), actor=town.requester, at=AT, expected_version=1)

    assert refusal.value.codes == ["kernel.stale"]


def test_a_line_is_split_by_percent_and_the_split_is_copied_to_all() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=3)
    first, *_ = queries.requisition(cart, actor=town.requester).lines
    split = (
        ShareInput("konto=64400 ansvar=4100", Decimal("33.3")),
        ShareInput("ansvar=4200 konto=64400"),
    )

    actions.code_lines(cart, (LineCodingInput(first.id, split),), actor=town.requester, at=AT)
    actions.copy_coding(cart, first.id, actor=town.requester, at=AT)

    lines = queries.requisition(cart, actor=town.requester).lines
    assert {line.codings for line in lines} == {lines[0].codings}
    assert [(share.coding, share.percent) for share in lines[2].codings] == [
        ("ansvar=4100 konto=64400", Decimal("33.3")),
        ("ansvar=4200 konto=64400", None),
    ]


def test_a_short_code_gives_coding_and_buyer_reference_and_its_faults_are_told_before_submit() -> (
    None
):
    town = a_town()
    cart = actions.start_requisition(town.school, wanted_date=THURSDAY, actor=town.requester, at=AT)
    seller = a_seller(town)
    assert town.requester.person_id is not None
    expired = ShortCodeFacts(
        "EKB1",
        town.requester.person_id,
        town.school,
        CODING,
        "EKB1-REF",
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    coding.import_short_codes((expired,), actor=town.office, at=AT)
    with tenant_scope(town.tenant_id):
        from avrop.coding import queries as coding_queries

        (short_code,) = coding_queries.short_codes_called("EKB1", TODAY)

    actions.use_short_code(cart, short_code.id, actor=town.requester, at=AT)
    actions.add_lines(
        cart, (NewLine(seller.items["I-1"], Decimal(1)),), actor=town.requester, at=AT
    )

    view = queries.requisition(cart, actor=town.requester)
    assert view.customer_reference == "EKB1-REF"
    assert view.lines[0].codings[0].coding == CODING
    findings = queries.preflight(cart, actor=town.requester, at=AT).findings
    assert [finding.code for finding in findings] == ["coding.short_code_expired"]


def test_submitting_asks_for_approval_and_says_whose_need_it_is() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))

    with publishing(town.tenant_id) as events:
        request = actions.submit_requisition(cart, actor=town.requester, at=AT)

    view = queries.requisition(cart, actor=town.requester)
    assert (view.state, view.submitted_at) == (State.SUBMITTED, AT)
    assert events[-1] == RequisitionSubmitted(cart, request)
    with tenant_scope(town.tenant_id):
        from avrop.authority import queries as authority_queries

        (deed,) = authority_queries.deeds_on((cart,))
    assert deed.person_id == town.requester.person_id


def a_colleague_who_approves(town: Town) -> Actor:
    """Somebody who may both buy and approve at the same school as the town's requester."""
    both = a_person(town.tenant_id, roles=("requester",), unit_id=town.school)
    assert both.person_id is not None
    authority.grant_mandate(
        both.person_id,
        "approver",
        valid_from=date(2020, 1, 1),
        decision_reference="KS 7",
        unit_id=town.school,
        responsibilities=("4100", "4200"),
        actor=town.office,
        at=AT,
    )
    return both


@pytest.mark.parametrize("submits", ["she", "he"])
def test_nobody_approves_his_own_need_by_putting_it_in_a_colleagues_cart(submits: str) -> None:
    town = a_town()
    seller = a_seller(town)
    he = a_colleague_who_approves(town)
    cart = a_cart(town, seller, lines=1)
    item = next(iter(seller.items.values()))
    his = NewLine(item, Decimal(500), coding=CODING)
    actions.add_lines(cart, (his,), actor=he, at=AT)
    sender = town.requester if submits == "she" else he

    request = actions.submit_requisition(cart, actor=sender, at=AT)
    with pytest.raises(Refused) as refusal:
        approvals.approve_all(request, actor=he, at=AT)
    granted = approvals.approve_all(request, actor=town.approver, at=AT)

    with tenant_scope(town.tenant_id):
        needs = {deed.person_id for deed in authorised.deeds_on((cart,)) if deed.deed == Deed.NEED}
        (step,) = approving.request_of(cart).steps  # type: ignore[union-attr]
    assert refusal.value.codes == ["authority.duties_not_separated"]
    assert needs == {town.requester.person_id, he.person_id}
    assert step.candidates == (town.approver.person_id,)
    assert granted.state == "approved"


def test_a_cart_that_only_one_who_put_a_need_in_it_could_approve_is_stopped_before_it_is_sent() -> (
    None
):
    town = a_town()
    seller = a_seller(town)
    he = a_colleague_who_approves(town)
    assert town.approver.person_id is not None
    authority.end_mandates_of(
        town.approver.person_id, TODAY - timedelta(days=1), actor=town.office, at=AT
    )
    cart = a_cart(town, seller, lines=1)
    before = queries.preflight(cart, actor=town.requester, at=AT)
    item = next(iter(seller.items.values()))
    actions.add_lines(cart, (NewLine(item, Decimal(2), coding=CODING),), actor=he, at=AT)

    after = queries.preflight(cart, actor=town.requester, at=AT)
    (stopped,) = queries.stopped_carts(actor=town.office, at=AT).items
    with pytest.raises(Refused) as refusal:
        actions.submit_requisition(cart, actor=town.requester, at=AT)

    assert before.findings == ()
    assert [finding.code for finding in after.findings] == ["approvals.no_approver"]
    assert stopped.id == cart
    assert refusal.value.codes == ["approvals.no_approver"]


@pytest.mark.parametrize("grows", ["more of it", "something else"])
def test_nobody_approves_what_he_made_of_a_colleagues_need(grows: str) -> None:
    town = a_town()
    seller = a_seller(town)
    he = a_colleague_who_approves(town)
    cart = a_cart(town, seller, lines=1)
    (line,) = queries.requisition(cart, actor=town.requester).lines
    other = next(item for item in seller.items.values() if item != line.item_id)
    change = (
        LineChange(line.id, quantity=Decimal(500))
        if grows == "more of it"
        else LineChange(line.id, substitute_item_id=other)
    )
    actions.change_lines(cart, (change,), actor=he, at=AT)
    request = actions.submit_requisition(cart, actor=town.requester, at=AT)

    with pytest.raises(Refused) as refusal:
        approvals.approve_all(request, actor=he, at=AT)

    assert refusal.value.codes == ["authority.duties_not_separated"]


def test_who_asked_for_less_of_a_colleagues_need_or_took_his_own_out_again_may_approve_it() -> None:
    town = a_town()
    seller = a_seller(town)
    he = a_colleague_who_approves(town)
    cart = a_cart(town, seller, lines=1)
    (line,) = queries.requisition(cart, actor=town.requester).lines
    less = LineChange(line.id, quantity=Decimal(6))
    his = NewLine(line.item_id, Decimal(500), coding=CODING)
    actions.change_lines(cart, (less,), actor=he, at=AT)
    added = actions.add_lines(cart, (his,), actor=he, at=AT)
    actions.remove_lines(cart, added, actor=he, at=AT)
    request = actions.submit_requisition(cart, actor=town.requester, at=AT)

    assert approvals.approve_all(request, actor=he, at=AT).state == "approved"


def test_a_need_that_was_handed_over_is_still_its_first_owners() -> None:
    town = a_town()
    seller = a_seller(town)
    he = a_colleague_who_approves(town)
    buyer = a_person(town.tenant_id, roles=("requester",), unit_id=town.school)
    cart = a_cart(town, seller, lines=1)
    item = next(iter(seller.items.values()))
    his = NewLine(item, Decimal(500), coding=CODING)
    added = actions.add_lines(cart, (his,), actor=he, at=AT)
    (theirs,) = actions.hand_over_lines(
        cart, added, to_person_id=buyer.person_id, actor=town.requester, at=AT
    )
    request = actions.submit_requisition(theirs, actor=buyer, at=AT)

    with pytest.raises(Refused) as refusal:
        approvals.approve_all(request, actor=he, at=AT)

    assert refusal.value.codes == ["authority.duties_not_separated"]


def test_a_cart_that_many_have_put_needs_in_costs_no_more_statements() -> None:
    counted = []
    for people in (1, 5):
        town = a_town()
        seller = a_seller(town)
        cart = a_cart(town, seller, lines=1)
        item = next(iter(seller.items.values()))
        for _ in range(people):
            colleague = a_person(town.tenant_id, roles=("requester",), unit_id=town.school)
            line = NewLine(item, Decimal(2), coding=CODING)
            actions.add_lines(cart, (line,), actor=colleague, at=AT)
        with statements() as checking:
            queries.preflight(cart, actor=town.requester, at=AT)
        with statements() as submitting:
            actions.submit_requisition(cart, actor=town.requester, at=AT)
        counted.append((len(checking), len(submitting)))

    assert counted[0] == counted[1]


def test_preflight_and_submit_name_the_same_things_and_a_refusal_changes_nothing() -> None:
    town = a_town(delivery_address=None)
    seller = a_seller(town, customer_number_required=True)
    cart = a_cart(town, seller, lines=2)
    first, second = queries.requisition(cart, actor=town.requester).lines
    actions.change_lines(
        cart, (LineChange(second.id, quantity=Decimal(7)),), actor=town.requester, at=AT
    )
    actions.code_lines(
        cart,
        (LineCodingInput(first.id, (ShareInput("ansvar=1 konto=64400", Decimal(100)),)),),
        actor=town.requester,
        at=AT,
    )

    told = queries.preflight(cart, actor=town.requester, at=AT)
    with publishing(town.tenant_id) as events, pytest.raises(Refused) as refusal:
        actions.submit_requisition(cart, actor=town.requester, at=AT)

    assert not told.can_be_submitted
    assert [finding.code for finding in told.findings] == [
        "requisitions.no_delivery_address",
        "requisitions.quantity_not_multiple",
        "coding.value_expired",
        "requisitions.no_customer_number",
        "approvals.no_approver",
    ]
    assert refusal.value.codes == [finding.code for finding in told.findings]
    assert queries.requisition(cart, actor=town.requester).state == State.DRAFT
    assert events == []


def test_a_restricted_line_goes_to_whoever_answers_for_such_goods_and_the_rest_can_be_sent() -> (
    None
):
    town = a_town()
    food = a_seller(town, items=1)
    medicine = a_seller(town, items=1, name="Apoteket AB", category="33600000")
    nurse = a_person(
        town.tenant_id, roles=("category_manager",), unit_id=town.school, categories=("336",)
    )
    assert nurse.person_id is not None
    authority.restrict_category(
        "336", nurse.person_id, valid_from=date(2026, 1, 1), actor=town.office, at=AT
    )
    cart = a_cart(town, food, medicine, lines=2)
    (finding,) = queries.preflight(cart, actor=town.requester, at=AT).findings
    restricted = queries.requisition(cart, actor=town.requester).lines[1].id

    with publishing(town.tenant_id) as events:
        (other,) = actions.hand_over_lines(cart, (restricted,), actor=town.requester, at=AT)

    assert finding.code == "requisitions.goods_are_restricted"
    assert finding.fix is not None
    assert finding.fix.command == "requisitions.hand_over_lines"
    handed = queries.requisition(other, actor=nurse)
    assert handed.requester_person_id == nurse.person_id
    (line,) = handed.lines
    assert (line.chain_id, line.needed_by_person_id) == (cart, town.requester.person_id)
    assert line.codings[0].coding == CODING
    assert LinesHandedOver(cart, other, nurse.person_id, 1) in events
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(other)
    assert task.assignees == (nurse.person_id,)
    actions.submit_requisition(cart, actor=town.requester, at=AT)
    assert queries.preflight(other, actor=nurse, at=AT).findings == ()
    actions.submit_requisition(other, actor=nurse, at=AT)
    actions.withdraw_requisition(other, actor=nurse, at=AT)
    assert queries.requisition(other, actor=nurse).state == State.DRAFT


def test_needs_are_pooled_in_an_open_cart_of_the_same_unit() -> None:
    town = a_town()
    seller = a_seller(town)
    buyer = a_person(town.tenant_id, roles=("coordinator",))
    pool = actions.start_requisition(town.school, wanted_date=THURSDAY, actor=buyer, at=AT)
    cart = a_cart(town, seller, lines=2)
    lines = tuple(line.id for line in queries.requisition(cart, actor=town.requester).lines)

    actions.hand_over_lines(
        cart,
        lines,
        to_person_id=buyer.person_id,
        into_requisition_id=pool,
        actor=town.requester,
        at=AT,
    )

    view = queries.requisition(pool, actor=buyer)
    assert [(line.position, line.chain_id) for line in view.lines] == [(1, cart), (2, cart)]
    assert {line.state for line in queries.requisition(cart, actor=buyer).lines} == {
        LineState.HANDED_OVER
    }


def test_an_approved_cart_goes_on_by_itself() -> None:
    town = a_town()
    with running_here() as drain:
        cart = an_approved_cart(town, a_seller(town))
        request = queries.requisition(cart, actor=town.requester).approval_request_id
        with publishing(town.tenant_id) as events:
            drain()

    assert request is not None
    assert RequisitionApproved(cart, request) in events


def test_a_returned_cart_can_be_changed_and_submitted_again() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    with running_here() as drain, publishing(town.tenant_id) as events:
        request = actions.submit_requisition(cart, actor=town.requester, at=AT)
        with tenant_scope(town.tenant_id):
            from avrop.approvals import queries as approval_queries

            asked = approval_queries.request_of(cart)
        assert asked is not None
        approvals.return_for_change(
            asked.steps[0].id, "Take the smaller pack.", actor=town.approver, at=AT
        )
        drain()

    assert RequisitionReturned(cart, request) in events
    assert queries.requisition(cart, actor=town.requester).state == State.RETURNED
    actions.submit_requisition(cart, actor=town.requester, at=AT)
    assert queries.requisition(cart, actor=town.requester).state == State.SUBMITTED


def test_a_cart_that_was_submitted_again_before_its_requester_was_told_waits_for_nobody() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    request = actions.submit_requisition(cart, actor=town.requester, at=AT)
    actions.return_requisition(cart, request, actor=town.office, at=AT)
    actions.submit_requisition(cart, actor=town.requester, at=AT)

    with tenant_scope(town.tenant_id):
        tell_requester(RequisitionReturned(cart, request), actor=town.office, at=AT)

        assert "requisitions.returned_to_you" not in {task.kind for task in tasks.tasks_of(cart)}


def test_a_withdrawn_cart_is_a_draft_again_and_a_late_approval_changes_nothing() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    request = actions.submit_requisition(cart, actor=town.requester, at=AT)

    with publishing(town.tenant_id) as events:
        actions.withdraw_requisition(cart, actor=town.requester, at=AT)

    assert events[-1] == RequisitionWithdrawn(cart)
    with pytest.raises(Refused) as refusal:
        actions.approve_requisition(cart, request, actor=town.office, at=AT)
    assert refusal.value.codes == ["requisitions.approval_of_former_version"]


def test_a_submitted_cart_cannot_be_edited() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    actions.submit_requisition(cart, actor=town.requester, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.remove_lines(cart, (), actor=town.requester, at=AT)

    assert refusal.value.codes == ["kernel.wrong_step"]


def test_another_organisation_does_not_find_the_cart() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    neighbour = a_tenant("Grannkommunen")
    curious = a_person(neighbour.tenant_id, roles=("coordinator",))

    with pytest.raises(Missing):
        queries.requisition(cart, actor=curious)
    with pytest.raises(Missing):
        actions.submit_requisition(cart, actor=curious, at=AT)


def test_the_cost_in_statements_does_not_grow_with_the_lines() -> None:
    counted = []
    for lines in (1, 100, 1000):
        town = a_town()
        seller = a_seller(town, items=3)
        with statements() as adding:
            cart = a_cart(town, seller, lines=lines)
        with statements() as checking:
            assert queries.preflight(cart, actor=town.requester, at=AT).findings == ()
        with statements() as submitting:
            actions.submit_requisition(cart, actor=town.requester, at=AT)
        counted.append((len(adding), len(checking), len(submitting)))

    assert len(set(counted)) == 1, counted
