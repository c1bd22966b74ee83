"""A new department: how far it has come, what it waits for, and what the reader can do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from avrop.agreements import queries as agreements
from avrop.kernel.canonical import to_plain
from avrop.kernel.mail import can_mail
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions, queries
from avrop.onboarding.queries import DepartmentView, QuestionView
from avrop.onboarding.rules import LONGEST_CUSTOMER_NUMBER, LONGEST_REASON
from avrop.parties import queries as parties
from avrop.parties.queries import PostalAddress
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.onboarding.departments import MAY_ASK, MAY_COORDINATE, RIGHTS
from avrop.site.pages.onboarding.week import week_of
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action, Fact, Happened, Step

MAY_WELCOME = "onboarding.change_requesters"
MOST_STEPS = 100
EVER = datetime(2000, 1, 1, tzinfo=UTC)
LINK = "department_link"
#: Tasks come and go with the steps, and are not told beside them.
OWN = "onboarding."
sitemap.register(
    SitePage(
        gettext_lazy("A new department"),
        "department",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(*RIGHTS, MAY_WELCOME),
        samples=("department",),
        help=gettext_lazy(
            "How far the department has come and what it waits for. It can order from each supplier as "
            "soon as that supplier has answered."
        ),
        place=30,
    ),
)


class ReasonForm(PageForm):
    """Why it is sent back or given up."""

    reason = LongTextField(gettext_lazy("Why?"), rows=3, longest=LONGEST_REASON)


class CentreForm(PageForm):
    """Which distribution centre is asked. The centres are added."""


class HandForm(PageForm):
    """Who takes over. The coordinators are added."""


class AddressForm(PageForm):
    """Where the department is now."""

    street = TextField(gettext_lazy("Street"), autocomplete="street-address")
    postal_code = TextField(gettext_lazy("Postal code"), longest=20)
    city = TextField(gettext_lazy("Town"), longest=100)
    opening_hours = TextField(gettext_lazy("When goods can be taken in"), required=False)


class NumberForm(PageForm):
    """What a supplier said by telephone."""

    customer_number = TextField(
        gettext_lazy("Customer number"), longest=LONGEST_CUSTOMER_NUMBER, required=False
    )


#: What is pressed or filled in: the form, the command, what is said afterwards.
ACTS: Mapping[str, tuple[type[PageForm], Callable[..., Any], Any]] = {
    "number": (PageForm, actions.assign_gln, gettext_lazy("The department has its GLN.")),
    "centre": (
        CentreForm,
        actions.ask_centre,
        gettext_lazy("The distribution centre is asked for delivery days."),
    ),
    "register": (
        PageForm,
        actions.register_department,
        gettext_lazy("The department is registered, and its suppliers are told."),
    ),
    "reject": (
        ReasonForm,
        actions.reject_department,
        gettext_lazy("The form is sent back to whoever asked."),
    ),
    "cancel": (ReasonForm, actions.cancel_department, gettext_lazy("The department is given up.")),
    "hand-over": (
        HandForm,
        actions.hand_over_department,
        gettext_lazy("Another coordinator answers for the department now."),
    ),
    "address": (
        AddressForm,
        actions.restart_department,
        gettext_lazy("The address is changed, and the suppliers are told again."),
    ),
}


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier on the page: what it has said, and what can be done where it has said nothing."""

    question: QuestionView
    state: str
    said: str
    is_open: bool
    is_late: bool
    is_mailed: bool
    acts: tuple[Action, ...]
    form: NumberForm | None
    address: str


@require_safe
@signed_in
def department(request: Request, department_id: UUID) -> HttpResponse:
    """How far it has come."""
    return _show(request, department_id, None, "")


@require_POST
@signed_in
def act(request: Request, department_id: UUID, key: str) -> HttpResponse:
    """Take its next step, send it back, give it up, hand it over, or tell of its new address."""
    if key not in ACTS:
        raise Http404
    found = ask(request, queries.department, department_id=department_id)
    _kind, command, done = ACTS[key]
    form = _form(request, found, key)
    given: dict[str, Any] = {}
    if key == "address" and form.was_sent and form.is_valid():
        said = form.cleaned_data
        place = PostalAddress(
            said["street"], said["postal_code"], said["city"], name=found.form.name
        )
        given = {"address": to_plain(place)}
    if form.sends(command, department_id=department_id, **given):
        messages.success(request, done)
        return form.redirect("department", department_id)
    return _show(request, department_id, form, key)


