"""The activities that permissions belong to, sorted into the parts of the process (requirement ORG-03).

Every permission names its activity, so what stands here is all that can be done with the product; a test
fails on a permission whose activity is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(StrEnum):
    """Who has an activity: who buys, who sells, or everybody."""

    BUYING = "buying"
    SELLING = "selling"
    BOTH = "both"


class Part(TextChoices):
    """A part of the process, which is decided on centrally, locally or by delegation (ORG-04)."""

    STEERING = "steering", pgettext_lazy("part of the process", "Rights and responsibilities")
    REGISTERS = "registers", pgettext_lazy("part of the process", "Registers and accounts")
    AGREEMENTS = "agreements", pgettext_lazy("part of the process", "Agreements and price lists")
    ORDERING = "ordering", pgettext_lazy("part of the process", "Needs and orders")
    RECEIVING = "receiving", pgettext_lazy("part of the process", "Receiving goods")
    INVOICES = "invoices", pgettext_lazy("part of the process", "Suppliers' invoices")
    ATTEST = "attest", pgettext_lazy("part of the process", "Attest")
    PAYMENTS = "payments", pgettext_lazy("part of the process", "Payments and bookkeeping")
    SUPPORT = "support", pgettext_lazy("part of the process", "Help, tasks and messages")
    ORDER_DESK = "order_desk", pgettext_lazy("part of the process", "Customers' orders")
    WAREHOUSE = "warehouse", pgettext_lazy("part of the process", "Assortment and warehouse")
    BILLING = "billing", pgettext_lazy("part of the process", "Invoices to customers")


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that people do: its code is what permissions name. `accountable` is the role that
    answers for it in the matrix the product comes with."""

    code: str
    part: Part
    name: Any
    accountable: str
    side: Side = Side.BUYING


def _selling(code: str, part: Part, name: Any, accountable: str) -> Activity:
    return Activity(code, part, name, accountable, Side.SELLING)


def _of_both(code: str, part: Part, name: Any, accountable: str) -> Activity:
    return Activity(code, part, name, accountable, Side.BOTH)


_ADMINISTRATOR = "system_administrator"
CATALOGUE: tuple[Activity, ...] = (
    _of_both("authority", Part.STEERING, _("Giving and lending rights"), "manager"),
    _of_both("responsibility", Part.STEERING, _("Deciding who answers for what"), "manager"),
    _of_both("training", Part.STEERING, _("Training people and certifying them"), "manager"),
    _of_both("audit", Part.STEERING, _("Reviewing what was done, and who may do what"), "auditor"),
    _of_both(
        "master_data", Part.REGISTERS, _("Keeping units, people and partners"), _ADMINISTRATOR
    ),
    _of_both("records", Part.REGISTERS, _("Disposing of records by decision"), _ADMINISTRATOR),
    _of_both("personal_data", Part.REGISTERS, _("Looking after personal data"), _ADMINISTRATOR),
    Activity("onboarding", Part.REGISTERS, _("Opening departments to order for"), "coordinator"),
    Activity("accounting", Part.REGISTERS, _("Keeping the coding"), "finance_officer"),
    Activity("agreements", Part.AGREEMENTS, _("Managing agreements"), "agreement_manager"),
    Activity("catalogues", Part.AGREEMENTS, _("Keeping price lists"), "agreement_manager"),
    Activity("ordering", Part.ORDERING, _("Stating needs and ordering"), "manager"),
    Activity("approvals", Part.ORDERING, _("Approving needs"), "manager"),
    Activity("receiving", Part.RECEIVING, _("Receiving goods and claiming"), "manager"),
    Activity("invoicing", Part.INVOICES, _("Matching and coding invoices"), "finance_officer"),
    Activity("attesting", Part.ATTEST, _("Attesting invoices"), "manager"),
    Activity("paying", Part.PAYMENTS, _("Paying suppliers"), "finance_officer"),
    Activity("bookkeeping", Part.PAYMENTS, _("Booking invoices and payments"), "finance_officer"),
    Activity("supplier_access", Part.SUPPORT, _("Letting suppliers in to orders"), "coordinator"),
    _of_both("messages", Part.SUPPORT, _("Looking after messages"), _ADMINISTRATOR),
    _of_both("support", Part.SUPPORT, _("Helping those who are stuck"), _ADMINISTRATOR),
    _of_both("tasks", Part.SUPPORT, _("Seeing to it that what waits is done"), _ADMINISTRATOR),
    _selling("order_taking", Part.ORDER_DESK, _("Taking orders in"), "order_manager"),
    _selling("order_answering", Part.ORDER_DESK, _("Answering orders"), "order_manager"),
    _selling("order_processing", Part.ORDER_DESK, _("Moving orders on"), "order_manager"),
    _selling("order_steering", Part.ORDER_DESK, _("Controlling orders"), "order_manager"),
    _selling("credit_control", Part.ORDER_DESK, _("Watching customers' credit"), "seller_finance"),
    _selling("seller_twin", Part.ORDER_DESK, _("Keeping the seller twin"), _ADMINISTRATOR),
    _selling("assortment", Part.WAREHOUSE, _("Keeping assortment and prices"), "order_manager"),
    _selling("stock", Part.WAREHOUSE, _("Keeping the stock"), "order_manager"),
    _selling("warehouse_work", Part.WAREHOUSE, _("Picking, packing and sending"), "order_manager"),
    _selling("billing", Part.BILLING, _("Invoicing customers"), "seller_finance"),
    _selling("collecting", Part.BILLING, _("Registering customers' payments"), "seller_finance"),
)
BY_CODE: Mapping[str, Activity] = {one.code: one for one in CATALOGUE}
#: Roles that only a seller has; who has none of them sells nothing here.
SELLERS = frozenset(
    {
        "order_manager",
        "order_clerk",
        "warehouse",
        "seller_finance",
        "logistics",
        "customer_service",
        "marketing",
    }
)
#: Roles that only a buyer has.
BUYERS = frozenset(
    {
        "requester",
        "approver",
        "receiver",
        "coordinator",
        "category_manager",
        "agreement_manager",
        "finance_officer",
        "ap_clerk",
        "payment_releaser",
        "manager",
        "central_management",
        "local_management",
        "process_owner",
        "process_leader",
        "purchasing_coordinator",
        "supplier_user",
    }
)


def activities_of(held: Collection[str]) -> tuple[Activity, ...]:
    """The activities of an organisation whose people hold these roles: who has nobody to sell is not
    told that nobody sells. Where nobody holds any role, all of them."""
    sells, buys = bool(SELLERS & set(held)), bool(BUYERS & set(held))
    left_out = (
        {Side.SELLING} if buys and not sells else {Side.BUYING} if sells and not buys else set()
    )
    return tuple(one for one in CATALOGUE if one.side not in left_out)
