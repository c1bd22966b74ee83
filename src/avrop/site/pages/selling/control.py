"""Controlling orders: every order by stage with its clock, what is held, what waits between departments,
and who has crossed from one desk to the other. Nothing is keyed or shipped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import queries as authority
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.selling.sales import actions, queries
from avrop.selling.sales.rules import roles_across
from avrop.selling.sales.shapes import (
    CrossingView,
    HandOffWaiting,
    HeldOrder,
    StageFigure,
)
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.selling.execution import CLOCK, WORK_COLUMNS
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Listing,
    choices,
    day,
    link,
    named,
    show_list,
    text,
)
from avrop.site.patterns.shapes import Action, Drawing, Point

CONTROLLING = ("sales.reassign_order",)
FIRST_FEW = 5

sitemap.register(
    SitePage(
        gettext_lazy("Orders by stage"),
        "control",
        sitemap.CONTROL,
        "order_manager",
        rights=CONTROLLING,
        help=gettext_lazy(
            "How many orders are in each stage, how many of them are late, what is held and what waits "
            "between departments. Choose a stage to see its orders."
        ),
    ),
    SitePage(
        gettext_lazy("Orders by clock"),
        "control_orders",
        sitemap.CONTROL,
        "order_manager",
        rights=CONTROLLING,
        help=gettext_lazy(
            "Every order that somebody works on, what is due first on top. Open one to hold it, move it "
            "to another department or change its priority."
        ),
    ),
    SitePage(gettext_lazy("Holds"), "holds", sitemap.CONTROL, "order_manager", rights=CONTROLLING),
    SitePage(
        gettext_lazy("Hand-offs"), "hand_offs", sitemap.CONTROL, "order_manager", rights=CONTROLLING
    ),
    SitePage(
        gettext_lazy("Crossings"), "crossings", sitemap.CONTROL, "order_manager", rights=CONTROLLING
    ),
    SitePage(
        gettext_lazy("Do the work of the other desk"),
        "cross_over",
        sitemap.CONTROL,
        "order_manager",
        rights=("sales.cross_over",),
        in_navigation=False,
    ),
)
ORDERS = Listing(
    "control-orders",
    gettext_lazy("Orders by clock"),
    columns=WORK_COLUMNS,
    empty=gettext_lazy("No order is under way."),
    what_next=gettext_lazy("Orders that come in are shown here at once."),
    filters=(
        choices("stage", gettext_lazy("Stage"), "stage", gettext_lazy("All")),
        choices("department", gettext_lazy("Department"), "department", gettext_lazy("All")),
        choices("priority", gettext_lazy("Priority"), "priority", gettext_lazy("All")),
        CLOCK,
    ),
)


@require_safe
@signed_in
def control(request: Request) -> HttpResponse:
    """Orders by stage, drawn; what is held, what waits between departments, who has crossed."""
    with tenant_scope(actor_of(request).tenant_id):
        figures = ask(request, queries.stage_figures)
        holds = ask(request, queries.held_orders, limit=FIRST_FEW).items
        hand_offs = ask(request, queries.hand_offs_waiting, limit=FIRST_FEW).items
        crossings = ask(request, queries.crossings_page, limit=FIRST_FEW).items
        people = parties.people({one.person_id for one in crossings})
    total, late = sum(one.count for one in figures), sum(one.late for one in figures)
    cross = Action(_("Do the work of the other desk"), reverse("cross_over"))
    values = {
        "lead": _lead(figures) % {"total": total, "late": late},
        "total": total,
        "by_stage": by_stage(figures),
        "late_share": late_share(figures),
        "holds": holds,
        "hand_offs": hand_offs,
        "crossings": crossings,
        "names": {person_id: person.name for person_id, person in people.items()},
        "actions": (cross,) if "sales.cross_over" in rights_of(request) else (),
    }
    return show(request, "site/selling/control.html", values)


def _lead(figures: Iterable[StageFigure]) -> str:
    """How much is under way; stages are counted to a bound, so that what they come to may be more."""
    if any(one.is_more for one in figures):
        return _("Orders under way: at least %(total)s. Late: at least %(late)s.")
    return _("Orders under way: %(total)s. Late: %(late)s.")


def by_stage(figures: Iterable[StageFigure]) -> Drawing:
    """How many orders are in each stage."""
    return Drawing(
        _("Orders in each stage"),
        tuple(
            Point(
                words.named(one.stage, "stage"),
                one.count,
                _count(one),
                _address(stage=one.stage),
            )
            for one in figures
        ),
        names=_("Stage"),
        values=_("Orders"),
    )


def _count(figure: StageFigure) -> str:
    return f"{figure.count}+" if figure.is_more else str(figure.count)


def late_share(figures: Iterable[StageFigure]) -> Drawing:
    """Which share of each stage's orders is late."""
    return Drawing(
        _("Late in each stage"),
        tuple(
            Point(
                words.named(one.stage, "stage"),
                100 * one.late / one.count,
                _("%(late)s of %(count)s") % {"late": one.late, "count": _count(one)},
                _address(stage=one.stage, clock="late"),
                color="danger" if one.late else "neutral",
            )
            for one in figures
            if one.count
        ),
        names=_("Stage"),
        values=_("Late"),
        sentence=_("An order is late when it has been in its stage for longer than the norm."),
        highest=100,
    )


