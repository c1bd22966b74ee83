"""Scripts, and their runs on orders."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.models import DocumentModel
from avrop.selling.twin import permissions
from avrop.selling.twin.lifecycle import RunState


class SeenByStaff(models.QuerySet[Any]):
    """Rows of the seller's own work."""

    def visible_to(self, actor: Actor) -> SeenByStaff:
        """All of the tenant's, for who may see scripts; none for others."""
        if not actor.is_person or authority.holds(actor, permissions.SEE):
            return self
        return self.none()


class ScriptRow(DocumentModel):
    """A script, and for which orders: of a customer, with a number, with an article; empty is any."""

    customer_endpoint = models.CharField(max_length=150, default="", blank=True)
    buyer_order_number = models.CharField(max_length=200, default="", blank=True)
    seller_item_id = models.CharField(max_length=64, default="", blank=True)
    content = models.JSONField()

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "twin_script"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "tenant_id",
                    "customer_endpoint",
                    "buyer_order_number",
                    "seller_item_id",
                ],
                name="twin_script_for",
            )
        ]


class Run(DocumentModel):
    """A script at work on an order, as the script was when the order came."""

    order_id = models.UUIDField()
    content = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=RunState.choices, default=RunState.RUNNING)
    problems = models.JSONField(default=list)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "twin_run"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "order_id"], name="twin_run_of_order")
        ]