@require_POST
@signed_in
def act_on_question(
    request: Request, department_id: UUID, question_id: UUID, key: str
) -> HttpResponse:
    """Ask again, show the link once, or write down what a supplier said."""
    form: PageForm
    if key == "again":
        form = PageForm(request)
        if form.sends(actions.ask_again, question_id=question_id):
            messages.success(request, _("A new link is made; the former one opens nothing."))
            return form.redirect("department", department_id)
    elif key == "link":
        form = PageForm(request)
        if form.sends(actions.show_link, question_id=question_id):
            request.session[LINK] = [str(question_id), form.answer]
            return form.redirect("department", department_id)
        if any(said.code == "kernel.answer_not_kept" for said in form.problems):
            return form.redirect("department", department_id)  # pressed twice
    elif key == "answer":
        form = NumberForm(request, prefix=f"number-{question_id}")
        if form.was_sent and form.is_valid():
            answer = {"customer_number": form.value("customer_number")}
            if form.sends(actions.record_number, question_id=question_id, answer=answer):
                messages.success(request, _("The answer is written down: ordering is open."))
                return form.redirect("department", department_id)
    else:
        raise Http404
    return _show(request, department_id, form, f"answer-{question_id}")


def _form(request: Request, found: DepartmentView, key: str) -> PageForm:
    kind = ACTS[key][0]
    if kind is CentreForm:
        offered = [(str(one.id), one.name) for one in ask(request, queries.centres, on=today())]
        centre = {
            "centre_organisation_id": ChoiceField(
                gettext_lazy("Distribution centre"), offered, open_list=len(offered) < 4
            )
        }
        first = {"centre_organisation_id": offered[0][0]} if offered else {}
        return CentreForm(request, version=found.version, added=centre, initial=first)
    if kind is HandForm:
        people = {"to_person_id": ChoiceField(gettext_lazy("Who?"), _others(request, found))}
        return HandForm(request, version=found.version, added=people)
    if kind is AddressForm:
        stated = found.form
        initial = {
            name: getattr(stated, name)
            for name in ("street", "postal_code", "city", "opening_hours")
        }
        return AddressForm(request, version=found.version, initial=initial)
    return kind(request, version=found.version, prefix=key if kind is ReasonForm else None)


def _others(request: Request, found: DepartmentView) -> list[tuple[str, str]]:
    ids = ask(request, queries.coordinators, department_id=found.id)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(ids)
    people = [(str(one), names[one]) for one in ids if one in names and one != found.owner]
    return sorted(people, key=lambda one: one[1])


# --- showing -----------------------------------------------------------------------------------------


def _show(request: Request, department_id: UUID, sent: PageForm | None, key: str) -> HttpResponse:
    found = ask(request, queries.department, department_id=department_id)
    rights = rights_of(request)
    offered = dict(_forms(request, found, rights))
    if sent is not None and key in offered:
        offered[key] = sent
    link = _link_just_shown(request, found)
    values = {
        "found": found,
        "steps": tuple(_steps(found)),
        "waits": _waits(found),
        "counted": _counted(found),
        "facts": _facts(request, found),
        "week": week_of(found.delivery_days),
        "rows": tuple(_rows(request, found, sent, key, MAY_COORDINATE in rights)),
        "forms": offered,
        "hand": offered.get("hand-over"),
        "sent": sent if sent is not None else None,
        "form_address": reverse("department_form", args=[found.id])
        if "save" in found.available_actions and MAY_ASK in rights
        else "",
        "record_days": reverse("record_days", args=[found.id])
        if found.state == "at_centre" and MAY_COORDINATE in rights
        else "",
        "welcome": f"{reverse('new_requester')}?unit={found.unit_id}"
        if found.unit_id and MAY_WELCOME in rights
        else "",
        "wanted": tuple(_wanted(request, found)) if MAY_WELCOME in rights else (),
        "link": link,
        "history": _history(request, found),
    }
    status = sent.status if sent is not None else 200
    answer = show(request, "site/onboarding/department.html", values, status=status)
    if link:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _forms(
    request: Request, found: DepartmentView, rights: frozenset[str]
) -> Iterator[tuple[str, PageForm]]:
    """What can be done now, by the lifecycle and the reader's rights."""
    can = found.available_actions
    coordinates = MAY_COORDINATE in rights
    waits_for_days = found.needs_days and found.delivery_days is None
    wanted = {
        "number": coordinates and "assign_gln" in can,
        "centre": coordinates and "ask_centre" in can and found.needs_days,
        "register": coordinates and "register" in can and not waits_for_days,
        "reject": coordinates and "reject" in can,
        "hand-over": coordinates and "hand_over" in can and bool(_others(request, found)),
        "address": coordinates and "restart" in can,
        "cancel": MAY_ASK in rights and "cancel" in can,
    }
    for key, is_wanted in wanted.items():
        if is_wanted:
            yield key, _form(request, found, key)