def _address(**chosen: str) -> str:
    return f"{reverse('control_orders')}?{urlencode(chosen)}"


@require_safe
@signed_in
def orders(request: Request) -> HttpResponse:
    """Every order that somebody works on, by its clock."""
    return show_list(request, ORDERS, queries.work_queue)


# --- what stands still -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A hold in the list."""

    order_id: UUID
    order_number: str
    customer_name: str
    hold_type: str
    reason: str
    person: str
    set_at: datetime


HOLDS = Listing(
    "holds",
    gettext_lazy("Holds"),
    columns=(
        link("order_number", gettext_lazy("Sales order"), "sales_order", by="order_id"),
        text("customer_name", gettext_lazy("Customer")),
        named("hold_type", gettext_lazy("Kind"), "hold"),
        text("reason", gettext_lazy("Reason")),
        text("person", gettext_lazy("Set by")),
        day("set_at", gettext_lazy("Since")),
    ),
    empty=gettext_lazy("No order is on hold."),
    what_next=gettext_lazy("An order is put on hold from its own page."),
    what_next_url="control_orders",
    what_next_name=gettext_lazy("Orders by clock"),
)


@require_safe
@signed_in
def holds(request: Request) -> HttpResponse:
    """Holds that nobody has released."""

    def rows(found: Sequence[HeldOrder]) -> list[HeldRow]:
        names = _names(request, [one.set_by for one in found])
        return [
            HeldRow(
                one.order_id,
                one.order_number,
                one.customer_name,
                one.hold_type,
                one.reason,
                names.get(one.set_by, ""),
                one.set_at,
            )
            for one in found
        ]

    return show_list(request, HOLDS, queries.held_orders, rows=rows)


@dataclass(frozen=True, slots=True)
class HandOffRow:
    """A hand-off in the list."""

    order_id: UUID
    order_number: str
    customer_name: str
    from_department: str
    to_department: str
    note: str
    person: str
    given_at: datetime
    due_at: datetime | None


HAND_OFFS = Listing(
    "hand-offs",
    gettext_lazy("Hand-offs"),
    columns=(
        link("order_number", gettext_lazy("Sales order"), "sales_order", by="order_id"),
        text("customer_name", gettext_lazy("Customer")),
        named("from_department", gettext_lazy("Given by"), "department"),
        named("to_department", gettext_lazy("Given to"), "department"),
        text("note", gettext_lazy("Message")),
        text("person", gettext_lazy("By whom")),
        day("given_at", gettext_lazy("Since")),
        day("due_at", gettext_lazy("To be ready by")),
    ),
    empty=gettext_lazy("Nothing waits to be taken over."),
    what_next=gettext_lazy(
        "Orders that one department gives to another wait here until they are taken."
    ),
    filters=(choices("department", gettext_lazy("Given to"), "department", gettext_lazy("All")),),
)


