"""The backend named in `DATABASES["…"]["ENGINE"]`."""

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from avrop.kernel.postgresql.schema import TenantSchemaEditor


class DatabaseWrapper(PostgreSQL):
    """Django's PostgreSQL, with `TenantSchemaEditor` and statements that are prepared.

    The database reads, rewrites (row-level security) and plans a statement once for each connection
    instead of each time, which costs several times what running most of them does.
    """

    SchemaEditorClass = TenantSchemaEditor
    #: More than all commands and queries have, so that none is thrown out to be prepared again.
    PREPARED_STATEMENTS = 2_000

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that keeps its prepared statements."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = self.PREPARED_STATEMENTS
        return connection
