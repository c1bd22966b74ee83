"""The backend named in `DATABASES["…"]["ENGINE"]`."""

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from avrop.kernel.postgresql.schema import TenantSchemaEditor


class DatabaseWrapper(PostgreSQL):
    """Django's PostgreSQL, with `TenantSchemaEditor`."""

    SchemaEditorClass = TenantSchemaEditor
