"""Vouchers, payment proposals with their payments and releases, and files to and from the bank."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from avrop.buying.payables.kinds import Oddity
from avrop.buying.payables.lifecycle import EntryState, PaymentState, ProposalState
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel


def _amount(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=19, decimal_places=4, **options)


class Voucher(AppendOnlyModel):
    """A voucher (bokföringslagen 5:6-7): numbered without gaps in its series, balanced, never changed.

    `once_key` says what it books, so that nothing is booked twice.
    """

    series = models.CharField(max_length=8)
    fiscal_year = models.PositiveIntegerField()
    number = models.BigIntegerField()
    voucher_date = models.DateField()
    text = models.CharField(max_length=300)
    currency = models.CharField(max_length=3)
    invoice_id = models.UUIDField(null=True)
    once_key = models.CharField(max_length=200)
    rule_set = models.CharField(max_length=100, default="")
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "payables_voucher"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "series", "fiscal_year", "number"],
                name="payables_voucher_number",
            ),
            models.UniqueConstraint(fields=["tenant_id", "once_key"], name="payables_voucher_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "invoice_id"], name="payables_voucher_invoice"),
            models.Index(fields=["tenant_id", "voucher_date"], name="payables_voucher_date"),
        ]


class VoucherRow(AppendOnlyModel):
    """An amount on an account: debit or credit, never both. `coding` is the whole coding string;
    `payment_id` the payment that the row books, where it books one."""

    voucher: Any = models.ForeignKey(Voucher, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    account = models.CharField(max_length=32)
    coding = models.CharField(max_length=500, default="")
    debit = _amount(default=0)
    credit = _amount(default=0)
    text = models.CharField(max_length=300, default="")
    payment_id = models.UUIDField(null=True)

    class Meta:
        db_table = "payables_voucher_row"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "voucher", "position"], name="payables_row_position"
            )
        ]


class SieFile(AppendOnlyModel):
    """Vouchers that somebody fetched for the accounting system, with the bytes that left.

    With days it is a copy of a period. Without, it holds what no such file had held before (`SieSpan`).
    """

    number = models.PositiveIntegerField()
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    vouchers = models.PositiveIntegerField()
    debit = _amount()
    currency = models.CharField(max_length=3)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "payables_sie_file"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="payables_sie_number")
        ]


class SieSpan(AppendOnlyModel):
    """Vouchers of one series that were fetched for the first time. Since a series has no gaps, the last
    number of it says what is left to fetch, however many vouchers there are."""

    file: Any = models.ForeignKey(SieFile, models.DO_NOTHING, related_name="+")
    series = models.CharField(max_length=8)
    fiscal_year = models.PositiveIntegerField()
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()

    class Meta:
        db_table = "payables_sie_span"
        constraints: ClassVar = [
            # Two people who fetch at the same moment cannot both fetch the same vouchers.
            models.UniqueConstraint(
                fields=["tenant_id", "series", "fiscal_year", "last_number"],
                name="payables_sie_span_last",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "file"], name="payables_sie_span_of")
        ]


class Proposal(DocumentModel):
    """What somebody proposes to pay on a day."""

    number = models.CharField(max_length=32)
    state = models.CharField(
        max_length=16, choices=ProposalState.choices, default=ProposalState.PREPARED
    )
    execution_date = models.DateField()
    currency = models.CharField(max_length=3)
    total = _amount()
    prepared_by = models.UUIDField(null=True)
    prepared_at = models.DateTimeField()

    class Meta:
        db_table = "payables_proposal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="payables_proposal_number")
        ]


class Payment(TenantModel):
    """One transfer to one seller for an invoice, less the credit notes set off against it.

    `end_to_end_id` comes back in every answer of the bank. A sum of nothing is a set-off.
    """

    proposal: Any = models.ForeignKey(Proposal, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(
        max_length=16, choices=PaymentState.choices, default=PaymentState.PROPOSED
    )
    seller_organisation_id = models.UUIDField()
    seller_name = models.CharField(max_length=300)
    amount = _amount()
    account_kind = models.CharField(max_length=16)
    account_number = models.CharField(max_length=64)
    reference = models.CharField(max_length=64, default="")
    due_date = models.DateField()
    end_to_end_id = models.CharField(max_length=35)
    paid_on = models.DateField(null=True)
    rejection = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "payables_payment"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "end_to_end_id"], name="payables_payment_end_to_end"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "proposal"], name="payables_payment_of")
        ]


class PaymentPart(AppendOnlyModel):
    """An invoice, or a credit note with a negative amount, that a payment is for."""

    payment: Any = models.ForeignKey(Payment, models.DO_NOTHING, related_name="+")
    invoice_id = models.UUIDField()
    number = models.CharField(max_length=100)
    is_credit_note = models.BooleanField()
    amount = _amount()

    class Meta:
        db_table = "payables_payment_part"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "payment"], name="payables_part_of"),
            models.Index(fields=["tenant_id", "invoice_id"], name="payables_part_invoice"),
        ]


class Release(AppendOnlyModel):
    """Somebody let a proposal go to the bank."""

    proposal: Any = models.ForeignKey(Proposal, models.DO_NOTHING, related_name="+")
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    released_at = models.DateTimeField()

    class Meta:
        db_table = "payables_release"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "proposal"], name="payables_release_of")
        ]


class BankFile(AppendOnlyModel):
    """A file to or from the bank. The same bytes or the same message id never count twice."""

    direction = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    message_id = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    proposal_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "payables_bank_file"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "direction", "sha256"], name="payables_file_bytes"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "direction", "kind", "message_id"],
                name="payables_file_message",
            ),
        ]


class BankEntry(DocumentModel):
    """Something the bank says that fits no payment of ours, until somebody has said what it is.

    `said` is accept, reject, pay or come; `amount` is none where the bank does not repeat it.
    """

    file: Any = models.ForeignKey(BankFile, models.DO_NOTHING, related_name="+")
    state = models.CharField(max_length=16, choices=EntryState.choices, default=EntryState.OPEN)
    oddity = models.CharField(max_length=16, choices=Oddity.choices)
    payment_id = models.UUIDField(null=True)
    end_to_end_id = models.CharField(max_length=35, default="")
    said = models.CharField(max_length=8)
    amount = _amount(null=True)
    currency = models.CharField(max_length=3, default="")
    booked_on = models.DateField(null=True)
    counterparty = models.CharField(max_length=300, default="")
    text = models.CharField(max_length=300, default="")
    recorded_at = models.DateTimeField()
    explanation = models.TextField(default="")
    explained_by = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payables_bank_entry"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "file", "state"], name="payables_entry_of"),
            models.Index(fields=["tenant_id", "state", "id"], name="payables_entry_state"),
        ]
