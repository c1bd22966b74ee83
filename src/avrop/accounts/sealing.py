"""Secrets are stored sealed: who reads the database, or a dump of it, cannot use them.

Sealed with AES-128-CBC and HMAC-SHA-256 (Fernet, of the package `cryptography`), by a key that is
derived from the installation's `AVROP_SECRETS_KEY`; without it from the key that signs sessions.
After a change of key what was sealed before is opened by `AVROP_SECRETS_KEY_FORMER`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_PURPOSE = b"avrop.accounts: secrets at rest"


class CannotUnseal(ValueError):
    """The text was sealed by another key, or has been changed."""


def sealed(text: str) -> str:
    """The text as it may be stored."""
    return _sealer(*_keys()).encrypt(text.encode()).decode()


def unsealed(stored: str) -> str:
    """What was sealed. Raises CannotUnseal."""
    from cryptography.fernet import InvalidToken

    try:
        return _sealer(*_keys()).decrypt(stored.encode()).decode()
    except InvalidToken:
        raise CannotUnseal("AVROP_SECRETS_KEY is not the key this was sealed by") from None


def _keys() -> tuple[str, ...]:
    return tuple(
        key for key in (settings.AVROP_SECRETS_KEY, settings.AVROP_SECRETS_KEY_FORMER) if key
    )


@lru_cache(maxsize=4)
def _sealer(*keys: str) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """A key of the right length and for this purpose alone: what signs sessions seals nothing."""
    return base64.urlsafe_b64encode(hmac.new(key.encode(), _PURPOSE, hashlib.sha256).digest())
