"""Pages about the site itself: the accessibility statement, and where faults are reported."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("Accessibility"),
        "accessibility",
        sitemap.ABOUT,
        help=gettext_lazy(
            "How accessible this site is, what is not known, and how to report what stops you."
        ),
    )
)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law on digital public service (2018:1937) asks for."""
    return show(cast(Request, request), "site/accessibility.html")