@require_safe
@signed_in
def hand_offs(request: Request) -> HttpResponse:
    """Orders that were given to a department and wait to be taken."""

    def rows(found: Sequence[HandOffWaiting]) -> list[HandOffRow]:
        names = _names(request, [one.given_by for one in found])
        return [
            HandOffRow(
                one.order_id,
                one.order_number,
                one.customer_name,
                one.from_department,
                one.to_department,
                one.note,
                names.get(one.given_by, ""),
                one.given_at,
                one.due_at,
            )
            for one in found
        ]

    return show_list(request, HAND_OFFS, queries.hand_offs_waiting, rows=rows)


# --- crossing over -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """A crossing in the list."""

    person: str
    role: str
    reason: str
    crossed_at: datetime


CROSSINGS = Listing(
    "crossings",
    gettext_lazy("Crossings"),
    columns=(
        text("person", gettext_lazy("Who"), is_head=True),
        text("role", gettext_lazy("As")),
        text("reason", gettext_lazy("Reason")),
        day("crossed_at", gettext_lazy("When")),
    ),
    empty=gettext_lazy("Nobody has done the work of the other desk."),
    what_next=gettext_lazy(
        "Whoever controls orders does not key or ship them, and the other way round; where it must be, "
        "it is counted here."
    ),
)


@require_safe
@signed_in
def crossings(request: Request) -> HttpResponse:
    """Who has done the work of the other desk, and why."""

    def rows(found: Sequence[CrossingView]) -> list[CrossingRow]:
        names = _names(request, [one.person_id for one in found])
        return [
            CrossingRow(
                names.get(one.person_id, ""), words.role_name(one.role), one.reason, one.crossed_at
            )
            for one in found
        ]

    both = ask(request, authority.holders_of_both_desks)
    names = _names(request, [one.person_id for one in both])
    values = {
        "both": tuple(
            (names.get(one.person_id, ""), ", ".join(words.role_name(role) for role in one.roles))
            for one in both
        )
    }
    return show_list(
        request,
        CROSSINGS,
        queries.crossings_page,
        rows=rows,
        values=values,
        template="site/selling/crossings.html",
    )


def _names(request: Request, people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    with tenant_scope(actor_of(request).tenant_id):
        found = parties.people({person_id for person_id in people if person_id is not None})
    return {person_id: person.name for person_id, person in found.items()}


class CrossForm(PageForm):
    """In which role of the other desk, and why."""

    role = ChoiceField(gettext_lazy("As"), (), open_list=True)
    reason = LongTextField(
        gettext_lazy("Reason"),
        hint=gettext_lazy("For instance who is away, and what cannot wait."),
        longest=500,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cross_over(request: Request) -> HttpResponse:
    """Act in a role of the other desk for the rest of the day."""
    rights = rights_of(request)
    controls = "sales.reassign_order" in rights
    roles = [(role, words.role_name(role)) for role in roles_across(controls=controls)]
    offered = ChoiceField(gettext_lazy("As"), roles, open_list=True)
    form = CrossForm(request, added={"role": offered}, initial={"role": roles[0][0]})
    if form.sends(actions.cross_over):
        messages.success(request, _("You can do the work of the other desk until tonight."))
        return form.redirect("control" if not controls else "work")
    values = {
        "form": form,
        "back": reverse("control" if controls else "work"),
        "back_name": _("Orders by stage") if controls else _("My work"),
    }
    return show(request, "site/selling/cross.html", values, status=form.status)