def _steps(found: DepartmentView) -> Iterator[Step]:
    """The way that every new department goes."""
    later = ("informing", "ready")
    sent = found.state not in ("draft", "rejected", "cancelled")
    yield Step(_("Form"), "fully" if sent else "partly", "" if sent else _("Not sent"))
    yield Step("GLN", "fully" if found.gln else "none", found.gln)
    if found.needs_days or found.delivery_days is not None:
        asked = "partly" if found.state == "at_centre" else "none"
        yield Step(
            _("Delivery days"),
            "fully" if found.delivery_days is not None else asked,
            _("Asked") if asked == "partly" else "",
        )
    yield Step(_("Registered"), "fully" if found.state in later else "none")
    told = len(found.suppliers)
    ready = sum(1 for one in found.suppliers if one.answered_at)
    extent = "fully" if told and ready == told else "partly" if ready else "none"
    note = _("%(ready)s of %(all)s ready") % {"ready": ready, "all": told} if told else ""
    yield Step(_("Suppliers"), extent, note)
    yield Step(_("Ready to order"), "fully" if found.state == "ready" else "none")


def _counted(found: DepartmentView) -> str:
    told = len(found.suppliers)
    if not told:
        return ""
    ready = sum(1 for one in found.suppliers if one.answered_at)
    said = ngettext(
        "%(ready)s of %(all)s supplier is ready.", "%(ready)s of %(all)s suppliers are ready.", told
    )
    return said % {"ready": ready, "all": told}


def _waits(found: DepartmentView) -> str:
    """One sentence: what happens next, and who does it."""
    sentences = {
        "draft": _("The form is a draft: nobody else does anything with it yet."),
        "submitted": _("The coordinator looks at the form and gives the department its GLN."),
        "numbered": _("The coordinator registers the department and tells its suppliers.")
        if found.delivery_days is not None or not found.needs_days
        else _("The coordinator asks the distribution centre for delivery days."),
        "at_centre": _("The distribution centre answers with delivery days."),
        "informing": _("Suppliers answer. Ordering from each opens when it has answered."),
        "ready": _("The department can order from all its suppliers."),
        "rejected": _("The form was sent back: change it and send it again."),
        "cancelled": _("Nothing comes of this department."),
    }
    return sentences[found.state]


def _rows(
    request: Request, found: DepartmentView, sent: PageForm | None, key: str, coordinates: bool
) -> Iterator[SupplierRow]:
    for one in found.suppliers:
        waits = one.state == "asked"
        form: NumberForm | None = None
        if waits and coordinates:
            is_sent = isinstance(sent, NumberForm) and key == f"answer-{one.id}"
            form = (
                sent
                if is_sent and isinstance(sent, NumberForm)
                else NumberForm(request, prefix=f"number-{one.id}")
            )
        yield SupplierRow(
            question=one,
            state=_state_of(one),
            said=_said(one),
            is_open=one.answered_at is not None,
            is_late=waits and one.due_at < now(),
            is_mailed=can_mail(one.sent_to, actor_of(request).tenant_id),
            acts=tuple(_acts(request, found, one)) if waits and coordinates else (),
            form=form,
            address=reverse("act_on_question", args=[found.id, one.id, "answer"]),
        )


def _state_of(one: QuestionView) -> str:
    if one.state == "answered":
        return _("Ready")
    if one.answered_at is not None:
        return _("Ready; told of the new address")
    return _("Link has expired") if one.is_expired(now()) else _("Has not answered")


