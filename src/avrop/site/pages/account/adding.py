"""Adding second factors: an app for one-time codes, passkeys, recovery codes; and removing them."""

from __future__ import annotations

import io

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import passkeys, second_factors
from avrop.accounts.queries import email_of
from avrop.accounts.sealing import CannotUnseal, sealed, unsealed
from avrop.kernel.problems import Denial
from avrop.site import guarding
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.account.codes import METHODS, SecretForm, answer_in
from avrop.site.pages.account.own import account_id_of
from avrop.site.pages.account.proving import (
    asks_password,
    is_password,
    password_field,
)
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import TextField

HELD = "new_totp_secret"
HELP = gettext_lazy(
    "A second factor is what you have beside the password: an app that shows codes, or a passkey "
    "of your "
    "device. With one, a stolen password is worth nothing, and you can release payments and grant "
    "mandates."
)
sitemap.register(
    SitePage(
        gettext_lazy("Add an app for codes"),
        "add_app",
        sitemap.START,
        in_navigation=False,
        help=HELP,
    ),
    SitePage(
        gettext_lazy("Add a passkey"), "add_passkey", sitemap.START, in_navigation=False, help=HELP
    ),
)


class AppForm(SecretForm):
    """The first code of an app."""

    code = TextField(
        gettext_lazy("The code that the app shows"), longest=20, autocomplete="one-time-code"
    )


class PasskeyForm(SecretForm):
    """What a passkey is called."""

    name = TextField(
        gettext_lazy("What you call it"),
        longest=passkeys.LONGEST_NAME,
        hint=gettext_lazy("For example: the work phone."),
    )


def _with_password(request: Request) -> dict[str, TextField]:
    """The field for the password, where it must be given first."""
    if not asks_password(request):
        return {}
    return {
        "present": password_field(gettext_lazy("Your password"), autocomplete="current-password")
    }


@sensitive_post_parameters("present", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_app(request: Request) -> HttpResponse:
    """Show an app the secret, and see by its first code that it has it."""
    added = _with_password(request)
    account_id, form = account_id_of(request), AppForm(request, added=added)
    secret = _secret(request)
    if form.was_sent and form.is_valid():
        try:
            if "present" in added:
                is_password(request, form.value("present"))
            second_factors.add_totp(account_id, secret, form.value("code"), at=now())
        except Denial as denial:
            form.refuse(denial)
        else:
            request.session.pop(HELD, None)
            guarding.prove(request, method=METHODS[second_factors.TOTP_KIND])
            messages.success(
                request, _("The app is added. Keep recovery codes too, for when it is lost.")
            )
            return HttpResponseRedirect(reverse("own_sign_in"))
    address = second_factors.address_for_app(email_of(account_id), secret)
    values = {"form": form, "secret": _in_fours(secret), "picture": picture_of(address)}
    return show(request, "site/account/app.html", values, status=form.status)


def _secret(request: Request) -> str:
    """The secret that is being shown; sealed, since sessions are stored."""
    stored = request.session.get(HELD, "")
    try:
        return unsealed(stored) if stored else _new_secret(request)
    except CannotUnseal:
        return _new_secret(request)


def _new_secret(request: Request) -> str:
    secret = second_factors.new_secret()
    request.session[HELD] = sealed(secret)
    return secret


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture_of(address: str) -> SafeString:
    """What a phone reads, as SVG without a style of its own: dark on light in every appearance."""
    held = io.BytesIO()
    segno.make(address, error="m").save(
        held,
        kind="svg",
        xmldecl=False,
        svgns=False,
        border=4,
        svgclass="qr",
        lineclass="qr__dark",
        omitsize=True,
        light="#fff",
    )
    return mark_safe(held.getvalue().decode())  # noqa: S308 - drawn from digits by us


@sensitive_post_parameters("present")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_passkey(request: Request) -> HttpResponse:
    """Have the browser make a passkey, and keep it."""
    added = _with_password(request)
    form = PasskeyForm(request, added=added, initial={"name": _device(request)})
    if form.was_sent and form.is_valid():
        try:
            if "present" in added:
                is_password(request, form.value("present"))
            passkeys.add_passkey(
                account_id_of(request), form.value("name"), answer_in(request), at=now()
            )
        except Denial as denial:
            form.refuse(denial)
        else:
            guarding.prove(request, method=second_factors.PASSKEY)
            messages.success(request, _("The passkey is added."))
            return HttpResponseRedirect(reverse("own_sign_in"))
    return show(request, "site/account/passkey.html", {"form": form}, status=form.status)


def _device(request: Request) -> str:
    from avrop.site.browsers import name_of

    return name_of(request)


@require_POST
@signed_in
def new_passkey_options(request: Request) -> HttpResponse:
    """What the browser is asked to make a passkey by."""
    asks_password(request)
    return JsonResponse(passkeys.begin_adding(account_id_of(request)))


@require_POST
@signed_in
def recovery_codes(request: Request) -> HttpResponse:
    """New recovery codes, shown this once."""
    asks_password(request)
    codes = second_factors.make_recovery_codes(account_id_of(request), at=now())
    return show(request, "site/account/recovery.html", {"codes": codes})


@require_POST
@signed_in
def remove_factor(request: Request, factor_id: int) -> HttpResponse:
    """Remove a second factor, by showing one first."""
    asks_password(request)
    second_factors.remove_factor(account_id_of(request), factor_id, at=now())
    messages.success(request, _("It is removed, and works no more."))
    return HttpResponseRedirect(reverse("own_sign_in"))
