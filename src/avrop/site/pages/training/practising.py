"""Practising: into the practice environment and back, and setting it up for the organisation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.models import Tenant
from avrop.kernel.practice import is_practice
from avrop.kernel.problems import Denial, Problem, refuse_if
from avrop.site.actors import Request, act_for
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.learning import LEARN
from avrop.site.pages.training.steering import STEER
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Action
from avrop.site.practice.entering import enter
from avrop.training import actions, queries

sitemap.register(
    SitePage(
        gettext_lazy("Practise"),
        "practise",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        help=gettext_lazy(
            "The practice environment is made-up organisations with made-up goods: the suppliers answer "
            "by themselves, each in its own manner, and colleagues approve. Nothing leaves it, and "
            "nothing that you do in it is seen in your organisation."
        ),
        words=gettext_lazy("practice try exercise training order"),
        place=20,
    ),
    SitePage(
        gettext_lazy("Practice environment"),
        "practice_environment",
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        help=gettext_lazy(
            "Set it up once for the organisation; it takes about a minute. Begun anew, the old one is "
            "closed and kept, and everybody starts from an empty one."
        ),
        words=gettext_lazy("practice try exercise"),
        place=34,
    ),
)


class EnterForm(PageForm):
    """That one goes into practice."""


class LeaveForm(PageForm):
    """That one goes back to what is real."""


class SetUpForm(PageForm):
    """That a practice environment is wanted."""


class AnewForm(PageForm):
    """That the practice environment is begun anew."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def practise(request: Request) -> HttpResponse:
    """Into the practice environment, and from there back."""
    if is_practice(actor_of(request).tenant_id):
        return _inside(request)
    form = EnterForm(request)
    if form.was_sent and form.is_valid():
        try:
            tenant_id = enter(actor_of(request), at=now())
            act_for(request, tenant_id)
        except Denial as denial:
            form.refuse(denial)
        else:
            messages.success(request, _("You are in the practice environment now."))
            return HttpResponseRedirect(_next_page(request))
    place = ask(request, queries.practice)
    values = {
        "form": form,
        "place": place,
        "is_ready": place is not None and place.ready_at is not None,
        "page": request.GET.get("page", ""),
    }
    return show(request, "site/training/practise.html", values, status=form.status)


def _next_page(request: Request) -> str:
    """Where the lesson that led here is practised; else the start page."""
    page = sitemap.page_named(request.GET.get("page", ""))
    return page.address if page is not None and not page.samples else reverse("start")


def _inside(request: Request) -> HttpResponse:
    form = LeaveForm(request)
    if form.was_sent and form.is_valid():
        act_for(request, _real_one(request))
        messages.success(request, _("You are back. What you do from now on is real."))
        return HttpResponseRedirect(reverse("start"))
    return show(request, "site/training/practising.html", {"form": form}, status=form.status)


def _real_one(request: Request) -> UUID:
    own = Tenant.objects.get(id=actor_of(request).tenant_id)
    refuse_if([] if own.practice_of else [Problem("training.no_practice")])
    assert own.practice_of is not None
    return own.practice_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def practice_environment(request: Request) -> HttpResponse:
    """Set the practice environment up, see how far that has come, and begin it anew."""
    set_up, anew = SetUpForm(request, prefix="set-up"), AnewForm(request, prefix="anew")
    for form, act in ((set_up, actions.ask_for_practice), (anew, actions.begin_practice_anew)):
        if form.sends(act):
            messages.success(request, _("The practice environment is being set up."))
            return form.redirect("practice_environment")
    place = ask(request, queries.practice)
    begin_anew = Action(
        _("Begin anew"),
        reverse("practice_environment"),
        post=True,
        hidden=anew.keys(),
        confirm=_(
            "Nobody can enter the old practice environment any more. What was done in it is kept."
        ),
    )
    values = {
        "set_up": set_up,
        "anew": anew,
        "begin_anew": begin_anew,
        "place": place,
        "is_waiting": place is not None and place.ready_at is None,
        "is_practice": is_practice(actor_of(request).tenant_id),
    }
    status = max(set_up.status, anew.status)
    return show(request, "site/training/practice_environment.html", values, status=status)