def _said(one: QuestionView) -> str:
    if one.answered_at is None:
        return ""
    return one.customer_number or _("Uses no customer number")


def _acts(request: Request, found: DepartmentView, one: QuestionView) -> Iterator[Action]:
    def address(key: str) -> str:
        return reverse("act_on_question", args=[found.id, one.id, key])

    keys = keys_of(request)
    if not one.is_expired(now()):
        yield Action(_("Show the link"), address("link"), "tertiary", post=True, hidden=keys)
    yield Action(
        _("Ask again"),
        address("again"),
        "tertiary",
        post=True,
        hidden=keys_of(request),
        confirm=_("The link that was sent before opens nothing any more."),
    )


def _wanted(request: Request, found: DepartmentView) -> Iterator[Action]:
    """The way to add each person whom the form names and who is not there yet, filled in."""
    if found.unit_id is None:
        return
    people = ask(request, parties.people_page, unit_id=found.unit_id, limit=MOST_STEPS).items
    here = {one.email.lower() for one in people}
    for one in found.form.people:
        if one.email.strip().lower() not in here:
            said = {"unit": found.unit_id, "name": one.name, "email": one.email}
            address = f"{reverse('new_requester')}?{urlencode(said)}"
            yield Action(_("Add %(name)s as a requester") % {"name": one.name}, address)


def _link_just_shown(request: Request, found: DepartmentView) -> dict[str, Any]:
    """The address that the reader asked for before he was led here, told this once."""
    kept = request.session.pop(LINK, None)
    if not kept:
        return {}
    one = next((each for each in found.questions if str(each.id) == kept[0]), None)
    if one is None:
        return {}
    address = request.build_absolute_uri(reverse("answer_question", args=[kept[1]]))
    return {
        "address": address,
        "organisation": one.organisation,
        "expires": one.expires_at,
        "is_mailed": can_mail(one.sent_to, actor_of(request).tenant_id),
        "sent_to": one.sent_to,
    }


def _facts(request: Request, found: DepartmentView) -> tuple[Fact, ...]:
    stated = found.form
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(
            one for one in (found.requested_by, found.owner) if one is not None
        )
        parent = (
            parties.unit_names([stated.parent_id]).get(stated.parent_id, "")
            if stated.parent_id
            else ""
        )
        terms = agreements.terms_of(stated.agreements)
    address = " ".join(one for one in (stated.postal_code, stated.city) if one)
    contact = ", ".join(
        one for one in (stated.contact_name, stated.contact_phone, stated.contact_email) if one
    )
    people = ", ".join(f"{one.name} ({one.email})" for one in stated.people)
    food = {True: _("Yes"), False: _("No"), None: ""}[stated.orders_food]
    return (
        Fact(_("Belongs to"), parent or (_("No other unit") if stated.is_outermost else "")),
        Fact("GLN", found.gln),
        Fact(_("Orders from"), stated.opens_on),
        Fact(_("Delivery address"), ", ".join(one for one in (stated.street, address) if one)),
        Fact(_("Takes goods in"), stated.opening_hours, lang="sv"),
        Fact(_("Orders food"), food),
        Fact(_("Usual coding"), stated.default_coding),
        Fact(_("Invoice reference"), stated.invoice_reference),
        Fact(_("Contact"), contact, lang="sv"),
        Fact(_("Who is to order"), people, lang="sv"),
        Fact(_("Agreements"), ", ".join(one.title for one in terms.values()), lang="sv"),
        Fact(_("Asked by"), names.get(found.requested_by, "") if found.requested_by else ""),
        Fact(_("Coordinator"), names.get(found.owner, "") if found.owner else ""),
        Fact(_("Next step due"), found.due_at),
    )


def _history(request: Request, found: DepartmentView) -> tuple[Happened, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        steps = [
            one
            for one in recent_events([found.id], since=EVER, but_by=None, limit=MOST_STEPS)
            if one.name.startswith(OWN)
        ]
        names = parties.person_names({one.person_id for one in steps if one.person_id})
    return tuple(
        Happened(
            one.at, happening(one.name, {}), names.get(one.person_id, "") if one.person_id else ""
        )
        for one in reversed(steps)
    )
