"""Organisations, units, people and what has been agreed with partners."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.parties.contacts import Purpose
from avrop.values import uuid7


class OwnRows(QuerySet[Any]):
    """Master data is there for everybody in the organisation that keeps it."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the organisation that the actor acts for."""
        return self.filter(tenant_id=actor.tenant_id)


class Address(AppendOnlyModel):
    """A place as its owner, an organisation, a unit or a delivery place, once stated it. To state anew
    is a new row."""

    owner_id = models.UUIDField()
    name = models.CharField(max_length=200, default="")
    street = models.CharField(max_length=200, default="")
    additional_street = models.CharField(max_length=200, default="")
    postal_code = models.CharField(max_length=20, default="")
    city = models.CharField(max_length=100, default="")
    country = models.CharField(max_length=2)
    gln = models.CharField(max_length=13, default="")

    class Meta:
        db_table = "parties_address"


class TakenGln(AppendOnlyModel):
    """A GLN and the organisation, unit or delivery place that was given it: it is never given to
    another, not even when its holder closes (ORG-13)."""

    gln = models.CharField(max_length=13)
    holder_id = models.UUIDField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "parties_taken_gln"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "gln"], name="parties_gln_once")
        ]


class Organisation(DocumentModel):
    """A legal entity that we are (`is_self`), buy from, sell to or have goods taken in by."""

    is_self = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    legal_scheme = models.CharField(max_length=4, default="")
    legal_id = models.CharField(max_length=50, default="")
    vat_id = models.CharField(max_length=30, default="")
    endpoint = models.CharField(max_length=140, default="")
    country = models.CharField(max_length=2)
    gln = models.CharField(max_length=13, default="")
    gs1_prefix = models.CharField(max_length=12, default="")
    bankgiro = models.CharField(max_length=8, default="")
    plusgiro = models.CharField(max_length=8, default="")
    iban = models.CharField(max_length=34, default="")
    registered_for_f_tax = models.BooleanField(default=False)
    registered_city = models.CharField(max_length=100, default="")
    address: Any = models.ForeignKey(Address, models.DO_NOTHING, null=True, related_name="+")

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_organisation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id"], condition=Q(is_self=True), name="parties_organisation_self"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "endpoint"],
                condition=~Q(endpoint=""),
                name="parties_organisation_endpoint",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "legal_id", "legal_scheme"],
                condition=~Q(legal_id=""),
                name="parties_organisation_legal_id",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "gln"], condition=~Q(gln=""), name="parties_organisation_gln"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "vat_id"], name="parties_organisation_vat")
        ]


class Unit(DocumentModel):
    """A department of our own. `path` holds the ids from the outermost unit to itself; `code` is what
    the organisation's other systems know it by."""

    code = models.CharField(max_length=50, default="")
    name = models.CharField(max_length=200)
    parent: Any = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="+")
    path = models.TextField()
    gln = models.CharField(max_length=13, default="")
    delivery_address: Any = models.ForeignKey(
        Address, models.DO_NOTHING, null=True, related_name="+"
    )
    invoice_reference = models.CharField(max_length=100, default="")
    default_coding = models.TextField(default="")
    serves_food = models.BooleanField(default=False)
    by_centre = models.BooleanField(default=False)
    opening_hours = models.CharField(max_length=200, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    successor_id = models.UUIDField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_unit"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "gln"], condition=~Q(gln=""), name="parties_unit_gln"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "code"], condition=~Q(code=""), name="parties_unit_code"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "path"],
                name="parties_unit_path",
                opclasses=["uuid_ops", "text_pattern_ops"],
            )
        ]


class DeliveryPlace(DocumentModel):
    """A further place where a unit takes goods in, beside its own delivery address, from a day to a day
    (requirement ORG-01). Its GLN, if any, is that of its address. It ends on a day and is never deleted:
    orders name it."""

    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    address: Any = models.ForeignKey(Address, models.DO_NOTHING, related_name="+")
    opening_hours = models.CharField(max_length=200, default="")
    directions = models.CharField(max_length=500, default="")
    takes_food = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_delivery_place"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="parties_place_period",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant_id", "unit"], name="parties_place_unit")]


class Person(DocumentModel):
    """A human being in this organisation. The account is the same in every organisation.

    `number` is the employee number, `external_id` what a directory that provisions people knows him by.
    `unit` is where the main employment is today.
    """

    account_id = models.UUIDField(null=True)
    number = models.CharField(max_length=50, default="")
    external_id = models.CharField(max_length=200, default="")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, default="")
    phone = models.CharField(max_length=50, default="")
    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    taker_id = models.UUIDField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_person"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "account_id"],
                condition=Q(account_id__isnull=False),
                name="parties_person_account",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "number"],
                condition=~Q(number=""),
                name="parties_person_number",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "external_id"],
                condition=~Q(external_id=""),
                name="parties_person_external_id",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "name", "id"], name="parties_person_name")
        ]


class Employment(DocumentModel):
    """Where somebody works, from a day to a day. One at a time is the main one; `number` is the payroll
    system's, "" where it has none."""

    person: Any = models.ForeignKey(Person, models.DO_NOTHING, related_name="+")
    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+")
    number = models.CharField(max_length=50, default="")
    title = models.CharField(max_length=200, default="")
    is_main = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "parties_employment"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "number"],
                condition=~Q(number=""),
                name="parties_employment_number",
            )
        ]


