"""Findings about the basic data that somebody has put aside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from avrop.kernel.models import DocumentModel
from avrop.parties.models import OwnRows


class FindingAside(DocumentModel):
    """A finding need not be seen to until a day, both included, as long as its facts stay as their
    `digest` says. One row for each finding there has been; `taken_up_at`: it is to be seen to again."""

    rule = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    until = models.DateField()
    put_by = models.UUIDField(null=True)
    put_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_finding_aside"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "rule", "subject_kind", "subject_id"],
                name="parties_finding_aside_once",
            )
        ]
