"""Who stands in for somebody whenever he is away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from avrop.kernel.models import TenantModel


class Substitute(TenantModel):
    """A standing substitute (requirement REQ-09): whenever the person is away, what is his is lent by
    itself. It gives no right on any other day."""

    person_id = models.UUIDField()
    substitute_id = models.UUIDField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "authority_substitute"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_substitute_person")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(person_id=models.F("substitute_id")),
                name="authority_substitute_two_people",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "person_id"],
                condition=models.Q(ended_at=None),
                name="authority_substitute_once",
            ),
        ]
