"""A requisition: what is needed, how it is coded, what stops it, and who approves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.approvals import queries as approvals
from avrop.approvals.queries import RequestView, StepView
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.queries import RequisitionView
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.approvals import one_of
from avrop.site.pages.frame import show
from avrop.site.pages.mending import way_to_mend
from avrop.site.pages.need_changes import changes_of, codes_in
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.whither import place_named
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.long_lines import part_shown
from avrop.site.patterns.shapes import Action

sitemap.register(
    SitePage(
        gettext_lazy("Requisition"),
        "requisition",
        sitemap.BUY,
        "requester",
        samples=("requisition",),
    )
)

#: While it is the requester's to change, what stops it is of use.
BEING_WRITTEN = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Approval:
    """A step of an approval in words."""

    step: StepView
    because: str
    people: str
    decided_by: str
    on_behalf_of: str


@dataclass(frozen=True, slots=True)
class Stopping:
    """What stops the sending, in words, and the way to where the reader can mend it."""

    said: Said
    way: Action | None


@require_safe
@signed_in
def requisition(request: Request, requisition_id: UUID) -> HttpResponse:
    """One requisition, to read."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.requisition, requisition_id=requisition_id)
        requests = ask(request, approvals.requests_about, subject_id=requisition_id)
        asked = requests[:1]
        names = _names(found, asked)
        changes = changes_of(found, requests)
        values = {
            "requisition": found,
            "part": part_shown(request, found.lines),
            "findings": _findings(request, found),
            "approvals": tuple(_approval(step, names) for one in asked for step in one.steps),
            "names": names,
            "codes": codes_in(found, changes),
            "change": next(iter(changes), None),
            "unit": parties.unit(found.unit_id).name,
            "place": place_named(found.delivery_place_id),
            "sellers": _sellers(found),
            "orders": orders.orders_of([found.id]).get(found.id, ()),
            "actions": _actions(request, found),
        }
    return show(request, "site/requisition.html", values)


def _actions(request: Request, found: RequisitionView) -> tuple[Action, ...]:
    """What the reader can do with it now: the requester most of all."""
    may_write = "requisitions.write" in rights_of(request)
    is_mine = found.requester_person_id == actor_of(request).person_id
    offered = []
    if is_mine and may_write and found.state in BEING_WRITTEN:
        go_on = reverse("cart_of", args=[found.id])
        offered.append(Action(_("Go on with the cart"), go_on, variant="primary"))
    if may_write and found.lines:
        offered.append(Action(_("For whom it is"), reverse("need_for_whom", args=[found.id])))
    if is_mine and found.state == "submitted" and "requisitions.submit" in rights_of(request):
        keys = keys_of(request, version=found.version)
        address = reverse("take_back", args=[found.id])
        offered.append(Action(_("Take it back"), address, post=True, hidden=keys))
    if may_write and found.lines:
        offered.append(Action(_("Order again"), reverse("again", args=[found.id])))
    return tuple(offered)


@require_POST
@signed_in
def take_back(request: Request, requisition_id: UUID) -> HttpResponse:
    """Take a cart back that nobody has decided about yet."""
    form = PageForm(request)
    if form.sends(actions.withdraw_requisition, requisition_id=requisition_id):
        messages.success(request, _("The cart is yours to change again."))
        return redirect("cart_of", requisition_id)
    form.tell_refusal()
    return redirect("requisition", requisition_id)


def _findings(request: Request, found: RequisitionView) -> tuple[Stopping, ...]:
    if found.state not in BEING_WRITTEN:
        return ()
    listed = ask(request, queries.preflight, requisition_id=found.id)
    rights = rights_of(request)
    return tuple(
        Stopping(
            say(Problem(one.code, one.values, one.place, one.fixer)),
            way_to_mend(one.code, one.values, rights),
        )
        for one in listed.findings
    )


def _names(found: RequisitionView, asked: Iterable[RequestView]) -> dict[UUID, str]:
    people = {found.requester_person_id}
    people |= {line.handed_to_person_id for line in found.lines if line.handed_to_person_id}
    for step in (step for one in asked for step in one.steps):
        people |= {*step.candidates}
        people |= {one for one in (step.decided_by, step.on_behalf_of) if one}
    return parties.person_names(people)


def _approval(step: StepView, names: dict[UUID, str]) -> Approval:
    return Approval(
        step=step,
        because=say(step.because).sentence,
        people=one_of(names[one] for one in step.candidates if one in names),
        decided_by=names.get(step.decided_by, "") if step.decided_by else "",
        on_behalf_of=names.get(step.on_behalf_of, "") if step.on_behalf_of else "",
    )


def _sellers(found: RequisitionView) -> dict[UUID, str]:
    wanted = {line.seller_organisation_id for line in found.lines}
    return {one: view.name for one, view in parties.organisations(wanted).items()}
