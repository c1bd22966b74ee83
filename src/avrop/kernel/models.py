"""What the kernel stores. The base classes for every app's tables stand first."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelState

from avrop.kernel import bulk
from avrop.kernel.fields import TenantField, TransactionIdField
from avrop.values import uuid7


class StoredRow(models.Model):
    """A row that is cheap to make of what the database answers; lists of documents are thousands."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        """A stored row. `__init__` is for new ones: defaults, checks and signals have no say here."""
        names = _attributes(cls)
        if len(names) != len(values):
            return super().from_db(db, field_names, values, **options)
        row = cls.__new__(cls)
        row.__dict__.update(zip(names, values, strict=True))
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        return row

    def _do_update(self, *arguments: Any) -> bool:  # type: ignore[override]  # Django 6 answers more
        """Django 5.2's hook for the UPDATE of `save`, for which it builds the query anew each time."""
        values = arguments[3]
        if not values or any(hasattr(value, "resolve_expression") for _, _, value in values):
            return bool(super()._do_update(*arguments))
        return bulk.update_row(self, tuple(field for field, _, _ in values))

    def _do_insert(self, *arguments: Any) -> Any:
        """Django 5.2's hook for the INSERT of `save`, where the database gives no value."""
        if any(field.has_db_default() for field in self._meta.local_concrete_fields):
            return super()._do_insert(*arguments)  # type: ignore[misc]
        bulk.insert_rows(type(self), [self])
        return []


@functools.cache
def _attributes(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


class TenantModel(StoredRow):
    """A row of one organisation. Its history is kept by the database on every update and delete.

    Unique keys and indexes name `tenant_id` first; foreign keys point down, with
    `related_name="+"` and `on_delete=DO_NOTHING`, and carry the tenant in the database.
    """

    tenant_id = TenantField()
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class DocumentModel(TenantModel):
    """A row with a life: `version` counts its changes, so that a stale screen is refused."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class AppendOnlyModel(StoredRow):
    """A row that is written once. A correction is a new row."""

    tenant_id = TenantField(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Tenant(models.Model):
    """Global: an organisation this installation holds, so that routines know whom to serve.

    What the organisation is called and how it is built up is the tenant's own (`parties`).
    `registered_as` is the register's scheme and number ("0007:2120000142"; NULL where it has none), by
    which an organisation is founded once; `currency` is what it reckons in, in ISO 4217. `side` says
    whether its people buy, sell or do both (`parties.sides`). `practice_of` is given at the founding of
    one to practise in and never changes: the organisation that it is for (`kernel.practice`). Nobody
    enters one that is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="Europe/Stockholm")
    currency = models.CharField(max_length=3, default="SEK")
    registered_as = models.CharField(max_length=60, unique=True, null=True)
    side = models.CharField(max_length=10, default="both")
    is_operator = models.BooleanField(default=False)
    practice_of = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_tenant"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice_of", "name"],
                condition=models.Q(closed_at=None),
                name="kernel_tenant_practice_once",
            ),
        ]

    @property
    def is_practice(self) -> bool:
        """Whether it is one to practise in."""
        return self.practice_of is not None


class EventRow(StoredRow):
    """What happened: outbox, audit trail and webhook source in one. Written by `outbox.publish`.

    `body` is the canonical JSON of the whole act. It can be disposed of by decision: `body_hash`
    stays and the chain still verifies.
    """

    tenant_id = TenantField(append_only=True, partitioned=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    subject_id = models.UUIDField(null=True)
    body = models.TextField(null=True)
    body_hash = models.BinaryField()
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    system = models.TextField(default="")
    corrects = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    xid = TransactionIdField()

    class Meta:
        db_table = "kernel_event"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "subject_id", "id"], name="kernel_event_subject"),
            models.Index(fields=["tenant_id", "person_id", "id"], name="kernel_event_person"),
            models.Index(fields=["tenant_id", "xid", "id"], name="kernel_event_xid"),
        ]


class SealRow(models.Model):
    """A link of the chain: position, event and hash. See `sealing`."""

    tenant_id = TenantField(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.BigIntegerField()
    event_id = models.UUIDField()
    event_xid = models.BigIntegerField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_seal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "position"], name="kernel_seal_position"),
            models.UniqueConstraint(fields=["tenant_id", "event_id"], name="kernel_seal_event"),
        ]


class InboxRow(models.Model):
    """A reaction that has run on an event: at least once, one effect."""

    tenant_id = TenantField(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.UUIDField()
    reaction = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_inbox"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "event_id", "reaction"], name="kernel_inbox_once"
            )
        ]


class OnceRow(models.Model):
    """The answer given to an idempotency key."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField()
    request_hash = models.BinaryField()
    answer = models.TextField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_once"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="kernel_once_key")
        ]


class RefusalRow(AppendOnlyModel):
    """A command that was refused, recorded by the face afterwards: refusals are counted too."""

    command = models.TextField()
    face = models.TextField()
    kind = models.TextField()
    subject_id = models.UUIDField(null=True)
    codes = models.JSONField()
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    refused_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_refusal"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "refused_at"], name="kernel_refusal_when"),
            models.Index(
                fields=["tenant_id", "person_id", "refused_at"], name="kernel_refusal_of_person"
            ),
        ]


class SeriesRow(models.Model):
    """The next number of a series that people see."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.TextField()
    next_number = models.BigIntegerField()

    class Meta:
        db_table = "kernel_series"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "series"], name="kernel_series_name")
        ]


class RuleSetRow(AppendOnlyModel):
    """A dated version of rules or parameters that change (tolerances, separation of duties, …)."""

    name = models.TextField()
    version_number = models.PositiveIntegerField()
    valid_from = models.DateField()
    parameters = models.JSONField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    reason = models.TextField(default="")

    class Meta:
        db_table = "kernel_rule_set"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "name", "version_number"], name="kernel_rule_set_version"
            )
        ]


class HistoryRow(models.Model):
    """A row as it was before an update or delete; written by a trigger, also for bulk SQL."""

    tenant_id = TenantField(append_only=True, partitioned=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    table_name = models.TextField()
    row_id = models.UUIDField()
    operation = models.TextField()
    former = models.JSONField(null=True)
    recorded_at = models.DateTimeField()
    xid = TransactionIdField()

    class Meta:
        db_table = "kernel_history"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "table_name", "row_id", "id"], name="kernel_history_row"
            )
        ]


class DisposalRow(AppendOnlyModel):
    """A decision to dispose of row history, event bodies or raw bytes, and what it took away."""

    what = models.TextField()
    before = models.DateTimeField()
    decision = models.TextField()
    count = models.BigIntegerField()
    person_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_disposal"
