"""The chart that costs are booked on, and the short codes that stand for a piece of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avrop.kernel.models import TenantModel


class Purpose(models.TextChoices):
    """What other apps look for in a coding: who answers for it, and which account it is."""

    NONE = "", _("None in particular")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    ACCOUNT = "account", _("Account")


class Dimension(TenantModel):
    """A part of the coding string, such as responsibility, account, activity or project."""

    code = models.CharField(max_length=40)
    name = models.JSONField()
    position = models.PositiveSmallIntegerField()
    mandatory = models.BooleanField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default="", blank=True)

    class Meta:
        db_table = "coding_dimension"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "code"], name="coding_dimension_code"),
            models.UniqueConstraint(
                fields=["tenant_id", "purpose"],
                condition=~models.Q(purpose=""),
                name="coding_dimension_purpose",
            ),
        ]


class Value(TenantModel):
    """A value of a dimension, from a day to a day, both included."""

    dimension: Any = models.ForeignKey(
        Dimension, models.DO_NOTHING, related_name="+", db_index=False
    )
    code = models.CharField(max_length=40)
    name = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "coding_value"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "dimension", "code"], name="coding_value_code"
            )
        ]


class Combination(TenantModel):
    """If one dimension has one of these values, another must have one of those (or any at all)."""

    dimension = models.CharField(max_length=40)
    values = models.JSONField(default=list)
    then_dimension = models.CharField(max_length=40)
    then_values = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "coding_rule"


class ShortCode(TenantModel):
    """A code (*kortkod*) that stands for person, unit, coding and the reference on the invoice.

    The code is not unique: the finance system's register may link one code twice, which has to be
    seen and mended there, not hidden here.
    """

    code = models.CharField(max_length=40)
    person_id = models.UUIDField()
    unit_id = models.UUIDField()
    coding = models.TextField()
    invoice_reference = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "coding_short_code"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "code"], name="coding_short_code_code"),
            models.Index(fields=["tenant_id", "person_id"], name="coding_short_code_person"),
            models.Index(fields=["tenant_id", "unit_id"], name="coding_short_code_unit"),
        ]


class AccountMapping(TenantModel):
    """The account that goods of a category are booked on; the longest prefix wins."""

    category = models.CharField(max_length=64)
    account = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "coding_account_mapping"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "category", "valid_from"], name="coding_account_mapping_from"
            )
        ]
