"""Whose hands an account may be in.

One account is a human being's in every organisation, and the first organisation that knows her address
makes it. That one could have given it a password, followed its link or added a passkey before its holder
ever came; so what another organisation would let it into waits until she has shown that the address is
hers, and by that everything made before dies.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from avrop.accounts.announcing import announce
from avrop.accounts.events import AccountClaimed
from avrop.accounts.models import Account, ApiKey, SessionRow, SignInLink
from avrop.accounts.sessions import end_sessions_of


def held_accounts(account_ids: Iterable[UUID], *, at: datetime) -> frozenset[UUID]:
    """Those of the accounts that somebody can sign in to: by a password, a passkey, a link that still
    works or a session that goes on. One statement."""
    lives = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    links = SignInLink.objects.filter(account=OuterRef("id"), used_at=None, expires_at__gt=at)
    live = SessionRow.objects.filter(account=OuterRef("id"), ended_at=None, seen_at__gt=at - lives)
    has_password = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    opens = has_password | Exists(links) | Exists(live)
    factors = Authenticator.objects.filter(user_id=OuterRef("id"))
    rows = Account.objects.filter(opens | Exists(factors), id__in=list(account_ids))
    return frozenset(rows.values_list("id", flat=True))


def has_proved_address(account_id: UUID) -> bool:
    """Whether what opens the account is its holder's own."""
    return Account.objects.filter(id=account_id, proved_at__isnull=False).exists()


@transaction.atomic
def let_go(account_id: UUID, *, at: datetime) -> None:
    """Password, second factors, links, keys and sessions open the account no more; keys that the
    operator issued are left alone."""
    account = Account.objects.select_for_update().get(id=account_id)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    SignInLink.objects.filter(account_id=account_id, used_at=None).update(used_at=at)
    keys = ApiKey.objects.filter(account_id=account_id, revoked_at=None)
    keys.filter(issued_by__isnull=False).update(revoked_at=at)
    Authenticator.objects.filter(user_id=account_id).delete()
    end_sessions_of(account_id, why="password", at=at)
    announce(account_id, AccountClaimed, at=at)
