"""An invoice beside its order and receipt, line by line: what differs, who can settle it, attests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from avrop.buying.invoices import actions, queries
from avrop.buying.invoices.queries import (
    DifferenceView,
    InvoiceHead,
    InvoiceToMatch,
    LineComparison,
    SettlerView,
)
from avrop.buying.payables import queries as payables
from avrop.buying.payables.queries import VoucherView
from avrop.buying.receipts import queries as receipts
from avrop.coding.queries import parts_named
from avrop.kernel import presentation
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Action, Fact, Happened, Tab
from avrop.site.patterns.undoing import UNDONE, undo_offered

LINES = 25
#: So many parts of the cost are shown; the lines have them all.
COSTS = 20
#: The HTTP status of a page that was sent for what is no longer to be done there.
GONE_ON = 409
OPEN = frozenset({"received", "matched", "differing"})
#: Where an attest is what is waited for.
ATTESTED = frozenset({"matched", "reviewed"})
sitemap.register(
    SitePage(
        gettext_lazy("Invoice"),
        "invoice",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("invoice",),
        help=gettext_lazy(
            "The invoice stands beside what was ordered and what was received. What is not the same is"
            " marked and said in words, with who can settle it. When nothing differs any more it is"
            " attested: first that it has been gone through, then by whoever decides."
        ),
    )
)


class AttestForm(PageForm):
    """Review attest or decision attest, with a word if one likes."""

    note = LongTextField(gettext_lazy("A note"), required=False, rows=2)


class SettleAllForm(PageForm):
    """Everything that is the reader's to settle, at once."""

    how = ChoiceField(gettext_lazy("How?"), choices=(), open_list=True)
    reason = LongTextField(gettext_lazy("Why?"), rows=2)


class DisputeForm(PageForm):
    """The invoice as a whole is not as it should be."""

    reason = LongTextField(gettext_lazy("What is wrong?"), rows=3)


class ResumeForm(PageForm):
    """The dispute is over."""

    reason = LongTextField(gettext_lazy("How did it end?"), rows=3)


