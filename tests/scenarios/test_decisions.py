"""What a buyer decides about a seller's answer, or about its silence, and what the seller then does.

Accepting sends nothing. Refusing sends an Order Change or Order Cancellation where the seller takes
Advanced Ordering, and demands a contact that is written down where it does not (ORD-04). Silence past
the time agreed follows the agreement. The seller's twin obeys whatever it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.agreements.rules import TermsOfAgreement
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.buying.orders.rules import NewContact, Refusal
from avrop.buying.orders.shapes import OrderView
from avrop.exchange import queries as exchange
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sold
from avrop.selling.sales.shapes import NewContact as CustomerContact
from avrop.selling.sales.shapes import OrderView as SalesOrderView
from avrop.selling.twin import actions as twin
from avrop.selling.twin import queries as twins
from avrop.selling.twin.shapes import Script, ScriptedChange, Step
from avrop.tasks import queries as tasks
from avrop.testing.trade import Trade, a_cart, a_trade, approve, submit

LESS_OF_THE_FIRST = Step("accept_with_changes", changes=(ScriptedChange("#1", less=Decimal(1)),))
THEN_DELIVER = (Step("wait"), Step("despatch", final=True))
CHANGES = Script((LESS_OF_THE_FIRST, *THEN_DELIVER), name="less of the first line")
CHANGES_AND_INSISTS = Script(
    (LESS_OF_THE_FIRST, *THEN_DELIVER), name="less of the first line", on_change="refuse"
)
SILENT = Script((Step("silent"), Step("accept"), Step("despatch", final=True)), name="silent")
TWO, ONE, NONE = Decimal(2), Decimal(1), Decimal(0)


def now() -> datetime:
    """These stories are played for real."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Story:
    """An order of two lines, two pieces each, that has been sent and perhaps answered."""

    trade: Trade
    order_id: UUID
    settle: Callable[[], int]

    @property
    def order(self) -> OrderView:
        """The buyer's order."""
        return ordered.order(self.order_id, actor=self.trade.requester)

    @property
    def sales_order(self) -> SalesOrderView:
        """The same order at the seller."""
        return sold.order_by_number(self.order.number, actor=self.trade.seller)

    @property
    def twin_state(self) -> str:
        """What the seller's twin is at."""
        return twins.run_of(self.sales_order.id, actor=self.trade.seller).state

    def sent(self) -> list[str]:
        """The kinds of what the buyer has sent, the oldest first."""
        actor = self.trade.buyer_routine
        page = exchange.messages_page(direction="out", actor=actor, limit=200)
        return [message.kind for message in reversed(page.items)]

    def agreed(self) -> list[Decimal]:
        """How much of each line is agreed."""
        return [line.agreed_quantity.value for line in self.order.lines]

    def go_on(self) -> None:
        """Let the twin go on to its end, and the documents arrive."""
        twin.step_twin(self.sales_order.id, until="end", actor=self.trade.seller, at=now())
        self.settle()

    def despatched(self) -> list[Decimal]:
        """How much of each line the buyer has been told is on its way."""
        found = ordered.quantities(self.order_id, actor=self.trade.requester)
        return [line.sums.despatched for line in found]


Begin = Callable[..., Story]


@pytest.fixture
def begin(committed: None) -> Iterator[Begin]:
    """Sends an order to a seller that answers as its script says."""
    with running_here() as drain:

        def story(script: Script, *, advanced: bool = True, on_silence: str = "chase") -> Story:
            trade = a_trade(
                items=2,
                script=script,
                drain=drain,
                agreed=TermsOfAgreement(on_silence=on_silence),
                advanced_ordering=advanced,
            )
            request_id = submit(trade, a_cart(trade, lines=2, at=now()), at=now())
            approve(trade, request_id, at=now())
            drain()
            page = ordered.orders_page(actor=trade.requester)
            return Story(trade, page.items[0].id, drain)

        yield story


def a_call() -> NewContact:
    """Somebody at the seller was spoken with a minute ago."""
    return NewContact(
        "Petra Vik", "phone", "We want what we ordered.", now() - timedelta(minutes=1)
    )


def test_accepting_changes_sends_nothing_and_the_twin_delivers_what_was_offered(
    begin: Begin,
) -> None:
    story = begin(CHANGES)
    before = story.sent()

    orders.accept_changes(story.order_id, actor=story.trade.requester, at=now())
    story.settle()

    assert story.sent() == before == ["order"]
    assert (story.order.state, story.agreed()) == ("accepted", [ONE, TWO])
    story.go_on()
    assert story.despatched() == [ONE, TWO]


@pytest.mark.parametrize(
    ("how", "agreed"), [(Refusal.INSIST, [TWO, TWO]), (Refusal.REMOVE_LINES, [NONE, TWO])]
)
def test_refusing_changes_sends_an_order_change_that_the_twin_obeys(
    begin: Begin, how: Refusal, agreed: list[Decimal]
) -> None:
    story = begin(CHANGES)

    pending = orders.refuse_changes(
        story.order_id, how, reason="Not enough", actor=story.trade.requester, at=now()
    )
    story.settle()

    assert pending.state == "change_pending"
    assert story.sent() == ["order", "order_change"]
    assert (story.order.state, story.agreed()) == ("accepted", agreed)
    story.go_on()
    assert story.despatched() == agreed


def test_a_seller_that_stands_by_its_offer_puts_it_to_the_buyer_again(begin: Begin) -> None:
    story = begin(CHANGES_AND_INSISTS)

    orders.refuse_changes(
        story.order_id, Refusal.INSIST, actor=story.trade.requester, at=now(), reason="No"
    )
    story.settle()

    assert story.sent() == ["order", "order_change"]
    assert story.order.state == "accepted_with_changes"
    orders.accept_changes(story.order_id, actor=story.trade.requester, at=now())
    story.settle()
    story.go_on()
    assert (story.order.state, story.despatched()) == ("accepted", [ONE, TWO])


