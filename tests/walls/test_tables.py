"""The first wall: another tenant's rows can't be read, changed or pointed at, whatever the query."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, Model

from avrop.kernel.checks import GLOBAL_TABLES
from avrop.kernel.models import Tenant
from avrop.kernel.postgresql.schema import tenant_field
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7
from tests.walls.rows import make_row, tenant_models, values_for

pytestmark = pytest.mark.django_db
MODELS = tenant_models()
POINTERS = [
    (model, field)
    for model in MODELS
    for field in model._meta.local_fields
    if isinstance(field, ForeignKey) and tenant_field(field.related_model) is not None
]


def two_tenants() -> tuple[Tenant, Tenant]:
    """Two organisations that have nothing to do with one another."""
    from avrop.kernel.tests.builders import NOON

    first, second = (
        Tenant.objects.create(id=uuid7(), name=name, created_at=NOON) for name in ("A", "B")
    )
    return first, second


def refused(statement: str, values: list[object]) -> bool:
    """Whether the database touched nothing: no row, or an error."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_another_tenants_rows_cannot_be_read_changed_or_made(model: type[Model]) -> None:
    first, second = two_tenants()
    table = model._meta.db_table
    with tenant_scope(first.id):
        row = make_row(model)
        assert model._default_manager.filter(pk=row.pk).count() == 1

    with tenant_scope(second.id):
        assert model._default_manager.filter(pk=row.pk).count() == 0
        assert refused(f'update "{table}" set id = id where id = %s', [row.pk])
        assert refused(f'delete from "{table}" where id = %s', [row.pk])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            model(**values_for(model, {}), tenant_id=first.id).save(force_insert=True)

    with tenant_scope(first.id):
        assert model._default_manager.filter(pk=row.pk).count() == 1


@pytest.mark.parametrize(
    ("model", "field"), POINTERS, ids=lambda part: getattr(part, "attname", None) or part.__name__
)
def test_another_tenants_row_cannot_be_pointed_at(
    model: type[Model], field: ForeignKey[Model, Model]
) -> None:
    first, second = two_tenants()
    with tenant_scope(first.id):
        foreign = make_row(field.related_model)  # type: ignore[arg-type]

    with (
        pytest.raises(DatabaseError, match="foreign key"),
        transaction.atomic(),
        tenant_scope(second.id),
    ):
        values = values_for(model, {}) | {field.attname: foreign.pk}
        model(**values).save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def test_every_table_is_a_tenants_or_stands_in_the_list_of_global_ones() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity, "
            "(select count(*) from pg_policy p where p.polrelid = c.oid) "
            "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition"
        )
        tables = {name: (walled, policies) for name, walled, policies in cursor.fetchall()}
    walled = {name for name, (is_walled, policies) in tables.items() if is_walled and policies == 2}

    assert {model._meta.db_table for model in MODELS} <= walled
    assert tables.keys() - walled <= GLOBAL_TABLES.keys()


def test_the_application_owns_nothing_and_cannot_step_over_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.rolname, r.rolsuper, r.rolbypassrls, (select count(*) from pg_class c "
            "where c.relowner = r.oid) from pg_roles r where r.rolname = current_user"
        )
        assert cursor.fetchone() == ("avrop_app", False, False, 0)


def test_partitions_cannot_be_reached_past_their_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select inhrelid::regclass::text, has_table_privilege(inhrelid, 'select') "
            "from pg_inherits i join pg_partitioned_table p on p.partrelid = i.inhparent"
        )
        partitions = cursor.fetchall()

    assert partitions
    assert [name for name, readable in partitions if readable] == []
