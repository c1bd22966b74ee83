"""Messages in and out: the list, one message with its acknowledgements and steps, and its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.exchange import actions, queries
from avrop.exchange.queries import MessageView, TraceStep
from avrop.kernel.paging import LARGEST_PAGE
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.forms import keys_of
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    Sort,
    choices,
    day,
    link,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.lists import named as named_column
from avrop.site.patterns.shapes import Happened
from avrop.site.words import named

#: The steps that people take; the others are machines'.
BY_PEOPLE = frozenset({"resent", "retried", "settled", "opened"})
SUBJECTS = {
    ("in", "order"): "sales_order",
    ("out", "order"): "order",
    ("in", "order_response"): "order",
    ("out", "order_response"): "sales_order",
}
sitemap.register(
    SitePage(
        gettext_lazy("Messages"),
        "messages",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.see",),
        help=gettext_lazy(
            "Every document that has come or gone, with where it stands. Choose by state, kind, "
            "partner and day; open one to see each step it has taken."
        ),
    ),
    SitePage(
        gettext_lazy("Message"), "message", sitemap.MESSAGES, "coordinator", samples=("message",)
    ),
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the three acknowledgements: what it answers, what it said and when; no answer yet
    without `at`."""

    name: str
    question: str
    answer: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list, with its partner's name; `why` and `since` where it is stuck."""

    message: MessageView
    name: str
    partner: str
    why: str = ""
    since: datetime | None = None

    def __getattr__(self, name: str) -> Any:
        """What the message itself says."""
        return getattr(self.message, name)


DIRECTION = choices("direction", gettext_lazy("Direction"), "direction", gettext_lazy("Both"))
KIND = choices("kind", gettext_lazy("Document"), "document", gettext_lazy("All"))
PARTNER = Filter("partner", gettext_lazy("Partner, the last 90 days"))
SORTS = (
    Sort("newest", gettext_lazy("The newest first")),
    Sort(queries.OLDEST_FIRST, gettext_lazy("The oldest first")),
)
LIST = Listing(
    "messages",
    gettext_lazy("Messages"),
    (
        link("number", gettext_lazy("Document"), "message", lambda row: row.name),
        named_column("direction", gettext_lazy("Direction"), "direction"),
        text("partner", gettext_lazy("Partner")),
        tag("state", gettext_lazy("State"), "message"),
        day("since", gettext_lazy("Stuck since")),
        day("created_at", gettext_lazy("Time")),
        text("channel", gettext_lazy("Channel"), hidden=True),
        text("file_name", gettext_lazy("File"), hidden=True),
        text("id", "Id", hidden=True),
    ),
    empty=gettext_lazy("No document has come or gone yet."),
    what_next=gettext_lazy("They come here when an order is sent, or when a file is taken in."),
    filters=(
        DIRECTION,
        KIND,
        choices("state", gettext_lazy("State"), "message", gettext_lazy("All")),
        PARTNER,
        Filter("on", gettext_lazy("Day"), kind="date"),
    ),
    sorts=SORTS,
)


@require_safe
@signed_in
def messages(request: Request) -> HttpResponse:
    """Messages by direction, kind, state, partner and day."""
    return show_list(
        request,
        LIST,
        queries.messages_page,
        rows=lambda items: rows_of(request, items),
        partners=addresses_of(request),
    )


def addresses_of(request: Request) -> list[str]:
    """The electronic addresses of those whose name holds what is looked for as partner."""
    wanted = request.GET.get("partner", "").strip()
    if not wanted:
        return []
    found = ask(request, parties.organisations_page, text=wanted, limit=LARGEST_PAGE).items
    return [one.endpoint for one in found if one.endpoint]


def rows_of(request: Request, items: Sequence[MessageView]) -> tuple[MessageRow, ...]:
    """Messages as lists show them: three statements more."""
    with tenant_scope(actor_of(request).tenant_id):
        names = _partners(request)
        stuck = [item.id for item in items if item.state in queries.STUCK]
        since = queries.stuck_since(stuck) if stuck else {}
    return tuple(_row(item, names, since.get(item.id)) for item in items)


def _row(message: MessageView, names: Mapping[str, str], since: datetime | None) -> MessageRow:
    partner = message.receiver if message.direction == "out" else message.sender
    number = message.document_number or message.file_name
    why = queries.said(message.findings[0]).sentence if message.findings else ""
    name = f"{named(message.kind, 'document')} {number}".strip()
    return MessageRow(message, name, names.get(partner, partner), why, since)


