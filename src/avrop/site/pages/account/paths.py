"""Addresses of signing in and of the reader's own sign-in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from avrop.site.pages.account import adding, codes, confirming, memberships, own
from avrop.site.pages.account.elsewhere import elsewhere_paths

ACCOUNT: list[URLPattern | URLResolver] = [
    path("sign-in/code", codes.sign_in_code, name="sign_in_code"),
    path("sign-in/passkey/options", codes.passkey_options, name="passkey_options"),
    path("sign-in/passkey", codes.sign_in_passkey, name="sign_in_passkey"),
    *elsewhere_paths(),
    path("confirm", confirming.confirm, name="confirm"),
    path("confirm/passkey/options", confirming.confirm_options, name="confirm_options"),
    path("confirm/passkey", confirming.confirm_passkey, name="confirm_passkey"),
    path("your-sign-in", own.own_sign_in, name="own_sign_in"),
    path("sign-in/link", memberships.sign_in_link, name="sign_in_link"),
    path("your-sign-in/organisations", memberships.asked_memberships, name="asked_memberships"),
    path("your-sign-in/password", own.new_password, name="new_password"),
    path("your-sign-in/sessions/end-others", own.end_other_sessions, name="end_other_sessions"),
    path("your-sign-in/sessions/<uuid:session_id>/end", own.end_session, name="end_session"),
    path("your-sign-in/app", adding.add_app, name="add_app"),
    path("your-sign-in/passkey", adding.add_passkey, name="add_passkey"),
    path("your-sign-in/passkey/options", adding.new_passkey_options, name="new_passkey_options"),
    path("your-sign-in/recovery-codes", adding.recovery_codes, name="recovery_codes"),
    path("your-sign-in/factors/<int:factor_id>/remove", adding.remove_factor, name="remove_factor"),
]
