"""Between the first factor and the second: whose it was, for ten minutes, in a session that is
nobody's yet."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

WAITING, LASTS_SECONDS = "waiting_for_second", 600


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has shown a first factor, and where he is going."""

    account_id: UUID
    target: str


def wait_for_second(request: HttpRequest, account_id: UUID, target: str) -> None:
    """Remember who it is, under a key that nobody can have had before."""
    kept = dict(request.session.items())
    request.session.flush()
    request.session.update(kept)
    request.session.set_expiry(LASTS_SECONDS)
    request.session[WAITING] = {
        "account": str(account_id),
        "target": target,
        "until": time.time() + LASTS_SECONDS,
    }


def waiting_for(request: HttpRequest) -> Waiting | None:
    """Who is to show a second factor; None where nobody is, or has waited too long."""
    found = request.session.get(WAITING)
    if not found or found["until"] < time.time():
        return None
    return Waiting(UUID(found["account"]), found["target"])
