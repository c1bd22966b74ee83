"""Makes a row of any tenant's table, with the rows it must point at, so that every wall can be tried."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from django.apps import apps
from django.db.models import (
    NOT_PROVIDED,
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    TimeField,
    UUIDField,
)

from avrop.kernel.fields import TransactionIdField
from avrop.kernel.postgresql.schema import tenant_field
from avrop.values import uuid7

_serial = count(1)
#: Columns of JSON that hold one thing with names in it; the others hold a list.
OBJECTS = frozenset({"onboarding.Department.form"})


def tenant_models() -> list[type[Model]]:
    """Every model of ours that has a tenant."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("avrop.") and tenant_field(model) is not None
    ]


def make_row(model: type[Model], made: dict[type[Model], Model] | None = None) -> Model:
    """A stored row of the tenant in scope."""
    known = {} if made is None else made
    row = model(**values_for(model, known))
    row.save(force_insert=True)
    known[model] = row
    return row


def values_for(model: type[Model], made: dict[type[Model], Model]) -> dict[str, Any]:
    """A value for every column that must have one."""
    return {
        field.attname: _value(field, made)
        for field in model._meta.local_fields
        if not isinstance(field, TransactionIdField)
        and not field.has_default()
        and field.db_default is NOT_PROVIDED
        and (not field.null or isinstance(field, ForeignKey))
    }


def _value(field: Field[Any, Any], made: dict[type[Model], Model]) -> Any:
    if isinstance(field, ForeignKey):
        target = field.related_model
        if target is field.model:
            return None
        return (made.get(target) or make_row(target, made)).pk  # type: ignore[arg-type]
    if field.choices:
        return next(iter(field.flatchoices))[0]
    number = next(_serial)
    kinds: tuple[tuple[type[Field[Any, Any]], Any], ...] = (
        (UUIDField, uuid7()),
        (DateTimeField, datetime(2026, 3, 2, 8, tzinfo=UTC)),
        (DateField, date(2026, 3, 2)),
        (TimeField, time(8)),
        (DecimalField, Decimal(number % 90 + 1)),
        (BooleanField, False),
        (BigIntegerField, number),
        (IntegerField, number),
        (BinaryField, f"{number}".encode()),
        (JSONField, {} if str(field) in OBJECTS else []),
    )
    for kind, value in kinds:
        if isinstance(field, kind):
            return value
    assert isinstance(field, (CharField, TextField)), field
    return f"{number:04d}"[: field.max_length or 40]
