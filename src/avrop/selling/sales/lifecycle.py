"""The life of a sales order, of a buyer's change to it and of a hand-off, as data.

`docs/lifecycles/sales-sales-order.md` is drawn from this table.
Shipping in parts brings the order back to
“released”: the rest is still to be picked.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class Stage(TextChoices):
    """How far a sales order has come."""

    RECEIVED = "received", pgettext_lazy("state of an order", "Received")
    CHECKED = "checked", pgettext_lazy("state of an order", "Checked")
    CONFIRMED = "confirmed", pgettext_lazy("state of an order", "Confirmed")
    ALLOCATED = "allocated", pgettext_lazy("state of an order", "Allocated")
    RELEASED = "released", pgettext_lazy("state of an order", "Released to the warehouse")
    PICKING = "picking", pgettext_lazy("state of an order", "Being picked")
    PACKED = "packed", pgettext_lazy("state of an order", "Packed")
    SHIPPED = "shipped", pgettext_lazy("state of an order", "Shipped")
    DELIVERED = "delivered", pgettext_lazy("state of an order", "Delivered")
    INVOICED = "invoiced", pgettext_lazy("state of an order", "Invoiced")
    PAID = "paid", pgettext_lazy("state of an order", "Paid")
    CLOSED = "closed", pgettext_lazy("state of an order", "Closed")
    REJECTED = "rejected", pgettext_lazy("state of an order", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("state of an order", "Cancelled")


#: Nothing more is done to an order here.
ENDED = (Stage.CLOSED, Stage.REJECTED, Stage.CANCELLED)
_BEFORE_THE_WAREHOUSE = frozenset({Stage.RECEIVED, Stage.CHECKED, Stage.CONFIRMED, Stage.ALLOCATED})
_IN_THE_WAREHOUSE = frozenset({Stage.RELEASED, Stage.PICKING, Stage.PACKED})

LIFECYCLE = Lifecycle(
    "sales_order",
    ("check", {Stage.RECEIVED}, Stage.CHECKED),
    ("confirm", {Stage.CHECKED}, Stage.CONFIRMED),
    ("confirm_again", {Stage.CONFIRMED, Stage.ALLOCATED}, Stage.CONFIRMED),
    ("reject", {Stage.RECEIVED, Stage.CHECKED}, Stage.REJECTED),
    ("allocate", {Stage.CONFIRMED}, Stage.ALLOCATED),
    ("release", {Stage.ALLOCATED}, Stage.RELEASED),
    ("pick", {Stage.RELEASED, Stage.PICKING}, Stage.PICKING),
    ("pack", {Stage.RELEASED, Stage.PICKING}, Stage.PACKED),
    ("ship_part", {Stage.PICKING, Stage.PACKED}, Stage.RELEASED),
    ("ship", {Stage.PICKING, Stage.PACKED}, Stage.SHIPPED),
    ("deliver", {Stage.SHIPPED}, Stage.DELIVERED),
    ("bill", {Stage.SHIPPED, Stage.DELIVERED}, Stage.INVOICED),
    ("pay", {Stage.INVOICED}, Stage.PAID),
    ("close", {Stage.PAID}, Stage.CLOSED),
    ("reopen", {Stage.CLOSED}, Stage.PAID),
    ("change", _BEFORE_THE_WAREHOUSE | _IN_THE_WAREHOUSE, Stage.CONFIRMED),
    ("cancel", _BEFORE_THE_WAREHOUSE | _IN_THE_WAREHOUSE, Stage.CANCELLED),
)


class LineState(TextChoices):
    """What the seller has said about a line."""

    OPEN = "open", pgettext_lazy("state of a line", "Not answered")
    ACCEPTED = "accepted", pgettext_lazy("state of a line", "Accepted")
    CHANGED = "changed", pgettext_lazy("state of a line", "Accepted with a change")
    REJECTED = "rejected", pgettext_lazy("state of a line", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("state of a line", "Cancelled")


class ChangeState(TextChoices):
    """What became of a change or cancellation that the buyer asked for."""

    PENDING = "pending", pgettext_lazy("state of a change", "Waiting for an answer")
    STOPPING = "stopping", pgettext_lazy("state of a change", "Waiting for the warehouse")
    AGREED = "agreed", pgettext_lazy("state of a change", "Agreed")
    REFUSED = "refused", pgettext_lazy("state of a change", "Refused")


CHANGE_LIFECYCLE = Lifecycle(
    "sales_change",
    ("intercept", {ChangeState.PENDING}, ChangeState.STOPPING),
    ("stopped", {ChangeState.STOPPING}, ChangeState.PENDING),
    ("agree", {ChangeState.PENDING}, ChangeState.AGREED),
    ("refuse", {ChangeState.PENDING, ChangeState.STOPPING}, ChangeState.REFUSED),
)


class HandOffState(TextChoices):
    """Where an order is between two departments."""

    GIVEN = "given", pgettext_lazy("state of a hand-off", "Given")
    TAKEN = "taken", pgettext_lazy("state of a hand-off", "Taken")
    RETURNED = "returned", pgettext_lazy("state of a hand-off", "Returned")


HAND_OFF_LIFECYCLE = Lifecycle(
    "hand_off",
    ("take", {HandOffState.GIVEN}, HandOffState.TAKEN),
    ("return", {HandOffState.GIVEN}, HandOffState.RETURNED),
)


class Department(TextChoices):
    """Who works on an order."""

    SALES = "sales", _("Sales")
    FINANCE = "finance", _("Finance")
    WAREHOUSE = "warehouse", _("Warehouse")
    LOGISTICS = "logistics", _("Logistics")
    PRODUCTION = "production", _("Production")
    CUSTOMER_SERVICE = "customer_service", _("Customer service")


class Source(TextChoices):
    """By which way an order came in."""

    PEPPOL = "peppol", _("Peppol")
    PORTAL = "portal", _("The portal")
    API = "api", _("The API")
    FILE = "file", _("A file")
    KEYED = "keyed", _("Keyed by hand")


class Priority(TextChoices):
    """How soon an order is to be worked on."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")
