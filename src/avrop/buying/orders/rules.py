"""What makes an order fit to send, to change and to cancel. Pure: values in, problems out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from avrop.buying.orders.answer_rules import Agreed, Ordered
from avrop.buying.orders.kinds import ContactMeans, Extent
from avrop.buying.orders.lifecycle import State
from avrop.documents.order_change import LINE_CHANGED, LINE_DELETED, LINE_UNCHANGED
from avrop.kernel.problems import Problem
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line as far as sending is concerned."""

    position: int
    name: str
    wanted: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that is to be sent, with what its seller, agreement and approval say today.

    `agreement_problems` are the agreement's own answer (its rules stand in `agreements`), as
    `place_problems` are that of `parties` about where it is to be delivered.
    `awaits_seller`: he has been told of the unit and has not answered yet.
    """

    lines: tuple[DraftLine, ...]
    currency: str
    today: date
    seller_endpoint: str
    seller_name: str
    lacks_customer_number: bool
    has_delivery_address: bool
    approved: bool
    agreement_problems: tuple[Problem, ...] = ()
    awaits_seller: bool = False
    unit_name: str = ""
    place_problems: tuple[Problem, ...] = ()


def has_lines(draft: Draft) -> Iterator[Problem]:
    """An order without lines orders nothing."""
    if not draft.lines:
        yield Problem("orders.no_lines")


def seller_is_reachable(draft: Draft) -> Iterator[Problem]:
    """The document needs an electronic address to go to."""
    if not draft.seller_endpoint:
        yield Problem("orders.seller_has_no_endpoint", {"seller": draft.seller_name})


def customer_is_known(draft: Draft) -> Iterator[Problem]:
    """Some sellers take orders only under a customer number of theirs; and one who has been told of a
    new department takes none from it before he has answered (ORG-11)."""
    if draft.awaits_seller:
        about = {"seller": draft.seller_name, "unit": draft.unit_name}
        yield Problem("orders.seller_has_not_answered", about)
    elif draft.lacks_customer_number:
        yield Problem("orders.no_customer_number", {"seller": draft.seller_name})


def goods_have_somewhere_to_go(draft: Draft) -> Iterator[Problem]:
    """Without an address nobody can deliver."""
    if not draft.has_delivery_address:
        yield Problem("orders.no_delivery_address")


def place_takes_goods_in(draft: Draft) -> Iterator[Problem]:
    """The chosen place says for itself whether goods are taken in there on the days wanted."""
    yield from draft.place_problems


def approval_still_covers(draft: Draft) -> Iterator[Problem]:
    """What leaves is what was approved: nothing more, nothing later changed (invariant 1)."""
    if not draft.approved:
        yield Problem("orders.approval_does_not_cover")


def wanted_days_lie_ahead(draft: Draft) -> Iterator[Problem]:
    """Goods can't be wanted on a day that has passed."""
    for line in draft.lines:
        if line.wanted and line.wanted < draft.today:
            yield Problem(
                "orders.wanted_day_has_passed",
                {"line": line.position, "name": line.name, "wanted": line.wanted},
                ("lines", line.position, "wanted_date"),
            )


def agreement_is_in_force(draft: Draft) -> Iterator[Problem]:
    """The agreement says for itself whether it may be used."""
    yield from draft.agreement_problems


SENDING = (
    has_lines,
    seller_is_reachable,
    customer_is_known,
    goods_have_somewhere_to_go,
    place_takes_goods_in,
    approval_still_covers,
    wanted_days_lie_ahead,
    agreement_is_in_force,
)


def problems_sending(draft: Draft) -> list[Problem]:
    """Every reason not to send, so that they can be mended in one go."""
    return [problem for check in SENDING for problem in check(draft)]


def total(draft: Draft) -> Money:
    """What the order commits the buyer to, without VAT."""
    return Money(sum((line.amount for line in draft.lines), Decimal(0)), draft.currency)


class Refusal(StrEnum):
    """What the buyer does instead of accepting the seller's changes."""

    REMOVE_LINES = "remove_lines"  # keep the lines that are as ordered, drop the others
    INSIST = "insist"  # ask for what was ordered
    CANCEL_ORDER = "cancel_order"


