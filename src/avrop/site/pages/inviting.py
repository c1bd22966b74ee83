"""Letting a supplier without an account in to an order: who is invited, until when; taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.buying.orders import actions, queries
from avrop.buying.orders.invitations import LONGEST_HOLDER, is_closed, token_of
from avrop.buying.orders.shapes import InvitationView
from avrop.kernel.mail import can_mail
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
PAGE_SIZE = 50
MADE = "invitation_made"
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
    """The invitations to an order, and a new one, whose address is shown once: it is kept nowhere, only
    which invitation was made last, until the page has shown it."""
    form = InvitationForm(request, initial={"valid_until": today() + USUAL_LIFE})
    if form.sends(actions.invite_seller, order_id=order_id):
        request.session[MADE] = str(form.answer.invitation_id)
        return form.redirect("invitations", order_id)
    if any(said.code == "kernel.answer_not_kept" for said in form.problems):
        return form.redirect("invitations", order_id)  # pressed twice: the first press has made it
    order = ask(request, queries.order, order_id=order_id)
    cursor = request.GET.get("cursor", "")
    where = {"cursor": cursor} if cursor else {}
    page = ask(request, queries.invitations_of, order_id=order_id, limit=PAGE_SIZE, **where)
    rows = tuple(_rows(request, page.items))
    made = _made_just_now(request, rows)
    values = {
        "order": order,
        "form": form,
        "made": made,
        "address": _address_of(request, made) if made else "",
        "is_mailed": made is not None and can_mail(made.holder, actor_of(request).tenant_id),
        "rows": rows,
        "next_cursor": page.next_cursor or "",
        "is_first": not cursor,
        "may_invite": "orders.invite_seller" in rights_of(request),
    }
    answer = show(request, "site/orders/invitations.html", values, status=form.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _made_just_now(request: Request, rows: Sequence[InvitationRow]) -> InvitationView | None:
    """What the reader made before he was led here, told the first time only."""
    made = request.session.pop(MADE, "")
    return next((row.invitation for row in rows if str(row.invitation.id) == made), None)


def _address_of(request: Request, made: InvitationView) -> str:
    token = token_of(actor_of(request).tenant_id, made.id)
    return request.build_absolute_uri(reverse("supplier_order", args=[token]))


def _rows(request: Request, found: Sequence[InvitationView]) -> Iterator[InvitationRow]:
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
