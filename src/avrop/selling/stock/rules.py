"""What a movement does to the stock, and what forbids it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.problems import Problem
from avrop.values import Gtin, InvalidIdentifier, Quantity, is_unit_code
from avrop.values.vat import VAT_KINDS


class MovementKind(TextChoices):
    """Why the stock changes."""

    RECEIVED = "received", _("Received")
    FOUND = "found", _("Found at a count")
    MISSING = "missing", _("Missing at a count or a pick")
    RESERVED = "reserved", _("Set aside for an order")
    RELEASED = "released", _("Given back from an order")
    SHIPPED = "shipped", _("Shipped")
    RETURNED = "returned", _("Come back, to be inspected")
    RESTOCKED = "restocked", _("Inspected and good")
    SCRAPPED = "scrapped", _("Inspected and thrown away")


#: What each kind does to what is on hand, reserved and in quarantine.
EFFECTS: Mapping[str, tuple[int, int, int]] = {
    MovementKind.RECEIVED: (1, 0, 0),
    MovementKind.FOUND: (1, 0, 0),
    MovementKind.MISSING: (-1, 0, 0),
    MovementKind.RESERVED: (0, 1, 0),
    MovementKind.RELEASED: (0, -1, 0),
    MovementKind.SHIPPED: (-1, -1, 0),
    MovementKind.RETURNED: (0, 0, 1),
    MovementKind.RESTOCKED: (1, 0, -1),
    MovementKind.SCRAPPED: (0, 0, -1),
}
#: What people book by hand; the rest follows from orders.
BY_HAND = frozenset(
    {
        MovementKind.RECEIVED,
        MovementKind.FOUND,
        MovementKind.MISSING,
        MovementKind.RETURNED,
        MovementKind.RESTOCKED,
        MovementKind.SCRAPPED,
    }
)

Place = tuple[UUID, str]  # article and location


@dataclass(frozen=True, slots=True)
class Sums:
    """What lies at a place."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    quarantine: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        """What can be promised."""
        return self.on_hand - self.reserved

    @property
    def is_possible(self) -> bool:
        """Nobody can hold less than nothing, or set aside more than there is."""
        return self.reserved >= 0 and self.quarantine >= 0 and self.available >= 0

    def after(self, kind: str, quantity: Decimal) -> Sums:
        """The sums when a movement has been booked."""
        on_hand, reserved, quarantine = EFFECTS[kind]
        return Sums(
            self.on_hand + on_hand * quantity,
            self.reserved + reserved * quantity,
            self.quarantine + quarantine * quantity,
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement to come: what, where, why, how much (in the article's own unit, above zero)."""

    item_id: UUID
    location: str
    kind: str
    quantity: Decimal

    @property
    def place(self) -> Place:
        """Where it counts."""
        return self.item_id, self.location


def sums_after(before: Mapping[Place, Sums], movements: Iterable[Moved]) -> dict[Place, Sums]:
    """The sums of every place that is touched, when all movements have been booked."""
    after: defaultdict[Place, Sums] = defaultdict(Sums, before)
    touched: dict[Place, Sums] = {}
    for moved in movements:
        after[moved.place] = touched[moved.place] = after[moved.place].after(
            moved.kind, moved.quantity
        )
    return touched


def problems_moving(
    before: Mapping[Place, Sums], after: Mapping[Place, Sums], names: Mapping[UUID, str]
) -> Iterator[Problem]:
    """Every article of which there is too little."""
    for place, sums in after.items():
        if not sums.is_possible:
            available = before.get(place, Sums()).available
            values = {"item": names.get(place[0], str(place[0])), "available": available}
            yield Problem("stock.not_available", values, ("items", str(place[0])))


@dataclass(frozen=True, slots=True)
class Described:
    """What the rules look at in an article."""

    seller_item_id: str
    gtin: str
    names: tuple[str, ...]
    unit: str
    price_unit: str
    price: Decimal
    base_quantity: Decimal
    vat_kind: str
    catch_weight: bool


def problems_describing(items: Iterable[Described]) -> Iterator[Problem]:
    """Every reason why articles can't be offered (a wrong GTIN or unit never goes out)."""
    seen: set[str] = set()
    for position, item in enumerate(items, start=1):
        place, values = ("items", position), {"item": item.seller_item_id}
        if not item.seller_item_id or item.seller_item_id in seen:
            yield Problem("stock.item_id_twice_or_missing", values, (*place, "seller_item_id"))
        seen.add(item.seller_item_id)
        if not any(item.names):
            yield Problem("stock.no_name", values, (*place, "name"))
        yield from _problems_of_codes(item, place)
        if item.price < 0 or item.base_quantity <= 0:
            yield Problem("stock.bad_price", values, (*place, "price"))
        if not item.catch_weight and item.price_unit != item.unit:
            yield Problem("stock.price_unit_differs", values, (*place, "price_unit"))


def _problems_of_codes(item: Described, place: tuple[str | int, ...]) -> Iterator[Problem]:
    if item.gtin:
        try:
            Gtin.parse(item.gtin)
        except InvalidIdentifier:
            values = {"item": item.seller_item_id, "gtin": item.gtin}
            yield Problem("stock.bad_gtin", values, (*place, "gtin"))
    for field, code in (("unit", item.unit), ("price_unit", item.price_unit)):
        if not is_unit_code(code):
            values = {"item": item.seller_item_id, "unit": code}
            yield Problem("stock.bad_unit", values, (*place, field))
    if item.vat_kind not in VAT_KINDS:
        values = {"item": item.seller_item_id, "vat_kind": item.vat_kind}
        yield Problem("stock.bad_vat_kind", values, (*place, "vat_kind"))


def promise(available: Quantity, wanted: Quantity) -> Quantity:
    """How much of what is wanted can be promised now."""
    return max(Quantity.zero(wanted.unit), min(available, wanted))
