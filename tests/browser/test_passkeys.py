"""Passkeys in a real browser, whose device is made up (WebDriver's virtual authenticator): made,
shown at the sign-in without a password, and shown again where that is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.faults import faults_of
from tests.browser.stage import PASSWORD, the_stage

pytestmark = [pytest.mark.browser]

#: A device that keeps passkeys and asks its holder for his finger, who always gives it.
DEVICE = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_device(page: Any) -> None:
    """Passkeys are only there on a site that is reached safely, or on this very machine."""
    speaks = page.context.new_cdp_session(page)
    speaks.send("WebAuthn.enable", {"enableUI": False})
    speaks.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_made_and_signs_in_alone(site_address: str, open_context: Any) -> None:
    here = site_address.replace("127.0.0.1", "localhost")
    page = open_context(None, base_url=here).new_page()
    with_a_device(page)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(the_stage().stranger_email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{here}/")

    page.goto("/your-sign-in/passkey")
    page.get_by_label("What you call it").fill("Telefonen")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/your-sign-in")
    assert page.get_by_text("Passkey: Telefonen").is_visible()
    assert faults_of(page, "own-sign-in") == {}

    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/sign-in*")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{here}/")
    page.goto("/confirm?next=/your-sign-in")
    assert faults_of(page, "confirm-by-passkey") == {}
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/your-sign-in")


def test_where_no_passkey_is_shown_the_page_says_what_to_do(
    site_address: str, open_context: Any
) -> None:
    here = site_address.replace("127.0.0.1", "localhost")
    page = open_context(None, base_url=here).new_page()
    with_a_device(page)

    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()

    problem = page.get_by_text("No passkey was shown. Try again, or choose another way.")
    problem.wait_for(state="visible")
    assert faults_of(page, "no-passkey") == {}


def test_the_pages_of_sign_in_and_audit_have_no_fault(walker: Any, walked: Any) -> None:
    found = {}
    auditor = walked.readers["auditor"]
    samples = walked.samples_of(auditor)
    page = walker("auditor").page

    for address in (
        "/your-sign-in",
        "/your-sign-in/app",
        "/your-sign-in/passkey",
        "/your-sign-in/password",
        "/confirm",
        "/audit",
        f"/audit/{samples['event']}",
        "/audit/refused",
        "/access-review",
        "/personal-data",
        f"/personal-data/{auditor.person_id}",
    ):
        page.goto(address)
        assert page.url.endswith(address)
        found |= faults_of(page, address)

    assert found == {}
