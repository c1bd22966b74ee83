"""The journey's goods: through the centre, at the school, short, damaged, claimed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from avrop.site.demonstration.journey import Story, in_words, money
from avrop.site.demonstration.people import DAIRY, FRESH, GROCER

DELIVERIES = 2
#: What is wrong with the grocer's second delivery: item → (short, rejected, reason).
FAULTS = {"NG-1001": ("1", "0", "missing"), "NG-1004": ("0", "1", "broken")}
#: What the receiver says on the telephone, in her own language.
CLAIMED = {
    "missing": "En saknas i leveransen. Vi vill ha den krediterad.",
    "broken": "En kom trasig. Vi vill ha den krediterad.",
}


def pass_the_centre(story: Story) -> None:
    """Supplier three delivers to the distribution centre: arrived there is not received."""
    order = story.orders[FRESH]
    for despatch in _despatches(story, FRESH):
        lines = [
            {
                "order_line_id": line["order_line_id"],
                "quantity": line["quantity"]["value"],
                "sscc": line["sscc"],
            }
            for line in despatch["lines"]
        ]
        story.do(
            "fatima",
            "receipts.register_arrival",
            order_id=order["id"],
            despatch_id=despatch["id"],
            lines=lines,
        )
        units = sorted({line["sscc"] for line in lines if line["sscc"]})
        story.tell(f"{despatch['number']} arrives at the centre: {', '.join(units)}.")
    standing = story.do("anna", "orders.standing", order_id=order["id"])
    words = in_words(standing["code"], standing["values"])
    story.tell(f"{order['number']}: {words}")


def _despatches(story: Story, supplier: str) -> Any:
    order_id = story.orders[supplier]["id"]
    found = story.until(f"both deliveries of {supplier}", partial(_both, story, order_id))
    return [story.do("eva", "receipts.despatch", despatch_id=despatch["id"]) for despatch in found]


def _both(story: Story, order_id: str) -> Any:
    items = story.do("eva", "receipts.despatches_page", order_id=order_id)["items"]
    return sorted(items, key=lambda one: str(one["number"])) if len(items) == DELIVERIES else None


def receive_goods(story: Story) -> None:
    """Eva receives everything, in two deliveries each; one line is short, one is damaged."""
    for supplier in (GROCER, DAIRY, FRESH):
        for number, despatch in enumerate(_despatches(story, supplier), start=1):
            faults = FAULTS if supplier == GROCER and number == DELIVERIES else {}
            receipt = story.do(
                "eva",
                "receipts.register_receipt",
                order_id=story.orders[supplier]["id"],
                despatch_id=despatch["id"],
                lines=[_received(story, supplier, line, faults) for line in despatch["lines"]],
            )
            story.tell(
                f"Eva Holm receives {despatch['number']} of {supplier} as {receipt['number']}: "
                f"{len(receipt['lines'])} lines, {len(receipt['claim_ids'])} claims."
            )
    _make_claims(story)


def _received(
    story: Story, supplier: str, line: Any, faults: dict[str, tuple[str, str, str]]
) -> dict[str, Any]:
    item = _item_of(story, supplier, line["order_line_id"])
    short, rejected, reason = faults.get(item, ("0", "0", ""))
    advised = line["quantity"]["value"]
    received: dict[str, Any] = {
        "order_line_id": line["order_line_id"],
        "received": str(float_free(advised, short)),
        "rejected": rejected,
        "short": short,
        "reason": reason,
        "remedy": "credit" if reason else "",
        "sscc": line["sscc"],
    }
    if line["weight"]:
        received["weight"] = line["weight"]["value"]
    return received


def float_free(advised: str, short: str) -> Any:
    """What came: what was advised less what is missing, in exact decimals."""
    from decimal import Decimal

    return Decimal(advised) - Decimal(short)


def _item_of(story: Story, supplier: str, order_line_id: str) -> str:
    lines = story.orders[supplier]["lines"]
    found = next(line for line in lines if line["id"] == order_line_id)
    return str(found["seller_item_id"])


def _make_claims(story: Story) -> None:
    claims = story.do("eva", "receipts.claims_page", order_id=story.orders[GROCER]["id"])["items"]
    for claim in claims:
        contact = {
            "with_whom": "Petra Vik",
            "means": "phone",
            "what": CLAIMED[claim["reason"]],
            "contact_at": datetime.now(UTC),
        }
        story.do("eva", "receipts.notify_claim", claim_id=claim["id"], contact=contact)
        amount = money(claim["amount"]) if claim["amount"] else "-"
        story.tell(f"Claim {claim['number']}: {claim['reason']}, {claim['remedy']}, {amount}.")
