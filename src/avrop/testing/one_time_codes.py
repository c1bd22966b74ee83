"""One-time codes for tests, as the app in somebody's telephone makes them (RFC 6238)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from avrop.accounts import second_factors

STEP_SECONDS = 30
#: So long ago the app was added, so that the code of now is not the one it was added with.
A_WHILE = timedelta(minutes=5)


def an_app_of(account_id: UUID | None) -> str:
    """The secret of the app that the holder of an account added a while ago."""
    assert account_id is not None
    secret, earlier = second_factors.new_secret(), datetime.now(UTC) - A_WHILE
    second_factors.add_totp(account_id, secret, code_of(secret, earlier), at=earlier)
    return secret


def code_of(secret: str, at: datetime | None = None) -> str:
    """The code that the app shows at a moment; now, where none is named."""
    moment = at or datetime.now(UTC)
    return str(format_hotp_value(hotp_value(secret, int(moment.timestamp()) // STEP_SECONDS)))
