"""Signing in where others vouch: OpenID Connect, and SAML with the extra. django-allauth speaks the
protocols; who somebody is here, and what session he gets, is ours. None of its pages is ever
shown."""

from __future__ import annotations

import time
from typing import Any, NoReturn
from urllib.parse import urlencode
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.http import require_safe

from avrop.accounts import queries as accounts
from avrop.accounts.announcing import announce_refusal
from avrop.parties import queries as parties
from avrop.site import guarding, sign_ins
from avrop.site.actors import (
    act_for,
    begin_session,
    choices_in,
    chosen_in,
    reaches_beyond,
    tenant_named,
)
from avrop.site.pages.choices import safe_target
from avrop.site.pages.performing import now
from avrop.site.sign_ins import OtherSignIn


class OtherSignIns(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What django-allauth asks of us (`SOCIALACCOUNT_ADAPTER`)."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """Somebody is vouched for: sign him in here, or say that nobody here is he."""
        raise ImmediateHttpResponse(_vouched_for(request, sociallogin))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *given: Any, **more: Any
    ) -> NoReturn:
        """The protocol did not come to its end: refused there, or not theirs."""
        announce_refusal(None, "accounts.elsewhere_failed", at=now())
        known = sign_ins.sign_in_named(getattr(provider, "sub_id", ""))
        raise ImmediateHttpResponse(_back("accounts.elsewhere_failed", known))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes himself an account by being vouched for."""
        return False


def _vouched_for(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    claims = sociallogin.account
    known = sign_ins.sign_in_named(claims.provider)
    if known is None:
        return _back("accounts.elsewhere_failed", None)
    account_id = _account_of(known, sociallogin)
    within = _within(known, account_id) if account_id else ()
    if account_id is None or not within:
        announce_refusal(account_id, "accounts.unknown_identity", at=now())
        return _back("accounts.unknown_identity", known)
    SocialAccount.objects.get_or_create(
        provider=known.id, uid=claims.uid, defaults={"user_id": account_id, "extra_data": {}}
    )
    target = safe_target(request, sociallogin.state.get("next") or "")
    proven = known.second_factor and _is_fresh(claims.extra_data)
    is_his = request.user.is_authenticated and request.user.pk == account_id
    if is_his and proven and not reaches_beyond(request, within):
        guarding.prove(request, method=known.id)
        return HttpResponseRedirect(target)
    chosen = chosen_in(request) if is_his else None
    begin_session(request, account_id, method=known.id, proven=proven, within=within)
    if chosen is not None and chosen in {one.tenant_id for one in choices_in(request)}:
        act_for(request, chosen)
    return HttpResponseRedirect(target)


def _is_fresh(claims: Any) -> bool:
    """Whether the other side says that it asked just now, and not some hours ago on another site."""
    told = (claims or {}).get("id_token", claims or {}).get("auth_time")
    age = time.time() - float(told) if isinstance(told, (int, float, str)) else None
    return age is not None and abs(age) <= settings.AVROP_PROOF_MINUTES * 60


def _account_of(known: OtherSignIn, sociallogin: Any) -> UUID | None:
    """Whose account it is: the one that came with this identity before, else the one with its address,
    where the other side says that the address is true."""
    linked = SocialAccount.objects.filter(provider=known.id, uid=sociallogin.account.uid).first()
    if linked is not None:
        return accounts.active(linked.user_id)
    addresses = [
        one.email for one in sociallogin.email_addresses if one.verified or known.knows_addresses
    ]
    found = [accounts.account_id_of(address) for address in addresses]
    return next((one for one in found if one is not None), None)


def _within(known: OtherSignIn, account_id: UUID) -> tuple[UUID, ...]:
    """The organisations that the other side vouches in and the account works for. The account for
    emergencies is in none: it is for when the others do not answer."""
    if accounts.is_break_glass(account_id):
        return ()
    vouches = {tenant_named(name) for name in known.organisations}
    homes = parties.every_membership_of(account_id, at=now())
    return tuple(one.tenant_id for one in homes if one.tenant_id in vouches)


def _back(why: str, known: OtherSignIn | None) -> HttpResponse:
    asked = {"why": why, "name": known.name if known else ""}
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode(asked)}")


def elsewhere_paths() -> list[URLPattern | URLResolver]:
    """The addresses of the protocols; SAML's where it is installed and configured."""
    found: list[URLPattern | URLResolver] = [
        path(
            "sign-in/with/<str:provider_id>",
            require_safe(openid.login),
            name="openid_connect_login",
        ),
        path(
            "sign-in/with/<str:provider_id>/back",
            require_safe(openid.callback),
            name="openid_connect_callback",
        ),
    ]
    if sign_ins.SAML:
        from allauth.socialaccount.providers.saml import urls

        found.append(path("sign-in/saml/", include(urls)))
    return found
