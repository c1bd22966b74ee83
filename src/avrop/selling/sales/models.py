"""Sales orders and what is done to them.

The parties of an order stand as they were written in it (`parties`), and those people filter on as
identifiers of their own. A line keeps what was ordered and, beside it, what the seller last promised.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.selling.sales import permissions
from avrop.selling.sales.lifecycle import (
    ENDED,
    ChangeState,
    Department,
    HandOffState,
    LineState,
    Priority,
    Source,
    Stage,
)


class SeenByStaff(models.QuerySet[Any]):
    """Rows of the seller's own work."""

    def visible_to(self, actor: Actor) -> SeenByStaff:
        """All of the tenant's, for who may see sales orders; none for others."""
        if not actor.is_person or authority.holds(actor, permissions.SEE):
            return self
        return self.none()


def _money(**kwargs: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=19, decimal_places=4, **kwargs)


def _quantity(**kwargs: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=18, decimal_places=6, **kwargs)


class SalesOrder(DocumentModel):
    """An order from a customer, as the seller keeps it."""

    number = models.CharField(max_length=32)
    buyer_order_number = models.CharField(max_length=200, default="", blank=True)
    customer_organisation_id = models.UUIDField()
    customer_name = models.CharField(max_length=200, default="", blank=True)
    customer_endpoint = models.CharField(max_length=150, default="", blank=True)
    own_endpoint = models.CharField(max_length=150, default="", blank=True)
    source = models.CharField(max_length=16, choices=Source.choices)
    message_id = models.UUIDField(null=True)
    advanced_ordering = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    keyed_by = models.UUIDField(null=True)
    needs_review = models.BooleanField(default=False)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.RECEIVED)
    stage_since = models.DateTimeField()
    stage_due_at = models.DateTimeField(null=True)
    owner_department = models.CharField(
        max_length=20, choices=Department.choices, default=Department.SALES
    )
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    answer_code = models.CharField(max_length=2, default="", blank=True)
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    rule_set = models.CharField(max_length=64, default="", blank=True)
    currency = models.CharField(max_length=3)
    total = _money(default=0)
    line_count = models.PositiveIntegerField(default=0)
    requested_date = models.DateField(null=True)
    customer_reference = models.CharField(max_length=200, default="", blank=True)
    accounting_cost = models.CharField(max_length=200, default="", blank=True)
    contract = models.CharField(max_length=200, default="", blank=True)
    originator_document = models.CharField(max_length=200, default="", blank=True)
    note = models.TextField(default="", blank=True)
    originator_key = models.CharField(max_length=150, default="", blank=True)
    consignee_key = models.CharField(max_length=150, default="", blank=True)
    delivery_party_key = models.CharField(max_length=150, default="", blank=True)
    invoicee_key = models.CharField(max_length=150, default="", blank=True)
    parties = models.JSONField()
    findings = models.JSONField(default=list)

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "sales_order"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="sales_order_number"),
            models.UniqueConstraint(
                fields=["tenant_id", "customer_organisation_id", "buyer_order_number"],
                condition=~Q(buyer_order_number=""),
                name="sales_order_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "stage", "id"], name="sales_order_stage"),
            models.Index(
                fields=["tenant_id", "buyer_order_number"], name="sales_order_buyer_number"
            ),
            models.Index(fields=["tenant_id", "consignee_key"], name="sales_order_consignee"),
            models.Index(
                fields=["tenant_id", "stage_due_at", "id"],
                condition=~Q(stage__in=ENDED),
                name="sales_order_clock",
            ),
        ]


class SalesLine(TenantModel):
    """A line of a sales order. `line_id` is the buyer's; `position` counts from one."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    line_id = models.CharField(max_length=64)
    item_id = models.UUIDField(null=True)
    seller_item_id = models.CharField(max_length=200, default="", blank=True)
    buyer_item_id = models.CharField(max_length=200, default="", blank=True)
    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.TextField(default="", blank=True)
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    price = _money(null=True)
    base_quantity = _quantity(default=1)
    price_unit = models.CharField(max_length=3, default="", blank=True)
    vat_kind = models.CharField(max_length=32, default="", blank=True)
    tax_category = models.CharField(max_length=3, default="", blank=True)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    catch_weight = models.BooleanField(default=False)
    deposit = _money(null=True)
    allergens = models.TextField(default="", blank=True)
    requested_date = models.DateField(null=True)
    accounting_cost = models.CharField(max_length=200, default="", blank=True)
    note = models.TextField(default="", blank=True)
    state = models.CharField(max_length=16, choices=LineState.choices, default=LineState.OPEN)
    agreed_quantity = _quantity(null=True)
    agreed_date = models.DateField(null=True)
    agreed_price = _money(null=True)
    agreed_item_id = models.UUIDField(null=True)
    agreed_seller_item_id = models.CharField(max_length=200, default="", blank=True)
    agreed_gtin = models.CharField(max_length=14, default="", blank=True)
    agreed_name = models.TextField(default="", blank=True)
    agreed_allergens = models.TextField(default="", blank=True)
    agreed_vat_kind = models.CharField(max_length=32, default="", blank=True)

    class Meta:
        db_table = "sales_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order", "line_id"], name="sales_line_of_order"
            )
        ]


class HoldType(TenantModel):
    """A kind of hold: which steps it stops, and who may set and release it (permission names)."""

    code = models.CharField(max_length=32)
    name = models.JSONField()
    stops = models.CharField(max_length=200)
    four_eyes = models.BooleanField(default=False)
    set_permission = models.CharField(max_length=64)
    release_permission = models.CharField(max_length=64)

    class Meta:
        db_table = "sales_hold_type"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "code"], name="sales_hold_type_code")
        ]


class Hold(TenantModel):
    """A hold on an order, as its kind was when it was set. `stops` are verbs parted by blanks."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    hold_type = models.CharField(max_length=32)
    stops = models.CharField(max_length=200)
    four_eyes = models.BooleanField()
    release_permission = models.CharField(max_length=64)
    reason = models.TextField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "sales_hold"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "released_at"], name="sales_hold_of_order"),
            models.Index(
                fields=["tenant_id", "id"], condition=Q(released_at=None), name="sales_hold_open"
            ),
        ]