@require_safe
@signed_in
def message(request: Request, message_id: UUID) -> HttpResponse:
    """One message: where it stands, who has acknowledged what, what was found, and each step."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.message, message_id=message_id)
        steps = ask(request, queries.steps, message_id=message_id)
        rights = rights_of(request)
        names = _partners(request)
    values = {
        "message": found,
        "names": names,
        "layers": _layers(found),
        "findings": tuple(queries.said(finding) for finding in found.findings),
        "steps": _timeline(steps),
        "subject": _subject(found),
        "keys": keys_of(request),
        "may_resend": "resend" in found.available_actions and "exchange.resend" in rights,
        "may_retry": "retry_take_in" in found.available_actions and "exchange.retry" in rights,
        "may_settle": "settle_conflict" in found.available_actions and "exchange.settle" in rights,
        "may_open": "acknowledge" in found.available_actions and "exchange.open" in rights,
    }
    return show(request, "site/message.html", values)


def _partners(request: Request) -> dict[str, str]:
    """Electronic address → name, of the organisations that are known here."""
    known = ask(request, parties.organisations_page, limit=LARGEST_PAGE).items
    return {one.endpoint: one.name for one in known if one.endpoint}


def _timeline(steps: Sequence[TraceStep]) -> tuple[Happened, ...]:
    """Each step with the whole days in which nothing happened before it."""
    before = [None, *(step.at for step in steps)]
    return tuple(
        Happened(
            at=step.at,
            sentence=named(step.step, "step"),
            note=str(step.detail.get("reason", "")),
            kind="" if step.step in BY_PEOPLE else "exchange",
            days_before=(step.at - former).days if former else 0,
        )
        for step, former in zip(steps, before, strict=False)
    )


def _subject(message: MessageView) -> str:
    page = SUBJECTS.get((message.direction, message.kind))
    if page is None or message.subject_id is None:
        return ""
    return reverse(page, args=[message.subject_id])


def _layers(message: MessageView) -> tuple[Layer, ...]:
    """Transport, message level and business: three facts that are never mixed."""
    return (
        Layer(
            _("Transport"),
            _("Has the receiver's system got it?"),
            _("Yes, it has arrived.") if message.transport_acknowledged_at else "",
            message.transport_acknowledged_at,
        ),
        Layer(
            _("Message"),
            _("Could the receiver's system read it?"),
            message.message_status,
            message.message_status_at,
        ),
        Layer(
            _("Business"),
            _("What did the receiver answer?"),
            _business_answer(message.business_response),
            message.business_response_at,
        ),
    )


def _business_answer(response: str) -> str:
    known = named(response, "answer") if response else ""
    return named(response, "document") if known == response and response else known


@require_safe
@signed_in
def download(request: Request, message_id: UUID) -> HttpResponse:
    """The bytes exactly as they came or left."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.message, message_id=message_id)
        content = ask(request, queries.payload, message_id=message_id)
    return sent_as_file(
        request,
        content,
        f"{found.direction}-{found.kind or 'unknown'}-{found.id}.xml",
        "application/octet-stream",
        what="payload",
        filters={"direction": found.direction, "kind": found.kind},
        subject_id=found.id,
    )


@require_POST
@signed_in
def resend(request: Request, message_id: UUID) -> HttpResponse:
    """Send a message again."""
    ask(request, actions.resend, message_id=message_id, reason=_reason(request))
    notes.success(request, _("The message is on its way again."))
    return _to(message_id)


@require_POST
@signed_in
def retry(request: Request, message_id: UUID) -> HttpResponse:
    """Have a message taken in again."""
    ask(request, actions.retry_take_in, message_id=message_id, reason=_reason(request))
    notes.success(request, _("The message is being taken in again."))
    return _to(message_id)


@require_POST
@signed_in
def settle(request: Request, message_id: UUID) -> HttpResponse:
    """Close a conflict that the reader has looked at."""
    ask(request, actions.settle_conflict, message_id=message_id, reason=_reason(request))
    notes.success(request, _("The conflict is settled. The message that came first holds."))
    return _to(message_id)


@require_POST
@signed_in
def acknowledge(request: Request, message_id: UUID) -> HttpResponse:
    """Open a message of the portal."""
    ask(request, actions.acknowledge, message_id=message_id)
    notes.success(request, _("The sender is told that the message has arrived."))
    return _to(message_id)


def _reason(request: Request) -> str:
    return request.POST.get("reason", "").strip()


def _to(message_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("message", args=[message_id]))
