"""Positions that the organisation wants held: who holds them, what they answer for, what nobody looks
after, and what is handed over with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from avrop.authority import actions, queries
from avrop.authority.post_models import Post
from avrop.authority.queries import AppointmentView, PositionView, Vacancy
from avrop.responsibility import actions as responsibility_actions
from avrop.responsibility import queries as responsibility
from avrop.responsibility.activities import Part
from avrop.responsibility.posts import Item, Kind
from avrop.responsibility.shapes import HandOverView, PointView, PostView
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Alert, Asked, Desk, Section, Table, show_desk
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, LongTextField, TextField, WholeField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Fact

MAY_APPOINT, MAY_GRANT = "authority.appoint", "authority.grant"
sitemap.register(
    SitePage(
        gettext_lazy("Positions and vacancies"),
        "positions",
        sitemap.RIGHTS,
        "system_administrator",
        rights=(MAY_APPOINT, MAY_GRANT, "responsibility.plan", "responsibility.assure"),
        help=gettext_lazy(
            "Positions that somebody must hold, such as process owner or head of a unit, with their"
            " deputies and what they answer for. What nobody looks after today stands first, the"
            " longest vacant at the top; what stays so for too long becomes a task for whoever appoints."
        ),
        words=gettext_lazy(
            "vacancy vacant process owner process leader system owner operations deputy left"
        ),
        place=14,
    ),
    SitePage(
        gettext_lazy("A position"),
        "position",
        sitemap.RIGHTS,
        "system_administrator",
        samples=("position",),
        help=gettext_lazy(
            "Who holds the position and has held it, who stands in, which mandates go with it, and what"
            " is handed over when somebody takes it over. Whoever is appointed has its mandates from"
            " the first day, and nobody has them longer than the position."
        ),
        place=14,
    ),
    SitePage(
        gettext_lazy("Note what was handed over"),
        "hand_over_position",
        sitemap.RIGHTS,
        "system_administrator",
        samples=("position", "hand_over", "hand_over_point"),
        help=gettext_lazy("Write where it is, or why there is nothing to hand over."),
        place=14,
    ),
)


class OpenPositionForm(PageForm):
    """What it is called and answers for, and from when on it is wanted."""

    title = TextField(gettext_lazy("What the position is called"))
    valid_from = DayField(gettext_lazy("First day"))
    kind = ChoiceField(
        gettext_lazy("As what it answers"),
        [(one.value, one.label) for one in Kind],
        empty=gettext_lazy("For nothing of these"),
        required=False,
    )
    part = ChoiceField(
        gettext_lazy("Part of the process"),
        [(one.value, one.label) for one in Part],
        empty=gettext_lazy("None: a system or an operation"),
        required=False,
        hint=gettext_lazy("For a process owner or a process leader."),
    )
    subject = TextField(
        gettext_lazy("System or operation"),
        longest=100,
        required=False,
        hint=gettext_lazy("For a system owner, or somebody responsible for operations."),
    )


class PatienceForm(PageForm):
    """After how many days a vacancy is told aloud, and why."""

    days = WholeField(gettext_lazy("Days"))
    reason = TextField(gettext_lazy("Why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def positions(request: Request) -> HttpResponse:
    """What nobody looks after, the positions, setting one up, and how long one may be vacant."""
    form = OpenPositionForm(request, initial={"valid_from": today()})
    if _is_opened(request, form):
        messages.success(request, _("The position is set up. Appoint somebody to it."))
        return form.redirect("position", form.answer)
    longest = ask(request, queries.longest_vacancy)
    patience = PatienceForm(request, initial={"days": longest}, prefix="patience")
    if patience.sends(actions.decide_vacancy):
        messages.success(request, _("That is how long a position may be vacant from now on."))
        return patience.redirect("positions")
    vacant = ask(request, queries.vacancies)
    late = sum(one.is_late for one in vacant)
    told = ngettext(
        "%(count)d has been without anybody for more than %(days)d days.",
        "%(count)d have been without anybody for more than %(days)d days.",
        late,
    )
    may_appoint = MAY_APPOINT in rights_of(request)
    held = _held(ask(request, queries.positions), posts_of(request))
    return show_desk(
        request,
        Desk(
            title=_("Positions and vacancies"),
            alerts=(Alert(told % {"count": late, "days": longest}, "warning"),) if late else (),
            tables=(_vacant(vacant), held),
            asked=Asked(
                _("The unit of a new position"), _("Choose the unit"), (desk.unit_chosen(request),)
            )
            if may_appoint
            else None,
            sections=tuple(_deciding(request, form, patience)) if may_appoint else (),
        ),
    )


def _is_opened(request: Request, form: OpenPositionForm) -> bool:
    """Whether the form was sent and the position set up, with what it answers for if that is said."""
    if not (form.was_sent and form.is_valid()):
        return False
    unit_id = desk.unit_in(request)
    if not form.value("kind"):
        return form.sends(actions.open_position, unit_id=unit_id)
    subject = form.value("part") or form.value("subject")
    return form.sends(responsibility_actions.open_post, subject=subject, unit_id=unit_id)


def _deciding(
    request: Request, form: OpenPositionForm, patience: PatienceForm
) -> Iterator[Section]:
    yield Section(
        "open",
        _("Set up a position"),
        form,
        _("Set up the position"),
        desk.unit_name(request, desk.unit_in(request)),
    )
    told = _("What is vacant for longer becomes a task for whoever appoints.")
    yield Section("patience", _("How long a position may be vacant"), patience, _("Decide"), told)


def posts_of(request: Request) -> dict[UUID, PostView]:
    """What each position answers for that answers for something."""
    return {one.position_id: one for one in ask(request, responsibility.posts)}


def answers_for(post: PostView) -> str:
    """What is answered for: a part of the process by its name, else as it was named."""
    return words.named(post.subject, "part") if post.subject in Part.values else post.subject


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
            Cell(one.deputy, lang="sv"),
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


def _held(found: tuple[PositionView, ...], posts: Mapping[UUID, PostView]) -> Table:
    rows = tuple(
        (
            Cell(one.title, desk.to("position", one.id), lang="sv"),
            _answering(posts.get(one.id)),
            Cell(one.unit or _("The whole organisation"), lang="sv" if one.unit else ""),
            Cell(one.holder.person, lang="sv")
            if one.holder
            else Cell(_("Nobody"), color="warning"),
            Cell(_names(one.deputies), lang="sv"),
        )
        for one in found
    )
    return Table(
        "positions",
        _("Positions"),
        (_("Position"), _("Answers for"), _("Unit"), _("Holder"), _("Deputies")),
        rows,
        _("No position has been set up."),
        _("Set up those that must never be empty: process owner, system owner, head of a unit."),
    )


def _answering(post: PostView | None) -> Cell:
    return Cell(answers_for(post), note=words.named(post.kind, "post_kind")) if post else Cell("")


def _names(appointed: tuple[AppointmentView, ...]) -> str:
    return ", ".join(one.person for one in appointed)


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
    found = ask(request, queries.position, position_id=position_id)
    papers = ask(request, responsibility.hand_overs, position_id=position_id)
    people = desk.people_found(request)
    appoint = AppointForm(
        request,
        added=desk.whose(people, gettext_lazy("Who?")),
        initial={"valid_from": today()},
        prefix="appoint",
    )
    appoint.order_fields(desk.WHO_FIRST)
    mandate = PositionMandateForm(
        request,
        initial={"valid_from": today(), "valid_until": desk.in_a_year()},
        prefix="mandate",
    )
    mandate.fields["role"].choices = desk.roles()  # type: ignore[attr-defined]
    end = EndAppointmentForm(request, initial={"last_day": today()}, prefix="end")
    end.fields["appointment_id"].choices = _running(found)  # type: ignore[attr-defined]
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
        sections.append(_giving(mandate))
    if MAY_APPOINT in rights and _running(found):
        sections.append(Section("end", _("End an appointment"), end, _("End it"), "", "danger"))
    if MAY_APPOINT in rights:
        sections.append(_closing(close))
    return show_desk(
        request,
        Desk(
            title=found.title,
            back=desk.to("positions"),
            back_name=_("Positions and vacancies"),
            state=found.state,
            state_table="position",
            alerts=_vacant_alert(found),
            facts=tuple(_facts(found, posts_of(request).get(found.id))),
            tables=(_appointed(found), *_handed(found.id, papers)),
            asked=Asked(_("Find somebody"), _("Find"), texts=(desk.who_asked(request),))
            if MAY_APPOINT in rights
            else None,
            sections=tuple(sections),
            history=desk.happened(request, found.id, *(one.id for one in found.appointments)),
        ),
    )


def _giving(form: PositionMandateForm) -> Section:
    told = _("It is for the unit of the position, and its holder's as long as he holds it.")
    return Section("mandate", _("Let a mandate go with it"), form, _("Give the mandate"), told)


def _closing(form: ClosePositionForm) -> Section:
    told = _("Its appointments and mandates end with it.")
    return Section("close", _("Close the position"), form, _("Close it"), told, "danger")


def _facts(found: PositionView, post: PostView | None) -> Iterator[Fact]:
    if post is not None:
        yield Fact(words.named(post.kind, "post_kind"), answers_for(post))
    yield Fact(
        _("Unit"), found.unit or _("The whole organisation"), lang="sv" if found.unit else ""
    )
    if found.holder:
        yield Fact(_("Holder"), found.holder.person, lang="sv")
    else:
        yield Fact(_("Holder"), _("Nobody"))
    yield Fact(_("Deputies"), _names(found.deputies), lang="sv")
    yield Fact(_("First day"), found.valid_from)
    yield Fact(_("Last day"), found.valid_until or _("No last day"))


def _vacant_alert(found: PositionView) -> tuple[Alert, ...]:
    if found.vacant_since is None:
        return ()
    told = _("Nobody has held this position since %(day)s.")
    more = _("The deputies stand in until somebody is appointed.") if found.deputies else ""
    return (Alert(told % {"day": desk.said_day(found.vacant_since)}, "warning", more),)


def _appointed(found: PositionView) -> Table:
    rows = tuple(
        (
            Cell(one.person, lang="sv"),
            Cell(words.named(one.post, "appointed_as")),
            Cell(one.valid_from),
            Cell(one.valid_until or _("No last day")),
            Cell(one.decision_reference, lang="sv"),
        )
        for one in found.appointments
    )
    return Table(
        "held",
        _("Who has held it"),
        (_("Who"), _("As"), _("First day"), _("Last day"), _("Decision")),
        rows,
        _("Nobody yet."),
    )


def _handed(position_id: UUID, papers: tuple[HandOverView, ...]) -> Iterator[Table]:
    told = _("Handed over from %(one)s to %(other)s")
    for number, paper in enumerate(papers, start=1):
        rows = tuple(_point(position_id, paper, point) for point in paper.points)
        yield Table(
            f"paper-{number}",
            told % {"one": paper.from_person, "other": paper.to_person},
            (_("Point"), _("What was handed over?"), _("By"), _("When")),
            rows,
            "",
        )


def _point(position_id: UUID, paper: HandOverView, point: PointView) -> tuple[Cell, ...]:
    address = ""
    if paper.may_note and not point.done_at:
        address = reverse("hand_over_position", args=[position_id, paper.id, point.item])
    return (
        Cell(words.named(point.item, "hand_over_point"), address),
        Cell(point.note, lang="sv"),
        Cell(point.done_by, lang="sv"),
        Cell(point.done_at) if point.done_at else Cell(_("Not yet"), color="warning"),
    )


def _running(found: PositionView) -> list[tuple[str, str]]:
    """The appointments that can be ended."""
    return [
        (str(one.id), one.person)
        for one in found.appointments
        if one.valid_until is None or one.valid_until >= today()
    ]


class HandOverForm(PageForm):
    """What was handed over."""

    note = LongTextField(
        gettext_lazy("What was handed over?"),
        longest=500,
        hint=gettext_lazy("Where it is, or why there is nothing to hand over."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_over(request: Request, position_id: UUID, hand_over_id: UUID, item: str) -> HttpResponse:
    """Note one point of a hand-over."""
    found = ask(request, queries.position, position_id=position_id)
    papers = ask(request, responsibility.hand_overs, position_id=position_id)
    paper = next((one for one in papers if one.id == hand_over_id), None)
    if paper is None or item not in Item.values:
        raise Http404
    form = HandOverForm(request, version=paper.version)
    if form.sends(responsibility_actions.note_handed_over, hand_over_id=paper.id, item=item):
        messages.success(request, _("It is noted."))
        return form.redirect("position", position_id)
    values: dict[str, Any] = {
        "form": form,
        "title": words.named(item, "hand_over_point"),
        "position": found,
        "paper": paper,
    }
    return show(request, "site/authority/hand_over.html", values, status=form.status)
