"""Tables with tenant keys, walls and history, from ordinary Django models.

Theory of operation. Django sees `id` as the primary key and `order_id` as the foreign key. In the
database the keys are `(tenant_id, id)` and `(tenant_id, order_id) -> (tenant_id, id)`, so that a row
cannot point at another tenant's row whatever the application does. A table is a tenant's when its
model has a `TenantField`; the field's flags say which kind it is. For such a table this editor emits

- the composite primary key, and every index on a foreign key led by the tenant;
- row-level security, forced: one permissive policy that shows the rows of `avrop.tenant`, and one
  restrictive policy that still holds if somebody adds a permissive one later. The setting has no
  default, so a statement outside a scope is an error;
- grants for the application's role `avrop_app`, which owns nothing: append-only tables can be
  inserted into and read, nothing else;
- a statement trigger that keeps the former row on UPDATE and DELETE;
- partitions by month of the UUIDv7 id, with a default partition behind them.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from avrop.kernel.fields import TenantField

APPLICATION_ROLE = "avrop_app"
TENANT_ID = "tenant_id"
NOBODY = "00000000-0000-0000-0000-000000000000"
IN_SCOPE = "tenant_id = current_setting('avrop.tenant')::uuid"


def tenant_field(model: Any) -> TenantField | None:
    """The model's tenant column, or None for a global table."""
    for field in model._meta.local_fields:
        if isinstance(field, TenantField):
            return field
    return None


class TenantSchemaEditor(DatabaseSchemaEditor):
    """See the module's docstring."""

    # Foreign keys always come as constraints of their own, so that they can carry the tenant.
    sql_create_column_inline_fk = None  # type: ignore[assignment]

    def __enter__(self) -> TenantSchemaEditor:
        super().__enter__()
        # PostgreSQL reads both tables when a key is added, and the walls hold the owner too: the
        # scope of nobody lets that reading happen. It shows no row; keys are checked past the walls.
        self.execute(f"SELECT set_config('avrop.tenant', '{NOBODY}', false)", None)
        return self

    def _iter_column_sql(self, *args: Any, **kwargs: Any) -> Any:
        model = args[2]
        parts = super()._iter_column_sql(*args, **kwargs)  # type: ignore[misc]
        if tenant_field(model) is None:
            return parts
        return (part for part in parts if part != "PRIMARY KEY")

    def table_sql(self, model: Any) -> tuple[str, Any]:
        sql, params = super().table_sql(model)
        field = tenant_field(model)
        if sql is None or field is None:
            return sql, params
        sql = f"{sql[: sql.rindex(')')]}, PRIMARY KEY (tenant_id, id))"
        return (f"{sql} PARTITION BY RANGE (id)" if field.partitioned else sql), params

    def create_model(self, model: Any) -> None:
        super().create_model(model)
        table = self.quote_name(model._meta.db_table)
        field = tenant_field(model)
        if field is None:
            self.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APPLICATION_ROLE}")
            return
        for statement in wall_sql(model._meta.db_table, append_only=field.append_only):
            self.execute(statement)
        if field.partitioned:
            self.execute(f"CREATE TABLE {model._meta.db_table}_rest PARTITION OF {table} DEFAULT")
        if not (field.append_only or field.without_history):
            for statement in history_sql(model._meta.db_table):
                self.execute(statement)
        if field.tracked:
            for statement in tracking_sql(model._meta.db_table):
                self.execute(statement)

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Statement:
        statement: Statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]
        target = field.target_field.model
        if tenant_field(model) is None or tenant_field(target) is None:
            return statement
        own, other = model._meta.db_table, target._meta.db_table
        statement.parts["table"] = Table(own, self.quote_name)
        statement.parts["column"] = Columns(own, [TENANT_ID, field.column], self.quote_name)
        statement.parts["to_column"] = Columns(
            other, [TENANT_ID, field.target_field.column], self.quote_name
        )
        return statement

    def _field_indexes_sql(self, model: Any, field: Any) -> list[Any]:
        tenant = tenant_field(model)
        if tenant is None:
            return list(super()._field_indexes_sql(model, field))  # type: ignore[misc]
        if not self._field_should_be_indexed(model, field):  # type: ignore[attr-defined]
            return []
        index = self._create_index_sql(model, fields=[tenant, field])  # type: ignore[attr-defined]
        return [index]

    def _create_like_index_sql(self, model: Any, field: Any) -> Any:
        if tenant_field(model) is not None:
            return None
        return super()._create_like_index_sql(model, field)  # type: ignore[misc]


def wall_sql(table: str, *, append_only: bool) -> list[str]:
    """The two policies and the grants of one tenant's table."""
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY in_scope ON "{table}" AS PERMISSIVE '
        f"USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        f'CREATE POLICY never_beyond ON "{table}" AS RESTRICTIVE '
        f"USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        f'GRANT {rights} ON "{table}" TO {APPLICATION_ROLE}',
    ]


def history_sql(table: str) -> list[str]:
    """The two statement triggers that keep former rows (`avrop_keep_history` is in kernel 0001)."""
    return [
        f'CREATE TRIGGER keep_history_of_{operation.lower()} AFTER {operation} ON "{table}" '
        f"REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION avrop_keep_history()"
        for operation in ("UPDATE", "DELETE")
    ]


def tracking_sql(table: str) -> list[str]:
    """The column and the trigger that tell incremental readers which transaction wrote a row."""
    return [
        f'ALTER TABLE "{table}" ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()',
        f'CREATE INDEX "{table}_changed_in" ON "{table}" (tenant_id, changed_in)',
        f'CREATE TRIGGER keep_changed_in BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION avrop_keep_changed_in()",
    ]