class UnitMove(TenantModel):
    """A unit comes under another one from a day on. `applied_at` is NULL until that day has come, and a
    move that was called off is deleted."""

    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+")
    former_parent_id = models.UUIDField(null=True)
    parent_id = models.UUIDField(null=True)
    valid_from = models.DateField()
    decided_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_unit_move"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "valid_from"], name="parties_unit_move_day")
        ]


class ImportRow(DocumentModel):
    """A file of units, people, employments or mandates as it came, and what became of it. Its bytes are
    disposed of in time (`importing.disposing`), and no history keeps them."""

    tenant_id = TenantField(without_history=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_hash = models.BinaryField()
    state = models.CharField(max_length=20)
    plan_hash = models.CharField(max_length=64, default="")
    counts = models.JSONField(default=dict)
    taken_in_by = models.UUIDField(null=True)
    taken_in_at = models.DateTimeField()
    applied_by = models.UUIDField(null=True)
    applied_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    stopped = models.JSONField(default=list)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_import"


class ImportProgress(models.Model):
    """How far the import of the same id has come. Written beside its transaction, which shows nothing of
    itself before it ends; without a foreign key, which would wait for it."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, editable=False)
    step = models.CharField(max_length=20)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "parties_import_progress"


class ImportLine(AppendOnlyModel):
    """A fault of an import, or what one of its rows changes; in the order of the file."""

    imported: Any = models.ForeignKey(ImportRow, models.DO_NOTHING, related_name="+")
    plan_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, default="")
    action = models.CharField(max_length=20)
    key = models.CharField(max_length=254, default="")
    name = models.CharField(max_length=200, default="")
    facts = models.JSONField()

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_import_line"


class MembershipRow(models.Model):
    """Global: which organisations an account may choose, asked before one is chosen. Ids only.

    `other_side_until`: until when its organisation lets her work on the other side of a trade too;
    `is_across`: she was let in here by such a decision of another organisation (`sides`).
    `accepted_at`: since when its holder has it. NULL until she says yes, where somebody could sign in to
    the account before the organisation asked for her (`accounts.letting_go`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    tenant_id = models.UUIDField()
    person_id = models.UUIDField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    other_side_until = models.DateField(null=True)
    is_across = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_membership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account_id", "tenant_id"], name="parties_membership_once"
            )
        ]


class Contact(DocumentModel):
    """Whom to speak with in an organisation about one purpose, for all units or for one."""

    organisation: Any = models.ForeignKey(Organisation, models.DO_NOTHING, related_name="+")
    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, null=True, related_name="+")
    purpose = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in Purpose]
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, default="")
    phone = models.CharField(max_length=50, default="")
    confirmed_at = models.DateTimeField()
    bounced_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_contact"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "organisation", "unit", "purpose"],
                nulls_distinct=False,
                name="parties_contact_purpose",
            )
        ]


class Relationship(DocumentModel):
    """Trading terms with an organisation, for all units or for one and those below it, for a
    period. Null leaves the question to the wider terms."""

    organisation: Any = models.ForeignKey(Organisation, models.DO_NOTHING, related_name="+")
    unit: Any = models.ForeignKey(Unit, models.DO_NOTHING, null=True, related_name="+")
    customer_number = models.CharField(max_length=50, default="")
    customer_number_required = models.BooleanField(null=True)
    promised_response_hours = models.PositiveIntegerField(null=True)
    channels = models.JSONField()
    advanced_ordering = models.BooleanField(null=True)
    awaits_supplier = models.BooleanField(null=True)
    delivery_calendar = models.JSONField(null=True)
    consignee_organisation: Any = models.ForeignKey(
        Organisation, models.DO_NOTHING, null=True, related_name="+"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_relationship"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "organisation", "unit", "valid_from"],
                nulls_distinct=False,
                name="parties_relationship_from",
            )
        ]


class ProtectedIdentity(DocumentModel):
    """Who a person is whom nobody may find here (`protection`). Empty where the protection has ended."""

    person: Any = models.ForeignKey(Person, models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=200, default="")
    email = models.EmailField(max_length=254, default="")
    phone = models.CharField(max_length=50, default="")
    decision = models.CharField(max_length=200)
    protected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_protected_identity"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person"],
                condition=Q(ended_at=None),
                name="parties_protected_once",
            )
        ]


class Source(StrEnum):
    """Who has told that somebody is away."""

    SELF = "self"
    OTHERS = "others"
    HR = "hr"


class Absence(DocumentModel):
    """Somebody is away, both days included (requirement REQ-09). Never why: that would say how he is.

    `reference` is the HR system's own name of it, and `stated_until` the last day as that system stated
    it: what was ended here since is not begun again by the same statement. `called_off_at`: it never
    was.
    """

    person: Any = models.ForeignKey(Person, models.DO_NOTHING, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField()
    source = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Source])
    reference = models.CharField(max_length=100, default="")
    stated_until = models.DateField()
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()

    class Meta:
        db_table = "parties_absence"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="parties_absence_period"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "reference"],
                condition=~Q(reference=""),
                name="parties_absence_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person", "valid_until"], name="parties_absence_when")
        ]


from avrop.parties.quality_models import FindingAside  # noqa: E402, F401 - a table of this app's
from avrop.parties.side_models import OtherSide  # noqa: E402, F401 - a table of this app's