class HandOff(TenantModel):
    """An order given from one department to another, with its clock."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    from_department = models.CharField(max_length=20, choices=Department.choices)
    to_department = models.CharField(max_length=20, choices=Department.choices)
    state = models.CharField(
        max_length=16, choices=HandOffState.choices, default=HandOffState.GIVEN
    )
    note = models.TextField(default="", blank=True)
    due_at = models.DateTimeField(null=True)
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    return_reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "sales_hand_off"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "order"],
                condition=Q(state="given"),
                name="sales_hand_off_one_open",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="sales_hand_off_of_order"),
            models.Index(
                fields=["tenant_id", "id"], condition=Q(state="given"), name="sales_hand_off_given"
            ),
        ]


class Answer(AppendOnlyModel):
    """A response that was given: header code by UNCL4343, and to which message."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    number = models.CharField(max_length=32)
    code = models.CharField(max_length=2)
    note = models.TextField(default="", blank=True)
    to_change_id = models.UUIDField(null=True)
    in_reply_to = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "sales_answer"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="sales_answer_of_order")
        ]


class AnswerLine(AppendOnlyModel):
    """What was answered on a line (code by UNCL1229). Two rows may answer one line: two days."""

    answer: Any = models.ForeignKey(Answer, models.DO_NOTHING, related_name="+")
    line: Any = models.ForeignKey(SalesLine, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=2)
    quantity = _quantity(null=True)
    backorder = _quantity(null=True)
    promised_date = models.DateField(null=True)
    price = _money(null=True)
    substitute_seller_item_id = models.CharField(max_length=200, default="", blank=True)
    substitute_gtin = models.CharField(max_length=14, default="", blank=True)
    substitute_name = models.TextField(default="", blank=True)
    substitute_allergens = models.TextField(default="", blank=True)
    substitute_tax_category = models.CharField(max_length=3, default="", blank=True)
    substitute_tax_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        db_table = "sales_answer_line"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "answer", "position"], name="sales_answer_line_of_answer"
            )
        ]


class Change(DocumentModel):
    """A change or a cancellation that the buyer asks for."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=200)
    sequence = models.CharField(max_length=32, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    message_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=16, choices=ChangeState.choices, default=ChangeState.PENDING
    )
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "sales_change"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="sales_change_of_order"),
            models.Index(fields=["tenant_id", "state", "id"], name="sales_change_state"),
        ]


class ChangeLine(AppendOnlyModel):
    """A line as the buyer now wants it (UNCL1229: 1 add, 2 delete, 3 change, 4 as it was)."""

    change: Any = models.ForeignKey(Change, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    line_id = models.CharField(max_length=64)
    code = models.CharField(max_length=2)
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    price = _money(null=True)
    base_quantity = _quantity(default=1)
    price_unit = models.CharField(max_length=3, default="", blank=True)
    requested_date = models.DateField(null=True)
    seller_item_id = models.CharField(max_length=200, default="", blank=True)
    buyer_item_id = models.CharField(max_length=200, default="", blank=True)
    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.TextField(default="", blank=True)
    accounting_cost = models.CharField(max_length=200, default="", blank=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        db_table = "sales_change_line"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "change", "position"], name="sales_change_line_of_change"
            )
        ]


class Contact(AppendOnlyModel):
    """What was said with the customer: with whom, how, when, and what followed."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    channel = models.CharField(max_length=16)
    counterpart = models.CharField(max_length=200)
    summary = models.TextField()
    effect = models.CharField(max_length=24)
    spoke_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)

    class Meta:
        db_table = "sales_contact"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="sales_contact_of_order")
        ]


class OrderLink(TenantModel):
    """A link by which somebody without an account carries out one order, until it expires or is
    revoked. The link itself is signed, not stored. `holder` is whom it was given to. With an
    `invitation_id` the customer invited him, who then has no more than the order takes."""

    order: Any = models.ForeignKey(SalesOrder, models.DO_NOTHING, related_name="+")
    holder = models.CharField(max_length=254, default="", blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    invitation_id = models.UUIDField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sales_order_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "invitation_id"], name="sales_link_of_invitation"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order", "id"], name="sales_link_of_order")
        ]


class Crossing(AppendOnlyModel):
    """Somebody who controls orders did the work of those who carry them out for a day, or the other way
    round: why, and in which role (requirement OMS-08)."""

    person_id = models.UUIDField()
    role = models.CharField(max_length=64)
    reason = models.TextField()
    mandate_id = models.UUIDField()
    crossed_at = models.DateTimeField()
    valid_until = models.DateField()

    class Meta:
        db_table = "sales_crossing"
