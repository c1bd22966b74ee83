"""What goes into the fulfilment app and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.values import Quantity


@dataclass(frozen=True, slots=True)
class Pick:
    """What was picked of a line, in the ordered unit; `line_id` is the buyer's.

    `weight` is the net weight of catch-weight goods. `missing` was set aside but is not on the shelf.
    `handling_unit` counts the pallets and cages of this despatch from one.
    """

    line_id: str
    quantity: Decimal
    weight: Decimal | None = None
    lot: str = ""
    best_before: date | None = None
    missing: Decimal = Decimal(0)
    handling_unit: int = 1


@dataclass(frozen=True, slots=True)
class PickLine:
    """What is still to be picked of a line, in the ordered unit; the substitute where there is one."""

    line_id: str
    position: int
    seller_item_id: str
    gtin: str
    name: str
    quantity: Quantity
    catch_weight: bool
    note: str


@dataclass(frozen=True, slots=True)
class DespatchLineView:
    """What a despatch carries of a line."""

    id: UUID
    order_line: str
    sales_line_id: UUID
    seller_item_id: str
    name: str
    quantity: Quantity
    outstanding: Quantity
    weight: Quantity | None
    lot: str
    best_before: date | None
    handling_unit: str


@dataclass(frozen=True, slots=True)
class DespatchView:
    """Goods that leave together."""

    id: UUID
    version: int
    number: str
    order_id: UUID
    order_number: str
    sales_order_number: str
    state: str
    is_final: bool
    packed_at: datetime
    despatched_at: datetime | None
    delivered_at: datetime | None
    carrier: str
    tracking_id: str
    arrives_on: date | None
    lines: tuple[DespatchLineView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DespatchedLine:
    """What has left of one line of an order, over all despatches."""

    sales_line_id: UUID
    quantity: Decimal
    weight: Decimal | None
