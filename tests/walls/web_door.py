"""The site's addresses, and one more that asks for any operation as pages do.

A page asks operations only through `pages.performing.ask`, behind the session, the membership and the
cross-site guard. This address is such a page for every operation there is, also for those whose own
page shows its button to nobody without the right. What it tells is the denial itself, not its page.
"""

from __future__ import annotations

import json

from django.http import HttpResponse, JsonResponse
from django.urls import path

from avrop.kernel.faces.performing import find_operation
from avrop.kernel.problems import Denial
from avrop.site.actors import Request
from avrop.site.pages.performing import ask, signed_in
from avrop.site.urls import handler400, handler403, handler404, handler500
from avrop.site.urls import urlpatterns as addresses_of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@signed_in
def asked_as_a_page_asks(request: Request, name: str) -> HttpResponse:
    """Run an operation for the reader, with the arguments of the body."""
    operation = find_operation(name)
    try:
        ask(request, operation.function, **json.loads(request.body))
    except Denial as denial:
        return JsonResponse({"kind": type(denial).__name__.lower(), "codes": denial.codes})
    return JsonResponse({"kind": "done", "codes": []})


urlpatterns = [*addresses_of_the_site, path("wall/<str:name>", asked_as_a_page_asks)]
