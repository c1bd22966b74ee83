"""The certificate of a purchase: who did what to it from need to payment, as a page and as a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority.permissions import DISPENSE
from avrop.authority.queries import Certificate, CertifiedDeed, CertifiedPair
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.payables import queries as payables
from avrop.kernel.practice import is_practice
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import acting, actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.shapes import Action
from avrop.site.sheets import Cell, Column, Line, Remark, Row, Sheet, Table

_HELP = gettext_lazy(
    "Who needed, approved, ordered, received, attested and paid, who changed the supplier or its account"
    " shortly before, by which mandates and rules, and whether what is kept apart was done by different"
    " people. It can be printed, or taken as a PDF."
)
sitemap.register(
    SitePage(
        gettext_lazy("The certificate of an order"),
        "order_certificate",
        sitemap.BUY,
        "requester",
        samples=("order",),
        in_navigation=False,
        help=_HELP,
        words=gettext_lazy("separation of duties four eyes audit"),
    ),
    SitePage(
        gettext_lazy("The certificate of an invoice"),
        "invoice_certificate",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("invoice",),
        in_navigation=False,
        help=_HELP,
        words=gettext_lazy("separation of duties four eyes audit"),
    ),
)


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate and the document that it is of."""

    certificate: Certificate
    kind: str
    id: UUID
    title: str
    seller: str


@require_safe
@signed_in
def order_certificate(request: Request, order_id: UUID) -> HttpResponse:
    """Of an order, its invoices and their payments."""
    return _page(request, _of_order(request, order_id))


@require_safe
@signed_in
def order_certificate_pdf(request: Request, order_id: UUID) -> HttpResponse:
    """The same on paper."""
    return _pdf(request, _of_order(request, order_id))


@require_safe
@signed_in
def invoice_certificate(request: Request, invoice_id: UUID) -> HttpResponse:
    """Of an invoice, the needs behind it and its payments."""
    return _page(request, _of_invoice(request, invoice_id))


@require_safe
@signed_in
def invoice_certificate_pdf(request: Request, invoice_id: UUID) -> HttpResponse:
    """The same on paper."""
    return _pdf(request, _of_invoice(request, invoice_id))


def _of_order(request: Request, order_id: UUID) -> Certified:
    order = ask(request, orders.order_heading, order_id=order_id)
    found = ask(request, payables.certificate_of_order, order_id=order_id)
    title = _("Order %(number)s") % {"number": order.number}
    with tenant_scope(actor_of(request).tenant_id):
        seller = parties.organisation(order.seller_organisation_id).name
    return Certified(found, "order", order_id, title, seller)


def _of_invoice(request: Request, invoice_id: UUID) -> Certified:
    invoice = ask(request, invoices.invoice_name, invoice_id=invoice_id)
    found = ask(request, payables.certificate_of_invoice, invoice_id=invoice_id)
    title = _("Invoice %(number)s") % {"number": invoice.number}
    return Certified(found, "invoice", invoice_id, title, invoice.seller_name)


def _page(request: Request, found: Certified) -> HttpResponse:
    values = {
        "sheet": _sheet(request, found),
        "title": found.title,
        "back": reverse(found.kind, args=[found.id]),
        "pdf": reverse(f"{found.kind}_certificate_pdf", args=[found.id]),
        "actions": _offers(request, found),
        "is_empty": not found.certificate.deeds,
    }
    return show(request, "site/control/certificate.html", values)


def _offers(request: Request, found: Certified) -> tuple[Action, ...]:
    if DISPENSE.name not in rights_of(request):
        return ()
    address = f"{reverse('grant_dispensation')}?about={found.kind}&id={found.id}"
    return (Action(_("Let somebody do two of these"), address, "tertiary"),)


def _pdf(request: Request, found: Certified) -> HttpResponse:
    from avrop.site.sheets.typesetting import pdf_by  # the typesetter is large, and seldom needed

    content = pdf_by(
        lambda: _sheet(request, found),
        author=acting(request).membership.tenant_name,
        is_practice=is_practice(actor_of(request).tenant_id),
    )
    return sent_as_file(
        request,
        content,
        f"certificate-{found.kind}-{found.id}.pdf",
        "application/pdf",
        what="certificate",
        filters={"kind": found.kind},
        subject_id=found.id,
        is_shown=True,
    )


