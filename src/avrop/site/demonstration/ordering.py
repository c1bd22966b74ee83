"""The journey's orders: approved, sent, answered, and decided on."""

from __future__ import annotations

from functools import partial
from typing import Any

from avrop.site.demonstration.journey import CLERKS, KEEPERS, Story, cart_of, in_words, money
from avrop.site.demonstration.people import DAIRY, GROCER

APPROVERS = ("bo", "ulla", "cecilia")


def approve(story: Story) -> None:
    """Those who answer for the coding approve; never the requester."""
    for person in APPROVERS:
        steps = story.do(person, "approvals.waiting_for_me")["items"]
        for step in steps:
            story.do(person, "approvals.approve", step_id=step["id"])
            story.tell(
                f"{person.title()} approves {step.get('reference', '')} for responsibility "
                f"{step['responsibility']}: {money(step['amount'])}."
            )


def follow_the_orders(story: Story) -> None:
    """Orders leave as Peppol Orders, one for each supplier, and are answered."""
    number = cart_of(story)["number"]
    found = story.until(
        "the orders to be sent",
        lambda: _orders_of(story, 3),
    )
    for order in found:
        story.orders[order["seller_name"]] = order
        story.tell(
            f"Order {order['number']} of {number} to {order['seller_name']}: "
            f"{money(order['amount'])}."
        )
    for name in story.orders:
        order = story.until(f"the answer of {name}", partial(_answered, story, name))
        story.orders[name] = order
        story.tell(f"{name} answers {order['number']}: {order['state']}.")


def _orders_of(story: Story, count: int) -> Any:
    cart = cart_of(story)
    sent = [order for order in story.do("anna", "orders.orders_page")["items"] if order["sent_at"]]
    views = (story.do("anna", "orders.order", order_id=order["id"]) for order in sent[: count + 1])
    found = [order for order in views if order["requisition_number"] == cart["number"]]
    return found if len(found) == count else None


def _answered(story: Story, seller: str) -> Any:
    order = story.do("anna", "orders.order", order_id=story.orders[seller]["id"])
    return None if order["state"] == "sent" else order


def decide_on_changes(story: Story) -> None:
    """The dairy changes the order: the buyer sees the difference in words, and decides."""
    order_id = story.orders[DAIRY]["id"]
    for change in story.do("anna", "orders.difference", order_id=order_id):
        story.tell(f"    {in_words(change['code'], change['values'])}")
    story.do("anna", "orders.accept_changes", order_id=order_id)
    story.tell(f"Anna accepts the changes to {story.orders[DAIRY]['number']}; nothing is sent.")
    _wake_the_twin(story, DAIRY)
    standing = story.do("anna", "orders.standing", order_id=story.orders[GROCER]["id"])
    story.tell(
        f"{story.orders[GROCER]['number']}: {in_words(standing['code'], standing['values'])}"
    )


def _wake_the_twin(story: Story, supplier: str) -> None:
    clerk = CLERKS[supplier]
    number = story.orders[supplier]["number"]
    sales_order = story.until(
        f"{number} at {supplier}",
        lambda: story.do(clerk, "sales.order_by_number", number=number),
    )
    story.until(
        f"{supplier} to wait",
        lambda: (
            story.do(KEEPERS[supplier], "twin.run_of", order_id=sales_order["id"])["state"]
            == "waiting"
        ),
    )
    story.do(KEEPERS[supplier], "twin.step_twin", order_id=sales_order["id"], until="end")
