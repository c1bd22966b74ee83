"""Sessions as their holders know them: opened, given a new key, ended, and recognised when an old
key comes back. What a session holds while it lasts is Django's; see `site.session_store`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from avrop.accounts.announcing import announce_each, announce_refusal
from avrop.accounts.events import SessionEnded
from avrop.accounts.models import SessionRow

#: A request may be on its way with the former key while the session is given a new one.
ON_ITS_WAY = timedelta(seconds=30)
#: Ended sessions are shown for so long.
SHOWN_AFTER_END = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as its holder is shown it."""

    id: UUID
    browser: str
    method: str
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    ended_by: str


def digest_of(key: str) -> str:
    """What is stored of a session's key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:40]


def open_session(account_id: UUID, key: str, *, browser: str, method: str, at: datetime) -> UUID:
    """Write down that a session began."""
    row = SessionRow.objects.create(
        account_id=account_id,
        key_hash=digest_of(key),
        browser=browser,
        method=method,
        began_at=at,
        seen_at=at,
    )
    return row.id


def change_key(session_id: UUID, former: str, key: str, *, at: datetime) -> None:
    """The session has a new key: the former one opens nothing any more."""
    SessionRow.objects.filter(id=session_id, ended_at=None).update(
        key_hash=digest_of(key), former_hash=digest_of(former), changed_at=at, seen_at=at
    )


def note_seen(session_id: UUID, *, at: datetime) -> None:
    """The session was used."""
    SessionRow.objects.filter(id=session_id, ended_at=None).update(seen_at=at)


@transaction.atomic
def end_session(session_id: UUID, *, account_id: UUID, why: str, at: datetime) -> bool:
    """From now on the session opens nothing. Says whether it did until now."""
    rows = SessionRow.objects.filter(id=session_id, account_id=account_id)
    return _end(rows, account_id, why, at) > 0


@transaction.atomic
def end_sessions_of(account_id: UUID, *, why: str, at: datetime, but: UUID | None = None) -> int:
    """End every session of an account but one; returns how many. Statements do not grow with them."""
    rows = SessionRow.objects.filter(account_id=account_id)
    return _end(rows if but is None else rows.exclude(id=but), account_id, why, at)


def _end(rows: QuerySet[SessionRow], account_id: UUID, why: str, at: datetime) -> int:
    live = rows.filter(ended_at=None).select_for_update().order_by("id")
    keys = dict(live.values_list("id", "key_hash"))
    if keys:
        SessionRow.objects.filter(id__in=list(keys)).update(ended_at=at, ended_by=why)
        Session.objects.filter(session_key__in=list(keys.values())).delete()
        announce_each(
            account_id,
            lambda person_id: [SessionEnded(person_id, session_id, why) for session_id in keys],
            at=at,
        )
    return len(keys)


def refuse_old_key(key: str, *, at: datetime) -> bool:
    """Somebody came with a key that opens nothing. Where it is a session's former key, or that of
    one that was ended, it is in the wrong hands: it is written down, and a session that goes on
    under a newer key is ended, since one of the two is not its holder. Says whether it was such a
    key."""
    stored = digest_of(key)
    row = (
        SessionRow.objects.filter(former_hash=stored).first()
        or SessionRow.objects.filter(key_hash=stored).exclude(ended_at=None).first()
    )
    if row is None:
        return False
    if (
        row.changed_at is not None
        and row.former_hash == stored
        and at - row.changed_at < ON_ITS_WAY
    ):
        return False
    SessionRow.objects.filter(id=row.id).update(refused=F("refused") + 1)
    end_session(row.id, account_id=row.account_id, why="former_key", at=at)
    announce_refusal(row.account_id, "accounts.session_is_over", at=at, count=row.refused + 1)
    return True


def sessions_of(account_id: UUID, *, at: datetime, live_for: timedelta) -> tuple[SessionFacts, ...]:
    """The sessions of an account, the live ones first; `live_for` is how long one lasts unused."""
    rows = SessionRow.objects.filter(account_id=account_id, seen_at__gt=at - SHOWN_AFTER_END)
    found = [_facts(row, at - live_for) for row in rows.order_by("-seen_at")[:100]]
    return tuple(sorted(found, key=lambda one: one.ended_at is not None))


def _facts(row: SessionRow, seen_since: datetime) -> SessionFacts:
    has_run_out = row.ended_at is None and row.seen_at < seen_since
    return SessionFacts(
        row.id,
        row.browser,
        row.method,
        row.began_at,
        row.seen_at,
        row.seen_at if has_run_out else row.ended_at,
        "ran_out" if has_run_out else row.ended_by,
    )


def emergencies_since(moment: datetime) -> tuple[UUID, ...]:
    """The accounts for emergencies that were used since a moment."""
    rows = SessionRow.objects.filter(method="break_glass", began_at__gte=moment)
    return tuple(rows.values_list("account_id", flat=True).distinct())


def last_sign_ins(account_ids: list[UUID]) -> dict[UUID, datetime]:
    """When each account last signed in, in one statement; accounts that never did are left out."""
    rows = SessionRow.objects.filter(account_id__in=account_ids).order_by("account_id", "-began_at")
    return dict(rows.distinct("account_id").values_list("account_id", "began_at"))
