"""For whom purchases are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from avrop.kernel.models import TenantModel


class BenefitRow(TenantModel):
    """A line or a document is for somebody's own benefit: his travel, his telephone (REQ-07).

    `subject_id` is what it was said of, `chain_id` the chain of documents that it is on, so that what
    was said of a need holds for its order and its invoices too. What was said is taken back, never
    deleted.
    """

    chain_id = models.UUIDField()
    subject_id = models.UUIDField()
    person_id = models.UUIDField()
    stated_by = models.UUIDField(null=True)
    stated_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "authority_benefit"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "subject_id", "person_id"],
                condition=models.Q(withdrawn_at=None),
                name="authority_benefit_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "chain_id"],
                condition=models.Q(withdrawn_at=None),
                name="authority_benefit_chain",
            )
        ]
