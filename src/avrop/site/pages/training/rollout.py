"""The page of a roll-out plan, where it is judged and where one sees how ready its people are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from avrop.kernel.days import day_of
from avrop.kernel.presentation import shown
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import queries as onboarding
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.plans import MAY_FOLLOW, MAY_PLAN, RIGHTS
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Drawing, Fact, Happened, Point
from avrop.site.words import named
from avrop.training import actions, queries
from avrop.training.plan_rules import LONGEST_REASON
from avrop.training.plan_shapes import (
    APPROVER,
    DEPUTY,
    RECEIVER,
    REQUESTER,
    PlanView,
    Readiness,
)

DECIDE = "training.decide"
EVER = datetime(2000, 1, 1, tzinfo=UTC)
MOST_STEPS = 100
#: Tasks come and go with the steps, and are not told beside them.
OWN = "training."
#: What each part must be let do, to ask who can help with it.
ASKED_OF = {
    REQUESTER: "requisitions.submit",
    APPROVER: "approvals.approve",
    RECEIVER: "receipts.receive",
    DEPUTY: "approvals.approve",
}
sitemap.register(
    SitePage(
        gettext_lazy("A roll-out plan"),
        "rollout_plan",
        sitemap.TRAINING,
        "coordinator",
        rights=RIGHTS,
        samples=("plan",),
        help=gettext_lazy(
            "What is planned, and who is ready by now: trained, and with a mandate. Follow the links to "
            "where something is mended, and print the page for the meeting."
        ),
        place=33,
    ),
)


class ReturnPlanForm(PageForm):
    """What is to be mended."""

    reason = LongTextField(gettext_lazy("What is to be mended?"), rows=4, longest=LONGEST_REASON)


class ApprovePlanForm(PageForm):
    """What is said with the approval, if anything."""

    reason = LongTextField(
        gettext_lazy("A word with it"), rows=2, longest=LONGEST_REASON, required=False
    )


class WithdrawPlanForm(PageForm):
    """Why the plan is given up."""

    reason = LongTextField(gettext_lazy("Why?"), rows=3, longest=LONGEST_REASON)


#: What can be done to a plan: the form, the command, what is said afterwards.
ACTS: Mapping[str, tuple[type[PageForm], Callable[..., Any], Any]] = {
    "return": (
        ReturnPlanForm,
        actions.return_plan,
        gettext_lazy("The plan is sent back, and its manager is told."),
    ),
    "approve": (ApprovePlanForm, actions.approve_plan, gettext_lazy("The plan is approved.")),
    "withdraw": (WithdrawPlanForm, actions.withdraw_plan, gettext_lazy("The plan is withdrawn.")),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of a plan, and where what is missing is mended; "" where the reader can do nothing."""

    person: Readiness
    part: str
    training: str
    mandate: str


@require_safe
@signed_in
def rollout_plan(request: Request, plan_id: UUID) -> HttpResponse:
    """What is planned, and how ready everybody is."""
    return _show(request, plan_id, None, "")


