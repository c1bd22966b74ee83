"""Positions that the organisation wants held, who holds them, what nobody looks after; coordinators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from avrop.authority import actions, queries
from avrop.authority.post_models import Post
from avrop.authority.registers import PositionView, Vacancy
from avrop.kernel.problems import missing
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Alert, Asked, Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Fact

MAY_APPOINT, MAY_GRANT, MAY_NAME = (
    "authority.appoint",
    "authority.grant",
    "authority.name_coordinator",
)
sitemap.register(
    SitePage(
        gettext_lazy("Positions and vacancies"),
        "positions",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(MAY_APPOINT, MAY_GRANT),
        help=gettext_lazy(
            "Positions that somebody must hold, such as process owner or head of a unit, with their"
            " deputies. What nobody looks after today stands first, the longest vacant at the top."
        ),
        words=gettext_lazy("vacancy vacant process owner system owner deputy left"),
        place=50,
    ),
    SitePage(
        gettext_lazy("A position"),
        "position",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(MAY_APPOINT, MAY_GRANT),
        samples=("position",),
        help=gettext_lazy(
            "Who holds the position and which mandates go with it. Whoever is appointed has them from"
            " the first day, and nobody has them longer than the position."
        ),
        place=50,
    ),
    SitePage(
        gettext_lazy("Purchasing coordinators"),
        "coordinators",
        sitemap.ORGANISATION,
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


class OpenPositionForm(PageForm):
    """What it is called, and from when on it is wanted."""

    title = TextField(gettext_lazy("What the position is called"))
    valid_from = DayField(gettext_lazy("First day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def positions(request: Request) -> HttpResponse:
    """What nobody looks after, the positions, and setting one up."""
    form = OpenPositionForm(request, initial={"valid_from": today()})
    if form.sends(actions.open_position, unit_id=desk.unit_in(request)):
        messages.success(request, _("The position is set up. Appoint somebody to it."))
        return form.redirect("position", form.answer)
    vacant = ask(request, queries.vacancies)
    late = sum(one.is_late for one in vacant)
    told = ngettext(
        "%(count)d has been without anybody for more than two weeks.",
        "%(count)d have been without anybody for more than two weeks.",
        late,
    )
    may_appoint = MAY_APPOINT in rights_of(request)
    return show_desk(
        request,
        Desk(
            title=_("Positions and vacancies"),
            alerts=(Alert(told % {"count": late}, "warning"),) if late else (),
            tables=(_vacant(vacant), _held(ask(request, queries.positions))),
            asked=Asked(
                _("The unit of a new position"), _("Choose the unit"), (desk.unit_chosen(request),)
            )
            if may_appoint
            else None,
            sections=(
                Section(
                    "open",
                    _("Set up a position"),
                    form,
                    _("Set up the position"),
                    desk.unit_name(request, desk.unit_in(request)),
                ),
            )
            if may_appoint
            else (),
        ),
    )


def _vacant(found: tuple[Vacancy, ...]) -> Table:
    rows = tuple(
        (
            Cell(
                one.what,
                desk.to("position", one.subject_id)
                if one.kind == "position"
                else desk.to("coordinators")
                if one.kind == "coordinator"
                else "",
                lang="sv" if one.kind == "position" else "",
            ),
            Cell(words.named(one.kind, "vacancy")),
            Cell(one.unit, lang="sv"),
            Cell(one.since),
            Cell(one.days, color="warning" if one.is_late else "neutral"),
            Cell(one.deputy),
        )
        for one in found
    )
    return Table(
        "vacant",
        _("What nobody looks after"),
        (_("What"), _("Kind"), _("Unit"), _("Since"), _("Days"), _("Deputy")),
        rows,
        _("Everything is looked after today."),
    )


def _held(found: tuple[PositionView, ...]) -> Table:
    rows = tuple(
        (
            Cell(one.title, desk.to("position", one.id), lang="sv"),
            Cell(one.unit or _("The whole organisation"), lang="sv" if one.unit else ""),
            Cell(one.holder or _("Nobody"), color="" if one.holder else "warning"),
            Cell(one.deputy),
        )
        for one in found
    )
    return Table(
        "positions",
        _("Positions"),
        (_("Position"), _("Unit"), _("Holder"), _("Deputy")),
        rows,
        _("No position has been set up."),
        _("Set up those that must never be empty: process owner, system owner, head of a unit."),
    )


class AppointForm(PageForm):
    """As what, from when to when, and by which decision. Who is added."""

    post = ChoiceField(gettext_lazy("As what?"), Post.choices)
    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)
    decision_reference = TextField(gettext_lazy("Decision"))


class PositionMandateForm(PageForm):
    """A mandate that goes with the position."""

    role = ChoiceField(gettext_lazy("Role"), ())
    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)
    decision_reference = TextField(gettext_lazy("Decision"))


class EndAppointmentForm(PageForm):
    """The last day, and whose appointment."""

    appointment_id = ChoiceField(gettext_lazy("Whose?"), (), open_list=True)
    last_day = DayField(gettext_lazy("Last day"))


class ClosePositionForm(PageForm):
    """The last day on which the position is wanted."""

    last_day = DayField(gettext_lazy("Last day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def position(request: Request, position_id: UUID) -> HttpResponse:
    """Who holds a position, and what goes with it; appointing, ending, closing."""
    by_id = {one.id: one for one in ask(request, queries.positions)}
    if position_id not in by_id:
        raise missing("position", position_id)
    found = by_id[position_id]
    people = desk.people_found(request)
    appoint = AppointForm(
        request,
        added=desk.whose(people, gettext_lazy("Who?")),
        initial={"valid_from": today()},
        prefix="appoint",
    )
    mandate = PositionMandateForm(
        request,
        initial={"valid_from": today(), "valid_until": desk.in_a_year()},
        prefix="mandate",
    )
    mandate.fields["role"].choices = desk.roles()  # type: ignore[attr-defined]
    end = EndAppointmentForm(request, initial={"last_day": today()}, prefix="end")
    end.fields["appointment_id"].choices = _appointments(found)  # type: ignore[attr-defined]
    close = ClosePositionForm(request, initial={"last_day": today()}, prefix="close")
    if appoint.sends(actions.appoint, position_id=found.id):
        messages.success(request, _("The appointment counts from the first day on."))
        return appoint.redirect("position", found.id)
    if mandate.sends(actions.grant_to_position, position_id=found.id, unit_id=found.unit_id):
        messages.success(request, _("The mandate goes with the position."))
        return mandate.redirect("position", found.id)
    if end.sends(actions.end_appointment):
        messages.success(request, _("The appointment ends with that day."))
        return end.redirect("position", found.id)
    if close.sends(actions.close_position, position_id=found.id):
        messages.success(request, _("The position is wanted until that day."))
        return close.redirect("positions")
    rights = rights_of(request)
    sections: list[Section] = []
    if MAY_APPOINT in rights and people:
        sections.append(Section("appoint", _("Appoint somebody"), appoint, _("Appoint")))
    if MAY_GRANT in rights:
        told = _("It is for the unit of the position, and its holder's as long as he holds it.")
        sections.append(
            Section("mandate", _("Let a mandate go with it"), mandate, _("Give the mandate"), told)
        )
    if MAY_APPOINT in rights and (found.holder_id or found.deputy_id):
        sections.append(Section("end", _("End an appointment"), end, _("End it"), "", "danger"))
    if MAY_APPOINT in rights:
        told = _("Its appointments and mandates end with it.")
        sections.append(
            Section("close", _("Close the position"), close, _("Close it"), told, "danger")
        )
    return show_desk(
        request,
        Desk(
            title=found.title,
            back=desk.to("positions"),
            back_name=_("Positions and vacancies"),
            alerts=() if found.holder_id else (Alert(_("Nobody holds this position."), "warning"),),
            facts=(
                Fact(_("Unit"), found.unit or _("The whole organisation")),
                Fact(_("Holder"), found.holder or _("Nobody")),
                Fact(_("Deputy"), found.deputy),
                Fact(_("First day"), found.valid_from),
                Fact(_("Last day"), found.valid_until or _("No last day")),
            ),
            asked=Asked(_("Find somebody"), _("Find"), texts=(desk.who_asked(request),))
            if MAY_APPOINT in rights
            else None,
            sections=tuple(sections),
            history=desk.happened(request, found.id),
        ),
    )


def _appointments(found: PositionView) -> list[tuple[str, str]]:
    both = (
        (found.holder_appointment_id, found.holder),
        (found.deputy_appointment_id, found.deputy),
    )
    return [(str(key), name) for key, name in both if key is not None]


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
    sections = [Section("name", _("Name a coordinator"), form, _("Name the coordinator"))]
    ending = Section("end", _("End a coordination"), end, _("End it"), "", "danger")
    return show_desk(
        request,
        Desk(
            title=_("Purchasing coordinators"),
            tables=(
                Table(
                    "coordinators",
                    _("Who coordinates what"),
                    (
                        _("Group of goods"),
                        _("Coordinator"),
                        _("Deputy"),
                        _("First day"),
                        _("Last day"),
                    ),
                    rows,
                    _("Nobody coordinates a group of goods yet."),
                    _("Find the person first, then name the group."),
                ),
            ),
            asked=Asked(_("Find somebody"), _("Find"), texts=(desk.who_asked(request),)),
            sections=(*(sections if people else ()), *((ending,) if going_on else ())),
        ),
    )
