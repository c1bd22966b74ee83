"""Pages about the site itself."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from avrop.site.actors import Request
from avrop.site.pages.frame import show


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law on digital public service (2018:1937) asks for."""
    return show(cast(Request, request), "site/accessibility.html")
