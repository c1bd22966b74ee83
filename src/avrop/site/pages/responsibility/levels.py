"""What is decided centrally, locally and by delegation, and the mandates that go against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.responsibility import actions, queries
from avrop.responsibility.activities import CATALOGUE, Part
from avrop.responsibility.parts import Decided, Level
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, named, show_list, text
from avrop.site.words import named as word
from avrop.site.words import role_name
from avrop.values import Money

DECIDE = "responsibility.decide"
FEW = 100
sitemap.register(
    SitePage(
        gettext_lazy("Central and local decisions"),
        "decision_levels",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        help=gettext_lazy(
            "For each part of the process: whether it is decided for everybody, in each unit, or in the "
            "units up to a limit. What is decided here says where somebody must answer, and which "
            "mandates go against it."
        ),
        words=gettext_lazy("mandate delegation central local limit"),
        place=13,
    ),
    SitePage(
        gettext_lazy("Mandates against what is decided"),
        "decision_conflicts",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        in_navigation=False,
        help=gettext_lazy(
            "Mandates that let somebody decide where it is not to be decided, or above the limit. "
            "Change the mandate, or what is decided."
        ),
        place=13,
    ),
    SitePage(
        gettext_lazy("Decide where a part is decided"),
        "decide_level",
        sitemap.RIGHTS,
        "system_administrator",
        rights=(DECIDE,),
        samples=("part",),
        help=gettext_lazy(
            "Choose where this part of the process is decided from a day on, and name the decision. A "
            "unit can be given another level than the rest."
        ),
        place=13,
    ),
)


@dataclass(frozen=True, slots=True)
class PartOnPage:
    """A part of the process, what is done in it and where it is decided."""

    part: str
    activities: str
    decided: Decided
    unit: str
    address: str


@require_safe
@signed_in
def decision_levels(request: Request) -> HttpResponse:
    """Where each part is decided."""
    found = ask(request, queries.decision_levels)
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.unit_names({one.unit_id for one in found if one.unit_id})
    may_decide = DECIDE in rights_of(request)
    rows = tuple(
        PartOnPage(
            word(one.part, "part"),
            ", ".join(str(each.name) for each in CATALOGUE if each.part == one.part),
            one,
            units.get(one.unit_id, "") if one.unit_id else "",
            reverse("decide_level", args=[one.part]) if may_decide else "",
        )
        for one in found
    )
    against = ask(request, queries.decision_conflicts_page, limit=FEW)
    values = {
        "rows": rows,
        "may_decide": may_decide,
        "against": len(against.items),
        "is_more": against.next_cursor is not None,
    }
    return show(request, "site/responsibility/levels.html", values)


CONFLICTS = Listing(
    "decision-conflicts",
    gettext_lazy("Mandates against what is decided"),
    columns=(
        text("person", gettext_lazy("Who"), lang="sv", is_head=True),
        text("role", gettext_lazy("Role"), lambda row: role_name(row.role)),
        text("unit", gettext_lazy("Where"), lambda row: row.unit or _("The whole organisation")),
        named("part", gettext_lazy("Part of the process"), "part"),
        named("conflict", gettext_lazy("What is wrong"), "decision_conflict", kind="sentence"),
        text("limit", gettext_lazy("Limit of the mandate")),
        text("decided_limit", gettext_lazy("Limit that is decided")),
    ),
    empty=gettext_lazy("No mandate goes against what is decided."),
    what_next=gettext_lazy("It is looked at anew each time this page is opened."),
    what_next_url="decision_levels",
    what_next_name=gettext_lazy("Central and local decisions"),
    filters=(
        choices(
            "conflict", gettext_lazy("What is wrong"), "decision_conflict", gettext_lazy("All")
        ),
        choices("part", gettext_lazy("Part of the process"), "part", gettext_lazy("All parts")),
    ),
)


@require_safe
@signed_in
def conflicts(request: Request) -> HttpResponse:
    """The mandates that go against it."""
    return show_list(
        request,
        CONFLICTS,
        queries.decision_conflicts_page,
        template="site/responsibility/conflicts.html",
    )


class LevelForm(PageForm):
    """Where the part is decided. The units are added."""

    level = ChoiceField(
        gettext_lazy("Where is it decided?"),
        [(one.value, one.label) for one in Level],
        open_list=True,
    )
    limit = NumberField(
        gettext_lazy("Up to which amount?"),
        required=False,
        min_value=0,
        decimal_places=2,
        hint=gettext_lazy("Only for what is delegated: each mandate in a unit stays within it."),
    )
    valid_from = DayField(gettext_lazy("From"))
    decision_reference = TextField(
        gettext_lazy("Decision"),
        hint=gettext_lazy("The number or the minutes of the decision, such as KS 2026/12."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide_level(request: Request, part: str) -> HttpResponse:
    """Decide where a part is decided."""
    if part not in Part.values:
        raise Http404
    found = [one for one in ask(request, queries.decision_levels) if one.part == part]
    units = choosing.units_of(request, today())
    unit_field = ChoiceField(
        gettext_lazy("For"),
        [(str(unit_id), name) for unit_id, name in units.items()],
        empty=_("The whole organisation"),
        required=False,
    )
    initial: dict[str, Any] = {
        "level": found[0].level,
        "limit": found[0].limit.amount if found[0].limit else None,
        "valid_from": today(),
    }
    form = LevelForm(request, initial=initial, added={"unit_id": unit_field})
    if (
        form.was_sent
        and form.is_valid()
        and form.sends(actions.decide_part, part=part, **_limit(request, form))
    ):
        messages.success(request, _("It is decided. The mandates have been compared with it."))
        return form.redirect("decision_levels")
    values = {"form": form, "title": word(part, "part"), "now": found[0]}
    return show(request, "site/responsibility/decide_level.html", values, status=form.status)


def _limit(request: Request, form: LevelForm) -> dict[str, Money | None]:
    amount = form.value("limit")
    if amount is None:
        return {"limit": None}
    with tenant_scope(actor_of(request).tenant_id):
        return {"limit": Money(amount, parties.currency())}
