"""Addresses that open one row to whoever holds them, without an account.

A token carries the organisation and the row, signed with the installation's secret. Nothing that opens
anything is stored, so whoever reads the database cannot make one; how long a token is good for is the
row's to say.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

_UUID_BYTES = 16
#: That such an address was used is written down so often.
_NOTES_USE_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Opens:
    """What a token stands for."""

    tenant_id: UUID
    row_id: UUID


def is_use_to_note(last_used_at: datetime | None, at: datetime) -> bool:
    """Whether the row that was opened is to say so: not each time somebody turns a page."""
    return last_used_at is None or at - last_used_at >= _NOTES_USE_EVERY


class Tokens:
    """Makes and reads the tokens of one purpose: a token of another is none."""

    def __init__(self, purpose: str) -> None:
        self._signer = Signer(sep="~", salt=purpose)

    def made_for(self, tenant_id: UUID, row_id: UUID) -> str:
        """The part of an address that opens a row."""
        carried = base64.urlsafe_b64encode(tenant_id.bytes + row_id.bytes).decode().rstrip("=")
        return self._signer.sign(carried)

    def read(self, token: str) -> Opens | None:
        """What a token stands for; None for one that this installation has not signed."""
        try:
            carried = base64.urlsafe_b64decode(self._signer.unsign(token) + "=")
        except (BadSignature, binascii.Error, ValueError):
            return None
        return Opens(UUID(bytes=carried[:_UUID_BYTES]), UUID(bytes=carried[_UUID_BYTES:]))
