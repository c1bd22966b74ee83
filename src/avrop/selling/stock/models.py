"""The seller's assortment, agreed prices, the movement ledger with its sums, reservations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.selling.stock import permissions
from avrop.selling.stock.lifecycle import ItemState, ReservationState
from avrop.selling.stock.rules import MovementKind
from avrop.values import uuid7

MAIN_LOCATION = "main"


class SeenByStaff(models.QuerySet[Any]):
    """Rows of the seller's own work."""

    def visible_to(self, actor: Actor) -> SeenByStaff:
        """All of the tenant's, for who may see the stock; none for others."""
        if not actor.is_person or authority.holds(actor, permissions.SEE):
            return self
        return self.none()


class Item(DocumentModel):
    """An article of the seller's. `price` is the list price for `base_quantity` of `price_unit`.

    A catch-weight article is ordered in `unit` (pieces) and priced in `price_unit` (KGM);
    `typical_weight` is what one piece weighs as a rule. `allergens` are codes parted by blanks.
    """

    seller_item_id = models.CharField(max_length=64)
    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.JSONField()
    description = models.JSONField(default=dict)
    unit = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=19, decimal_places=4)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    price_unit = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    vat_kind = models.CharField(max_length=32)
    category = models.CharField(max_length=32, default="", blank=True)
    allergens = models.TextField(default="", blank=True)
    catch_weight = models.BooleanField(default=False)
    typical_weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    deposit = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    minimum_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    multiple_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    content = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    content_unit = models.CharField(max_length=3, default="", blank=True)
    lead_time_days = models.PositiveSmallIntegerField(default=1)
    is_stocked = models.BooleanField(default=True)
    state = models.CharField(max_length=16, choices=ItemState.choices, default=ItemState.ACTIVE)

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "stock_item"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "seller_item_id"], name="stock_item_seller_item_id"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant_id", "gtin"], name="stock_item_gtin")]


class AgreedPrice(TenantModel):
    """What an article costs under a customer's contract, from a day on."""

    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+")
    contract = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "stock_agreed_price"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "item", "contract", "valid_from"],
                name="stock_agreed_price_once",
            )
        ]


class Level(models.Model):
    """The sums of the ledger for an article at a place. What is available is never negative."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+")
    location = models.CharField(max_length=32, default=MAIN_LOCATION)
    on_hand = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    reserved = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quarantine = models.DecimalField(max_digits=18, decimal_places=6, default=0)

    class Meta:
        db_table = "stock_level"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "item", "location"], name="stock_level_place"
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved"), quarantine__gte=0),
                name="stock_level_available",
            ),
        ]


class Movement(AppendOnlyModel):
    """One entry of the ledger. `kind` says which sums it raises or lowers (`rules.EFFECTS`)."""

    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+")
    location = models.CharField(max_length=32, default=MAIN_LOCATION)
    kind = models.CharField(max_length=16, choices=MovementKind.choices)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    document_kind = models.CharField(max_length=32, default="", blank=True)
    document_id = models.UUIDField(null=True)
    line_id = models.UUIDField(null=True)
    corrects = models.UUIDField(null=True)
    reason = models.TextField(default="", blank=True)
    person_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "stock_movement"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "item", "id"], name="stock_movement_of_item"),
            models.Index(fields=["tenant_id", "document_id"], name="stock_movement_of_document"),
        ]


class Reservation(TenantModel):
    """Goods set aside for a line of an order, until a time if one is given."""

    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+")
    location = models.CharField(max_length=32, default=MAIN_LOCATION)
    order_id = models.UUIDField()
    line_id = models.UUIDField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    state = models.CharField(
        max_length=16, choices=ReservationState.choices, default=ReservationState.HELD
    )
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "stock_reservation"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "order_id", "state"], name="stock_reservation_of_order"
            )
        ]


class Catalogue(DocumentModel):
    """A catalogue that was sent to a customer: its heading; the lines are the assortment's."""

    number = models.CharField(max_length=64)
    contract = models.CharField(max_length=64, default="", blank=True)
    organisation_id = models.UUIDField()
    name = models.CharField(max_length=200, default="", blank=True)
    action = models.CharField(max_length=16)
    catalogue_version = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField()

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "stock_catalogue"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="stock_catalogue_number")
        ]
