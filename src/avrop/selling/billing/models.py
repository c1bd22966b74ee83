"""Invoices and credit notes we have issued, their lines and charges, and what was paid."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel
from avrop.selling.billing import permissions
from avrop.selling.billing.lifecycle import InvoiceKind, InvoiceState, LineKind


class SeenByStaff(models.QuerySet[Any]):
    """Rows of the seller's own work."""

    def visible_to(self, actor: Actor) -> SeenByStaff:
        """All of the tenant's, for who may see invoices; none for others."""
        if not actor.is_person or authority.holds(actor, permissions.SEE):
            return self
        return self.none()


def _money(**kwargs: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=19, decimal_places=4, **kwargs)


class Invoice(DocumentModel):
    """An invoice, or a credit note (then the amounts are positive and mean money back)."""

    number = models.CharField(max_length=32)
    kind = models.CharField(max_length=16, choices=InvoiceKind.choices)
    state = models.CharField(
        max_length=16, choices=InvoiceState.choices, default=InvoiceState.ISSUED
    )
    order_id = models.UUIDField()
    sales_order_number = models.CharField(max_length=32)
    customer_organisation_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    issue_date = models.DateField()
    due_date = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    despatch_number = models.CharField(max_length=32, default="", blank=True)
    order_reference = models.CharField(max_length=200, default="", blank=True)
    buyer_reference = models.CharField(max_length=200, default="", blank=True)
    accounting_cost = models.CharField(max_length=200, default="", blank=True)
    contract = models.CharField(max_length=200, default="", blank=True)
    note = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    preceding: Any = models.ForeignKey("self", models.DO_NOTHING, related_name="+", null=True)
    ocr = models.CharField(max_length=25, default="", blank=True)
    line_amount = _money()
    charge_amount = _money(default=0)
    tax_amount = _money()
    payable = _money()
    paid = _money(default=0)
    credited = _money(default=0)

    objects = SeenByStaff.as_manager()

    class Meta:
        db_table = "billing_invoice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="billing_invoice_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "order_id", "id"], name="billing_invoice_of_order"),
            models.Index(fields=["tenant_id", "ocr"], name="billing_invoice_ocr"),
            models.Index(
                fields=["tenant_id", "due_date"],
                include=["currency", "payable", "paid", "credited"],
                condition=Q(state=InvoiceState.ISSUED, kind=InvoiceKind.INVOICE),
                name="billing_invoice_open",
            ),
        ]


class InvoiceLine(AppendOnlyModel):
    """A line as it was invoiced. `billed_quantity` and `billed_weight` are what was delivered."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=LineKind.choices, default=LineKind.GOODS)
    order_id = models.UUIDField()
    sales_line_id = models.UUIDField(null=True)
    order_line = models.CharField(max_length=64, default="", blank=True)
    shows_order_line = models.BooleanField(default=True)
    credits: Any = models.ForeignKey("self", models.DO_NOTHING, related_name="+", null=True)
    seller_item_id = models.CharField(max_length=200, default="", blank=True)
    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.TextField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=3)
    price = _money()
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    amount = _money()
    tax_category = models.CharField(max_length=3)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    accounting_cost = models.CharField(max_length=200, default="", blank=True)
    billed_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    billed_weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)

    class Meta:
        db_table = "billing_invoice_line"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "invoice", "position"], name="billing_line_of_invoice"
            ),
            models.Index(fields=["tenant_id", "order_id"], name="billing_line_of_order"),
            models.Index(fields=["tenant_id", "credits"], name="billing_line_credits"),
        ]


class InvoiceCharge(AppendOnlyModel):
    """A charge on the whole document, such as freight (UNCL7161 code)."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=8)
    reason = models.CharField(max_length=100)
    amount = _money()
    tax_category = models.CharField(max_length=3)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        db_table = "billing_invoice_charge"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice"], name="billing_charge_of_invoice")
        ]


class Payment(AppendOnlyModel):
    """Money that came in; the bank's reference makes a repeated statement harmless."""

    invoice: Any = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="+")
    amount = _money()
    paid_on = models.DateField()
    bank_reference = models.CharField(max_length=100, default="", blank=True)
    registered_by = models.UUIDField(null=True)

    class Meta:
        db_table = "billing_payment"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "bank_reference"],
                condition=~Q(bank_reference=""),
                name="billing_payment_once",
            )
        ]
