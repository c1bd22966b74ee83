"""What a page may load and run (Content-Security-Policy), the same for all but a few pages."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

#: So begins what django-csp's decorators leave on an answer that needs a policy of its own.
CHANGED = "_csp_"


class ContentPolicy(CSPMiddleware):
    """Middleware: django-csp's, which makes the policy anew for each answer. Here the one that the
    settings tell is made once, and django-csp's is left for answers that a view asks another for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No page has a script of its own, and so none needs a word that allows it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The policy on the answer, unless it has one."""
        if any(name.startswith(CHANGED) for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response
