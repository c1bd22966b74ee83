"""The backend named in `DATABASES["…"]["ENGINE"]`."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.utils import CursorWrapper
from psycopg import _queries
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.types.datetime import TimestamptzLoader

from avrop.kernel.postgresql.schema import TenantSchemaEditor

try:
    from psycopg_binary._psycopg import (  # type: ignore[attr-defined]  # compiled
        TimestamptzLoader as _CompiledReader,
    )
except ImportError:  # another build of the driver
    _CompiledReader = None

#: More than all commands and queries have, so that none is thrown out to be prepared again.
STATEMENTS = 2_000

# What the driver has made of a statement's placeholders it keeps for the last 128 statements, which is
# fewer than the way of one order takes; it offers no setting.
_queries._query2pg = lru_cache(STATEMENTS)(_queries._query2pg_nocache)


class MomentLoader(Loader):
    """Moments in UTC, read by the driver's compiled reader where it has one.

    Django's reads them in Python, to give them any zone; with hundreds on a page that is felt.
    """

    #: Django asks a loader what zone it reads in.
    timezone = UTC

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        if _CompiledReader is not None:
            # The driver takes the method from the instance: what it then calls is compiled.
            self.load = _CompiledReader(oid, context).load  # type: ignore[method-assign]
        else:
            self._reader = TimestamptzLoader(oid, context)

    def load(self, value: Buffer) -> datetime | None:
        """A moment in UTC."""
        return self._reader.load(value).replace(tzinfo=UTC)


class LentCursor(CursorWrapper):
    """A cursor of the connection's, for one use: making one anew costs as much as using it.

    Closing gives it back, once, however often it is asked for; nobody can use it through this
    wrapper after that.
    """

    def close(self) -> None:
        """Forget the answer and give the cursor back."""
        cursor, self.cursor = self.cursor, None
        if cursor is not None and not cursor.closed:
            cursor._reset()
            cursor.connection.spare_cursors.append(cursor)


class DatabaseWrapper(PostgreSQL):
    """Django's PostgreSQL, with `TenantSchemaEditor`, statements that are prepared and cursors that are
    used again.

    The database reads, rewrites (row-level security) and plans a statement once for each connection
    instead of each time, which costs several times what running most of them does.
    """

    SchemaEditorClass = TenantSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that keeps its prepared statements and its cursors."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = STATEMENTS
        connection.spare_cursors = []
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", MomentLoader)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A spare cursor of the connection's where there is one."""
        spare = None if name else self.connection.spare_cursors
        return spare.pop() if spare else super().create_cursor(name)

    def make_cursor(self, cursor: Any) -> Any:
        """Lend it; one with a name lives in the database and is closed there."""
        return (
            super().make_cursor(cursor)
            if getattr(cursor, "name", None)
            else LentCursor(cursor, self)
        )
