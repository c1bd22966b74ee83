"""One request for approval: what is needed, by whom, coded how, what is unusual; yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.agreements import queries as agreements
from avrop.approvals import actions, queries
from avrop.approvals.queries import RequestView, StepView
from avrop.buying.requisitions import queries as needs
from avrop.buying.requisitions.queries import BoughtBefore, LineView, RequisitionView
from avrop.kernel import presentation
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.approvals import one_of
from avrop.site.pages.code_names import responsibilities
from avrop.site.pages.frame import show
from avrop.site.pages.need_changes import NeedChange, changes_of, codes_in
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.whither import place_named
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Fact, Happened
from avrop.values import Money

LINES = 50
sitemap.register(
    SitePage(
        gettext_lazy("Approve a need"),
        "approval",
        sitemap.APPROVE,
        "approver",
        samples=("approval",),
        help=gettext_lazy(
            "Look at the lines and what is marked on them, then decide. What you approve is stored as it"
            " stands; what you return goes back to the requester with your reason."
        ),
    ),
)


class ApproveForm(PageForm):
    """Yes, with a word if one likes."""

    note = LongTextField(gettext_lazy("A word to the requester"), required=False, rows=2)


class ReturnForm(PageForm):
    """No, with the reason."""

    reason = LongTextField(
        gettext_lazy("What must be changed?"), hint=gettext_lazy("The requester reads it."), rows=3
    )


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line with what is unusual about it, in words."""

    line: LineView
    marks: tuple[str, ...]
    seller: str
    agreement: str


@dataclass(frozen=True, slots=True)
class StepOnPage:
    """A step with who can answer it, or who has."""

    step: StepView
    because: str
    responsible: str
    people: str
    decided_by: str
    on_behalf_of: str
    is_mine: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approval(request: Request, request_id: UUID) -> HttpResponse:
    """One request for approval, and the decision on it."""
    asked = ask(request, queries.request, request_id=request_id)
    mine = ask(request, queries.steps_to_answer, request_id=request_id)
    approve = ApproveForm(request, version=asked.version)
    back = ReturnForm(request, version=asked.version)
    done = _decided(request, asked, mine, approve, back)
    if done is not None:
        return done
    with tenant_scope(actor_of(request).tenant_id):
        values = {
            "asked": asked,
            "approve": approve,
            "back": back,
            "may_decide": bool(mine),
            "my_amount": Money.sum(
                (step.amount for step in asked.steps if step.id in mine), asked.amount.currency
            ),
            "may_change": bool(mine) and "requisitions.change_waiting" in rights_of(request),
            **_shown(request, asked, mine),
        }
    return show(
        request,
        "site/approvals/approval.html",
        values,
        status=max(approve.status, back.status),
    )


def _decided(
    request: Request,
    asked: RequestView,
    mine: Sequence[UUID],
    approve: ApproveForm,
    back: ReturnForm,
) -> HttpResponse | None:
    number = {"number": asked.reference}
    if approve.sends(actions.approve_all, request_id=asked.id):
        told = (
            _("%(number)s is approved by you. Others must still approve it.")
            if approve.answer.state == "waiting"
            else _("%(number)s is approved. It goes on by itself.")
        )
        messages.success(request, told % number)
        return approve.redirect("approvals")
    # Whoever may answer nothing is told so by the command.
    step_id = (*mine, *(step.id for step in asked.steps))[0]
    if back.sends(actions.return_for_change, step_id=step_id):
        messages.success(request, _("%(number)s has gone back to the requester.") % number)
        return back.redirect("approvals")
    return None


def _shown(request: Request, asked: RequestView, mine: Sequence[UUID]) -> dict[str, Any]:
    found = ask(request, needs.requisition, requisition_id=asked.subject_id)
    earlier = ask(request, queries.requests_about, subject_id=asked.subject_id)
    names = parties.person_names(_people_in(found, (asked, *earlier)))
    changes = changes_of(found, earlier)
    responsible = responsibilities(step.responsibility for step in asked.steps)
    lines = [line for line in found.lines if line.state != "cancelled"]
    first = first_line(request)
    page = lines[first : first + LINES]
    return {
        "requisition": found,
        "requester": names.get(found.requester_person_id, ""),
        "unit": parties.unit(found.unit_id).name,
        "lines": _lines_on_page(request, found, page),
        "first": first + 1,
        "last": first + len(page),
        "count": len(lines),
        "next": first + LINES if first + LINES < len(lines) else None,
        "previous": max(0, first - LINES) if first else None,
        "steps": tuple(_step(step, names, responsible, mine) for step in asked.steps),
        "facts": _facts(found, names),
        "history": _history(found, earlier, names, changes),
        "change": next((one for one in changes if one.request_id == asked.id), None),
        "codes": codes_in(found, changes),
        "bought": _bought(ask(request, needs.bought_before, requisition_id=found.id)),
    }


