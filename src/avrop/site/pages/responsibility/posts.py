"""Posts: who holds them, who stands in, what is vacant, and what is handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.responsibility import actions, queries
from avrop.responsibility.activities import Part
from avrop.responsibility.posts import Item, Kind
from avrop.responsibility.shapes import PostView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, LongTextField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Listing,
    choices,
    day,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action
from avrop.site.words import named as word

APPOINT = "responsibility.appoint"
sitemap.register(
    SitePage(
        gettext_lazy("Posts and deputies"),
        "posts",
        sitemap.ORGANISATION,
        "coordinator",
        rights=choosing.STEERING,
        help=gettext_lazy(
            "Who owns and leads each process, who owns each system and who answers for operations, with "
            "deputies. A post that stays vacant for too long becomes a task for whoever appoints."
        ),
        words=gettext_lazy("process owner process leader system owner operations deputy vacancy"),
        place=14,
    ),
    SitePage(
        gettext_lazy("A post"),
        "post",
        sitemap.ORGANISATION,
        "coordinator",
        samples=("post",),
        help=gettext_lazy(
            "Who holds the post and who has held it, who stands in, and what is handed over when "
            "somebody takes it over."
        ),
        place=14,
    ),
    SitePage(
        gettext_lazy("Open a post"),
        "open_post",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(APPOINT,),
        in_navigation=False,
        help=gettext_lazy(
            "A process owner or leader answers for a part of the process, a system owner for a system, "
            "somebody responsible for operations for what runs. The post is vacant until you appoint."
        ),
        place=14,
    ),
    SitePage(
        gettext_lazy("Note what was handed over"),
        "hand_over_post",
        sitemap.ORGANISATION,
        "system_administrator",
        samples=("post", "hand_over", "hand_over_point"),
        help=gettext_lazy("Write where it is, or why there is nothing to hand over."),
        place=14,
    ),
)


def name_of(post: PostView) -> str:
    """What a post is called: a part of the process by its name, else as it was named."""
    if post.subject in Part.values:
        return word(post.subject, "part")
    return post.subject


def _holder(post: PostView) -> Cell:
    if post.holder is None:
        return Cell(_("Nobody"), note=_since(post))
    return Cell(post.holder.person, lang="sv")


def _since(post: PostView) -> str:
    return _("since %(day)s") % {"day": post.vacant_since.isoformat()} if post.vacant_since else ""


POSTS = Listing(
    "posts",
    gettext_lazy("Posts and deputies"),
    columns=(
        link("subject", gettext_lazy("Answers for"), "post", name_of),
        named("kind", gettext_lazy("Post"), "post_kind"),
        Column("holder", gettext_lazy("Holder"), _holder),
        text(
            "deputies",
            gettext_lazy("Deputies"),
            lambda row: ", ".join(one.person for one in row.deputies),
            lang="sv",
        ),
        day("until", gettext_lazy("Until"), lambda row: row.holder and row.holder.valid_until),
        tag("state", gettext_lazy("State"), "post"),
    ),
    empty=gettext_lazy("There are no posts yet."),
    what_next=gettext_lazy(
        "Open one for each process and each system that somebody must answer for."
    ),
    filters=(
        choices("kind", gettext_lazy("Post"), "post_kind", gettext_lazy("All posts")),
        choices("state", gettext_lazy("State"), "post", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def posts(request: Request) -> HttpResponse:
    """All posts, the vacant ones first."""
    offered: tuple[Action, ...] = ()
    if APPOINT in rights_of(request):
        offered = (Action(_("Open a post"), reverse("open_post"), "primary"),)
    return show_list(request, POSTS, queries.posts_page, values={"actions": offered})


class OpenForm(PageForm):
    """What somebody is to answer for."""

    kind = ChoiceField(
        gettext_lazy("Post"), [(one.value, one.label) for one in Kind], open_list=True
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
    opened_on = DayField(gettext_lazy("From"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_post(request: Request) -> HttpResponse:
    """Say what somebody is to answer for."""
    form = OpenForm(request, initial={"opened_on": today()})
    if form.was_sent and form.is_valid():
        subject = form.value("part") or form.value("subject")
        if form.sends(actions.open_post, subject=subject):
            messages.success(request, _("The post is open. Now appoint somebody to it."))
            return form.redirect("post", form.answer)
    return show(request, "site/responsibility/open_post.html", {"form": form}, status=form.status)


class AppointForm(PageForm):
    """Who, and until when. Whom one can choose among is added."""

    is_deputy = TickField(gettext_lazy("As a deputy"))
    valid_from = DayField(gettext_lazy("From"))
    valid_until = DayField(
        gettext_lazy("Until"),
        required=False,
        hint=gettext_lazy("Left empty, it holds until somebody ends it."),
    )
    decision_reference = TextField(
        gettext_lazy("Decision"),
        hint=gettext_lazy("The number or the minutes of the decision, such as KS 2026/12."),
    )


class EndForm(PageForm):
    """Who leaves, and when. Whom one can choose among is added."""

    last_day = DayField(gettext_lazy("Last day"))
    reason = TextField(gettext_lazy("Why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def post(request: Request, post_id: UUID) -> HttpResponse:
    """Who holds it, who stands in, what is handed over; appointing and ending."""
    found = ask(request, queries.post, post_id=post_id)
    may_appoint = APPOINT in rights_of(request)
    appoint, end = _forms(request, found)
    if may_appoint and appoint.sends(actions.appoint, post_id=found.id):
        messages.success(request, _("The appointment is made."))
        return appoint.redirect("post", found.id)
    if end and end.sends(actions.end_appointment):
        messages.success(request, _("The appointment has its last day."))
        return end.redirect("post", found.id)
    values: dict[str, Any] = {
        "post": found,
        "name": name_of(found),
        "appoint": appoint if may_appoint else None,
        "end": end if may_appoint else None,
        "forms": (appoint, *([end] if end else [])),
        "who": request.GET.get("who", ""),
        "hand_overs": found.hand_overs,
    }
    status = max(appoint.status, end.status if end else 200)
    return show(request, "site/responsibility/post.html", values, status=status)


def _forms(request: Request, found: PostView) -> tuple[AppointForm, EndForm | None]:
    who = request.GET.get("who", "").strip()
    chosen = ChoiceField(gettext_lazy("Who?"), choosing.people(request, who), open_list=True)
    appoint = AppointForm(
        request,
        version=found.version,
        initial={"valid_from": today(), "is_deputy": found.holder is not None},
        added={"person_id": chosen},
        prefix=None,
    )
    running = [
        (str(one.id), one.person)
        for one in found.appointments
        if one.valid_until is None or one.valid_until >= today()
    ]
    if not running:
        return appoint, None
    ended = ChoiceField(gettext_lazy("Whose appointment?"), running, open_list=True)
    end = EndForm(request, initial={"last_day": today()}, added={"post_holding_id": ended})
    return appoint, end


class HandOverForm(PageForm):
    """What was handed over."""

    note = LongTextField(
        gettext_lazy("What was handed over?"),
        longest=500,
        hint=gettext_lazy("Where it is, or why there is nothing to hand over."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_over(request: Request, post_id: UUID, hand_over_id: UUID, item: str) -> HttpResponse:
    """Note one point of a hand-over."""
    found = ask(request, queries.post, post_id=post_id)
    paper = next((one for one in found.hand_overs if one.id == hand_over_id), None)
    if paper is None or item not in Item.values:
        raise Http404
    form = HandOverForm(request, version=paper.version)
    if form.sends(actions.note_handed_over, hand_over_id=paper.id, item=item):
        messages.success(request, _("It is noted."))
        return form.redirect("post", found.id)
    values = {
        "form": form,
        "title": word(item, "hand_over_point"),
        "post": found,
        "name": name_of(found),
        "paper": paper,
    }
    return show(request, "site/responsibility/hand_over.html", values, status=form.status)
