"""Claims on sellers: the list, and one with what was the matter, what was said, and the credit that is
expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.orders import queries as orders
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.actions import NewContact
from avrop.buying.receipts.kinds import ContactMeans
from avrop.buying.receipts.queries import ClaimView, ContactView
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import receiving  # noqa: F401 - where these pages stand on the map
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.patterns.fields import ChoiceField, LongTextField, MomentField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Listing,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
    text,
)

OUTCOMES = (
    ("replaced", gettext_lazy("New goods have come")),
    ("withdrawn", gettext_lazy("We give it up: no credit is expected any more")),
)


# --- the list --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the list, with the names of its seller and order."""

    claim: ClaimView
    id: UUID
    number: str
    state: str
    order_id: UUID
    order_number: str
    seller: str


CLAIMS = Listing(
    "claims",
    gettext_lazy("Claims"),
    columns=(
        link("number", gettext_lazy("Claim"), "claim"),
        text("name", gettext_lazy("Item"), lambda row: row.claim.name, lang="sv"),
        named("reason", gettext_lazy("Matter"), "claim_reason", lambda row: row.claim.reason),
        named("remedy", gettext_lazy("Wanted"), "claim_remedy", lambda row: row.claim.remedy),
        figure("quantity", gettext_lazy("Quantity"), lambda row: row.claim.quantity),
        figure("amount", gettext_lazy("Amount"), lambda row: row.claim.amount),
        text("seller", gettext_lazy("Supplier"), lang="sv"),
        link("order_number", gettext_lazy("Order"), "order", by="order_id", is_head=False),
        day("raised_at", gettext_lazy("Raised"), lambda row: row.claim.raised_at),
        tag("state", gettext_lazy("State"), "claim"),
    ),
    empty=gettext_lazy("There are no claims."),
    what_next=gettext_lazy(
        "A claim is made when you register goods and say that something is wrong."
    ),
    what_next_url="receive",
    what_next_name=gettext_lazy("Expected goods"),
    filters=(choices("state", gettext_lazy("State"), "claim", gettext_lazy("All")),),
)


@require_safe
@signed_in
def claims(request: Request) -> HttpResponse:
    """Claims, the newest first."""

    def rows(items: Sequence[ClaimView]) -> list[ClaimRow]:
        with tenant_scope(actor_of(request).tenant_id):
            found = orders.order_heads(order_ids={one.order_id for one in items})
        heads = {head.id: head for head in found}
        return [
            ClaimRow(
                claim=one,
                id=one.id,
                number=one.number,
                state=one.state,
                order_id=one.order_id,
                order_number=heads[one.order_id].number,
                seller=heads[one.order_id].seller_name,
            )
            for one in items
        ]

    return show_list(request, CLAIMS, queries.claims_page, rows=rows)


# --- one claim -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A time that the seller was told, and by whom."""

    contact: ContactView
    person: str


class ContactForm(PageForm):
    """A contact with the seller about a claim."""

    with_whom = TextField(gettext_lazy("With whom"), hint=gettext_lazy("A name or a department."))
    means = ChoiceField(gettext_lazy("How"), ContactMeans.choices)
    what = LongTextField(gettext_lazy("What was said"), rows=3)
    contact_at = MomentField(gettext_lazy("When"))


class ClosingForm(PageForm):
    """How a claim ended."""

    outcome = ChoiceField(gettext_lazy("How did it end?"), OUTCOMES, open_list=True)
    reason = LongTextField(gettext_lazy("Why"), rows=2, longest=1000)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim(request: Request, claim_id: UUID) -> HttpResponse:
    """One claim: to read, to write contacts down, to end."""
    found = ask(request, queries.claim, claim_id=claim_id)
    now = timezone.localtime().replace(second=0, microsecond=0)
    contact = ContactForm(request, version=found.version, initial={"contact_at": now})
    closing = ClosingForm(request, version=found.version, prefix="end")
    if contact.was_sent and contact.is_valid():
        names = ("with_whom", "means", "what", "contact_at")
        said = NewContact(*(contact.value(name) for name in names))
        if contact.sends(actions.notify_claim, claim_id=claim_id, contact=said):
            messages.success(request, _("It is written down that the supplier has been told."))
            return contact.redirect("claim", claim_id)
    if closing.sends(actions.close_claim, claim_id=claim_id):
        messages.success(request, _("The claim is closed."))
        return closing.redirect("claim", claim_id)
    values = {**_of_claim(request, found), "contact": contact, "closing": closing}
    return show(request, "site/claim.html", values, status=max(contact.status, closing.status))


def _of_claim(request: Request, found: ClaimView) -> dict[str, Any]:
    with tenant_scope(actor_of(request).tenant_id):
        (order,) = orders.order_heads(order_ids=[found.order_id])
        people = parties.people({one.person_id for one in found.contacts if one.person_id})
        credits = ask(request, queries.expected_credits_page, claim_id=found.id).items
        may_follow = "receipts.claim" in rights_of(request)
    told = tuple(
        Told(one, people[one.person_id].name if one.person_id in people else "")
        for one in found.contacts
    )
    shows = _("Photograph of %(name)s") % {"name": found.name}
    return {
        "claim": found,
        "order": order,
        "told": told,
        "credits": credits,
        "photos": tuple((photo, shows) for photo in found.photos),
        "may_tell": may_follow and "notify" in found.available_actions,
        "may_close": may_follow and "withdraw" in found.available_actions,
    }
