"""Pages about the site itself: the accessibility statement, and where faults are reported."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.sitemap import SitePage

#: When docs/accessibility.md was last gone through, and the statement with it.
ASSESSED = date(2026, 11, 22)

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
    """The accessibility statement that the law on digital public service (2018:1937, 2018:1938) and the
    regulation MDFFS 2019:2 ask for. Who is not signed in reports without an account."""
    values = {
        "assessed": ASSESSED,
        "contact": settings.AVROP_ACCESSIBILITY_CONTACT,
    }
    return show(cast(Request, request), "site/accessibility.html", values)
