"""Help for the screen one is on: what is done there, in a few sentences; a page of its own, and with
script a panel beside the page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.texts import said_best
from avrop.support import queries as support
from avrop.training import queries as training
from avrop.values import Text

sitemap.register(
    SitePage(
        gettext_lazy("About a page"),
        "guide",
        sitemap.ABOUT,
        in_navigation=False,
    )
)


@require_safe
@signed_in
def guide(request: Request) -> HttpResponse:
    """What is done on a page; of every page that has words, where none is asked for."""
    wanted = request.GET.get("page", "")
    page = sitemap.page_named(wanted)
    if wanted and page is None:
        raise Http404
    pages = [page] if page else [one for one in sitemap.all_pages() if one.help]
    part = "#words" if request.htmx and not request.htmx.boosted else ""
    lessons = [
        (one.id, *said_best(Text(one.facts.title)))
        for one in (ask(request, training.lessons_about, page=page.url) if page else ())
    ]
    entries = ask(request, support.handbook_entries_about, page=page.url) if page else ()
    values = {"page": page, "pages": pages, "lessons": lessons, "entries": entries}
    return show(request, f"site/guide.html{part}", values)
