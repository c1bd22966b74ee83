"""The seller twin plays everything that the journey names."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from avrop import documents
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.selling.billing.shapes import CreditLine, Deviation, InvoiceForm
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales.shapes import NewContact, OrderView
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    Market,
    a_line,
    a_market,
    an_order,
    came_to_the_buyer,
    findings_at_the_buyer,
    received,
    send,
    stage_of,
)
from avrop.selling.sales.tests.test_actions import a_cancellation, a_change
from avrop.selling.twin import actions, queries
from avrop.selling.twin.shapes import Script, ScriptedChange, Step

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


def a_played_order(
    market: Market, drain: Drain, *steps: Step, lines: tuple[documents.OrderLine, ...] = ()
) -> OrderView:
    """An order that comes to a twin with this script."""
    actions.set_script(Script(steps, name="prov"), actor=market.seller, at=NOW)
    document = an_order(market, *lines)
    send(market, document, drain)
    return received(market, document)


def _responses(market: Market) -> list[str]:
    return [response.code for response in came_to_the_buyer(market, "order_response")]


@pytest.mark.parametrize(
    ("steps", "codes", "stage"),
    [
        ((Step("accept"),), ["AP"], "confirmed"),
        ((Step("acknowledge"), Step("accept")), ["AB", "AP"], "confirmed"),
        ((Step("reject", note="Slut"),), ["RE"], "rejected"),
        (
            (Step("accept_with_changes", changes=(ScriptedChange("#1", less=Decimal(2)),)),),
            ["CA"],
            "confirmed",
        ),
        ((Step("silent"), Step("accept")), [], "checked"),
        ((Step("accept"), Step("cancel", note="Brand i lagret")), ["AP", "RE"], "cancelled"),
    ],
)
def test_the_twin_gives_every_answer(steps: tuple[Step, ...], codes: list[str], stage: str) -> None:
    market = a_market()

    with running_here() as drain:
        order = a_played_order(market, drain, *steps)

    assert _responses(market) == codes
    assert stage_of(market, order.id) == stage
    assert findings_at_the_buyer(market) == []


def test_a_whole_order_is_played_by_itself_between_the_pauses() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_played_order(
            market,
            drain,
            Step(
                "accept_with_changes",
                changes=(
                    ScriptedChange("#1", less=Decimal(2)),
                    ScriptedChange("#2", days_later=3),
                    ScriptedChange("#3", substitute_seller_item_id="A-002"),
                ),
            ),
            Step("wait"),
            Step("despatch", share=Decimal("0.5"), final=False, arrives_in_days=1),
            Step("despatch"),
            Step("deliver"),
            Step("bill", form=InvoiceForm(reference_in="buyer_reference", line_references=False)),
            Step("wait"),
            Step("credit", credits=(CreditLine("#1", Decimal(1)),), note="En trasig"),
        )
        answered = queries.run_of(order.id, actor=market.seller)

        delivered = actions.step_twin(order.id, actor=market.seller, at=NOW)
        drain()
        credited = actions.step_twin(order.id, actor=market.seller, at=NOW)
        drain()

    assert [(run.state, run.next_step) for run in (answered, delivered, credited)] == [
        ("waiting", "wait"),
        ("waiting", "wait"),
        ("done", ""),
    ]
    assert [len(advice.lines) for advice in came_to_the_buyer(market, "despatch_advice")] == [3, 3]
    (invoice,) = came_to_the_buyer(market, "invoice")
    assert (invoice.order_number, invoice.buyer_reference) == (None, order.buyer_order_number)
    assert [line.quantity.value for line in invoice.lines] == [8, 10, 10]
    assert invoice.lines[2].item.tax.percent == Decimal(6)  # the substitute is food
    (credit_note,) = came_to_the_buyer(market, "credit_note")
    assert credit_note.total.line_amount == Decimal("10.50")
    assert findings_at_the_buyer(market) == []


def test_untidy_invoices_are_data_in_the_script() -> None:
    market = a_market()
    lines = (a_line(1, ASSORTMENT[3], 4), a_line(2, ASSORTMENT[4], 3))
    form = InvoiceForm(
        freight=Decimal(150),
        with_item_ids=False,
        deviations=(Deviation("#2", quantity=Decimal(4), price=Decimal(125)),),
    )
    with running_here() as drain:
        a_played_order(
            market,
            drain,
            Step("accept"),
            Step(
                "despatch",
                picks=(Pick("#1", Decimal(4), weight=Decimal("9.64")), Pick("#2", Decimal(3))),
            ),
            Step("bill", form=form),
            lines=lines,
        )

    (invoice,) = came_to_the_buyer(market, "invoice")
    assert [(str(line.quantity), line.item.sellers_id) for line in invoice.lines] == [
        ("9.64 KGM", None),
        ("4 C62", None),
        ("3 C62", "PANT"),
    ]
    assert findings_at_the_buyer(market) == []


def test_by_hand_the_twin_takes_one_step_at_a_time() -> None:
    market = a_market()
    script = Script((Step("accept"), Step("despatch"), Step("bill")), by_hand=True)
    actions.set_script(script, actor=market.seller, at=NOW)
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)

        first = actions.step_twin(order.id, actor=market.seller, at=NOW)
        stages = [order.stage, stage_of(market, order.id)]
        rest = actions.step_twin(order.id, until="end", actor=market.seller, at=NOW)

    assert (first.state, first.next_step, rest.state) == ("waiting", "despatch", "done")
    assert [*stages, stage_of(market, order.id)] == ["checked", "confirmed", "invoiced"]


def test_a_refused_step_leaves_the_twin_stuck_with_the_reasons_and_can_be_tried_again() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_played_order(
            market,
            drain,
            Step("accept"),
            Step("despatch"),
            lines=(a_line(1, ASSORTMENT[0], 1001),),
        )
    stuck = queries.run_of(order.id, actor=market.seller)

    again = actions.step_twin(order.id, actor=market.seller, at=NOW)

    assert (stuck.state, stuck.next_step, again.state) == ("stuck", "despatch", "stuck")
    assert [problem.code for problem in stuck.problems] == ["stock.not_available"]
    assert stage_of(market, order.id) == "confirmed"


def test_one_step_of_no_script_is_taken_or_refused() -> None:
    market = a_market()
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)

        with pytest.raises(Refused) as refusal:
            actions.run_step(order.id, Step("bill"), actor=market.seller, at=NOW)
        actions.run_step(order.id, Step("accept"), actor=market.seller, at=NOW)
        drain()

    assert refusal.value.codes == ["billing.nothing_to_bill"]
    assert _responses(market) == ["AP"]


@pytest.mark.parametrize(("reply", "code", "quantity"), [("accept", "AP", 5), ("refuse", "RE", 10)])
def test_the_twin_answers_a_change_as_its_script_says(reply: str, code: str, quantity: int) -> None:
    market = a_market()
    script = Script((Step("accept"),), on_change=reply)
    actions.set_script(script, actor=market.seller, at=NOW)
    document = an_order(market)

    with running_here() as drain:
        send(market, document, drain)
        send(market, a_change(market, document, l2=5), drain)

    assert _responses(market) == ["AP", code]
    assert received(market, document).lines[1].to_deliver.value == Decimal(quantity)


def test_a_cancelled_order_is_not_delivered() -> None:
    market = a_market()
    steps = (Step("accept"), Step("wait"), Step("despatch"))
    actions.set_script(Script(steps), actor=market.seller, at=NOW)
    document = an_order(market)

    with running_here() as drain:
        send(market, document, drain)
        send(market, a_cancellation(market, document), drain)

    order = received(market, document)
    run = queries.run_of(order.id, actor=market.seller)
    assert (order.stage, run.state) == ("cancelled", "stopped")
    assert _responses(market) == ["AP", "AP"]
    with pytest.raises(Refused):
        actions.step_twin(order.id, actor=market.seller, at=NOW)


def test_the_twin_delivers_what_was_agreed_on_the_telephone() -> None:
    market = a_market()
    changed = Step("accept_with_changes", changes=(ScriptedChange("#1", less=Decimal(2)),))
    with running_here() as drain:
        order = a_played_order(market, drain, changed, Step("wait"), Step("despatch"))
        contact = NewContact("phone", "Anna", "Vi tar inte den raden", NOW, "changed_lines_removed")
        sales.record_contact(order.id, contact, actor=market.seller, at=NOW)

        actions.step_twin(order.id, actor=market.seller, at=NOW)
        drain()

    (advice,) = came_to_the_buyer(market, "despatch_advice")
    assert [line.order_line for line in advice.lines] == ["2", "3"]


def test_scripts_are_decided_by_who_may_and_must_make_sense() -> None:
    market = a_market()

    with pytest.raises(Forbidden):
        actions.set_script(Script((Step("accept"),)), actor=market.person("order_clerk"), at=NOW)
    with pytest.raises(Invalid):
        actions.set_script(Script((Step("dance"),)), actor=market.seller, at=NOW)
    script_id = actions.set_script(Script((Step("accept"),)), actor=market.seller, at=NOW)
    actions.remove_script(script_id, actor=market.seller, at=NOW)
    assert queries.scripts(actor=market.seller) == ()
