"""Messages in and out: the list, one message with its acknowledgements and steps, and its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpResponse
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
from avrop.site.pages.found import found_in
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm, keys_of
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


class ResendForm(PageForm):
    """Why a message is sent again."""

    reason = LongTextField(
        gettext_lazy("Why it is sent again"), longest=queries.LONGEST_REASON, rows=2
    )


class RetryForm(PageForm):
    """What was mended before a message is taken in again."""

    reason = LongTextField(
        gettext_lazy("What has been mended"), longest=queries.LONGEST_REASON, rows=2
    )


class SettleForm(PageForm):
    """What was found out about two messages that contradict each other."""

    reason = LongTextField(
        gettext_lazy("What was found out about the two messages"),
        hint=gettext_lazy("The message that came first holds, and this one has no effect."),
        longest=queries.LONGEST_REASON,
        rows=2,
    )


@dataclass(frozen=True, slots=True)
class Work:
    """Something a reader may do to a message that asks for a reason: by which form and command, under
    which right, and what it is called. `verb` is the lifecycle's."""

    verb: str
    right: str
    page: str
    form: type[PageForm]
    command: Callable[..., MessageView]
    name: Any
    done: Any


RESEND = Work(
    "resend",
    "exchange.resend",
    "resend",
    ResendForm,
    actions.resend,
    gettext_lazy("Send again"),
    gettext_lazy("The message is on its way again."),
)
RETRY = Work(
    "retry_take_in",
    "exchange.retry",
    "retry",
    RetryForm,
    actions.retry_take_in,
    gettext_lazy("Take in again"),
    gettext_lazy("The message is being taken in again."),
)
SETTLE = Work(
    "settle_conflict",
    "exchange.settle",
    "settle",
    SettleForm,
    actions.settle_conflict,
    gettext_lazy("Settle the conflict"),
    gettext_lazy("The conflict is settled. The message that came first holds."),
)
#: In the order they are offered; the lifecycle lets one of them at a time.
WORK = (RESEND, RETRY, SETTLE)


@require_safe
@signed_in
def message(request: Request, message_id: UUID) -> HttpResponse:
    """One message: where it stands, who has acknowledged what, what was found, and each step."""
    return _show_message(request, message_id)


def _show_message(request: Request, message_id: UUID, sent: PageForm | None = None) -> HttpResponse:
    """The message; with `sent`, the form that was not done, and what was typed in it."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.message, message_id=message_id)
        steps = ask(request, queries.steps, message_id=message_id)
        rights = rights_of(request)
        names = _partners(request)
    values = {
        "message": found,
        "names": names,
        "layers": _layers(found),
        "findings": found_in(found.findings),
        "steps": _timeline(steps),
        "subject": _subject(found),
        "keys": keys_of(request),
        "sent": sent,
        "work": _work(request, found, rights, sent),
        "may_open": "acknowledge" in found.available_actions and "exchange.open" in rights,
    }
    return show(request, "site/message.html", values, status=sent.status if sent else 200)


def _work(
    request: Request, message: MessageView, rights: frozenset[str], sent: PageForm | None
) -> tuple[tuple[str, PageForm, Any], ...]:
    """What can be done now: the address, the form, and what its button is called."""
    return tuple(
        (
            reverse(one.page, args=[message.id]),
            sent if isinstance(sent, one.form) else one.form(request),
            one.name,
        )
        for one in WORK
        if one.verb in message.available_actions and one.right in rights
    )


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


def _do(request: Request, message_id: UUID, work: Work) -> HttpResponse:
    """Do it once, or show the message again with what was typed and why not."""
    form = work.form(request)
    if form.sends(work.command, message_id=message_id):
        notes.success(request, work.done)
        return form.redirect("message", message_id)
    return _show_message(request, message_id, form)


@require_POST
@signed_in
def resend(request: Request, message_id: UUID) -> HttpResponse:
    """Send a message again."""
    return _do(request, message_id, RESEND)


@require_POST
@signed_in
def retry(request: Request, message_id: UUID) -> HttpResponse:
    """Have a message taken in again."""
    return _do(request, message_id, RETRY)


@require_POST
@signed_in
def settle(request: Request, message_id: UUID) -> HttpResponse:
    """Close a conflict that the reader has looked at."""
    return _do(request, message_id, SETTLE)


@require_POST
@signed_in
def acknowledge(request: Request, message_id: UUID) -> HttpResponse:
    """Open a message of the portal."""
    form = PageForm(request)
    if form.sends(actions.acknowledge, message_id=message_id):
        notes.success(request, _("The sender is told that the message has arrived."))
        return form.redirect("message", message_id)
    return _show_message(request, message_id, form)
