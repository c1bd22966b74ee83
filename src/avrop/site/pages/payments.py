"""Payments: what is approved and waits, proposals, what is in one, who released it, the file, and the
bank's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.invoices import queries as invoices
from avrop.buying.payables import actions, queries
from avrop.buying.payables.queries import (
    BankAnswer,
    PaymentsInState,
    PaymentView,
    ProposalHead,
)
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.invoices import drawings_of
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.fields import DayField, FileField, LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, figure, link, show_list, tag
from avrop.site.patterns.shapes import Action, Happened, Step
from avrop.site.patterns.undoing import UNDONE, undo_offered

PAYMENTS = 50
#: A proposal is made a week ahead unless somebody says otherwise.
DAYS_AHEAD = 7
LARGEST_ANSWER = 20 * 1024 * 1024
sitemap.register(
    SitePage(
        gettext_lazy("Payments"),
        "payments",
        sitemap.PAYMENTS,
        "finance_officer",
        rights=("payables.read",),
        help=gettext_lazy(
            "Approved invoices are proposed for payment, two people release the proposal, a file is made"
            " for the bank, and the bank's answer is taken in. Each proposal shows how far it has come."
        ),
        words=gettext_lazy("bank pay proposals release"),
    ),
    SitePage(
        gettext_lazy("Propose payments"),
        "propose_payments",
        sitemap.PAYMENTS,
        "ap_clerk",
        rights=("payables.prepare",),
        in_navigation=False,
        help=gettext_lazy(
            "Everything approved and due until the day you choose is put in one proposal, less credit"
            " notes and what is withheld."
        ),
    ),
    SitePage(
        gettext_lazy("Take in the bank's answer"),
        "bank_answer",
        sitemap.PAYMENTS,
        "ap_clerk",
        rights=("payables.take_in",),
        in_navigation=False,
        help=gettext_lazy(
            "Give the file that the bank sent: what it has accepted or rejected, or what it has paid."
            " The same file never counts twice."
        ),
    ),
    SitePage(
        gettext_lazy("A payment proposal"),
        "payment_proposal",
        sitemap.PAYMENTS,
        "payment_releaser",
        samples=("proposal",),
        help=gettext_lazy(
            "Look at what is to be paid and to whom, then release it. Two people release, and neither is"
            " the one who prepared it or decided on its invoices."
        ),
    ),
)

PROPOSALS = Listing(
    "payments",
    gettext_lazy("Payments"),
    columns=(
        link("number", gettext_lazy("Proposal"), "payment_proposal"),
        tag("state", gettext_lazy("State"), "proposal"),
        day("execution_date", gettext_lazy("Paid on")),
        day("prepared_at", gettext_lazy("Prepared")),
        figure("total", gettext_lazy("Amount")),
    ),
    empty=gettext_lazy("No payments have been proposed yet."),
    what_next=gettext_lazy("When invoices are approved, propose to pay those that are due."),
    what_next_url="propose_payments",
    what_next_name=gettext_lazy("Propose payments"),
    filters=(choices("state", gettext_lazy("State"), "proposal", gettext_lazy("All states")),),
)


@require_safe
@signed_in
def payments(request: Request) -> HttpResponse:
    """Proposals, the newest first, and what is approved and waits, by age."""
    values: dict[str, Any] = {}
    if not request.htmx:
        found = ask(request, invoices.ages, state="approved")
        title = gettext_lazy("Approved and not yet paid, by when it is due")
        values = {"drawings": drawings_of(found, title), "actions": _ways_on(request)}
    return show_list(
        request,
        PROPOSALS,
        queries.proposals_page,
        template="site/payments/list.html",
        values=values,
    )


def _ways_on(request: Request) -> tuple[Action, ...]:
    rights = rights_of(request)
    found = []
    if "payables.prepare" in rights:
        found.append(Action(_("Propose payments"), reverse("propose_payments"), "primary"))
    if "payables.take_in" in rights:
        found.append(Action(_("Take in the bank's answer"), reverse("bank_answer")))
    found.append(Action(_("Bookings that fit no payment"), reverse("bank_entries")))
    return tuple(found)


# --- proposing ---------------------------------------------------------------------------------------


class ProposeForm(PageForm):
    """Until when, and when the money goes."""

    due_until = DayField(
        gettext_lazy("Pay what is due until"),
        hint=gettext_lazy(
            "Every approved invoice that is due by then is taken in, and credit notes."
        ),
    )
    execution_date = DayField(
        gettext_lazy("The bank pays on"),
        required=False,
        hint=gettext_lazy("The next bank day, if you leave it empty."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose_payments(request: Request) -> HttpResponse:
    """Prepare a proposal of everything that is due by a day."""
    until = today() + timedelta(days=DAYS_AHEAD)
    form = ProposeForm(request, initial={"due_until": until})
    if form.sends(actions.propose_payments):
        undo_offered(
            request,
            _("%(number)s is prepared.") % {"number": form.answer.number},
            actions.withdraw_proposal,
            proposal_id=form.answer.id,
            reason=UNDONE,
        )
        return form.redirect("payment_proposal", form.answer.id)
    found = ask(request, invoices.ages, state="approved")
    title = gettext_lazy("Approved and not yet paid, by when it is due")
    values = {"form": form, "drawings": drawings_of(found, title)}
    return show(request, "site/payments/propose.html", values, status=form.status)


# --- one proposal ------------------------------------------------------------------------------------


class ReleaseForm(PageForm):
    """Let it go to the bank."""


class FileForm(PageForm):
    """Make the file for the bank."""


class WithdrawForm(PageForm):
    """Take the proposal back, with a reason."""

    reason = LongTextField(gettext_lazy("Why is it taken back?"), rows=2)


@dataclass(frozen=True, slots=True)
class Forms:
    """What the reader can do with a proposal; None for what he can't."""

    release: ReleaseForm | None
    file: FileForm | None
    withdraw: WithdrawForm | None

    def all(self) -> tuple[PageForm, ...]:
        """Those that there are."""
        return tuple(one for one in (self.release, self.file, self.withdraw) if one is not None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def payment_proposal(request: Request, proposal_id: UUID) -> HttpResponse:
    """A proposal: how far it has come, who did what, and a page of its payments."""
    head = ask(request, queries.proposal_head, proposal_id=proposal_id)
    forms = _forms(request, head)
    told = _done(head, forms)
    if told:
        messages.success(request, told)
        return forms.all()[0].redirect("payment_proposal", proposal_id)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(_people_in(head))
    values = {
        "proposal": head,
        "forms": forms,
        "steps": _steps(head),
        "history": _history(head, names),
        **_payments(request, head),
    }
    status = max((form.status for form in forms.all()), default=200)
    return show(request, "site/payments/proposal.html", values, status=status)


def _forms(request: Request, head: ProposalHead) -> Forms:
    rights = rights_of(request)

    def may(verb: str, right: str) -> bool:
        return verb in head.available_actions and f"payables.{right}" in rights

    return Forms(
        release=ReleaseForm(request, version=head.version) if may("release", "release") else None,
        file=FileForm(request, version=head.version) if may("send", "send") else None,
        withdraw=WithdrawForm(request, version=head.version)
        if may("withdraw", "prepare")
        else None,
    )


def _done(head: ProposalHead, forms: Forms) -> str:
    number = {"number": head.number}
    if forms.release and forms.release.sends(actions.release_payments, proposal_id=head.id):
        if forms.release.answer.state == "released_once":
            return _("You have released %(number)s. One more must.") % number
        return _("%(number)s is released by two. The file can be made.") % number
    if forms.file and forms.file.sends(actions.send_payment_file, proposal_id=head.id):
        return _("The file of %(number)s is made. Download it and give it to the bank.") % number
    if forms.withdraw and forms.withdraw.sends(actions.withdraw_proposal, proposal_id=head.id):
        return _("%(number)s is taken back. Its invoices can be proposed again.") % number
    return ""


def _people_in(head: ProposalHead) -> set[UUID]:
    people = {one for one in (head.prepared_by, head.file_made_by) if one}
    for release in head.releases:
        people |= {one for one in (release.person_id, release.on_behalf_of) if one}
    return people


def _steps(head: ProposalHead) -> tuple[Step, ...]:
    """The way that every proposal goes, and how far this one has come."""
    released = len(head.releases)
    states = {one.state for one in head.payments}
    answered = head.state == "answered"
    waits = states & {"proposed", "sent", "accepted"}
    paid = (
        "none" if "paid" not in states else "partly" if waits or "rejected" in states else "fully"
    )
    return (
        Step(_("Prepared"), "fully"),
        Step(
            _("Released by two"),
            "fully" if released > 1 else "partly" if released else "none",
            _("One of two") if released == 1 else "",
        ),
        Step(_("File made"), "fully" if head.file_id else "none"),
        Step(_("Answered by the bank"), "fully" if answered else "none"),
        Step(_("Paid"), paid),
    )


def _history(head: ProposalHead, names: Mapping[UUID, str]) -> tuple[Happened, ...]:
    """Four eyes, as who did what."""
    steps = [Happened(head.prepared_at, _("Prepared."), _name(head.prepared_by, names))]
    steps += [
        Happened(
            one.released_at,
            _("Released."),
            _name(one.person_id, names),
            _name(one.on_behalf_of, names),
        )
        for one in head.releases
    ]
    if head.file_made_at is not None:
        made_by = _name(head.file_made_by, names)
        steps.append(Happened(head.file_made_at, _("The file for the bank was made."), made_by))
    return tuple(sorted(steps, key=lambda each: each.at))


def _name(person_id: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(person_id, "") if person_id else ""


def _payments(request: Request, head: ProposalHead) -> dict[str, Any]:
    state = request.GET.get("state", "")
    known = {one.state for one in head.payments}
    chosen = {"state": state} if state in known else {}
    cursor = {"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}
    page = ask(
        request,
        queries.payments_page,
        proposal_id=head.id,
        limit=PAYMENTS,
        **chosen,
        **cursor,
    )
    payments: Sequence[PaymentView] = page.items
    counted: Sequence[PaymentsInState] = head.payments
    return {
        "payments": payments,
        "counted": counted,
        "chosen": chosen.get("state", ""),
        "next_cursor": page.next_cursor,
        "is_first": not cursor,
    }


@require_safe
@signed_in
def payment_file(request: Request, file_id: UUID) -> HttpResponse:
    """The file for the bank, as it was made."""
    content = ask(request, queries.payment_file, file_id=file_id)
    return sent_as_file(
        request,
        content,
        f"pain.001-{file_id}.xml",
        "application/octet-stream",
        what="payment_file",
        subject_id=file_id,
    )


# --- the bank's answer -------------------------------------------------------------------------------


class BankAnswerForm(PageForm):
    """The file that the bank sent."""

    file = FileField(
        gettext_lazy("The bank's file"),
        accept=".xml",
        largest=LARGEST_ANSWER,
        hint=gettext_lazy("pain.002 says what it accepts, camt.054 what it has paid."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bank_answer(request: Request) -> HttpResponse:
    """Take in what the bank says of the payments."""
    form = BankAnswerForm(request)
    if form.was_sent and form.is_valid():
        content = form.value("file").read()
        if form.sends(actions.take_in_bank_answer, content=content):
            messages.success(request, _told(form.answer))
            return form.redirect("bank_entries" if form.answer.unknown else "payments")
    return show(request, "site/payments/bank_answer.html", {"form": form}, status=form.status)


def _told(answer: BankAnswer) -> str:
    """What the file said, in numbers."""
    said = []
    if answer.accepted:
        number = {"number": answer.accepted}
        said.append(
            ngettext("%(number)d accepted", "%(number)d accepted", answer.accepted) % number
        )
    if answer.rejected:
        number = {"number": answer.rejected}
        said.append(
            ngettext("%(number)d rejected", "%(number)d rejected", answer.rejected) % number
        )
    if answer.paid:
        number = {"number": answer.paid}
        said.append(ngettext("%(number)d paid", "%(number)d paid", answer.paid) % number)
    if answer.unknown:
        number = {"number": len(answer.unknown)}
        said.append(
            ngettext(
                "%(number)d that fits no payment",
                "%(number)d that fit no payment",
                len(answer.unknown),
            )
            % number
        )
    what = ", ".join(said) or _("nothing that concerns payments of ours")
    return _("The bank's file is taken in: %(what)s.") % {"what": what}
