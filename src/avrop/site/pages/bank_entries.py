"""What the bank has booked or said that fits no payment: the list, and one to explain."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.payables import actions, queries
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, figure, link, show_list, tag, text

sitemap.register(
    SitePage(
        gettext_lazy("Bookings that fit no payment"),
        "bank_entries",
        sitemap.PAYMENTS,
        "finance_officer",
        rights=("payables.read",),
        in_navigation=False,
        help=gettext_lazy(
            "What the bank has booked or said that fits no payment of ours: another amount, a number we"
            " do not know, money that came back. Each is kept until somebody has written what it is."
        ),
    ),
    SitePage(
        gettext_lazy("A booking that fits no payment"),
        "bank_entry",
        sitemap.PAYMENTS,
        "finance_officer",
        samples=("bank_entry",),
        help=gettext_lazy(
            "Find out what the booking is, with the bank if need be, and write it down. No payment and"
            " no voucher is changed by it."
        ),
    ),
)

ENTRIES = Listing(
    "bank-entries",
    gettext_lazy("Bookings that fit no payment"),
    columns=(
        link(
            "oddity",
            gettext_lazy("What is odd"),
            "bank_entry",
            lambda row: words.named(row.oddity, "oddity"),
        ),
        text("end_to_end_id", gettext_lazy("The bank's reference")),
        text("counterparty", gettext_lazy("Who"), lang="sv"),
        day("booked_on", pgettext_lazy("booking", "Booked")),
        figure("amount", gettext_lazy("Amount")),
        tag("state", gettext_lazy("State"), "bank_entry"),
    ),
    empty=gettext_lazy("Everything that the bank has booked fits a payment."),
    filters=(choices("state", gettext_lazy("State"), "bank_entry", gettext_lazy("All states")),),
)


@require_safe
@signed_in
def bank_entries(request: Request) -> HttpResponse:
    """What fits no payment, the newest first."""
    return show_list(request, ENTRIES, queries.bank_entries_page)


class ExplainForm(PageForm):
    """What it is, in words."""

    reason = LongTextField(gettext_lazy("What is it, and what has been done?"), rows=3)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bank_entry(request: Request, entry_id: UUID) -> HttpResponse:
    """One booking, to read and to explain."""
    found = ask(request, queries.bank_entry, entry_id=entry_id)
    form = ExplainForm(request, version=found.version)
    if form.sends(actions.explain_bank_entry, entry_id=entry_id):
        messages.success(request, _("It is written down what the booking is."))
        return form.redirect("bank_entries")
    may_explain = "explain" in found.available_actions and "payables.explain" in rights_of(request)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names({found.explained_by} if found.explained_by else set())
    values = {
        "entry": found,
        "form": form if may_explain else None,
        "explained_by": names.get(found.explained_by, "") if found.explained_by else "",
    }
    return show(request, "site/payments/bank_entry.html", values, status=form.status)