@require_POST
@signed_in
def act(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """Approve a plan, send it back, or withdraw it."""
    if key not in ACTS:
        raise Http404
    found = ask(request, queries.plan, plan_id=plan_id)
    kind, command, done = ACTS[key]
    form = kind(request, version=found.version, prefix=key)
    if form.sends(command, plan_id=plan_id):
        messages.success(request, done)
        return form.redirect("rollout_plan", plan_id)
    return _show(request, plan_id, form, key)


def _show(request: Request, plan_id: UUID, sent: PageForm | None, key: str) -> HttpResponse:
    found = ask(request, queries.plan, plan_id=plan_id)
    rights = rights_of(request)
    offered = {
        name: kind(request, version=found.version, prefix=name)
        for name, (kind, _command, _done) in ACTS.items()
        if _is_offered(name, found, rights)
    }
    if sent is not None and key in offered:
        offered[key] = sent
    with tenant_scope(actor_of(request).tenant_id):
        begun = day_of(found.begun_at)
    goes_on = found.is_own and "change" in found.available_actions and MAY_PLAN in rights
    values = {
        "found": found,
        "waits": _waits(found),
        "told": _told(found),
        "rows": [_row(request, found, one, rights) for one in found.readiness],
        "late": _late_sentence(found),
        "days": _drawing(found, begun),
        "facts": tuple(_facts(found)),
        "waves": found.facts.waves,
        "risks": found.facts.risks,
        "department": _department(request, found, rights),
        "forms": offered,
        "sent": sent,
        "form_address": reverse("rollout_plan_form", args=[found.id]) if goes_on else "",
        "history": _history(request, found),
    }
    return show(
        request, "site/training/plan.html", values, status=sent.status if sent is not None else 200
    )


def _is_offered(name: str, found: PlanView, rights: frozenset[str]) -> bool:
    if name not in found.available_actions:
        return False
    return MAY_PLAN in rights if name == "withdraw" else found.may_judge


def _waits(found: PlanView) -> str:
    """What the plan waits for, in a sentence."""
    return {
        "draft": _("The manager works on the plan."),
        "submitted": _("The plan waits for a coordinator to judge it."),
        "returned": _("The manager mends the plan."),
        "approved": _("The plan is in force. Below stands how ready everybody is."),
        "superseded": _("A newer plan of the unit is in force."),
        "withdrawn": _("The plan was given up."),
    }[found.state]


def _told(found: PlanView) -> tuple[str, str, str]:
    """What was said when it was judged or given up: a sentence, its colour, the words."""
    if not found.reason:
        return "", "", ""
    said = {
        "returned": (_("The coordinator sent the plan back."), "warning"),
        "withdrawn": (_("Why it was given up:"), "info"),
    }.get(found.state, (_("The coordinator said:"), "info"))
    return (*said, found.reason)


def _row(request: Request, found: PlanView, one: Readiness, rights: frozenset[str]) -> PersonRow:
    training = mandate = ""
    if one.courses:
        course_id = one.courses[0][0]
        if one.person_id == actor_of(request).person_id:
            training = reverse("training_course", args=[course_id])
        elif DECIDE in rights:
            training = reverse("training_decide", args=[one.person_id, course_id])
        elif MAY_FOLLOW in rights:
            training = f"{reverse('training_untrained')}?{urlencode({'text': found.unit})}"
    if not one.has_mandate:
        mandate = _way_to_mandate(found, one, rights)
    return PersonRow(one, named(one.part, "plan_part"), training, mandate)


def _way_to_mandate(found: PlanView, one: Readiness, rights: frozenset[str]) -> str:
    """To where it is given, or to where one is told who can give it."""
    asked = {"person": one.person_id, "unit": found.unit_id}
    if _opens("absences", rights) and one.part == DEPUTY:
        return reverse("absences")
    if _opens("give_mandate", rights):
        return f"{reverse('give_mandate')}?{urlencode(asked)}"
    if _opens("may", rights):
        asked_of = {**asked, "permission": ASKED_OF[one.part]}
        return f"{reverse('may')}?{urlencode(asked_of)}"
    return ""


def _opens(url: str, rights: frozenset[str]) -> bool:
    page = sitemap.page_named(url)
    return page is not None and sitemap.is_open(page, rights)


def _late_sentence(found: PlanView) -> str:
    late = sum(1 for one in found.readiness if one.is_late)
    said = ngettext("One person is late.", "%(count)s people are late.", late)
    return said % {"count": late} if late else ""


def _drawing(found: PlanView, begun: date) -> Drawing | None:
    """The days of the plan in their order, each as long as the time until it from the first one."""
    days = sorted(_milestones(found), key=lambda one: one[0])
    if len(days) < 2:
        return None
    start = min(days[0][0], begun)
    points = tuple(
        Point(name, float((on - start).days), shown(on), color=_color(on, is_late))
        for on, name, is_late in days
    )
    return Drawing(
        _("The days of the plan"),
        points,
        _("Milestone"),
        _("Day"),
        sentence=_("The longer the bar, the later. Grey is past; red was to be done and is not."),
    )


def _color(on: date, is_late: bool) -> str:
    if is_late:
        return "danger"
    return "neutral" if on < today() else "accent"


def _milestones(found: PlanView) -> Iterator[tuple[date, str, bool]]:
    """Each day, what happens on it, and whether it is late."""
    facts = found.facts
    trained: dict[date, list[Readiness]] = {}
    for one in found.readiness:
        if one.trained_by is not None:
            trained.setdefault(one.trained_by, []).append(one)
    for on, people in trained.items():
        who = ", ".join(dict.fromkeys(one.person for one in people))
        is_late = on < today() and any(one.is_late and one.courses for one in people)
        yield on, _("Trained: %(names)s") % {"names": who}, is_late
    if facts.go_live_on is not None:
        is_late = facts.go_live_on < today() and any(one.is_late for one in found.readiness)
        yield facts.go_live_on, _("The unit begins"), is_late
    for number, wave in enumerate(facts.waves, start=1):
        if wave.starts_on is not None:
            said = _("Wave %(number)s: %(what)s") % {"number": number, "what": wave.what}
            yield wave.starts_on, said, False
    if facts.orders_stop_on is not None:
        yield facts.orders_stop_on, _("Nobody orders outside the system"), False
    if facts.target_on is not None:
        told = {"percent": facts.target_percent if facts.target_percent is not None else "–"}
        yield facts.target_on, _("Measured: %(percent)s per cent") % told, False


def _facts(found: PlanView) -> Iterator[Fact]:
    facts = found.facts
    yield Fact(_("Unit"), found.unit, lang="sv")
    yield Fact(_("Manager"), found.names.get(found.made_by, ""), lang="sv")
    yield Fact(_("The unit begins"), facts.go_live_on)
    helper = found.names.get(facts.super_user_id, "") if facts.super_user_id else ""
    yield Fact(_("Whom the others ask"), helper, lang="sv")
    yield Fact(_("Nobody orders outside the system from"), facts.orders_stop_on)
    yield Fact(_("How that is brought about"), facts.orders_stop_how, lang="sv")
    if facts.target_percent is not None:
        told = {"percent": facts.target_percent, "day": shown(facts.target_on or "")}
        yield Fact(
            _("Target"), _("%(percent)s per cent of the orders in the system by %(day)s") % told
        )
    judge = found.names.get(found.judged_by, "") if found.judged_by else ""
    yield Fact(_("Judged by"), judge, lang="sv")


def _department(
    request: Request, found: PlanView, rights: frozenset[str]
) -> tuple[str, str] | None:
    """The new department that became this unit, where there was one: its number and address."""
    if not _opens("department", rights):
        return None
    with tenant_scope(actor_of(request).tenant_id):
        department = onboarding.department_of_unit(found.unit_id)
    if department is None:
        return None
    key, number = department
    return number, reverse("department", args=[key])


def _history(request: Request, found: PlanView) -> tuple[Happened, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        steps = [
            one
            for one in recent_events([found.id], since=EVER, but_by=None, limit=MOST_STEPS)
            if one.name.startswith(OWN)
        ]
        names = parties.person_names({one.person_id for one in steps if one.person_id})
    return tuple(
        Happened(
            one.at,
            happening(one.name, {}),
            names.get(one.person_id, "") if one.person_id else "",
            note=one.reason,
        )
        for one in reversed(_without_repeated(steps))
    )


def _without_repeated(steps: Sequence[Any]) -> list[Any]:
    """Saved again and again is told once."""
    return [
        one
        for number, one in enumerate(steps)
        if number == 0 or one.name != steps[number - 1].name or not one.name.endswith("_changed")
    ]
