"""For whom a need or an invoice is: whoever benefits does not decide on it, nor who works under him."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.authority import queries as authority
from avrop.authority.queries import BenefitView
from avrop.buying.invoices import actions as invoice_actions
from avrop.buying.invoices import queries as invoices
from avrop.buying.requisitions import actions, queries
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, ChoicesField, LongTextField
from avrop.site.patterns.forms import PageForm

MOST_PEOPLE = 12
#: So many lines are offered one by one; of a longer cart the whole is.
MOST_LINES = 50
_HELP = gettext_lazy(
    "Say so when something is bought for one person: a trip, a telephone. That person does not approve"
    " or attest it, nor does anybody who works under that person. It goes to somebody above them."
)
sitemap.register(
    SitePage(
        gettext_lazy("For whom a need is"),
        "need_for_whom",
        sitemap.BUY,
        "requester",
        samples=("requisition",),
        in_navigation=False,
        help=_HELP,
    ),
    SitePage(
        gettext_lazy("For whom an invoice is"),
        "invoice_for_whom",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("invoice",),
        in_navigation=False,
        help=_HELP,
    ),
)


class ForWhomForm(PageForm):
    """Whom it is for, and which lines. The choices are added."""


class TakeBackForm(PageForm):
    """What was said by mistake, and why it is taken back. The choices are added."""

    reason = LongTextField(gettext_lazy("Why?"), rows=2)


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is said of: its chains, what its lines are called, and the commands that say so."""

    id: UUID
    version: int
    title: str
    url: str
    page: str
    chains: tuple[UUID, ...]
    lines: tuple[tuple[UUID, str], ...]
    argument: str
    say: Callable[..., Any]
    take_back: Callable[..., Any]
    can_change: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody who benefits, of what, and who said so."""

    person: str
    of: str
    by: str
    at: Any


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def need_for_whom(request: Request, requisition_id: UUID) -> HttpResponse:
    """For whom a cart or its lines are."""
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    lines = [line for line in found.lines if line.state == "open"]
    chains = tuple(dict.fromkeys(line.chain_id for line in lines)) or (found.id,)
    return _page(
        request,
        Subject(
            id=found.id,
            version=found.version,
            title=_("Requisition %(number)s") % {"number": found.number},
            url="requisition",
            page="need_for_whom",
            chains=chains,
            lines=tuple((line.id, line.name) for line in lines),
            argument="requisition_id",
            say=actions.say_for_whom,
            take_back=actions.take_back_for_whom,
            can_change=found.state in ("draft", "returned") and bool(lines),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invoice_for_whom(request: Request, invoice_id: UUID) -> HttpResponse:
    """For whom an invoice is, where no order has said it."""
    head = ask(request, invoices.invoice_to_match, invoice_id=invoice_id).invoice
    return _page(
        request,
        Subject(
            id=head.id,
            version=head.version,
            title=_("Invoice %(number)s") % {"number": head.number},
            url="invoice",
            page="invoice_for_whom",
            chains=(head.id,),
            lines=(),
            argument="invoice_id",
            say=invoice_actions.say_for_whom,
            take_back=invoice_actions.take_back_for_whom,
            can_change=head.state in ("received", "matched", "differing", "reviewed", "disputed"),
        ),
    )


def _page(request: Request, subject: Subject) -> HttpResponse:
    with tenant_scope(actor_of(request).tenant_id):
        found = authority.benefits_on(subject.chains)
        names = parties.person_names(
            {who for one in found for who in (one.person_id, one.stated_by) if who}
        )
        people = _people(request)
        rules, reference = authority.conduct_in_force(today())
    said = _said(subject, found, names)
    form = ForWhomForm(request, version=subject.version, added=_asked(subject, people))
    back = TakeBackForm(request, version=subject.version, prefix="back", added=_taken(found, said))
    given = {subject.argument: subject.id}
    if subject.can_change and form.sends(subject.say, **given):
        messages.success(request, _("It is said for whom it is. Others than that person decide."))
        return form.redirect(subject.page, subject.id)
    if subject.can_change and back.sends(subject.take_back, **given):
        messages.success(request, _("It is taken back."))
        return back.redirect(subject.page, subject.id)
    values = {
        "subject": subject,
        "form": form,
        "back_form": back if found else None,
        "said": said,
        "people": people,
        "who": request.GET.get("who", ""),
        "own": ", ".join(words.named(deed, "deed") for deed in rules.own),
        "superiors": ", ".join(words.named(deed, "deed") for deed in rules.superiors),
        "reference": words.rules_named(reference),
    }
    return show(request, "site/for_whom.html", values, status=max(form.status, back.status))


def _said(
    subject: Subject, found: Sequence[BenefitView], names: dict[UUID, str]
) -> tuple[Said, ...]:
    lines = dict(subject.lines)
    return tuple(
        Said(
            names.get(one.person_id, ""),
            lines.get(one.subject_id, ""),
            names.get(one.stated_by, "") if one.stated_by else "",
            one.stated_at,
        )
        for one in found
    )


def _asked(subject: Subject, people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    added: dict[str, Any] = {
        "person_id": ChoiceField(gettext_lazy("Whom is it for?"), people, open_list=True)
    }
    if 1 < len(subject.lines) <= MOST_LINES:
        added["line_ids"] = ChoicesField(
            gettext_lazy("Which lines?"),
            [(str(key), name) for key, name in subject.lines],
            required=False,
            hint=gettext_lazy("None chosen is all of them."),
        )
    return added


def _taken(found: Sequence[BenefitView], said: Sequence[Said]) -> dict[str, Any]:
    choices = [
        (str(one.id), f"{each.person}, {each.of}" if each.of else each.person)
        for one, each in zip(found, said, strict=True)
    ]
    return {
        "benefit_id": ChoiceField(
            gettext_lazy("What was said by mistake?"), choices, open_list=True
        )
    }


def _people(request: Request) -> list[tuple[str, str]]:
    """Those of a name that was searched for, and the one that was chosen; else the reader's unit."""
    actor = actor_of(request)
    who = request.GET.get("who", "").strip()
    own = parties.person(actor.person_id).unit_id if actor.person_id else None
    narrowed: dict[str, Any] = {"text": who} if who else {"unit_id": own} if own else {}
    if not narrowed:
        return []
    found = ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items
    return as_choices(request, found)
