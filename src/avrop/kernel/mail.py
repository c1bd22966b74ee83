"""Mail to people. To those without an account in Swedish, as documents are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from avrop.kernel.presentation import shown

Written = tuple[str, str]


def can_mail(address: str) -> bool:
    """Whether the installation sends mail (`AVROP_MAIL`), and this looks like an address."""
    return "@" in address and bool(settings.AVROP_MAIL_FROM)


def mail_to(
    address: str, written: Callable[[], Written], facts: Mapping[str, Any], *, language: str = "sv"
) -> None:
    """Send what `written` says, its subject and its text in the active language, which is made
    `language`, with the facts that both name as people write them."""
    with translation.override(language):
        subject, text = written()
        said = {name: shown(value) for name, value in facts.items()}
    send_mail(subject % said, text % said, settings.AVROP_MAIL_FROM, [address])


def on_the_site(path: str) -> str:
    """A page's address for who is not there yet."""
    return f"{settings.AVROP_ADDRESS}{path}"
