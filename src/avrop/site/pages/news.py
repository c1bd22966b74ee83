"""News: what has happened to my things since I last looked."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.scope import tenant_scope
from avrop.site import newsroom
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import NEWS_MARK, show
from avrop.site.pages.performing import actor_of, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.forms import PageForm
from avrop.tasks import actions

sitemap.register(
    SitePage(
        gettext_lazy("News"),
        "news",
        sitemap.START,
        "requester",
        in_navigation=False,
        help=gettext_lazy(
            "What others have done to your requisitions and orders in the last thirty days, and what "
            "now waits for you. What is new since you last looked is marked."
        ),
    )
)


class SeenForm(PageForm):
    """Until when the reader has seen the news: what was on the page, not what has come since."""

    until = forms.DateTimeField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def news(request: Request) -> HttpResponse:
    """The latest news; marks them as seen."""
    moment = now()
    form = SeenForm(request, initial={"until": moment.isoformat()})
    if form.sends(actions.mark_news_seen):
        request.session[NEWS_MARK] = form.answer.isoformat()
        return form.redirect("news")
    actor = actor_of(request)
    with tenant_scope(actor.tenant_id):
        found = newsroom.latest(actor, moment)
    values = {"form": form, "news": found, "has_new": any(one.is_new for one in found)}
    return show(request, "site/news.html", values, status=form.status)
