"""The second step of signing in: a code of an app, a recovery code or a passkey; and a passkey alone."""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import passkeys
from avrop.accounts.second_factors import PASSKEY, RECOVERY, TOTP_KIND, kinds_of, use_code
from avrop.kernel.problems import Denial, Invalid, Problem
from avrop.site import browsers
from avrop.site.actors import Request, begin_session
from avrop.site.pages import sitemap
from avrop.site.pages.account.waiting import waiting_for
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import TextField
from avrop.site.patterns.forms import NAME, PageForm

LONGEST_ANSWER = 20_000
#: How somebody signed in who showed each kind of second factor after his password.
METHODS = {TOTP_KIND: "code", RECOVERY: "recovery_codes"}
sitemap.register(
    SitePage(
        gettext_lazy("Show that it is you"),
        "sign_in_code",
        sitemap.ABOUT,
        sitemap.NOBODY,
        in_navigation=False,
    )
)


class SecretForm(PageForm):
    """A form whose content must be kept nowhere: it says which one it is and nothing else, so that it is
    never held for later in a session."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Its name alone."""
        return ((NAME, type(self).__name__),)


class CodeForm(SecretForm):
    """A one-time code, of the app or of recovery."""

    code = TextField(
        gettext_lazy("Code"),
        longest=40,
        autocomplete="one-time-code",
        hint=gettext_lazy("Six digits from your app, or a recovery code."),
    )


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(plain: HttpRequest) -> HttpResponse:
    """A second factor of whoever has just given the right password."""
    request = cast(Request, plain)
    waiting = waiting_for(request)
    if waiting is None:
        return HttpResponseRedirect(reverse("sign_in"))
    form = CodeForm(request)
    if form.was_sent and form.is_valid():
        try:
            kind = use_code(waiting.account_id, form.value("code"), at=now())
        except Denial as denial:
            form.refuse(denial)
        else:
            begin_session(request, waiting.account_id, method=METHODS[kind], proven=True)
            answer = HttpResponseRedirect(waiting.target)
            browsers.remember(request, answer, waiting.account_id)
            return answer
    kinds = kinds_of(waiting.account_id)
    values = {"form": form, "has_code": TOTP_KIND in kinds, "has_passkey": PASSKEY in kinds}
    return show(request, "site/account/code.html", values, status=form.status)


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What a browser is asked to show a passkey by, before anybody is signed in: of whoever has given a
    password, or of anybody."""
    waiting = waiting_for(request)
    return JsonResponse(passkeys.begin_showing(waiting.account_id if waiting else None))


@require_POST
def sign_in_passkey(plain: HttpRequest) -> HttpResponse:
    """Sign in by a passkey: alone, or after the password."""
    request = cast(Request, plain)
    waiting = waiting_for(request)
    target = waiting.target if waiting else safe_target(request, request.POST.get("next", ""))
    try:
        holder = passkeys.use_passkey(
            answer_in(request), at=now(), account_id=waiting.account_id if waiting else None
        )
    except Denial as denial:
        from avrop.site.pages.errors import denied

        return denied(request, denial)
    begin_session(request, holder, method=PASSKEY, proven=True)
    answer = HttpResponseRedirect(target)
    browsers.remember(request, answer, holder)
    return answer


def answer_in(request: HttpRequest) -> Any:
    """What the browser answered with its passkey; `Invalid` where it is nothing that one can read."""
    text = request.POST.get("answer", "")
    try:
        found = json.loads(text) if len(text) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid((Problem("accounts.wrong_passkey"),))
    return found
