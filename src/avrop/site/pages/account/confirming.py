"""Showing again that it is you, for payments, bank details and mandates: a second factor, fresh."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import passkeys
from avrop.accounts.second_factors import PASSKEY, TOTP_KIND, kinds_of, use_code
from avrop.kernel.problems import Denial
from avrop.site import guarding, kept, sign_ins
from avrop.site.actors import SAFE_METHODS, Request
from avrop.site.pages import sitemap
from avrop.site.pages.account.codes import METHODS, CodeForm, answer_in
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import is_demo, show
from avrop.site.pages.performing import now, signed_in
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("Confirm that it is you"),
        "confirm",
        sitemap.ABOUT,
        in_navigation=False,
        help=gettext_lazy(
            "Payments, bank details and mandates ask for a code or a passkey again, so that a computer "
            "that somebody left open is not enough. What you were doing is kept meanwhile."
        ),
    )
)


def ask_for_proof(request: Request) -> HttpResponse:
    """To the page that takes a second factor; the form that asked for it is kept meanwhile."""
    target = request.get_full_path() if request.method in SAFE_METHODS else reverse("start")
    if request.method == "POST" and kept.keep(request, awaits_proof=True):
        target = reverse("kept_form")
    return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode({'next': target})}")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: Request) -> HttpResponse:
    """A second factor of whoever is signed in."""
    target = safe_target(request, request.POST.get("next", request.GET.get("next", "")))
    account_id, form = UUID(str(request.user.pk)), CodeForm(request)
    if request.method == "POST" and is_demo():
        guarding.prove(request, method="demonstration")
        return HttpResponseRedirect(target)
    if form.was_sent and form.is_valid():
        try:
            kind = use_code(account_id, form.value("code"), at=now())
        except Denial as denial:
            form.refuse(denial)
        else:
            guarding.prove(request, method=METHODS[kind])
            return HttpResponseRedirect(target)
    kinds = kinds_of(account_id)
    other = sign_ins.sign_in_named(request.session.get(guarding.METHOD, ""))
    if not kinds and other is None and target.startswith(reverse("own_sign_in")):
        return _sign_in_again(request, target)
    values = {
        "form": form,
        "next": target,
        "has_code": TOTP_KIND in kinds,
        "has_passkey": PASSKEY in kinds,
        "other": other if other and other.second_factor else None,
        # OpenID Connect Core, 3.1.2.1: the other side asks anew, whoever it has seen before.
        "other_asked": urlencode({"next": target, "auth_params": "prompt=login&max_age=0"}),
    }
    return show(request, "site/account/confirm.html", values, status=form.status)


def _sign_in_again(request: Request, target: str) -> HttpResponse:
    """Who has neither a password nor a second factor shows who he is by signing in anew."""
    guarding.end(request, why="signed_out", at=now())
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': target})}")


@require_POST
@signed_in
def confirm_options(request: Request) -> HttpResponse:
    """What the browser is asked to show a passkey of the reader's by."""
    return JsonResponse(passkeys.begin_showing(UUID(str(request.user.pk))))


@require_POST
@signed_in
def confirm_passkey(request: Request) -> HttpResponse:
    """A passkey instead of a code."""
    target = safe_target(request, request.POST.get("next", ""))
    account_id = UUID(str(request.user.pk))
    passkeys.use_passkey(answer_in(request), at=now(), account_id=account_id)
    guarding.prove(request, method=PASSKEY)
    return HttpResponseRedirect(target)
