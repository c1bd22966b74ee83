"""Forms that were sent when nobody was signed in any more: kept on the server, in the session, until the
same person has signed in again and sends them by a click.

Only forms of ours are kept: they carry a mark of whose they are (`patterns.forms.sender_mark`), which
nobody else can make, so that no other site can leave a form here for somebody to send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from avrop.site.patterns.marks import SENDER, sender_mark

IN_SESSION = "kept_form"
LONGEST = 300_000
MARK_LENGTH = 32
#: What a form carries for itself; a fresh token is given to it when it is sent again.
OWN = frozenset({"csrfmiddlewaretoken"})
UNSEEN = frozenset({"once", "expected_version", "sender", "form", *OWN})
HOUR_IN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was sent: where to, with what, and whose it is; and whether it waited for a second
    factor, and not for a new session."""

    address: str
    fields: tuple[tuple[str, str], ...]
    sender: str
    had_files: bool
    awaited_proof: bool = False

    @property
    def typed(self) -> tuple[str, ...]:
        """What somebody wrote or chose, without what the form carries for itself."""
        return tuple(value for name, value in self.fields if name not in UNSEEN and value.strip())

    def is_of(self, account_id: object) -> bool:
        """Whether this account was signed in when the form was shown."""
        return constant_time_compare(self.sender, sender_mark(account_id))


def keep(request: HttpRequest, *, awaits_proof: bool = False) -> bool:
    """Keep the form that this request sends; whether it could be."""
    sender = request.POST.get(SENDER, "")
    fields = _fields_of(request.POST)
    if len(sender) != MARK_LENGTH or sum(len(a) + len(b) for a, b in fields) > LONGEST:
        return False
    if not request.user.is_authenticated:
        request.session.set_expiry(HOUR_IN_SECONDS)
    request.session[IN_SESSION] = {
        "address": request.get_full_path(),
        "fields": fields,
        "sender": sender,
        "had_files": bool(request.FILES),
        "awaited_proof": request.user.is_authenticated and awaits_proof,
    }
    return True


def _fields_of(given: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in given.lists()
        for value in values
        if name not in OWN and "\x00" not in value
    ]


def kept_in(request: HttpRequest) -> KeptForm | None:
    """The form that is kept in this session."""
    found: dict[str, Any] | None = request.session.get(IN_SESSION)
    if not found:
        return None
    fields = tuple((str(name), str(value)) for name, value in found["fields"])
    awaited = bool(found.get("awaited_proof"))
    return KeptForm(found["address"], fields, found["sender"], found["had_files"], awaited)


def forget(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(IN_SESSION, None)


def forget_if_sent(request: HttpRequest) -> None:
    """A kept form that is sent is kept no longer."""
    found = request.session.get(IN_SESSION)
    if found and urlsplit(found["address"]).path == request.path:
        forget(request)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form was sent from a page of this site."""
    told = request.headers.get("Sec-Fetch-Site", "")
    if told:
        return told == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(source) and url_has_allowed_host_and_scheme(source, {request.get_host()})