# --- laying out --------------------------------------------------------------------------------------


def _sheet(request: Request, found: Certified) -> Sheet:
    """The certificate laid out, in the reader's language."""
    certificate = found.certificate
    people = {
        one for deed in certificate.deeds for one in (deed.person_id, deed.on_behalf_of) if one
    }
    units = {
        deed.mandate.unit_id
        for deed in certificate.deeds
        if deed.mandate is not None and deed.mandate.unit_id is not None
    }
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(people)
        places = parties.unit_names(units)
    return Sheet(
        kind=_("Certificate of separated duties"),
        number=f"– {found.title}",
        lead=_lead(certificate),
        facts=(
            Line(_("Supplier"), found.seller, lang="sv"),
            Line(_("Rules on separation of duties"), words.rules_named(certificate.rule_set)),
            Line(_("As it stood"), now()),
        ),
        tables=(
            _deeds_table(certificate.deeds, names, places),
            _pairs_table(certificate.pairs),
        ),
        remarks=tuple(_remark(pair) for pair in certificate.pairs if pair.outcome == "together"),
    )


def _lead(certificate: Certificate) -> str:
    if not certificate.is_sound:
        return _(
            "Deeds that are kept apart were done by the same person, or by two who count as one."
        )
    if any(pair.outcome == "dispensed" for pair in certificate.pairs):
        return _(
            "What is kept apart was done by different people, but for what was let by decision."
        )
    return _("What is kept apart was done by different people, so far.")


def _deeds_table(
    deeds: Iterable[CertifiedDeed], names: Mapping[UUID, str], places: Mapping[UUID, str]
) -> Table:
    columns = (
        Column(_("When")),
        Column(_("What was done")),
        Column(_("By whom")),
        Column(_("By which right")),
        Column(_("By which rules")),
    )
    rows = (
        Row(
            (
                Cell(deed.at),
                Cell(words.named(deed.deed, "deed"), notes=_leave(deed)),
                Cell(names.get(deed.person_id, ""), notes=_in_place_of(deed, names), lang="sv"),
                _right_cell(deed, places),
                Cell(words.rules_named(deed.rule_set)),
            )
        )
        for deed in deeds
    )
    return Table(_("Who did what"), columns, tuple(rows))


def _leave(deed: CertifiedDeed) -> tuple[str, ...]:
    return (_("Under a dispensation"),) if deed.dispensations else ()


def _in_place_of(deed: CertifiedDeed, names: Mapping[UUID, str]) -> tuple[str, ...]:
    if deed.on_behalf_of is None:
        return ()
    return (
        _("In the place of %(name)s, by delegation") % {"name": names.get(deed.on_behalf_of, "")},
    )


def _right_cell(deed: CertifiedDeed, places: Mapping[UUID, str]) -> Cell:
    mandate = deed.mandate
    if mandate is None:
        return Cell(_("No mandate was written down"))
    where = places.get(mandate.unit_id, "") if mandate.unit_id else _("Everywhere")
    notes = [
        f"{shown(mandate.valid_from)} – {shown(mandate.valid_until) if mandate.valid_until else ''}",
        _("Decision %(reference)s") % {"reference": mandate.decision_reference},
    ]
    if mandate.limit is not None:
        notes.insert(0, _("up to %(amount)s") % {"amount": shown(mandate.limit)})
    return Cell(f"{words.role_name(mandate.role)}, {where}", notes=tuple(notes))


def _pairs_table(pairs: Iterable[CertifiedPair]) -> Table:
    columns = (Column(_("One deed")), Column(_("The other deed")), Column(_("How it was done")))
    rows = (
        Row(
            (
                Cell(words.named(pair.first, "deed")),
                Cell(words.named(pair.second, "deed")),
                Cell(words.named(pair.outcome, "apart")),
            )
        )
        for pair in pairs
    )
    return Table(_("What is kept apart"), columns, tuple(rows))


def _remark(pair: CertifiedPair) -> Remark:
    facts = {"first": words.named(pair.first, "deed"), "second": words.named(pair.second, "deed")}
    return Remark(
        _("%(first)s and %(second)s were done by the same person, or by two who count as one.")
        % facts,
        code="authority.duties_not_separated",
    )
