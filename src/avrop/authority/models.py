"""Roles, mandates, delegations, restricted categories and the ledger of deeds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avrop.kernel.models import AppendOnlyModel, TenantModel


class Level(models.TextChoices):
    """On which level of the organisation a role decides (requirement ORG-02)."""

    STRATEGIC = "strategic", _("Strategic")
    TACTICAL = "tactical", _("Tactical")
    OPERATIONAL = "operational", _("Operational")


class Role(TenantModel):
    """A bundle of permissions under a name; `permissions` lists their names."""

    code = models.CharField(max_length=64)
    name = models.JSONField()
    level = models.CharField(max_length=20, choices=Level.choices)
    permissions = models.JSONField(default=list)

    class Meta:
        db_table = "authority_role"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "code"], name="authority_role_code")
        ]


class Mandate(TenantModel):
    """A person's right to act in a role: where, for what, up to how much, and by whose decision.

    No unit means everywhere; a unit means it and all below it. An empty list means no limit, but
    that a restricted category must always be named. Dates include both ends.

    It is a person's, or a position's and so whoever's is appointed to it. One that is nobody's is what
    a requester policy gives to everybody who works in a unit.
    """

    person_id = models.UUIDField(null=True)
    position: Any = models.ForeignKey(
        "authority.Position", models.DO_NOTHING, null=True, related_name="+"
    )
    role: Any = models.ForeignKey(Role, models.DO_NOTHING, related_name="+")
    unit_id = models.UUIDField(null=True)
    categories = models.JSONField(default=list)
    agreements = models.JSONField(default=list)
    responsibilities = models.JSONField(default=list)
    amount_limit = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    decision_reference = models.CharField(max_length=200)
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    renews_id = models.UUIDField(null=True)

    class Meta:
        db_table = "authority_mandate"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="authority_mandate_person")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person_id=None) | models.Q(position=None),
                name="authority_mandate_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="authority_mandate_period",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_limit=None)
                | (models.Q(amount_limit__gte=0) & ~models.Q(currency="")),
                name="authority_mandate_limit",
            ),
        ]


class Delegation(TenantModel):
    """A substitute uses a mandate while its holder is absent; it may be narrowed, never widened.
    Those of a standing substitute name the `absence_id` for which they were made."""

    mandate: Any = models.ForeignKey(Mandate, models.DO_NOTHING, related_name="+")
    from_person = models.UUIDField()
    to_person = models.UUIDField()
    amount_limit = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="")
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.TextField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    absence_id = models.UUIDField(null=True)

    class Meta:
        db_table = "authority_delegation"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "to_person"], name="authority_delegation_to"),
            models.Index(fields=["tenant_id", "from_person"], name="authority_delegation_from"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="authority_delegation_period",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_person=models.F("to_person")),
                name="authority_delegation_two_people",
            ),
        ]


class RestrictedCategory(TenantModel):
    """Goods that only a mandate naming the category lets you buy, and who answers for them."""

    category = models.CharField(max_length=64)
    responsible_person_id = models.UUIDField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "authority_restricted_category"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "category"], name="authority_restricted_prefix")
        ]


class DeedRow(AppendOnlyModel):
    """Somebody did something to a chain of documents. Separation of duties reads only this."""

    chain_id = models.UUIDField()
    deed = models.CharField(max_length=32)
    person_id = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    rule_set = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "authority_deed"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "chain_id", "deed"], name="authority_deed_chain")
        ]


from avrop.authority.benefit_models import BenefitRow  # noqa: E402 - tables of their own modules
from avrop.authority.openings import Dispensation, DispensationUse, ProofRow  # noqa: E402
from avrop.authority.pass_models import LicenceCheck, Pass  # noqa: E402 - tables of their own modules
from avrop.authority.post_models import (  # noqa: E402
    Appointment,
    Coordinator,
    Position,
    RequesterPolicy,
    Specimen,
)
from avrop.authority.substitute_models import Substitute  # noqa: E402 - tables of their own modules

__all__ = [
    "Appointment",
    "BenefitRow",
    "Coordinator",
    "DeedRow",
    "Delegation",
    "Dispensation",
    "DispensationUse",
    "Level",
    "LicenceCheck",
    "Mandate",
    "Pass",
    "Position",
    "ProofRow",
    "RequesterPolicy",
    "RestrictedCategory",
    "Role",
    "Specimen",
    "Substitute",
]