def first_line(request: Request) -> int:
    """The line that a page of lines begins with, by `from` in the address."""
    given = request.GET.get("from", "")
    return int(given) if given.isdecimal() and len(given) < 6 else 0


def _people_in(found: RequisitionView, requests: Iterable[RequestView]) -> set[UUID]:
    people = {found.requester_person_id}
    people |= {found.handed_over_from} if found.handed_over_from else set()
    for step in (step for one in requests for step in one.steps):
        people |= {*step.candidates}
        people |= {one for one in (step.decided_by, step.on_behalf_of) if one}
    return people


def _lines_on_page(
    request: Request, found: RequisitionView, lines: Sequence[LineView]
) -> tuple[LineOnPage, ...]:
    marks: dict[UUID, list[str]] = {}
    if found.state == "submitted":
        for mark in ask(request, needs.marks, requisition_id=found.id):
            marks.setdefault(mark.line_id, []).append(say(mark.about).sentence)
    sellers = parties.organisations({line.seller_organisation_id for line in lines})
    terms = agreements.terms_of({line.agreement_id for line in lines})
    return tuple(
        LineOnPage(
            line,
            tuple(marks.get(line.id, ())),
            sellers[line.seller_organisation_id].name,
            terms[line.agreement_id].number,
        )
        for line in lines
    )


def _step(
    step: StepView,
    names: Mapping[UUID, str],
    responsible: Mapping[str, str],
    mine: Sequence[UUID],
) -> StepOnPage:
    return StepOnPage(
        step=step,
        because=say(step.because).sentence,
        responsible=responsible.get(step.responsibility, ""),
        people=one_of(names[one] for one in step.candidates if one in names),
        decided_by=names.get(step.decided_by, "") if step.decided_by else "",
        on_behalf_of=names.get(step.on_behalf_of, "") if step.on_behalf_of else "",
        is_mine=step.id in mine,
    )


def _facts(found: RequisitionView, names: Mapping[UUID, str]) -> tuple[Fact, ...]:
    handed = names.get(found.handed_over_from, "") if found.handed_over_from else ""
    return (
        Fact(gettext_lazy("Needed by"), names.get(found.requester_person_id, "")),
        Fact(gettext_lazy("For"), parties.unit(found.unit_id).name),
        Fact(gettext_lazy("Delivered to"), place_named(found.delivery_place_id), lang="sv"),
        Fact(gettext_lazy("Wanted"), found.wanted_date),
        Fact(gettext_lazy("Handed over from"), handed),
        Fact(gettext_lazy("Buyer reference"), found.customer_reference),
        Fact(
            gettext_lazy("The requisition itself"),
            found.number,
            reverse("requisition", args=[found.id]),
        ),
    )


def _history(
    found: RequisitionView,
    requests: Sequence[RequestView],
    names: Mapping[UUID, str],
    changes: Sequence[NeedChange],
) -> tuple[Happened, ...]:
    """What has happened to the need: every time approval was asked for, every answer and change."""
    requester = names.get(found.requester_person_id, "")
    steps = [Happened(found.created_at, _("The requisition was started."), requester)]
    for one in requests:
        steps.append(
            Happened(
                one.requested_at,
                _("Approval of %(amount)s was asked for.")
                % {"amount": presentation.shown(one.amount)},
            )
        )
        for step in one.steps:
            if step.decided_at is not None:
                steps.append(_answer(step, names))
        if one.state == "withdrawn" and one.decided_at is not None:
            steps.append(Happened(one.decided_at, _("The question was taken back.")))
    for change in changes:
        if change.person:
            told = _("Less was ordered, or it was booked otherwise; everybody was asked again.")
            steps.append(Happened(change.at, told, change.person, note=change.reason))
    return tuple(sorted(steps, key=lambda each: each.at))


def _answer(step: StepView, names: Mapping[UUID, str]) -> Happened:
    assert step.decided_at is not None
    amount = {"amount": presentation.shown(step.amount)}
    told = (
        _("%(amount)s was approved.") % amount
        if step.state == "approved"
        else _("It was returned for change.")
    )
    return Happened(
        step.decided_at,
        told,
        names.get(step.decided_by, "") if step.decided_by else "",
        names.get(step.on_behalf_of, "") if step.on_behalf_of else "",
        step.note,
    )


@dataclass(frozen=True, slots=True)
class BoughtOnPage:
    """Something bought before, with its agreement's number."""

    bought: BoughtBefore
    agreement: str


def _bought(found: Sequence[BoughtBefore]) -> tuple[BoughtOnPage, ...]:
    terms = agreements.terms_of({one.agreement_id for one in found}) if found else {}
    return tuple(BoughtOnPage(one, terms[one.agreement_id].number) for one in found)
