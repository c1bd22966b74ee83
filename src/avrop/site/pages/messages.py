"""Messages in and out: the list, one message with its acknowledgements and steps, and its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from avrop.site.words import named

PAGE_SIZE = 50
FILTERS = ("direction", "state", "kind")
SUBJECTS = {
    ("in", "order"): "sales_order",
    ("out", "order"): "order",
    ("in", "order_response"): "order",
    ("out", "order_response"): "sales_order",
}
sitemap.register(
    SitePage(gettext_lazy("Messages"), "messages", sitemap.MESSAGES, "coordinator"),
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


@require_safe
@signed_in
def messages(request: Request) -> HttpResponse:
    """Messages, the newest first, by direction, state and kind."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    cursor = {"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}
    with tenant_scope(actor_of(request).tenant_id):
        page = ask(request, queries.messages_page, limit=PAGE_SIZE, **chosen, **cursor)
        names = _partners(request)
    query = request.GET.copy()
    query.pop("cursor", None)
    values = {
        "page": page,
        "chosen": chosen,
        "is_first": not cursor,
        "query": query.urlencode(),
        "names": names,
    }
    part = "#results" if request.htmx and not request.htmx.boosted else ""
    return show(request, f"site/messages.html{part}", values)


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
        "steps": tuple((step, _step_name(step)) for step in steps),
        "subject": _subject(found),
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


def _step_name(step: TraceStep) -> str:
    return named(step.step, "step")


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
    answer = HttpResponse(content, content_type="application/octet-stream")
    name = f"{found.direction}-{found.kind or 'unknown'}-{found.id}.xml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
