"""Invoices and credit notes as they came, what they were matched to, what differs, and attests.

`Match` is a ledger: a rematch adds the difference, so that its sum by invoice line and order line is
what the ledger of orders holds for the document.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce

from avrop.authority.queries import sight
from avrop.buying.invoices.kinds import (
    AttestKind,
    DifferenceKind,
    InvoiceKind,
    Reference,
    Settlement,
)
from avrop.buying.invoices.lifecycle import WAITING, DifferenceState, State
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel


def _amount(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=19, decimal_places=4, **options)


def _quantity(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=18, decimal_places=6, **options)


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Invoices as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into; those of no unit by whoever sees everything."""
        seen = sight(actor)
        return self if seen.everything else self.filter(unit_id__in=seen.unit_ids)


class Invoice(DocumentModel):
    """What a seller asks for, or returns. Amounts of a credit note are positive and mean money back.

    `withheld` is what is not paid, with VAT, until a credit note comes for it.
    """

    kind = models.CharField(max_length=16, choices=InvoiceKind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RECEIVED)
    number = models.CharField(max_length=100)
    seller_organisation_id = models.UUIDField()
    seller_name = models.CharField(max_length=300)
    unit_id = models.UUIDField(null=True)
    agreement_number = models.CharField(max_length=100, default="")
    buyer_reference = models.CharField(max_length=200, default="")
    order_reference = models.CharField(max_length=200, default="")
    despatch_reference = models.CharField(max_length=200, default="")
    preceding_number = models.CharField(max_length=100, default="")
    credits_invoice_id = models.UUIDField(null=True)
    note = models.TextField(default="")
    issue_date = models.DateField()
    due_date = models.DateField(null=True)
    tax_date = models.DateField()
    currency = models.CharField(max_length=3)
    line_amount = _amount()
    charge_amount = _amount(default=0)
    allowance_amount = _amount(default=0)
    net = _amount()
    tax = _amount(default=0)
    prepaid = _amount(default=0)
    payable = _amount()
    withheld = _amount(default=0)
    taxes = models.JSONField(default=list)
    # What matching found out once for those who attest, book and pay: [coding, amount, responsibility,
    # account] for each part of the cost, and the chains of deeds.
    costs = models.JSONField(default=list)
    chains = models.JSONField(default=list)
    has_differences = models.BooleanField(default=False)
    account_kind = models.CharField(max_length=16, default="")
    account_number = models.CharField(max_length=64, default="")
    payment_reference = models.CharField(max_length=64, default="")
    message_id = models.UUIDField(null=True)
    rule_set = models.CharField(max_length=100, default="")
    received_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    paid_date = models.DateField(null=True)

    objects = InvoiceQuerySet.as_manager()

    def is_visible_to(self, actor: Actor) -> bool:
        """Whether it is among those of `InvoiceQuerySet.visible_to`."""
        seen = sight(actor)
        return seen.everything or self.unit_id in seen.unit_ids

    class Meta:
        db_table = "invoices_invoice"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "seller_organisation_id", "kind", "number"],
                name="invoices_invoice_number",
            )
        ]
        indexes: ClassVar = [
            # With the amounts in it, what waits is summed by age without reading a row.
            models.Index(
                fields=["tenant_id", "state", "due_date"],
                include=["currency", "payable", "withheld", "kind"],
                name="invoices_invoice_age",
            ),
            # What somebody has to do is little beside all that has been paid.
            models.Index(
                fields=["tenant_id", "id"],
                condition=models.Q(state__in=WAITING),
                name="invoices_invoice_waiting",
            ),
            models.Index(
                "tenant_id",
                "state",
                Coalesce("due_date", "issue_date"),
                "id",
                name="invoices_invoice_pay_by",
            ),
            models.Index(
                fields=["tenant_id", "seller_organisation_id", "id"], name="invoices_invoice_seller"
            ),
            models.Index(fields=["tenant_id", "unit_id", "state"], name="invoices_invoice_unit"),
            models.Index(fields=["tenant_id", "credits_invoice_id"], name="invoices_credits"),
            models.Index(fields=["tenant_id", "number"], name="invoices_number"),
        ]


class InvoiceLine(TenantModel):
    """A line as it came; `coding` or `shares` only where no order line brings a coding."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    line_number = models.CharField(max_length=50)
    name = models.CharField(max_length=500, default="")
    seller_item_id = models.CharField(max_length=100, default="")
    gtin = models.CharField(max_length=40, default="")
    quantity = _quantity()
    unit = models.CharField(max_length=3)
    price = _amount()
    base_quantity = _quantity(default=1)
    amount = _amount()
    vat_category = models.CharField(max_length=4, default="")
    vat_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    order_line_reference = models.CharField(max_length=100, default="")
    note = models.TextField(default="")
    coding = models.CharField(max_length=500, default="")
    # Where the line is split: [coding, percent or None, amount or None] for each part.
    shares = models.JSONField(default=list)

    class Meta:
        db_table = "invoices_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "invoice", "position"], name="invoices_line_position"
            )
        ]


class InvoiceCharge(AppendOnlyModel):
    """A charge or allowance on the document as a whole."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    is_charge = models.BooleanField()
    code = models.CharField(max_length=16, default="")
    reason = models.CharField(max_length=300, default="")
    amount = _amount()
    vat_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)

    class Meta:
        db_table = "invoices_charge"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice"], name="invoices_charge_of")
        ]


class OrderLink(AppendOnlyModel):
    """An order that an invoice is for, and where that was found."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=32)
    how = models.CharField(max_length=24, choices=Reference.choices)

    class Meta:
        db_table = "invoices_order_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "invoice", "order_id"], name="invoices_link_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id"], name="invoices_link_order")
        ]


class Match(AppendOnlyModel):
    """How much of an invoice line is for an order line, in its unit; and the money for it.

    For a credit note: how much of what was billed is taken back.
    """

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    line: Any = models.ForeignKey(InvoiceLine, models.DO_NOTHING, related_name="+")
    order_id = models.UUIDField()
    order_line_id = models.UUIDField()
    quantity = _quantity()
    amount = _amount()
    matched_at = models.DateTimeField()

    class Meta:
        db_table = "invoices_match"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice"], name="invoices_match_of"),
            models.Index(fields=["tenant_id", "order_line_id"], name="invoices_match_line"),
            models.Index(fields=["tenant_id", "order_id"], name="invoices_match_order"),
        ]


class Difference(TenantModel):
    """Something that is not as expected, and how it was settled."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=24, choices=DifferenceKind.choices)
    state = models.CharField(
        max_length=8, choices=DifferenceState.choices, default=DifferenceState.OPEN
    )
    line_id = models.UUIDField(null=True)
    order_line_id = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=500, default="")
    # Which charge or which sum of the document, where several can differ.
    subject = models.CharField(max_length=32, default="")
    expected = _quantity(null=True)
    actual = _quantity(null=True)
    unit = models.CharField(max_length=3, default="")
    amount = _amount()
    rule_set = models.CharField(max_length=100, default="")
    found_at = models.DateTimeField()
    settlement = models.CharField(max_length=16, choices=Settlement.choices, default="")
    reason = models.TextField(default="")
    settled_by = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invoices_difference"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice", "state"], name="invoices_difference_of")
        ]


class Attestation(AppendOnlyModel):
    """An attest after receiving: who said so, for whom, under which mandate and for how much."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=16, choices=AttestKind.choices)
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    amount = _amount()
    note = models.TextField(default="")
    attested_at = models.DateTimeField()

    class Meta:
        db_table = "invoices_attestation"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice"], name="invoices_attestation_of")
        ]
