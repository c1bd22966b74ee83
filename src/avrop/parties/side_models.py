"""Decisions that let somebody work for an organisation on the other side of a trade."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from avrop.kernel.models import DocumentModel
from avrop.parties.models import OwnRows, Person


class OtherSide(DocumentModel):
    """A person of ours may be a member on the other side until a day. The decision's reference stays
    when it has ended."""

    person: Any = models.ForeignKey(Person, models.DO_NOTHING, related_name="+")
    decision = models.CharField(max_length=200)
    until = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_other_side"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person"],
                condition=models.Q(ended_at=None),
                name="parties_other_side_once",
            )
        ]
