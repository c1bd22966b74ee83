"""Despatches and their lines: what was packed, in which handling unit, and what is still to come."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel
from avrop.selling.fulfilment.lifecycle import DespatchState
from avrop.selling.sales import permissions as sales_permissions


class SeenByStaff(models.QuerySet[Any]):
    """Rows of the seller's own work."""

    def visible_to(self, actor: Actor) -> SeenByStaff:
        """All of the tenant's, for who may see sales orders; none for others."""
        if not actor.is_person or authority.holds(actor, sales_permissions.SEE):
            return self
        return self.none()


class Despatch(DocumentModel):
    """Goods that leave together. After the final despatch of an order nothing more of it comes."""

    number = models.CharField(max_length=32)
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=200, default="", blank=True)
    sales_order_number = models.CharField(max_length=32)
    state = models.CharField(
        max_length=16, choices=DespatchState.choices, default=DespatchState.PACKED
    )
    is_final = models.BooleanField()
    packed_at = models.DateTimeField()
    packed_by = models.UUIDField(null=True)
    despatched_at = models.DateTimeField(null=True)
    despatched_by = models.UUIDField(null=True)
    delivered_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=200, default="", blank=True)
    tracking_id = models.CharField(max_length=100, default="", blank=True)
    arrives_on = models.DateField(null=True)

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "fulfilment_despatch"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "number"], name="fulfilment_despatch_number"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id", "id"], name="fulfilment_of_order")
        ]


class DespatchLine(AppendOnlyModel):
    """What a despatch carries of a line; `outstanding` comes later. `weight` is the net weight."""

    despatch: Any = models.ForeignKey(Despatch, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    order_id = models.UUIDField()
    sales_line_id = models.UUIDField()
    order_line = models.CharField(max_length=64)
    item_id = models.UUIDField(null=True)
    seller_item_id = models.CharField(max_length=200, default="", blank=True)
    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.TextField(default="", blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=3)
    outstanding = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    weight_unit = models.CharField(max_length=3, default="", blank=True)
    lot = models.CharField(max_length=64, default="", blank=True)
    best_before = models.DateField(null=True)
    handling_unit = models.CharField(max_length=64, default="", blank=True)
    is_sscc = models.BooleanField(default=False)

    class Meta:
        db_table = "fulfilment_despatch_line"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "despatch", "position"], name="fulfilment_line_of_despatch"
            ),
            models.Index(fields=["tenant_id", "order_id"], name="fulfilment_line_of_order"),
        ]