class AttachForm(PageForm):
    """Which order the invoice is for."""

    order_number = TextField(
        gettext_lazy("Order number"), hint=gettext_lazy("For example: AO-2026-00001."), longest=32
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """A difference in words, with who can settle it or who has. `address` settles it here and now;
    `receiving` is where goods that have come are registered, which settles it by itself."""

    difference: DifferenceView
    sentence: str
    remedy: str
    people: str
    settled_by: str
    address: str
    receiving: str = ""


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line, what stands beside it, and what differs, in words."""

    compared: LineComparison
    differences: tuple[Differing, ...]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deciding:
    """The forms of the page; those for which there is nothing to do are None."""

    review: AttestForm | None
    decide: AttestForm | None
    settle: SettleAllForm | None
    dispute: DisputeForm | None
    resume: ResumeForm | None
    attach: AttachForm | None

    def all(self) -> tuple[PageForm, ...]:
        """Those that there are."""
        found = (
            self.review,
            self.decide,
            self.settle,
            self.dispute,
            self.resume,
            self.attach,
        )
        return tuple(form for form in found if form is not None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """One invoice with a page of its lines, and what the reader can do about it."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.invoice_to_match, invoice_id=invoice_id)
        settlers = ask(request, queries.settlers, invoice_id=invoice_id)
        deciding = _deciding(request, found, settlers)
    told = _done(found.invoice, deciding)
    if told:
        is_disputed = deciding.dispute is not None and deciding.dispute.was_sent
        # A dispute of what was reviewed can be ended, but the review does not come back with it.
        if is_disputed and found.invoice.state in ("matched", "differing"):
            undo_offered(request, told, actions.resume, invoice_id=invoice_id, reason=UNDONE)
        else:
            messages.success(request, told)
        return deciding.all()[0].redirect("invoice", invoice_id)
    forms = deciding.all()
    status = max((form.status for form in forms), default=200)
    if request.method == "POST" and not any(form.was_sent for form in forms):
        _tell_that_it_has_gone_on(request)
        status = GONE_ON
    with tenant_scope(actor_of(request).tenant_id):
        values = _shown(request, found, settlers, deciding)
        return show(request, "site/invoices/invoice.html", values, status=status)


def _tell_that_it_has_gone_on(request: Request) -> None:
    """What was pressed is not on the page any more: somebody was before, or it was pressed twice. What
    was written comes back with the note, since there is no field left for it."""
    told = _("Nothing was done this time: the invoice has gone on since you opened the page.")
    written = [
        str(text).strip()
        for name, text in request.POST.items()
        if name.rpartition("-")[2] in ("note", "reason")
    ]
    if any(written):
        told += " " + _("You wrote: “%(text)s”") % {"text": " ".join(filter(None, written))}
    messages.warning(request, told)


# --- deciding ----------------------------------------------------------------------------------------


def _deciding(request: Request, found: InvoiceToMatch, settlers: Sequence[SettlerView]) -> Deciding:
    head, rights = found.invoice, rights_of(request)
    version = head.version

    def may(verb: str, right: str) -> bool:
        return verb in head.available_actions and f"invoices.{right}" in rights

    ways = [way for one in settlers if one.is_mine for way in one.ways]
    choices = [(way, SETTLING[way]) for way in SETTLING if way in ways]
    return Deciding(
        review=AttestForm(request, version=version) if may("review", "attest_review") else None,
        decide=AttestForm(request, version=version) if may("approve", "attest_decision") else None,
        settle=(
            SettleAllForm(
                request,
                version=version,
                prefix="settle",
                added={"how": ChoiceField(gettext_lazy("How?"), choices=choices, open_list=True)},
            )
            if choices
            else None
        ),
        dispute=(
            DisputeForm(request, version=version, prefix="dispute")
            if may("dispute", "dispute")
            else None
        ),
        resume=(
            ResumeForm(request, version=version, prefix="resume")
            if may("resume", "dispute")
            else None
        ),
        attach=(
            AttachForm(request, version=version)
            if head.state in OPEN and "invoices.attach_order" in rights
            else None
        ),
    )


#: What each way of settling means, to whoever chooses.
SETTLING = {
    "accept": gettext_lazy("Accept it: what is invoiced is paid"),
    "expect_credit": gettext_lazy("Withhold it until a credit note comes; the rest is paid"),
    "dispute": gettext_lazy("Dispute the invoice: nothing is paid until it is cleared up"),
}


def _done(head: InvoiceHead, deciding: Deciding) -> str:
    """Run what was sent; the sentence that says so, "" where nothing was done."""
    number = {"number": head.number}
    acts: tuple[tuple[PageForm | None, Any, str], ...] = (
        (deciding.review, actions.attest_review, _("%(number)s has your review attest.")),
        (deciding.decide, actions.attest_decision, _("%(number)s is approved for payment.")),
        (
            deciding.settle,
            actions.settle_differences,
            _("What was yours on %(number)s is settled."),
        ),
        (deciding.dispute, actions.dispute, _("%(number)s is disputed. Nothing of it is paid.")),
        (deciding.resume, actions.resume, _("The dispute is over; %(number)s is matched again.")),
        (deciding.attach, actions.attach_order, _("%(number)s is matched to the order.")),
    )
    for form, command, told in acts:
        if form is not None and form.sends(command, invoice_id=head.id):
            return told % number
    return ""


# --- showing -----------------------------------------------------------------------------------------


def _shown(
    request: Request,
    found: InvoiceToMatch,
    settlers: Sequence[SettlerView],
    deciding: Deciding,
) -> dict[str, Any]:
    head = found.invoice
    only = "differing" if request.GET.get("lines") == "differing" else ""
    page = ask(
        request,
        queries.compared_lines,
        invoice_id=head.id,
        only=only,
        limit=LINES,
        **({"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}),
    )
    by_kind = {one.kind: one for one in settlers}
    attesting = (
        ask(request, queries.attesters, invoice_id=head.id) if head.state in ATTESTED else ()
    )
    names = parties.person_names(_people_in(found, settlers, page.items).union(attesting))
    may_receive = "receipts.receive" in rights_of(request)
    credits_expected = ask(request, receipts.expected_credits_page, invoice_id=head.id).items
    payments = ask(request, payables.payments_of_invoice, invoice_id=head.id)
    costs = queries.posting_of(head.id).parts
    shares = [share.coding for one in page.items for share in one.line.shares]
    codings = (*(part.coding for part in costs), *(one.line.coding for one in page.items), *shares)
    return {
        # What nothing has been matched to is on no coding yet; the alert says what it waits for.
        "costs": costs[:COSTS] if any(part.coding for part in costs) else (),
        "more_costs": max(0, len(costs) - COSTS),
        "codes": parts_named(codings),
        "invoice": head,
        "found": found,
        "deciding": deciding,
        "waits": _what_waits(found, settlers, attesting, names),
        "general": tuple(_differing(one, by_kind, names) for one in found.differences),
        "lines": tuple(
            LineOnPage(
                one,
                tuple(
                    _differing(each, by_kind, names, one if may_receive else None)
                    for each in one.differences
                ),
                frozenset(each.kind for each in one.differences if each.state == "open"),
            )
            for one in page.items
        ),
        "next_cursor": page.next_cursor,
        "is_first": not request.GET.get("cursor"),
        "only": only,
        "tabs": _tabs(found, only),
        "actions": _actions(request, head),
        "facts": _facts(head),
        "history": _history(head, names),
        "payments": payments,
        "vouchers": _vouchers(request, head.id),
        "credits": credits_expected,
        "is_mine": any(one.is_mine for one in settlers),
    }


def _vouchers(request: Request, invoice_id: UUID) -> Sequence[VoucherView]:
    """How it was booked, for those who see the books."""
    if "payables.read" not in rights_of(request):
        return ()
    found: Sequence[VoucherView] = ask(request, payables.vouchers_of_invoice, invoice_id=invoice_id)
    return found


def _people_in(
    found: InvoiceToMatch, settlers: Sequence[SettlerView], lines: Sequence[LineComparison]
) -> set[UUID]:
    people = {one for each in settlers for one in each.people}
    differences = [*found.differences, *(each for line in lines for each in line.differences)]
    people |= {one.settled_by for one in differences if one.settled_by}
    for attest in found.invoice.attestations:
        people |= {one for one in (attest.person_id, attest.on_behalf_of) if one}
    return people


def _differing(
    one: DifferenceView,
    by_kind: Mapping[str, SettlerView],
    names: Mapping[UUID, str],
    line: LineComparison | None = None,
) -> Differing:
    said = say(Problem(one.code, one.values))
    settler = by_kind.get(one.kind) if one.state == "open" else None
    people = sorted(names[each] for each in settler.people if each in names) if settler else []
    return Differing(
        difference=one,
        sentence=said.sentence,
        remedy=said.remedy,
        people=", ".join(people) or (words.role_name(said.fixer) if said.fixer else ""),
        settled_by=names.get(one.settled_by, "") if one.settled_by else "",
        address=reverse("settle_difference", args=[one.id]) if settler and settler.is_mine else "",
        receiving=_receiving(one, line) if line else "",
    )


def _receiving(one: DifferenceView, line: LineComparison) -> str:
    """Where what the line is for is registered as received; "" where that is not what differs."""
    if one.kind != "not_received" or one.state != "open" or not line.beside:
        return ""
    return reverse("receive_order", args=[line.beside[0].order_id])


def _what_waits(
    found: InvoiceToMatch,
    settlers: Sequence[SettlerView],
    attesting: Sequence[UUID],
    names: Mapping[UUID, str],
) -> tuple[str, str, str]:
    """Why the invoice isn't paid: a sentence, what follows from it, and its colour."""
    state, number = found.invoice.state, found.number_open
    if state == "differing":
        told = ngettext(
            "%(number)d thing differs and must be settled before it can be paid.",
            "%(number)d things differ and must be settled before it can be paid.",
            number,
        ) % {"number": number}
        people = sorted({names[one] for each in settlers for one in each.people if one in names})
        rest = ngettext(
            "It can be settled by: %(names)s.", "They can be settled by: %(names)s.", number
        ) % {"names": ", ".join(people)}
        return told, rest if people else "", "warning"
    sentence, more, color = WAITS.get(state, ("", "", "info"))
    people = [names[one] for one in attesting if one in names]
    if people:
        more = f"{more} " + _("It can be attested by: %(names)s.") % {"names": ", ".join(people)}
    return str(sentence), str(more), color


#: Why an invoice in this state isn't paid yet, and what comes next.
WAITS = {
    "received": (
        gettext_lazy("It has just come and is being matched."),
        gettext_lazy("This page will show how when it has been."),
        "info",
    ),
    "matched": (
        gettext_lazy("Nothing differs."),
        gettext_lazy("It waits for review attest, then for decision attest."),
        "info",
    ),
    "reviewed": (
        gettext_lazy("It has been gone through."),
        gettext_lazy("It waits for decision attest by whoever answers for the coding."),
        "info",
    ),
    "approved": (
        gettext_lazy("It is approved for payment."),
        gettext_lazy("It is paid with the next proposal that its due date falls within."),
        "success",
    ),
    "disputed": (
        gettext_lazy("It is disputed: nothing of it is paid."),
        gettext_lazy("End the dispute when it has been cleared up with the supplier."),
        "danger",
    ),
    "credited": (gettext_lazy("A credit note has taken it out."), "", "success"),
    "paid": (gettext_lazy("It is paid."), "", "success"),
}


def _tabs(found: InvoiceToMatch, only: str) -> tuple[Tab, ...]:
    address = reverse("invoice", args=[found.invoice.id])
    return (
        Tab(_("All lines"), f"{address}#lines", not only, found.number_of_lines),
        Tab(_("Only what differs"), f"{address}?lines=differing#lines", bool(only)),
    )


def _actions(request: Request, head: InvoiceHead) -> tuple[Action, ...]:
    found = []
    if head.message_id:
        address = reverse("invoice_document", args=[head.id])
        found.append(Action(_("Read the document"), address))
    if head.state in OPEN and "invoices.code" in rights_of(request):
        found.append(Action(_("Code the lines"), reverse("code_invoice", args=[head.id])))
    if "invoices.code" in rights_of(request):
        found.append(Action(_("For whom it is"), reverse("invoice_for_whom", args=[head.id])))
    for one in head.orders:
        name = _("Order %(number)s") % {"number": one.number}
        found.append(Action(name, reverse("order", args=[one.order_id]), "tertiary"))
    certificate = reverse("invoice_certificate", args=[head.id])
    found.append(Action(_("Certificate"), certificate, "tertiary"))
    return tuple(found)


def _facts(head: InvoiceHead) -> tuple[Fact, ...]:
    unit = parties.unit(head.unit_id).name if head.unit_id else ""
    credited = reverse("invoice", args=[head.credits_invoice_id]) if head.credits_invoice_id else ""
    found_by = tuple(
        Fact(
            _("Order %(number)s was found by") % {"number": one.number},
            words.named(one.how, "reference"),
        )
        for one in head.orders
    )
    return (
        Fact(gettext_lazy("For"), unit),
        Fact(gettext_lazy("Invoice date"), head.issue_date),
        Fact(gettext_lazy("Due date"), head.due_date),
        Fact(gettext_lazy("Paid on"), head.paid_date),
        Fact(gettext_lazy("Came in"), head.received_at),
        Fact(gettext_lazy("Buyer reference"), head.buyer_reference),
        *found_by,
        Fact(gettext_lazy("Credits"), head.preceding_number, credited),
        Fact(gettext_lazy("Paid to"), head.account_number),
        Fact(gettext_lazy("Payment reference"), head.payment_reference),
    )


def _history(head: InvoiceHead, names: Mapping[UUID, str]) -> tuple[Happened, ...]:
    steps = [Happened(head.received_at, _("It came in."), kind="exchange")]
    if head.matched_at:
        steps.append(
            Happened(head.matched_at, _("It was matched to order and receipt."), kind="exchange")
        )
    for one in head.attestations:
        amount = presentation.shown(one.amount)
        steps.append(
            Happened(
                one.attested_at,
                _("%(act)s, %(amount)s")
                % {"act": words.named(one.kind, "attest"), "amount": amount},
                names.get(one.person_id, "") if one.person_id else "",
                names.get(one.on_behalf_of, "") if one.on_behalf_of else "",
                one.note,
            )
        )
    return tuple(sorted(steps, key=lambda each: each.at))
