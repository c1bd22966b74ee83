"""Letting a supplier without an account in to an order: who is invited, until when; taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.buying.orders import actions, queries
from avrop.buying.orders.invitations import LONGEST_HOLDER, is_closed
from avrop.buying.orders.shapes import InvitationView
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import DayField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action

USUAL_LIFE = timedelta(days=30)
sitemap.register(
    SitePage(
        gettext_lazy("Invite the supplier"),
        "invitations",
        sitemap.BUY,
        "coordinator",
        rights=("orders.invite_seller",),
        samples=("order",),
        help=gettext_lazy(
            "A supplier that nobody signs in for here gets a link to one order, and answers, delivers "
            "and invoices by it. Here you see who was invited, by whom, and when the link was last used."
        ),
    )
)


class InvitationForm(PageForm):
    """Whom an order is opened to, and until when."""

    holder = TextField(
        gettext_lazy("Whom is it for?"),
        hint=gettext_lazy(
            "An e-mail address gets the link by mail. With a name, you pass the link on yourself."
        ),
        longest=LONGEST_HOLDER,
    )
    valid_until = DayField(
        gettext_lazy("Good until the end of"), hint=gettext_lazy("At most 120 days from today.")
    )


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation with the name of who made it; `take_back` for one that opens something."""

    invitation: InvitationView
    made_by: str
    take_back: Action | None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitations(request: Request, order_id: UUID) -> HttpResponse:
    """The invitations to an order, and a new one, whose address is shown once: it is kept nowhere, so
    the page that makes it shows it, and no other."""
    form = InvitationForm(request, initial={"valid_until": today() + USUAL_LIFE})
    if form.sends(actions.invite_seller, order_id=order_id):
        path = reverse("supplier_order", args=[form.answer.token])
        made = {"address": request.build_absolute_uri(path), "holder": form.value("holder")}
        fresh = InvitationForm(_unsent(request), initial={"valid_until": today() + USUAL_LIFE})
        return _show(request, order_id, fresh, made)
    return _show(request, order_id, form, None)


def _unsent(request: Request) -> Request:
    """The request without its form, so that the next invitation begins empty."""
    request.method = "GET"
    return request


def _show(
    request: Request, order_id: UUID, form: InvitationForm, made: dict[str, Any] | None
) -> HttpResponse:
    order = ask(request, queries.order, order_id=order_id)
    rows = tuple(_rows(request, order_id))
    values = {
        "order": order,
        "form": form,
        "made": made,
        "is_mailed": bool(made and "@" in made["holder"] and settings.AVROP_MAIL_FROM),
        "rows": rows,
        "may_invite": "orders.invite_seller" in rights_of(request),
    }
    answer = show(request, "site/orders/invitations.html", values, status=form.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rows(request: Request, order_id: UUID) -> Iterator[InvitationRow]:
    found = ask(request, queries.invitations_of, order_id=order_id)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names({one.made_by for one in found})
    may_take_back = "orders.invite_seller" in rights_of(request)
    for one in found:
        opens = not is_closed(one.withdrawn_at, one.valid_until, today())
        take_back = _take_back(request, one) if opens and may_take_back else None
        yield InvitationRow(one, names.get(one.made_by, ""), take_back)


def _take_back(request: Request, one: InvitationView) -> Action:
    return Action(
        _("Take the invitation back"),
        reverse("withdraw_invitation", args=[one.order_id, one.id]),
        variant="tertiary",
        color="danger",
        post=True,
        hidden=keys_of(request),
        confirm=_("Whoever has the link cannot open the order any more."),
    )


@require_POST
@signed_in
def withdraw(request: Request, order_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    form = PageForm(request)
    if form.sends(actions.withdraw_invitation, invitation_id=invitation_id):
        messages.success(request, _("The invitation is taken back. It opens nothing any more."))
    else:
        form.tell_refusal()
    return form.redirect("invitations", order_id)
