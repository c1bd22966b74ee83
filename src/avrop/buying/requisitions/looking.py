"""What whoever approves a cart looks at beside it: marks on its lines, and what its requester bought
before under the same agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from avrop.authority import queries as authority
from avrop.buying.requisitions.amounts import amount_of
from avrop.buying.requisitions.lifecycle import LineState, State
from avrop.buying.requisitions.marks import LookedAt, Mark, marks_on
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.catalogues import queries as catalogues
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.values import Money, Quantity

#: So many carts back is looked for what was bought before.
CARTS_BACK = 200


@dataclass(frozen=True, slots=True)
class BoughtBefore:
    """A line that the same requester bought before under an agreement of the cart."""

    requisition_id: UUID
    number: str
    bought_at: datetime
    name: str
    quantity: Quantity
    amount: Money
    agreement_id: UUID


@query
def marks(requisition_id: UUID, *, actor: Actor, at: datetime) -> tuple[Mark, ...]:
    """What an approver should look at twice. The same statements for one line and a thousand."""
    row = _visible(requisition_id, actor)
    lines = list(
        RequisitionLine.objects.filter(requisition_id=row.id, state=LineState.OPEN).order_by(
            "position"
        )
    )
    before = _carts_before(row)
    items = [line.item_id for line in lines]
    most = _most_bought(before, items)
    agreements = _agreements_used(before, {line.agreement_id for line in lines})
    looked_at = _looked_at(row, lines, most, at)
    known = {line.id: line.agreement_id in agreements for line in lines}
    return tuple(marks_on(looked_at, has_bought_before=known))


@query
def bought_before(
    requisition_id: UUID, *, actor: Actor, limit: int = 10
) -> tuple[BoughtBefore, ...]:
    """What the requester bought lately under the agreements of the cart, the newest first."""
    row = _visible(requisition_id, actor)
    agreements = RequisitionLine.objects.filter(requisition_id=row.id, state=LineState.OPEN).values(
        "agreement_id"
    )
    lines = (
        RequisitionLine.objects.filter(
            requisition_id__in=_carts_before(row),
            agreement_id__in=agreements,
            state=LineState.OPEN,
        )
        .select_related("requisition")
        .order_by("-requisition_id", "position")
    )
    return tuple(_bought(line) for line in lines[: max(1, min(limit, 50))])


def _visible(requisition_id: UUID, actor: Actor) -> Requisition:
    row: Requisition | None = (
        Requisition.objects.visible_to(actor).filter(id=requisition_id).first()
    )
    if row is None:
        raise missing("requisition", requisition_id)
    return row


def _carts_before(row: Requisition) -> list[UUID]:
    """The requester's last ordered carts; open lines of an ordered cart are what was bought."""
    carts = Requisition.objects.filter(
        requester_person_id=row.requester_person_id,
        state__in=(State.ORDERED, State.CLOSED),
        ordered_at__isnull=False,
    ).exclude(id=row.id)
    return list(carts.order_by("-id").values_list("id", flat=True)[:CARTS_BACK])


def _most_bought(carts: Sequence[UUID], items: Sequence[UUID]) -> Mapping[UUID, Decimal]:
    rows = RequisitionLine.objects.filter(
        requisition_id__in=carts, item_id__in=items, state=LineState.OPEN
    )
    return dict(rows.values_list("item_id").annotate(most=Max("quantity")))


def _agreements_used(carts: Sequence[UUID], agreements: Iterable[UUID]) -> frozenset[UUID]:
    rows = RequisitionLine.objects.filter(
        requisition_id__in=carts, agreement_id__in=list(agreements), state=LineState.OPEN
    )
    return frozenset(rows.values_list("agreement_id", flat=True).distinct())


def _looked_at(
    row: Requisition,
    lines: Sequence[RequisitionLine],
    most: Mapping[UUID, Decimal],
    at: datetime,
) -> list[LookedAt]:
    today = day_of(at)
    offers = catalogues.items_for_order([line.item_id for line in lines], on=today)
    restricted = authority.responsible_for(
        {line.category for line in lines if line.category}, on=today
    )
    others = {line.needed_by_person_id for line in lines} - {row.requester_person_id}
    people = parties.people({*others, *restricted.values()})
    names = {key: person.name for key, person in people.items()}
    return [
        LookedAt(
            line_id=line.id,
            name=line.name,
            quantity=Quantity(line.quantity, line.unit),
            price=Money(line.price, row.currency),
            price_now=_price_now(offers.get(line.item_id)),
            most_before=most.get(line.item_id),
            responsible=names.get(restricted[line.category], "")
            if line.category in restricted
            else "",
            needed_by=names.get(line.needed_by_person_id, "")
            if line.needed_by_person_id in others
            else "",
        )
        for line in lines
    ]


def _price_now(offer: catalogues.ItemOffer | None) -> Money | None:
    return offer.price if offer is not None and offer.is_active else None


def _bought(line: RequisitionLine) -> BoughtBefore:
    cart = line.requisition
    amount = amount_of(line.quantity, line.price, line.base_quantity, line.price_factor)
    return BoughtBefore(
        requisition_id=cart.id,
        number=cart.number,
        bought_at=cart.ordered_at,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        amount=Money(amount, cart.currency),
        agreement_id=line.agreement_id,
    )
