"""Requisitions, their lines, and how each line is coded.

A line carries the chain of deeds it belongs to and whose need it is: both follow it when it is
handed over, so that a cart pooled from several needs stays on all their chains.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.authority.queries import sight
from avrop.buying.requisitions.lifecycle import LineState, State
from avrop.kernel.actors import Actor
from avrop.kernel.models import DocumentModel, TenantModel


class RequisitionQuerySet(models.QuerySet["Requisition"]):
    """Requisitions as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into, and the actor's own."""
        seen = sight(actor)
        if seen.everything:
            return self
        own = models.Q(requester_person_id=actor.person_id) if actor.person_id else models.Q()
        return self.filter(models.Q(unit_id__in=seen.unit_ids) | own)


class Requisition(DocumentModel):
    """A cart: what somebody needs for a unit, until it has been ordered.

    `delivery_place_id` is the further place of the unit that it is to be delivered to; NULL is the
    unit's own delivery address.
    """

    number = models.CharField(max_length=32)
    requester_person_id = models.UUIDField()
    unit_id = models.UUIDField()
    delivery_place_id = models.UUIDField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    currency = models.CharField(max_length=3)
    wanted_date = models.DateField(null=True)
    short_code_id = models.UUIDField(null=True)
    default_coding = models.CharField(max_length=500, default="", blank=True)
    customer_reference = models.CharField(max_length=200, default="", blank=True)
    send_when_approved = models.BooleanField(default=True)
    handed_over_from = models.UUIDField(null=True)
    approval_request_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)

    objects = RequisitionQuerySet.as_manager()

    class Meta:
        db_table = "requisitions_requisition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "number"], name="requisitions_requisition_number"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "unit_id", "state"], name="requisitions_requisition_unit"
            ),
            models.Index(
                fields=["tenant_id", "requester_person_id"], name="requisitions_requisition_mine"
            ),
            models.Index(  # the carts that are being filled are few among all that have been
                fields=["tenant_id", "id"],
                name="requisitions_requisition_open",
                condition=models.Q(state__in=(State.DRAFT, State.RETURNED)),
            ),
        ]


class RequisitionLine(TenantModel):
    """One need. An open line of a cart that has been ordered is ordered: that is said once, of the
    cart, and not written into each line.

    Item and price are a snapshot of the day it was put in the cart (invariant 4).

    The price is for `base_quantity` of `price_unit`; an ordered unit holds `price_factor` of them
    (a cheese ordered by piece and priced by kilogram: its typical weight).
    """

    requisition: Any = models.ForeignKey(
        Requisition, models.DO_NOTHING, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=LineState.choices, default=LineState.OPEN)
    item_id = models.UUIDField()
    seller_item_id = models.CharField(max_length=100)
    gtin = models.CharField(max_length=14, default="")
    name = models.CharField(max_length=500)
    unit = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=19, decimal_places=4)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    price_unit = models.CharField(max_length=3)
    price_factor = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    vat_kind = models.CharField(max_length=32)
    category = models.CharField(max_length=64, default="")
    agreement_id = models.UUIDField()
    seller_organisation_id = models.UUIDField()
    allergens = models.JSONField(default=list)
    catch_weight = models.BooleanField(default=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    wanted_date = models.DateField(null=True)
    chain_id = models.UUIDField()
    needed_by_person_id = models.UUIDField()
    handed_to_person_id = models.UUIDField(null=True)
    from_line_id = models.UUIDField(null=True)

    class Meta:
        db_table = "requisitions_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "requisition", "position"], name="requisitions_line_position"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="requisitions_line_quantity"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "chain_id"], name="requisitions_line_chain"),
        ]


class LineCoding(TenantModel):
    """A share of a line's cost: a percentage, an amount, or with neither what the others leave.

    It names its requisition too, so that all of a need's codings are read by one index.
    """

    requisition: Any = models.ForeignKey(
        Requisition, models.DO_NOTHING, related_name="+", db_index=False
    )
    line: Any = models.ForeignKey(
        RequisitionLine, models.DO_NOTHING, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()
    coding = models.CharField(max_length=500)
    percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)

    class Meta:
        db_table = "requisitions_line_coding"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "requisition"], name="requisitions_coding_need")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "line", "position"], name="requisitions_coding_position"
            ),
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(amount=None),
                name="requisitions_coding_one_measure",
            ),
        ]
