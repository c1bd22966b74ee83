"""The reader's own sign-in: second factors, password, and where he is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.accounts import actions, second_factors, sessions
from avrop.accounts.models import Account
from avrop.accounts.queries import has_password
from avrop.accounts.rules import SHORTEST_PASSWORD
from avrop.accounts.sessions import SessionFacts
from avrop.kernel.problems import Denial
from avrop.site import guarding
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.account.proving import NewPasswordForm, is_password
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now, signed_in
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("Your sign-in"),
        "own_sign_in",
        sitemap.START,
        place=90,
        help=gettext_lazy(
            "Add an app for one-time codes or a passkey, keep recovery codes for the day that both are "
            "lost, choose a new password, and see where you are signed in. What you do not "
            "recognise, end."
        ),
        words=gettext_lazy("password passkey two-factor TOTP code session security account"),
    ),
    SitePage(
        gettext_lazy("Choose another password"),
        "new_password",
        sitemap.START,
        in_navigation=False,
        help=gettext_lazy("The present password, and another one. Your other sessions end by it."),
    ),
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list; `is_this` is the one that reads."""

    session: SessionFacts
    is_this: bool

    @property
    def is_live(self) -> bool:
        """Whether somebody is signed in with it."""
        return self.session.ended_at is None


def account_id_of(request: Request) -> UUID:
    """The reader's account."""
    return UUID(str(request.user.pk))


def session_id_of(request: Request) -> UUID | None:
    """Which of the account's sessions this is."""
    found = request.session.get(guarding.SESSION_ID)
    return UUID(found) if found else None


@require_safe
@signed_in
def own_sign_in(request: Request) -> HttpResponse:
    """Everything about the reader's sign-in, on one page."""
    account_id, this = account_id_of(request), session_id_of(request)
    factors = second_factors.factors_of(account_id)
    lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = sessions.sessions_of(account_id, at=now(), live_for=lasts)
    lines = [SessionLine(one, one.id == this) for one in found]
    kinds = {one.kind for one in factors}
    values = {
        "factors": [one for one in factors if one.kind != second_factors.RECOVERY],
        "recovery": next((one for one in factors if one.kind == second_factors.RECOVERY), None),
        "has_totp": second_factors.TOTP_KIND in kinds,
        "live": [one for one in lines if one.is_live],
        "past": [one for one in lines if not one.is_live][:10],
        "others": sum(1 for one in lines if one.is_live and not one.is_this),
        "has_password": has_password(account_id),
    }
    return show(request, "site/account/own.html", values)


@require_POST
@signed_in
def end_session(request: Request, session_id: UUID) -> HttpResponse:
    """End one of the reader's sessions."""
    account_id = account_id_of(request)
    if session_id == session_id_of(request):
        guarding.end(request, why="signed_out", at=now())
        return HttpResponseRedirect(reverse("sign_in"))
    if sessions.end_session(session_id, account_id=account_id, why="revoked", at=now()):
        messages.success(request, _("The session has been ended."))
    else:
        messages.info(request, _("The session had ended already."))
    return HttpResponseRedirect(reverse("own_sign_in"))


@require_POST
@signed_in
def end_other_sessions(request: Request) -> HttpResponse:
    """End every session of the reader's but this one."""
    this = session_id_of(request)
    sessions.end_sessions_of(account_id_of(request), why="revoked", at=now(), but=this)
    messages.success(request, _("You are signed in nowhere else any more."))
    return HttpResponseRedirect(reverse("own_sign_in"))


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_password(request: Request) -> HttpResponse:
    """Choose another password, by the present one."""
    account_id, form = account_id_of(request), NewPasswordForm(request)
    if form.was_sent and form.is_valid():
        try:
            is_password(request, form.value("present"))
            actions.change_password(
                account_id,
                form.value("password"),
                at=now(),
                session_id=session_id_of(request),
            )
        except Denial as denial:
            form.refuse(denial)
        else:
            former = str(request.session.session_key)
            update_session_auth_hash(request, Account.objects.get(id=account_id))
            _keep_key(request, former)
            messages.success(
                request, _("The password has been changed, and other sessions have been ended.")
            )
            return HttpResponseRedirect(reverse("own_sign_in"))
    values = {"form": form, "least": SHORTEST_PASSWORD}
    return show(request, "site/account/password.html", values, status=form.status)


def _keep_key(request: Request, former: str) -> None:
    """The session got a new key with the new password: its row says so."""
    session_id = session_id_of(request)
    if session_id is not None:
        sessions.change_key(session_id, former, str(request.session.session_key), at=now())
