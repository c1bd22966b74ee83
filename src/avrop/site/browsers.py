"""Where a request comes from: the address, and whether somebody has signed in with this browser
before, which are only used to slow those who guess passwords; and which browser it is, which a
session is bound to."""

from __future__ import annotations

import hashlib
import re
import secrets
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "known", "avrop.known-browser"
LIVES_SECONDS = 365 * 24 * 3600
LONGEST_NAME = 400
#: What browsers call themselves, the most telling first; and the systems they run on.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_NUMBERS = re.compile(r"[\d._]+")
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


def name_of(request: HttpRequest) -> str:
    """The browser in words that its user knows it by: "Firefox, Windows"; "" where it does not say."""
    told = _told(request)
    found = [
        next((name for mark, name in known if mark in told), "") for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def mark_of(request: HttpRequest) -> str:
    """What a session is bound to: a digest of what the browser says of itself but for its versions,
    which change under a session that goes on."""
    return hashlib.sha256(_NUMBERS.sub("", _told(request)).encode()).hexdigest()[:32]


def _told(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:LONGEST_NAME]


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
