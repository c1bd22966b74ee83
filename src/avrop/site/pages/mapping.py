"""The site map as a page: everything the reader can go to, by part."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.kernel.scope import tenant_scope
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("Site map"),
        "site_map",
        sitemap.ABOUT,
        help=gettext_lazy("Every page that your roles give you something to do on, by part."),
    )
)


@require_safe
@signed_in
def site_map(request: Request) -> HttpResponse:
    """Every page that is the reader's."""
    with tenant_scope(actor_of(request).tenant_id):
        rights = rights_of(request)
    parts = [
        (sitemap.GROUPS[group], tuple(pages))
        for group, pages in groupby(sitemap.pages_for(rights), key=lambda page: page.group)
    ]
    return show(request, "site/site_map.html", {"parts": parts})
