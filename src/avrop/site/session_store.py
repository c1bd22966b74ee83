"""Where sessions are kept: Django's table, read by a statement that is prepared, since every request
reads it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from avrop.kernel.compiled import Given, compiled

_stored = compiled(
    lambda: db.SessionStore.get_model_class().objects.filter(
        session_key=Given("key"), expire_date__gt=Given("now")
    )
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Any:
        found = _stored.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
