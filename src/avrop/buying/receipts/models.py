"""Advices of goods on their way, arrivals at the centre, receipts, claims and expected credits.

How much of an order line has come is never stored here: it is the sum of the ledger in `orders`, to
which each of these documents adds.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.authority.queries import sight
from avrop.buying.receipts.kinds import ContactMeans, Reason, Remedy
from avrop.buying.receipts.lifecycle import ClaimState, CreditState
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel


def _quantity(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=18, decimal_places=6, **options)


class OfUnits(models.QuerySet[Any]):
    """Rows of units, as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into."""
        seen = sight(actor)
        return self if seen.everything else self.filter(unit_id__in=seen.unit_ids)


class Despatch(AppendOnlyModel):
    """What a seller says has left him. `unit_id` is null where the goods are for several units."""

    number = models.CharField(max_length=100)
    seller_organisation_id = models.UUIDField()
    seller_name = models.CharField(max_length=300, default="")
    unit_id = models.UUIDField(null=True)
    message_id = models.UUIDField(null=True)
    issue_date = models.DateField()
    arrives_on = models.DateField(null=True)
    carrier = models.CharField(max_length=200, default="")
    tracking_id = models.CharField(max_length=100, default="")
    received_at = models.DateTimeField()

    objects = OfUnits.as_manager()

    class Meta:
        db_table = "receipts_despatch"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "seller_organisation_id", "number"],
                name="receipts_despatch_number",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "number"], name="receipts_despatch_named")
        ]


class DespatchLine(AppendOnlyModel):
    """Goods of one order line on their way, as the seller counted them and in our line's unit."""

    despatch: Any = models.ForeignKey(Despatch, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    order_id = models.UUIDField()
    order_line_id = models.UUIDField()
    name = models.CharField(max_length=500, default="")
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    outstanding = _quantity(null=True)
    weight = _quantity(null=True)
    weight_unit = models.CharField(max_length=3, default="")
    sscc = models.CharField(max_length=100, default="")
    lot = models.CharField(max_length=100, default="")
    best_before = models.DateField(null=True)

    class Meta:
        db_table = "receipts_despatch_line"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "sscc"], name="receipts_despatch_line_sscc"),
            models.Index(fields=["tenant_id", "despatch"], name="receipts_despatch_line_of"),
            models.Index(fields=["tenant_id", "order_id"], name="receipts_despatch_line_order"),
        ]


class Arrival(AppendOnlyModel):
    """Goods that have come to the distribution centre: not yet received by anybody."""

    order_id = models.UUIDField()
    unit_id = models.UUIDField()
    despatch_id = models.UUIDField(null=True)
    location_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    arrived_at = models.DateTimeField()

    class Meta:
        db_table = "receipts_arrival"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id"], name="receipts_arrival_order")
        ]


class Receipt(AppendOnlyModel):
    """What somebody saw come for an order. A correction names the receipt that it corrects."""

    number = models.CharField(max_length=32)
    order_id = models.UUIDField()
    unit_id = models.UUIDField()
    despatch_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    note = models.TextField(default="")
    corrects_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = OfUnits.as_manager()

    class Meta:
        db_table = "receipts_receipt"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="receipts_receipt_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id"], name="receipts_receipt_order"),
            models.Index(fields=["tenant_id", "corrects_id"], name="receipts_receipt_corrects"),
            models.Index(fields=["tenant_id", "unit_id", "id"], name="receipts_receipt_unit"),
        ]


class ReceiptLine(AppendOnlyModel):
    """What came of one order line, in its unit. Received includes rejected (invariant 8).

    On a correcting receipt the quantities are differences, and `corrects_id` is the line they mend.
    """

    receipt: Any = models.ForeignKey(Receipt, models.DO_NOTHING, related_name="+")
    order_line_id = models.UUIDField()
    received = _quantity()
    rejected = _quantity(default=0)
    short = _quantity(default=0)
    reason = models.CharField(max_length=16, choices=Reason.choices, default="")
    remedy = models.CharField(max_length=16, choices=Remedy.choices, default="")
    weight = _quantity(null=True)
    weight_unit = models.CharField(max_length=3, default="")
    sscc = models.CharField(max_length=100, default="")
    note = models.TextField(default="")
    corrects_id = models.UUIDField(null=True)

    class Meta:
        db_table = "receipts_receipt_line"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "receipt"], name="receipts_receipt_line_of"),
            models.Index(fields=["tenant_id", "corrects_id"], name="receipts_line_corrects"),
        ]


class Photo(AppendOnlyModel):
    """A photograph that somebody took of the goods: evidence for what a receipt says of them.

    `order_line_id` is the line it shows; null where it shows the delivery. `content` is as it came.
    """

    receipt: Any = models.ForeignKey(Receipt, models.DO_NOTHING, related_name="+")
    order_line_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200, default="")
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    person_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "receipts_photo"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "receipt"], name="receipts_photo_of")
        ]


class Claim(DocumentModel):
    """What the buyer holds against the seller about a line of a receipt, and wants done."""

    number = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=ClaimState.choices, default=ClaimState.OPEN)
    unit_id = models.UUIDField()
    order_id = models.UUIDField()
    order_line_id = models.UUIDField()
    receipt_line: Any = models.ForeignKey(ReceiptLine, models.DO_NOTHING, related_name="+")
    seller_organisation_id = models.UUIDField()
    name = models.CharField(max_length=500)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    remedy = models.CharField(max_length=16, choices=Remedy.choices)
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OfUnits.as_manager()

    class Meta:
        db_table = "receipts_claim"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="receipts_claim_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id"], name="receipts_claim_order"),
            models.Index(fields=["tenant_id", "state"], name="receipts_claim_state"),
            models.Index(fields=["tenant_id", "unit_id", "id"], name="receipts_claim_unit"),
            models.Index(fields=["tenant_id", "receipt_line"], name="receipts_claim_line"),
        ]


class ClaimContact(AppendOnlyModel):
    """How and when the seller was told of a claim, and what was said."""

    claim: Any = models.ForeignKey(Claim, models.DO_NOTHING, related_name="+")
    with_whom = models.CharField(max_length=200)
    means = models.CharField(max_length=16, choices=ContactMeans.choices)
    what = models.TextField()
    person_id = models.UUIDField(null=True)
    contact_at = models.DateTimeField()

    class Meta:
        db_table = "receipts_claim_contact"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "claim"], name="receipts_claim_contact_of")
        ]


class ExpectedCredit(DocumentModel):
    """Money the seller owes for goods that did not come or were not kept, until a credit note says
    so. It comes from a claim, or from a line of an invoice that somebody withheld.

    `amount` is without VAT, for all of `quantity`.
    """

    state = models.CharField(max_length=16, choices=CreditState.choices, default=CreditState.OPEN)
    unit_id = models.UUIDField(null=True)
    claim_id = models.UUIDField(null=True)
    invoice_id = models.UUIDField(null=True)
    invoice_line_id = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    order_line_id = models.UUIDField(null=True)
    seller_organisation_id = models.UUIDField()
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    met_quantity = _quantity(default=0)
    met_amount = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    expected_at = models.DateTimeField()

    objects = OfUnits.as_manager()

    class Meta:
        db_table = "receipts_expected_credit"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "seller_organisation_id", "state"],
                name="receipts_credit_seller",
            ),
            models.Index(fields=["tenant_id", "order_line_id"], name="receipts_credit_line"),
            models.Index(fields=["tenant_id", "claim_id"], name="receipts_credit_claim"),
        ]
