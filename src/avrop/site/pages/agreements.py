"""An agreement, and a price list that came for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.agreements import queries
from avrop.buying.orders import queries as orders
from avrop.catalogues import actions as reviewing
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import Difference, LineDifference, VersionView
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.coordinator import offers_for_price_list
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Drawing, Point
from avrop.values import Money

sitemap.register(
    SitePage(
        gettext_lazy("Agreement"),
        "agreement",
        sitemap.AGREEMENTS,
        "agreement_manager",
        samples=("agreement",),
    ),
    SitePage(
        gettext_lazy("Price list"),
        "price_list",
        sitemap.AGREEMENTS,
        "agreement_manager",
        samples=("price_list",),
    ),
)

#: Lines of each kind of change that are shown.
MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a price list that changes something; prices are in the agreement's currency."""

    line: LineDifference
    price: Money | None
    former_price: Money | None


@dataclass(frozen=True, slots=True)
class Changed:
    """Lines of a price list that change in one way; `left_out` more are not shown."""

    name: str
    lines: tuple[ChangedLine, ...]
    left_out: int


@require_safe
@signed_in
def agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """One agreement, to read."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.agreement, agreement_id=agreement_id)
        seller = parties.organisation(found.terms.seller_organisation_id)
        months = ask(request, orders.delivery_precision, seller_organisation_id=seller.id)
    values = {
        "agreement": found,
        "terms": found.terms,
        "seller": seller.name,
        "by_promised_day": _precision(
            _("Came whole by the day last promised"),
            [(each, each.by_promised_day) for each in months],
        ),
        "by_wanted_day": _precision(
            _("Came whole by the day first wanted"),
            [(each, each.by_wanted_day) for each in months],
        ),
    }
    return show(request, "site/agreement.html", values)


def _precision(
    title: str, months: Sequence[tuple[orders.MonthOfDeliveries, int]]
) -> Drawing | None:
    """The share of lines that came in full, by month; None before anything was due."""
    if not months:
        return None
    return Drawing(
        title,
        tuple(
            Point(
                date_format(each.month, "YEAR_MONTH_FORMAT"),
                100 * kept / each.lines,
                _("%(percent)s %% (%(kept)s of %(lines)s lines)")
                % {"percent": round(100 * kept / each.lines), "kept": kept, "lines": each.lines},
            )
            for each, kept in months
        ),
        _("Month"),
        _("Share"),
        highest=100.0,
    )


class AgreementForm(PageForm):
    """Which agreement a price list is for. The agreements are added."""


def _choice(request: Request, found: VersionView, asks: bool) -> AgreementForm | None:
    """The agreements with a list's seller, to choose from; None where there is no choice. Inside a
    scope."""
    several = queries.agreements_with(found.seller_organisation_id) if asks else ()
    # What was taken in as a file was not kept: it is taken in again, for its agreement.
    if not several or found.message_id is None:
        return None
    field = ChoiceField(
        gettext_lazy("Agreement"),
        [(str(one.id), f"{one.number} {one.title}") for one in several],
        open_list=True,
        hint=gettext_lazy(
            "Its lines are compared with the agreement that you choose. Nothing is in force by that."
        ),
    )
    return AgreementForm(request, version=found.version, added={"agreement_id": field})


@require_POST
@signed_in
def assign_price_list(request: Request, version_id: UUID) -> HttpResponse:
    """Say which agreement a price list is for; it is judged, and waits for review."""
    found = ask(request, catalogues.version, version_id=version_id)
    with tenant_scope(actor_of(request).tenant_id):
        form = _choice(request, found, asks=True) or AgreementForm(request)
    if form.sends(reviewing.assign_agreement, version_id=version_id):
        messages.success(request, _("The price list has its agreement, and waits for review."))
        return form.redirect("price_list", version_id)
    return show_price_list(request, version_id, form)


@require_safe
@signed_in
def price_list(request: Request, version_id: UUID) -> HttpResponse:
    """One price list as it came, with what it changes, to read."""
    return show_price_list(request, version_id)


def show_price_list(
    request: Request, version_id: UUID, form: PageForm | None = None
) -> HttpResponse:
    """The page of a price list; with a form, what kept it from being done stands on top. One that came
    without an agreement asks which of its seller's it is for."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, catalogues.version, version_id=version_id)
        seller = parties.organisation(found.seller_organisation_id)
        changes: tuple[Changed, ...] = ()
        if found.agreement_id is not None:  # before that nobody knows what it is compared with
            difference = ask(request, catalogues.difference, version_id=version_id)
            changes = _changes(difference, queries.terms(found.agreement_id).currency)
        offers = offers_for_price_list(request, found, rights_of(request))
        asks = "assign" in found.available_actions and "catalogues.import" in rights_of(request)
        again = form if isinstance(form, AgreementForm) and form.fields else None
        choice = again or _choice(request, found, asks)
    values = {
        "version": found,
        "seller": seller.name,
        "changes": changes,
        "offers": offers,
        "asks_for_agreement": asks,
        "choice": choice,
        "form": form,
    }
    status = form.status if form is not None else 200
    return show(request, "site/price_list.html", values, status=status)


def _changes(difference: Difference, currency: str) -> tuple[Changed, ...]:
    kinds = (
        (_("Dearer"), difference.dearer),
        (_("Cheaper"), difference.cheaper),
        (_("New articles"), difference.added),
        (_("Articles that go"), difference.removed),
        (_("Otherwise changed"), difference.otherwise_changed),
    )
    return tuple(
        Changed(
            name,
            tuple(_changed(line, currency) for line in lines[:MOST_LINES]),
            max(0, len(lines) - MOST_LINES),
        )
        for name, lines in kinds
        if lines
    )


def _changed(line: LineDifference, currency: str) -> ChangedLine:
    return ChangedLine(
        line=line,
        price=Money(line.price, currency) if line.price is not None else None,
        former_price=Money(line.former_price, currency) if line.former_price is not None else None,
    )
