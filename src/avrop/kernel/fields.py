"""The columns every tenant's table has. What a table is, is written on its tenant column, because
that is what migrations carry along (see `avrop.kernel.postgresql`)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Func

from avrop.kernel.scope import current_tenant


class TenantField(models.UUIDField):  # type: ignore[type-arg]
    """The tenant a row belongs to: the first column of every key, and the table's nature.

    `append_only`: the application may insert and read, nothing else, and no history is kept.
    `partitioned`: by id range, which is time, since ids are UUIDv7.
    `without_history`: former rows are not kept (counters, versioned tables, ledgers' sums).
    `tracked`: a trigger keeps the id of the transaction that last wrote the row, for readers that
    copy increments (search, export).
    """

    def __init__(
        self,
        *,
        append_only: bool = False,
        partitioned: bool = False,
        without_history: bool = False,
        tracked: bool = False,
        **kwargs: Any,
    ) -> None:
        self.append_only = append_only
        self.partitioned = partitioned
        self.without_history = without_history
        self.tracked = tracked
        kwargs.setdefault("default", current_tenant)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As a migration stores it: only what differs from the default."""
        name, path, args, kwargs = super().deconstruct()
        for flag in ("append_only", "partitioned", "without_history", "tracked"):
            if getattr(self, flag):
                kwargs[flag] = True
        return name or "", path, args, kwargs


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit id of the transaction that wrote the row; the database fills it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("db_default", Func(function="pg_current_xact_id"))
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def db_type(self, connection: Any) -> str:
        """`xid8`."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """Text or number as the driver gives it, to a number."""
        return None if value is None else int(value)
