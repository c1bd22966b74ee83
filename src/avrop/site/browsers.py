"""Where a request comes from: the address, and whether somebody has signed in with this browser
before. Both are only used to slow those who guess passwords."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "known", "avrop.known-browser"
LIVES_SECONDS = 365 * 24 * 3600
#: So many accounts of one browser are remembered; of more, the last.
MOST_ACCOUNTS = 8


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks: the connection's, or what a trusted proxy has added last; "" where
    the proxy does not say, since it is not everybody's address.

    The same proxies are trusted as gunicorn trusts (FORWARDED_ALLOW_IPS): from others anybody could
    claim any address.
    """
    connected: str = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if connected and connected not in trusted and "*" not in trusted:
        return connected
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()


def known_to(request: HttpRequest, account_id: UUID | None) -> str:
    """The name of this browser where the account has signed in with it before, else ""."""
    name, accounts = _read(request)
    return name if account_id is not None and account_id.hex in accounts else ""


def remember(request: HttpRequest, answer: HttpResponse, account_id: UUID) -> None:
    """From now on the browser is known to the account."""
    name, accounts = _read(request)
    others = [each for each in accounts if each != account_id.hex]
    kept = [*others, account_id.hex][-MOST_ACCOUNTS:]
    answer.set_signed_cookie(
        COOKIE,
        ".".join([name or secrets.token_hex(16), *kept]),
        salt=SALT,
        max_age=LIVES_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LIVES_SECONDS)
    name, *accounts = (value or "").split(".")
    return name, accounts
