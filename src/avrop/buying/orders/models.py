"""Orders, their lines and where these came from, the seller's answers, contacts, and the ledger.

A line's item and price are a snapshot (invariant 4). What was agreed after an answer stands beside
what was ordered. How much has been confirmed, despatched, received or invoiced is never stored on a
line: it is the sum of `QuantityEntry`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce

from avrop.authority.queries import sight
from avrop.buying.orders.kinds import ChangeKind, ContactMeans, EntryKind, Extent
from avrop.buying.orders.lifecycle import State
from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.values import uuid7

#: After every day that anybody wants something on: orders without a day come last.
NO_DAY = date(9999, 12, 31)


def _extent() -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(max_length=8, choices=Extent.choices, default=Extent.NONE)


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into, and those the actor ordered."""
        seen = sight(actor)
        if seen.everything:
            return self
        own = models.Q(requester_person_id=actor.person_id) if actor.person_id else models.Q()
        return self.filter(models.Q(unit_id__in=seen.unit_ids) | own)


class Order(DocumentModel):
    """What the buyer wants of one seller under one agreement, delivered to one unit.

    `delivery_place_id` is a further place of that unit; NULL is the unit's own delivery address. Roles
    are kept as ids; `parties` is what the order said of them when it was sent. `pending` says
    what a pending change is: change or cancellation.
    """

    number = models.CharField(max_length=32)
    state = models.CharField(max_length=24, choices=State.choices, default=State.DRAFT)
    pending = models.CharField(max_length=16, choices=ChangeKind.choices, default="", blank=True)
    offer_id = models.UUIDField(null=True)  # the answer whose changes wait for our decision
    unit_id = models.UUIDField()  # originator
    buyer_organisation_id = models.UUIDField()
    invoicee_organisation_id = models.UUIDField()
    seller_organisation_id = models.UUIDField()
    seller_name = models.CharField(max_length=300)
    consignee_organisation_id = models.UUIDField(null=True)  # the distribution centre, if any
    delivery_unit_id = models.UUIDField()
    delivery_place_id = models.UUIDField(null=True)
    parties = models.JSONField(null=True)
    agreement_id = models.UUIDField()
    agreement_number = models.CharField(max_length=100, default="", blank=True)
    requester_person_id = models.UUIDField()
    taken_over_by = models.UUIDField(null=True)
    requisition_number = models.CharField(max_length=32)
    customer_number = models.CharField(max_length=64, default="")
    customer_reference = models.CharField(max_length=200, default="")
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    requested_date = models.DateField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    sales_order_number = models.CharField(max_length=100, default="")
    despatched = _extent()
    at_centre = _extent()
    received = _extent()
    invoiced = _extent()

    objects = OrderQuerySet.as_manager()

    class Meta:
        db_table = "orders_order"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="orders_order_number")
        ]
        indexes: ClassVar = [
            # The list of orders walks these three, and the key, from where the reader stands.
            models.Index(fields=["tenant_id", "unit_id", "id"], name="orders_order_unit"),
            models.Index(
                fields=["tenant_id", "requester_person_id", "id"], name="orders_order_requester"
            ),
            models.Index(fields=["tenant_id", "state", "id"], name="orders_order_state"),
            models.Index(fields=["tenant_id", "amount", "id"], name="orders_order_amount"),
            models.Index(
                fields=["tenant_id", "seller_organisation_id", "id"], name="orders_order_seller"
            ),
            models.Index(fields=["tenant_id", "state", "answer_due_at"], name="orders_order_due"),
            # `awaited` says its condition in the same words, so that the index serves it.
            models.Index(
                "tenant_id",
                "unit_id",
                Coalesce("requested_date", models.Value(NO_DAY)),
                "id",
                condition=models.Q(
                    state__in=("sent", "accepted", "accepted_with_changes", "change_pending"),
                    received__in=("none", "partly"),
                ),
                name="orders_order_awaited",
            ),
        ]


class Invitation(TenantModel):
    """A seller without people of its own here is let in to carry out one order, until a day or until it
    is taken back. The address itself is signed, not stored. `holder` is whom it is for."""

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+")
    holder = models.CharField(max_length=254)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    valid_until = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        db_table = "orders_invitation"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="orders_invitation_order")
        ]


