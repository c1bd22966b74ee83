"""One way to write values as JSON: sorted keys, no spaces, exact decimals. What is hashed, stored in
events and idempotency keys, or put on the job queue goes through here."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


def canonical_json(value: Any) -> str:
    """`value` (frozen dataclasses, ids, dates, decimals …) as canonical JSON text."""
    return msgspec.json.encode(value, order="sorted").decode()


def read_json(text: str, kind: type[Value]) -> Value:
    """The value that `canonical_json` wrote; `msgspec.ValidationError` where it doesn't fit."""
    return msgspec.json.decode(text, type=kind)


def from_plain(plain: Any, kind: Any) -> Any:
    """Plain JSON values as `kind`, checked; text is read as numbers, dates and ids where asked."""
    return msgspec.convert(plain, type=kind, strict=False)


def to_plain(value: Any) -> Any:
    """`value` as plain JSON values."""
    return msgspec.to_builtins(value)


def digest(*parts: bytes | str) -> bytes:
    """SHA-256 over the parts one after another."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode() if isinstance(part, str) else part)
    return sha.digest()
