"""Who coordinates the buying of which group of goods."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.authority import actions, queries
from avrop.authority.registers import CoordinatorView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Asked, Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell

MAY_NAME = "authority.name_coordinator"
sitemap.register(
    SitePage(
        gettext_lazy("Purchasing coordinators"),
        "coordinators",
        sitemap.RIGHTS,
        "coordinator",
        rights=(MAY_NAME,),
        help=gettext_lazy(
            "Who coordinates the buying of which group of goods, and who does it in his place. What"
            " others may not buy themselves goes to the coordinator of the narrowest group."
        ),
        words=gettext_lazy("coordinator category product group deputy"),
        place=55,
    ),
)


class CoordinatorForm(PageForm):
    """Which group of goods, and from when to when. Who is added."""

    category = TextField(gettext_lazy("Group of goods"), hint=gettext_lazy("A CPV code."))
    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)


class EndCoordinatorForm(PageForm):
    """Which coordinator ends, and the last day."""

    coordinator_id = ChoiceField(gettext_lazy("Which?"), ())
    last_day = DayField(gettext_lazy("Last day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def coordinators(request: Request) -> HttpResponse:
    """Who coordinates what; naming one, ending one."""
    found = ask(request, queries.coordinators)
    people = desk.people_found(request)
    form = CoordinatorForm(
        request,
        added={
            **desk.whose(people, gettext_lazy("Who coordinates?")),
            "deputy_id": ChoiceField(
                gettext_lazy("Who does it in his place?"), people, empty=_("Nobody"), required=False
            ),
        },
        initial={"valid_from": today()},
        prefix="name",
    )
    form.order_fields(desk.WHO_FIRST)
    going_on = [one for one in found if one.valid_until is None or one.valid_until >= today()]
    end = EndCoordinatorForm(request, initial={"last_day": today()}, prefix="end")
    end.fields["coordinator_id"].choices = [  # type: ignore[attr-defined]
        (str(one.id), f"{one.category} · {one.person}") for one in going_on
    ]
    if form.sends(actions.name_coordinator):
        messages.success(request, _("The coordinator is named."))
        return form.redirect("coordinators")
    if end.sends(actions.end_coordinator):
        messages.success(request, _("It ends with that day."))
        return end.redirect("coordinators")
    sections = [Section("name", _("Name a coordinator"), form, _("Name the coordinator"))]
    ending = Section("end", _("End a coordination"), end, _("End it"), "", "danger")
    return show_desk(
        request,
        Desk(
            title=_("Purchasing coordinators"),
            tables=(_named(found),),
            asked=Asked(_("Find somebody"), _("Find"), texts=(desk.who_asked(request),)),
            sections=(*(sections if people else ()), *((ending,) if going_on else ())),
        ),
    )


def _named(found: Iterable[CoordinatorView]) -> Table:
    headings = (_("Group of goods"), _("Coordinator"), _("Deputy"), _("First day"), _("Last day"))
    rows = tuple(
        (
            Cell(one.category),
            Cell(one.person, lang="sv"),
            Cell(one.deputy, lang="sv"),
            Cell(one.valid_from),
            Cell(one.valid_until or _("No last day")),
        )
        for one in found
    )
    return Table(
        "coordinators",
        _("Who coordinates what"),
        headings,
        rows,
        _("Nobody coordinates a group of goods yet."),
        _("Find the person first, then name the group."),
    )
