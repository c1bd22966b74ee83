"""Positions and who is appointed to them, who may order in a unit, coordinators, specimens of
signatures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from avrop.kernel.models import AppendOnlyModel, TenantModel


class Position(TenantModel):
    """A post that the organisation wants held (requirement ORG-06): process owner, system owner,
    head of a unit. Its mandates are whoever's is appointed to it; without anybody it is vacant."""

    title = models.CharField(max_length=200)
    unit_id = models.UUIDField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "authority_position"


class Post(models.TextChoices):
    """As what somebody is appointed."""

    HOLDER = "holder", pgettext_lazy("appointed as", "Holder")
    DEPUTY = "deputy", pgettext_lazy("appointed as", "Deputy")


class Appointment(TenantModel):
    """Somebody holds a position, both days included. A deputy acts only while nobody holds it."""

    position: Any = models.ForeignKey(Position, models.DO_NOTHING, related_name="+")
    person_id = models.UUIDField()
    post = models.CharField(max_length=10, choices=Post.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    decision_reference = models.CharField(max_length=200)

    class Meta:
        db_table = "authority_appointment"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_appointment_person")
        ]


class Who(models.TextChoices):
    """Who may order in a unit."""

    NAMED = "named", pgettext_lazy("who may order", "Named people")
    EVERYONE = "everyone", pgettext_lazy("who may order", "Everyone who works there")


class RequesterPolicy(TenantModel):
    """Who may order in a unit and below (None: everywhere), from a day on (requirement ORG-07). The
    nearest unit upwards that has one decides. `mandate` is what it gives to everybody."""

    unit_id = models.UUIDField(null=True)
    who = models.CharField(max_length=10, choices=Who.choices)
    mandate: Any = models.ForeignKey(
        "authority.Mandate", models.DO_NOTHING, null=True, related_name="+"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    decision_reference = models.CharField(max_length=200)

    class Meta:
        db_table = "authority_requester_policy"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "unit_id"], name="authority_policy_unit")
        ]


class Coordinator(TenantModel):
    """Who coordinates the buying of a group of goods, and who does it in his place (ORG-09)."""

    category = models.CharField(max_length=64)
    person_id = models.UUIDField()
    deputy_id = models.UUIDField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "authority_coordinator"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "category"], name="authority_coordinator_group")
        ]


class Specimen(AppendOnlyModel):
    """A specimen of somebody's signature was taken: where it is kept, and before whom (REQ-06)."""

    person_id = models.UUIDField()
    reference = models.CharField(max_length=200)
    taken_on = models.DateField()
    witness_id = models.UUIDField(null=True)
    logged_at = models.DateTimeField()

    class Meta:
        db_table = "authority_specimen"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_specimen_person")
        ]
