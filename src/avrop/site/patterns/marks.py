"""Whose form it is, said so that nobody else can read or make it."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SENDER = "sender"


def sender_mark(account_id: object) -> str:
    """Whose form it is, as a mark that says nothing to anybody else."""
    return salted_hmac("avrop.form", str(account_id)).hexdigest()[:32]