def test_cancelling_instead_sends_an_order_cancellation_and_stops_the_twin(begin: Begin) -> None:
    story = begin(CHANGES)

    orders.refuse_changes(
        story.order_id,
        Refusal.CANCEL_ORDER,
        reason="Bought elsewhere",
        actor=story.trade.requester,
        at=now(),
    )
    story.settle()

    assert story.sent() == ["order", "order_cancellation"]
    assert (story.order.state, story.sales_order.stage) == ("cancelled", "cancelled")
    assert story.twin_state == "stopped"


@pytest.mark.parametrize("how", list(Refusal))
def test_refusing_without_advanced_ordering_demands_a_logged_contact(
    begin: Begin, how: Refusal
) -> None:
    story = begin(CHANGES, advanced=False)
    before = story.order

    with pytest.raises(Refused) as refusal:
        orders.refuse_changes(
            story.order_id, how, reason="No", actor=story.trade.requester, at=now()
        )
    story.settle()

    assert refusal.value.codes == ["orders.contact_required"]
    assert story.order == before
    assert story.sent() == ["order"]


def test_a_contact_is_enough_where_no_document_is_taken_and_the_seller_follows_it(
    begin: Begin,
) -> None:
    story = begin(CHANGES, advanced=False)

    orders.refuse_changes(
        story.order_id,
        Refusal.INSIST,
        reason="Not enough",
        contact=a_call(),
        actor=story.trade.requester,
        at=now(),
    )
    told = CustomerContact("phone", "Kim Ek", "Wants it as ordered", now(), effect="as_ordered")
    sales.record_contact(story.sales_order.id, told, actor=story.trade.seller, at=now())
    story.settle()

    assert story.sent() == ["order"]
    assert (story.order.state, story.agreed()) == ("accepted", [TWO, TWO])
    assert "orders.trace_contact" in codes_of_trace(story)
    story.go_on()
    assert story.despatched() == [TWO, TWO]


def test_a_cancellation_by_telephone_stops_the_twin_too(begin: Begin) -> None:
    story = begin(CHANGES, advanced=False)

    orders.refuse_changes(
        story.order_id,
        Refusal.CANCEL_ORDER,
        reason="Not needed",
        contact=a_call(),
        actor=story.trade.requester,
        at=now(),
    )
    told = CustomerContact("phone", "Kim Ek", "Not needed any more", now(), effect="cancelled")
    sales.record_contact(story.sales_order.id, told, actor=story.trade.seller, at=now())
    story.settle()

    assert story.sent() == ["order"]
    assert (story.order.state, story.sales_order.stage) == ("cancelled", "cancelled")
    assert story.twin_state == "stopped"


def codes_of_trace(story: Story) -> list[str]:
    """What the order's trace tells, in codes."""
    return [entry.code for entry in ordered.trace(story.order_id, actor=story.trade.requester)]


def wait_in_vain(story: Story) -> str:
    """Nobody answers until a minute past the time agreed; what the agreement then does."""
    due = story.order.answer_due_at
    assert due is not None
    outcome = orders.act_on_silence(
        story.order_id, actor=story.trade.buyer_routine, at=due + timedelta(minutes=1)
    )
    story.settle()
    return outcome


def test_before_the_time_agreed_silence_means_nothing(begin: Begin) -> None:
    story = begin(SILENT, on_silence="cancel")
    due = story.order.answer_due_at
    assert due is not None

    with pytest.raises(Refused) as refusal:
        orders.act_on_silence(story.order_id, actor=story.trade.buyer_routine, at=due)

    assert refusal.value.codes == ["orders.answer_is_not_overdue"]
    assert story.order.state == "sent"


def test_silence_is_chased_once_and_somebody_is_asked_to_get_in_touch(begin: Begin) -> None:
    story = begin(SILENT, on_silence="chase")

    outcome = wait_in_vain(story)

    assert (outcome, story.order.state, story.sent()) == ("chase", "sent", ["order"])
    with tenant_scope(story.trade.requester.tenant_id):
        asked = tasks.tasks_of(story.order_id)
    assert [(task.kind, task.state) for task in asked] == [("orders.seller_is_silent", "open")]
    with pytest.raises(Refused) as refusal:
        wait_in_vain(story)
    assert refusal.value.codes == ["orders.has_been_chased"]


def test_silence_can_be_consent_and_the_twin_delivers(begin: Begin) -> None:
    story = begin(SILENT, on_silence="accept")

    outcome = wait_in_vain(story)

    assert (outcome, story.order.state, story.sent()) == ("accept", "accepted", ["order"])
    assert story.agreed() == [TWO, TWO]
    story.go_on()
    assert story.despatched() == [TWO, TWO]


def test_silence_can_end_the_order_and_the_twin_is_told_by_a_cancellation(begin: Begin) -> None:
    story = begin(SILENT, on_silence="cancel")

    outcome = wait_in_vain(story)

    assert (outcome, story.order.state) == ("cancel", "cancelled")
    assert story.sent() == ["order", "order_cancellation"]
    assert (story.sales_order.stage, story.twin_state) == ("cancelled", "stopped")


def test_no_order_ends_behind_the_back_of_a_seller_that_takes_no_cancellation(
    begin: Begin,
) -> None:
    story = begin(SILENT, on_silence="cancel", advanced=False)

    outcome = wait_in_vain(story)

    assert (outcome, story.order.state, story.sent()) == ("chase", "sent", ["order"])
