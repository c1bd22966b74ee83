"""What Django's checks hold every model to, so that a wall cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import DO_NOTHING, Field, ForeignKey, Index, Model, UniqueConstraint

from avrop.kernel.postgresql.schema import TENANT_ID, tenant_field

#: The tables without a tenant, and why each has none. The catalogue test permits only these.
GLOBAL_TABLES = {
    "kernel_tenant": "who the tenants are",
    "accounts_account": "one human being has one sign-in, whatever organisations he works for",
    "accounts_sign_in_link": "a link is followed before anybody is signed in",
    "accounts_sign_in_tries": "tries are counted before anybody is signed in",
    "accounts_session": "a session is opened before an organisation is chosen",
    "accounts_api_key": "a key is looked up before its tenant is known",
    "parties_membership": "which organisations an account may choose is asked before one is chosen",
    "exchange_endpoint": "the directory: which tenant receives for a Peppol participant",
    "django_session": "a session is opened before an organisation is chosen",
    "django_migrations": "what has been migrated",
    "django_content_type": "a package's table",
    "auth_permission": "a package's table, unused",
    "auth_group": "a package's table, unused",
    "auth_group_permissions": "a package's table, unused",
    "mfa_authenticator": "a package's table: second factors, which are an account's",
    "socialaccount_socialaccount": "a package's table: who an account is at another sign-in",
    "socialaccount_socialapp": "a package's table, unused: sign-ins of others stand in the settings",
    "socialaccount_socialtoken": "a package's table, unused: no token of others is kept",
    "account_emailaddress": "a package's table, unused",
    "account_emailconfirmation": "a package's table, unused",
    "procrastinate_jobs": "the job queue",
    "procrastinate_events": "the job queue",
    "procrastinate_periodic_defers": "the job queue",
    "procrastinate_workers": "the job queue",
}


@register()
def tables_are_walled(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every model of ours has a tenant or stands in the list; keys lead with the tenant."""
    return [
        message
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("avrop.")
        for message in _faults(model)
    ]


def _faults(model: type[Model]) -> Iterator[CheckMessage]:
    table = model._meta.db_table
    if tenant_field(model) is None:
        if table not in GLOBAL_TABLES:
            yield Error(f"{table} has no tenant and no reason to have none", id="avrop.E001")
        return
    if model._meta.local_many_to_many:
        yield Error(f"{table}: many-to-many must be a table of its own", id="avrop.E002")
    for name, fields in _keys(model):
        if not fields or fields[0] != TENANT_ID:
            yield Error(f"{table}: {name} does not lead with {TENANT_ID}", id="avrop.E003")
    for field in model._meta.local_fields:
        yield from _field_faults(table, field)


def _keys(model: type[Model]) -> Iterator[tuple[str, list[str]]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield constraint.name, list(constraint.fields)
    for index in model._meta.indexes:
        if isinstance(index, Index) and index.fields:
            yield index.name, [name.lstrip("-") for name in index.fields]


def _field_faults(table: str, field: Field[Any, Any]) -> Iterator[CheckMessage]:
    if field.unique and not field.primary_key:
        yield Error(f"{table}.{field.name}: unique across tenants", id="avrop.E004")
    if isinstance(field, ForeignKey):
        if field.remote_field.on_delete is not DO_NOTHING:
            yield Error(f"{table}.{field.name}: deletes are the database's", id="avrop.E005")
        if field.remote_field.related_name != "+":
            yield Error(f"{table}.{field.name}: related_name must be '+'", id="avrop.E006")
