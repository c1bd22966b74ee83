"""Scripts of the twin, as frozen values: they come as JSON through the API and the command line.

A line is named as the buyer numbers it ("1"), by its place ("#2" is the second line of the order) or
by its article ("item:4711").
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from avrop.selling.billing.shapes import CreditLine, InvoiceForm
from avrop.selling.fulfilment.shapes import Pick

AS_USUAL = InvoiceForm()


@dataclass(frozen=True, slots=True)
class ScriptedChange:
    """How a line is answered otherwise than yes; a script knows no dates, so they are days later.

    `quantity` is what is promised, or `less` is what is lacking. With `rest_days_later` what is
    lacking comes so many days after the promised day; without, never. `where_present`: an order
    without the line is answered all the same. A line that two of them name is answered by the first.
    """

    line_id: str
    quantity: Decimal | None = None
    less: Decimal | None = None
    days_later: int | None = None
    price: Decimal | None = None
    substitute_seller_item_id: str = ""
    rejected: bool = False
    rest_days_later: int | None = None
    note: str = ""
    where_present: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the twin does; `do` is one of `lifecycle.Deeds`.

    despatch: `picks`, or `share` (0.5 is half) of what is left of every line, or all of it.
    bill: `form`. credit: `credits` of the last invoice, or all of it, for the reason in `note`.
    """

    do: str
    note: str = ""
    changes: tuple[ScriptedChange, ...] = ()
    picks: tuple[Pick, ...] = ()
    share: Decimal | None = None
    final: bool | None = None
    carrier: str = ""
    arrives_in_days: int | None = None
    form: InvoiceForm = AS_USUAL
    credits: tuple[CreditLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """What the twin does with an order, step by step. With `by_hand` it waits before each step."""

    steps: tuple[Step, ...]
    name: str = ""
    by_hand: bool = False
    on_change: str = "accept"
    on_cancellation: str = "accept"


@dataclass(frozen=True, slots=True)
class ScriptView:
    """A script and which orders it is for; empty means any."""

    id: UUID
    version: int
    customer_endpoint: str
    buyer_order_number: str
    seller_item_id: str
    script: Script


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Why a step could not be taken."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class RunView:
    """How far the twin has come with an order; `next_step` is what it would do now."""

    order_id: UUID
    version: int
    state: str
    position: int
    next_step: str
    script: Script
    problems: tuple[ProblemView, ...]
    available_actions: tuple[str, ...]
