"""Agreements, who may use them, agreed prices, and the ledger of what has been called off."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.agreements.lifecycle import OnSilence, PriceBasis, State
from avrop.authority.queries import sight
from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.values import uuid7


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, to whoever holds any mandate: the register is the whole organisation's."""
        seen = sight(actor)
        return self if seen.everything or seen.unit_ids else self.none()


class Agreement(DocumentModel):
    """A framework agreement with one seller. Amounts are in its currency, without VAT."""

    number = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    seller_organisation_id = models.UUIDField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    ceiling = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    min_order = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    price_basis = models.CharField(max_length=16, choices=PriceBasis.choices)
    on_silence = models.CharField(max_length=16, choices=OnSilence.choices)
    response_hours = models.PositiveIntegerField()
    allows_changes = models.BooleanField()
    allows_substitutes = models.BooleanField()
    process = models.CharField(max_length=64)
    charges = models.JSONField(default=list)
    price_increase_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    prices_fixed_until = models.DateField(null=True)
    case_number = models.CharField(max_length=64, default="", blank=True)
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    ranking = models.CharField(max_length=64, default="", blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        db_table = "agreements_agreement"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "number"], name="agreements_agreement_number"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="agreements_agreement_period",
            ),
            models.CheckConstraint(
                condition=models.Q(ceiling=None) | models.Q(ceiling__gt=0),
                name="agreements_agreement_ceiling",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "seller_organisation_id"], name="agreements_agreement_seller"
            )
        ]


class EntitledUnit(TenantModel):
    """A unit that may use an agreement, with all below it. No rows: everybody may."""

    agreement: Any = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="+")
    unit_id = models.UUIDField()

    class Meta:
        db_table = "agreements_entitled_unit"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "agreement", "unit_id"], name="agreements_entitled_once"
            )
        ]


class CallOff(AppendOnlyModel):
    """An amount that an order has drawn from an agreement; negative when it is given back."""

    agreement: Any = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="+")
    order_id = models.UUIDField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    once_key = models.CharField(max_length=200, null=True)
    reason = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "agreements_call_off"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "once_key"], name="agreements_call_off_once"
            )
        ]
        indexes: ClassVar = [
            # The sum is read from the index alone, however many orders there are.
            models.Index(
                fields=["tenant_id", "agreement"],
                include=["amount"],
                name="agreements_call_off_sum",
            ),
            models.Index(fields=["tenant_id", "order_id"], name="agreements_call_off_order"),
        ]


class Drawn(models.Model):
    """What has been called off in all: the ledger's sum, recounted with every entry."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement: Any = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="+")
    amount = models.DecimalField(max_digits=19, decimal_places=4, default=0)

    class Meta:
        db_table = "agreements_drawn"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "agreement"], name="agreements_drawn_once")
        ]


class AgreedPriceRow(TenantModel):
    """The highest price an item may have under an agreement, for a time; net, without VAT."""

    agreement: Any = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="+")
    seller_item_id = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    unit = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "agreements_agreed_price"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "agreement", "seller_item_id", "valid_from"],
                name="agreements_agreed_price_once",
            )
        ]
