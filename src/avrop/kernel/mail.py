"""Mail to people. To those without an account in Swedish, as documents are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from avrop.kernel.practice import problems_leaving
from avrop.kernel.presentation import shown

Written = tuple[str, str]


def can_mail(address: str, by: UUID | None) -> bool:
    """Whether the installation sends mail (`AVROP_MAIL`), this looks like an address, and the
    organisation `by` whose mail it would be is none to practise in; None is the installation itself."""
    has_way = "@" in address and bool(settings.AVROP_MAIL_FROM)
    return has_way and not (by is not None and problems_leaving(by))


def mail_to(
    address: str,
    written: Callable[[], Written],
    facts: Mapping[str, Any],
    *,
    by: UUID | None,
    language: str = "sv",
) -> None:
    """Send what `written` says, its subject and its text in the active language, which is made
    `language`, with the facts that both name as people write them. Nothing leaves an organisation to
    practise in: what it would have told stands on its pages."""
    if by is not None and problems_leaving(by):
        return
    with translation.override(language):
        subject, text = written()
        said = {name: shown(value) for name, value in facts.items()}
    send_mail(subject % said, text % said, settings.AVROP_MAIL_FROM, [address])


def on_the_site(path: str) -> str:
    """A page's address for who is not there yet."""
    return f"{settings.AVROP_ADDRESS}{path}"