class OrderLine(TenantModel):
    """One thing ordered. `agreed_*` is null until an answer says otherwise than the order.

    The price is for `base_quantity` of `price_unit`; an ordered unit holds `price_factor` of them.
    """

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    item_id = models.UUIDField()
    seller_item_id = models.CharField(max_length=100)
    gtin = models.CharField(max_length=14, default="")
    name = models.CharField(max_length=500)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=19, decimal_places=4)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    price_unit = models.CharField(max_length=3)
    price_factor = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    vat_kind = models.CharField(max_length=32)
    category = models.CharField(max_length=64, default="")
    allergens = models.JSONField(default=list)
    catch_weight = models.BooleanField(default=False)
    accounting_cost = models.CharField(max_length=500, default="")
    requested_date = models.DateField(null=True)
    agreed_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    agreed_date = models.DateField(null=True)
    agreed_price = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    agreed_item = models.JSONField(null=True)

    class Meta:
        db_table = "orders_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order", "position"], name="orders_line_position"
            )
        ]


class Allocation(AppendOnlyModel):
    """How much of an order line is for which need: many to many, so that needs can be pooled."""

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    order_line: Any = models.ForeignKey(
        OrderLine, models.DO_NOTHING, related_name="+", db_index=False
    )
    requisition_id = models.UUIDField()
    requisition_line_id = models.UUIDField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        db_table = "orders_allocation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order_line", "requisition_line_id"],
                name="orders_allocation_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "requisition_line_id"], name="orders_allocation_need"
            ),
            models.Index(fields=["tenant_id", "requisition_id"], name="orders_allocation_cart"),
        ]


class Chain(AppendOnlyModel):
    """A chain of deeds the order is on, and the cart through which it came to be on it."""

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    chain_id = models.UUIDField()
    requisition_id = models.UUIDField()

    class Meta:
        db_table = "orders_chain"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order", "chain_id", "requisition_id"],
                name="orders_chain_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "chain_id"], name="orders_chain_orders")
        ]


class Response(AppendOnlyModel):
    """An answer of the seller as it came. `effect` is the verb it had, "" where it came too late."""

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    message_id = models.UUIDField(null=True)
    number = models.CharField(max_length=100)
    code = models.CharField(max_length=2)
    effect = models.CharField(max_length=24)
    note = models.TextField(default="")
    sales_order_number = models.CharField(max_length=100, default="")
    promised_from = models.DateField(null=True)
    promised_until = models.DateField(null=True)
    issue_date = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        db_table = "orders_response"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="orders_response_order")
        ]


class ResponseLine(AppendOnlyModel):
    """What the seller said of a line: `code` by UNCL1229 (1, 3, 5, 7, 42)."""

    response: Any = models.ForeignKey(Response, models.DO_NOTHING, related_name="+", db_index=False)
    order_line: Any = models.ForeignKey(
        OrderLine, models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    line_number = models.CharField(max_length=50)
    code = models.CharField(max_length=2)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    unit = models.CharField(max_length=3, default="")
    maximum_backorder = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    promised_from = models.DateField(null=True)
    promised_until = models.DateField(null=True)
    price = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    substitute = models.JSONField(null=True)
    note = models.TextField(default="")

    class Meta:
        db_table = "orders_response_line"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "response"], name="orders_response_line_of")
        ]


class ChangeRequest(AppendOnlyModel):
    """What the buyer asked for after sending, by document or by other means.

    `lines` says per order line what is asked: 2 delete, 3 change, 4 no action (UNCL1229).
    """

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    number = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    reason = models.TextField(default="")
    lines = models.JSONField(default=list)
    contact_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "orders_change_request"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order", "sequence"], name="orders_change_sequence"
            )
        ]


class Contact(AppendOnlyModel):
    """A contact with the seller outside any document: who, when, how, and what was said."""

    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    with_whom = models.CharField(max_length=200)
    means = models.CharField(max_length=16, choices=ContactMeans.choices)
    what = models.TextField()
    purpose = models.CharField(max_length=24, default="")
    person_id = models.UUIDField(null=True)
    contact_at = models.DateTimeField()

    class Meta:
        db_table = "orders_contact"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="orders_contact_order")
        ]


class QuantityEntry(models.Model):
    """A line of the quantity ledger. A correction is an entry the other way that names the first.

    `quantity` is in the order line's unit; `weight` is what was weighed, in `weight_unit`. `leg` is
    the part of the way ("to_centre", "to_unit"), `location_id` where it was counted (an address,
    unit or organisation of `parties`), `sscc` the handling unit it lay in.
    """

    tenant_id = TenantField(append_only=True, partitioned=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order: Any = models.ForeignKey(Order, models.DO_NOTHING, related_name="+", db_index=False)
    order_line: Any = models.ForeignKey(
        OrderLine, models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=3)
    weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    weight_unit = models.CharField(max_length=3, default="")
    leg = models.CharField(max_length=16, default="")
    location_id = models.UUIDField(null=True)
    sscc = models.CharField(max_length=18, default="")
    document_kind = models.CharField(max_length=32, default="")
    document_id = models.UUIDField(null=True)
    corrects = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "orders_quantity_entry"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order"], name="orders_entry_order"),
        ]
