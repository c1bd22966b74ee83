"""Passes that open gates, and the log of licences that were looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from avrop.authority.passes import PassKind
from avrop.kernel.models import AppendOnlyModel, TenantModel


class Pass(TenantModel):
    """What a person has shown: a certificate, an acknowledgement, a licence, a decision. Or that it was
    waived, for a short time and a reason.

    `code` says which one, `reference` its number or where it is kept. `categories` narrow a licence.
    """

    person_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in PassKind])
    code = models.CharField(max_length=64)
    categories = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reference = models.CharField(max_length=200, default="")
    is_waiver = models.BooleanField(default=False)
    reason = models.TextField(default="")
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        db_table = "authority_pass"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_pass_person")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="authority_pass_period",
            )
        ]


class Moment(models.TextChoices):
    """When a licence was looked at (requirement ORG-10, invariant 12)."""

    SEARCH = "search", pgettext_lazy("when a licence was checked", "Search")
    SUBMIT = "submit", pgettext_lazy("when a licence was checked", "Submit")
    SEND = "send", pgettext_lazy("when a licence was checked", "Send")


class LicenceCheck(AppendOnlyModel):
    """A licence was looked at. `standing` says how it was found; `subject_id` is the cart or order."""

    person_id = models.UUIDField()
    code = models.CharField(max_length=64)
    categories = models.JSONField(default=list)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    standing = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)
    rule_set = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "authority_licence_check"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id", "id"], name="authority_licence_checked")
        ]