@dataclass(frozen=True, slots=True)
class NewContact:
    """Who was spoken with, how (a `ContactMeans`), when, and what was said."""

    with_whom: str
    means: str
    what: str
    contact_at: datetime


def problems_with_contact(contact: NewContact, *, now: datetime) -> Iterator[Problem]:
    """A contact that can be relied on later: somebody named, a known means, words, not tomorrow."""
    if not contact.with_whom.strip():
        yield Problem("orders.contact_without_name", place=("contact", "with_whom"))
    if contact.means not in ContactMeans.values:
        yield Problem(
            "orders.contact_means_unknown", {"means": contact.means}, ("contact", "means")
        )
    if not contact.what.strip():
        yield Problem("orders.contact_says_nothing", place=("contact", "what"))
    if contact.contact_at > now:
        yield Problem("orders.contact_in_future", place=("contact", "contact_at"))


def problems_telling_seller(
    *, takes_documents: bool, contact: NewContact | None, now: datetime
) -> Iterator[Problem]:
    """Where no document can tell the seller, somebody must have done so (requirement ORD-04)."""
    if contact is not None:
        yield from problems_with_contact(contact, now=now)
    elif not takes_documents:
        yield Problem("orders.contact_required")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buyer asks for one line: `code` is 2 delete, 3 change or 4 no action (UNCL1229)."""

    line_id: UUID
    code: str
    quantity: Decimal
    price: Decimal
    wanted: date | None


def lines_to_ask(
    how: Refusal, ordered: Sequence[Ordered], offered: Sequence[Agreed]
) -> tuple[Asked, ...]:
    """The order as the buyer wants it after refusing an offer, line by line."""
    offers = {line.line_id: line for line in offered}
    return tuple(_asked(how, line, offers[line.id]) for line in ordered)


def _asked(how: Refusal, line: Ordered, offer: Agreed) -> Asked:
    if is_as_ordered(line, offer):
        code = LINE_UNCHANGED
    else:
        code = LINE_DELETED if how is Refusal.REMOVE_LINES else LINE_CHANGED
    return Asked(line.id, code, line.quantity.value, line.price.amount, line.wanted)


def is_as_ordered(line: Ordered, offer: Agreed) -> bool:
    """Whether an offer gives the line exactly as it was ordered."""
    return (
        offer.quantity == line.quantity.value
        and offer.price == line.price.amount
        and (offer.wanted == line.wanted or line.wanted is None)
        and offer.substitute is None
    )


def as_asked(asked: Sequence[Asked]) -> tuple[Agreed, ...]:
    """The lines as they stand once the seller has agreed to what was asked."""
    return tuple(
        Agreed(
            line.line_id,
            Decimal(0) if line.code == LINE_DELETED else line.quantity,
            line.price,
            line.wanted,
        )
        for line in asked
    )


def problems_cancelling(reason: str, despatched: str, received: str) -> Iterator[Problem]:
    """An order can be taken back until its goods are on the way, and the seller is told why."""
    if not reason.strip():
        yield Problem("orders.cancelled_without_reason", place=("reason",))
    if despatched != Extent.NONE or received != Extent.NONE:
        yield Problem("orders.goods_are_on_the_way")


def problems_chasing(
    state: str, due_at: datetime | None, chased_at: datetime | None, *, now: datetime
) -> Iterator[Problem]:
    """Only an order that waits for an answer past its time is chased, and once."""
    if state != State.SENT or due_at is None or now <= due_at:
        yield Problem("orders.answer_is_not_overdue")
    elif chased_at is not None:
        yield Problem("orders.has_been_chased", {"chased": chased_at})


def outcome_of_silence(on_silence: str, state: str, *, can_tell: bool) -> str:
    """What the agreement lets silence mean: chase, accept or cancel.

    An order cannot lapse behind the back of a seller who takes no cancellation as a document.
    """
    if state != State.SENT or on_silence not in ("accept", "cancel"):
        return "chase"
    return "chase" if on_silence == "cancel" and not can_tell else on_silence
