"""Stored: dispensations from the separation of duties with their uses, and proofs."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from avrop.kernel.models import AppendOnlyModel, DocumentModel


class Dispensation(DocumentModel):
    """One person may do two deeds that are kept apart: to these chains, or in a unit and below.

    Decided by somebody else, for a reason, until a day; `control` is what makes up for it, and the
    reviewer has a task to look at what was done. Dates include both ends.
    """

    person_id = models.UUIDField()
    first = models.CharField(max_length=32)
    second = models.CharField(max_length=32)
    chain_ids = ArrayField(models.UUIDField(), default=list)
    about_kind = models.CharField(max_length=32, default="")
    about_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    reason = models.TextField()
    control = models.TextField()
    reviewer_id = models.UUIDField()
    review_by = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    decided_by = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    rule_set = models.TextField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.TextField(default="")
    reviewed_at = models.DateTimeField(null=True)
    found_sound = models.BooleanField(null=True)
    review_note = models.TextField(default="")

    class Meta:
        db_table = "authority_dispensation"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_dispensation_person")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="authority_dispensation_period",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("person_id")),
                name="authority_dispensation_other",
            ),
        ]


class DispensationUse(AppendOnlyModel):
    """A deed that a dispensation let through: `second` was done although `first` had been."""

    dispensation_id = models.UUIDField()
    chain_id = models.UUIDField()
    first = models.CharField(max_length=32)
    second = models.CharField(max_length=32)
    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "authority_dispensation_use"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "dispensation_id"], name="authority_dispensation_used"
            ),
            models.Index(fields=["tenant_id", "chain_id"], name="authority_dispensation_chain"),
        ]


class ProofRow(DocumentModel):
    """A search of the whole organisation for a forbidden chain, and what it found.

    `found` holds the findings, at most so many; the counts say how many there were.
    """

    state = models.CharField(max_length=16)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    day = models.DateField()
    rule_set = models.TextField(default="")
    roles_rule_set = models.TextField(default="")
    people = models.PositiveIntegerField(default=0)
    mandates = models.PositiveIntegerField(default=0)
    delegations = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    found = models.JSONField(default=list)

    class Meta:
        db_table = "authority_proof"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "asked_at"], name="authority_proof_when")
        ]
