"""Roll-out plans: the list of them, and beginning one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    choices,
    day,
    figure,
    link,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action
from avrop.training import actions, queries
from avrop.training.plan_shapes import (
    PlanSummary,
)

MAY_PLAN, MAY_JUDGE, MAY_FOLLOW = "training.plan_rollout", "training.judge_plans", "training.follow"
RIGHTS = (MAY_PLAN, MAY_JUDGE, MAY_FOLLOW)
sitemap.register(
    SitePage(
        gettext_lazy("Roll-out plans"),
        "rollout_plans",
        sitemap.TRAINING,
        "coordinator",
        rights=RIGHTS,
        help=gettext_lazy(
            "How units begin to order here: who does what, from when, and how ready they are. A plan is "
            "made by the unit's manager as the exercise of the course, and judged by a coordinator."
        ),
        words=gettext_lazy("roll-out introduction plan exercise manager go-live readiness"),
        place=33,
    ),
    SitePage(
        gettext_lazy("Begin a roll-out plan"),
        "new_rollout_plan",
        sitemap.TRAINING,
        "manager",
        rights=(MAY_PLAN,),
        in_navigation=False,
        place=33,
    ),
)


def _ready(row: PlanSummary) -> str:
    return _("%(ready)s of %(all)s") % {"ready": row.ready, "all": row.planned}


def _late(row: PlanSummary) -> Cell:
    return Cell(row.late, color="warning" if row.late else "")


PLANS = Listing(
    "rollout-plans",
    gettext_lazy("Roll-out plans"),
    (
        link("number", pgettext_lazy("number of a document", "Number"), "rollout_plan"),
        text("unit", gettext_lazy("Unit"), lang="sv"),
        tag("state", gettext_lazy("State"), "rollout_plan"),
        day("go_live_on", gettext_lazy("The unit begins")),
        text("ready", gettext_lazy("Ready"), _ready),
        Column("late", gettext_lazy("Number late"), _late, kind="figure"),
        text("manager", gettext_lazy("Manager"), lang="sv"),
        day("submitted_at", gettext_lazy("Sent")),
        figure("ready_count", gettext_lazy("Number ready"), lambda row: row.ready, hidden=True),
        figure("planned", gettext_lazy("Number planned"), hidden=True),
    ),
    empty=gettext_lazy("There are no roll-out plans yet."),
    what_next=gettext_lazy("The manager of a unit begins one, as the exercise of the course."),
    what_next_url="my_training",
    what_next_name=gettext_lazy("My training"),
    filters=(
        Filter("text", gettext_lazy("Number or unit")),
        choices("state", gettext_lazy("State"), "rollout_plan", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def rollout_plans(request: Request) -> HttpResponse:
    """The plans that the reader may see, the newest first."""
    begin = Action(_("Begin a plan"), reverse("new_rollout_plan"), "primary")
    offered = (begin,) if MAY_PLAN in rights_of(request) else ()
    return show_list(request, PLANS, queries.plans_page, values={"actions": offered})


class BeginPlanForm(PageForm):
    """For which unit. The units are added."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_rollout_plan(request: Request) -> HttpResponse:
    """Begin the plan of a unit that the reader leads, or go on with the one that there is."""
    units = ask(request, queries.plannable_units)
    free = [(str(one.id), one.name) for one in units if one.open_plan is None]
    asked = ChoiceField(gettext_lazy("Which unit?"), free, open_list=len(free) < 6)
    first = {"unit_id": free[0][0]} if free else {}
    form = BeginPlanForm(request, added={"unit_id": asked}, initial=first)
    if form.sends(actions.begin_plan):
        return form.redirect("rollout_plan_form", form.answer)
    values = {
        "form": form if free else None,
        "going_on": [one for one in units if one.open_plan is not None],
        "forms": (form,),
    }
    return show(request, "site/training/new_plan.html", values, status=form.status)
