"""Where sessions are kept: Django's table, read by a statement that is prepared, since every request
reads it.

Of a session's key only a digest is stored. Whoever reads the database, or a dump of it, finds nothing to
sign in with.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from avrop.accounts.sessions import digest_of
from avrop.kernel.compiled import Given, compiled

_stored = compiled(
    lambda: db.SessionStore.get_model_class().objects.filter(
        session_key=Given("key"), expire_date__gt=Given("now")
    )
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, by the digests of their keys."""

    def _get_session_from_db(self) -> Any:
        found = _stored.first(key=digest_of(self.session_key or ""), now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of that key."""
        return self.model.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to store."""
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Forget the session of that key, of this one without."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest_of(key)).delete()
