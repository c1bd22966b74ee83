"""Payments, bank details and mandates ask for a second factor that was shown just now: on the page,
through the API and on the command line alike."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from avrop.accounts import actions as accounts
from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.buying.payables import actions as payables
from avrop.buying.payables import queries as paying
from avrop.buying.payables.tests.builders import LATER, a_paying_town, an_approved_invoice
from avrop.kernel.actors import Actor
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import PROOF_NEEDED
from avrop.kernel.problems import Refused
from avrop.parties import actions as parties
from avrop.site import cli
from avrop.site.cli import ground
from avrop.site.guarding import PROVEN_AT
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in
from avrop.testing.one_time_codes import an_app_of, code_of
from avrop.testing.worlds import (
    AT,
    a_person,
    a_tenant,
    an_organisation,
    everything,
    organisation_facts,
)

pytestmark = pytest.mark.django_db


def unproven(actor: Actor) -> Actor:
    """The same person, who has shown nothing lately."""
    return replace(actor, proven_until=None)


def a_client_without_proof(actor: Actor) -> Client:
    client = a_client_of(actor)
    session = client.session
    del session[PROVEN_AT]
    session.save()
    return client


def granting(person: Actor) -> dict[str, Any]:
    return {
        "person_id": str(person.person_id),
        "role": "approver",
        "valid_from": "2026-03-02",
        "decision_reference": "KS 2026:2",
    }


def roles_of(person: Actor) -> list[str]:
    assert person.person_id is not None
    found = mandates.mandates_of(person.person_id, actor=everything(person.tenant_id))
    return sorted(one.role for one in found)


def test_payments_mandates_and_protected_identities_need_proof() -> None:
    assert {one.name for one in all_permissions() if one.needs_proof} == {
        "authority.appoint",
        "authority.change_conduct",
        "authority.change_gates",
        "authority.change_role",
        "authority.change_separation",
        "authority.delegate_for_others",
        "authority.dispense",
        "authority.grant",
        "authority.set_requester_policy",
        "authority.waive_gate",
        "parties.allow_other_side",
        "parties.protect_identity",
        "payables.release",
        "training.waive",
    }


def test_a_right_that_is_not_there_is_told_before_a_second_factor_is_asked_for() -> None:
    world = a_tenant()
    nobody = unproven(a_person(world.tenant_id))

    answer = a_client_without_proof(nobody).post(
        "/api/v1/authority/mandates", granting(nobody), content_type="application/json"
    )

    assert [one["code"] for one in answer.json()["problems"]] == ["authority.no_role"]


@pytest.mark.parametrize(
    ("before_until", "is_enough"),
    [(timedelta(0), True), (timedelta(microseconds=1), False)],
    ids=["to the last moment", "not a moment longer"],
)
def test_proof_is_enough_until_it_ends(before_until: timedelta, is_enough: bool) -> None:
    world = a_tenant()
    keeper = a_person(world.tenant_id, roles=("system_administrator",))
    actor = replace(keeper, proven_until=AT - before_until)
    given = {"valid_from": date(2026, 3, 2), "decision_reference": "KS 2026:2", "actor": actor}
    other = a_person(world.tenant_id, roles=())
    assert other.person_id is not None

    with nullcontext() if is_enough else pytest.raises(Refused, match=PROOF_NEEDED):
        authority.grant_mandate(other.person_id, "approver", at=AT, **given)

    assert (roles_of(other) == ["approver"]) is is_enough


def test_bank_details_need_proof_and_other_facts_do_not() -> None:
    world = a_tenant()
    keeper = unproven(a_person(world.tenant_id, roles=("system_administrator",)))
    supplier = an_organisation(world.tenant_id)
    facts = organisation_facts("Grossisten AB")

    parties.change_organisation(
        supplier, replace(facts, registered_city="Lund"), actor=keeper, at=AT
    )
    with pytest.raises(Refused) as refusal:
        parties.change_organisation(
            supplier, replace(facts, bankgiro="5050-1055"), actor=keeper, at=AT
        )

    assert refusal.value.codes == [PROOF_NEEDED]
    proven = replace(keeper, proven_until=AT)
    parties.change_organisation(supplier, replace(facts, bankgiro="5050-1055"), actor=proven, at=AT)


# On the page


def test_who_releases_a_payment_is_asked_for_a_code_and_goes_on_where_he_was() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    preparer = a_person(money.town.tenant_id, roles=("ap_clerk",))
    proposal = payables.propose_payments(LATER, actor=preparer, at=AT)
    secret, client = an_app_of(money.first.account_id), a_client_without_proof(money.first)
    address = reverse("payment_proposal", args=[proposal.id])
    keys = keys_in(client.get(address).content.decode(), "ReleaseForm")

    def state() -> str:
        return paying.proposal(proposal.id, actor=money.finance).state

    asked = client.post(address, keys)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, reverse("confirm"))
    assert state() == "prepared"

    proven = client.post(asked["Location"], {"code": code_of(secret), "next": reverse("kept_form")})
    assert (proven.status_code, proven["Location"]) == (302, reverse("kept_form"))
    assert "Send it now" in client.get(proven["Location"]).content.decode()
    assert client.post(address, keys).status_code == 302
    assert state() == "released_once"


def test_who_has_no_second_factor_is_shown_how_to_get_one() -> None:
    world = a_tenant()
    client = a_client_without_proof(a_person(world.tenant_id))

    shown = client.get(reverse("confirm")).content.decode()

    assert "You have no second factor yet." in shown
    assert reverse("add_app") in shown


def test_proof_that_is_too_old_is_none() -> None:
    world = a_tenant()
    keeper = a_person(world.tenant_id, roles=("system_administrator",))
    client = a_client_of(keeper)
    session = client.session
    session[PROVEN_AT] = time.time() - 601
    session.save()

    answer = client.post(
        "/api/v1/authority/mandates", granting(keeper), content_type="application/json"
    )

    assert [one["code"] for one in answer.json()["problems"]] == [PROOF_NEEDED]


# Through the API and on the command line


def test_a_key_needs_a_one_time_code_with_each_such_request() -> None:
    world = a_tenant()
    keeper = a_person(world.tenant_id, roles=("system_administrator",))
    other, secret = a_person(world.tenant_id, roles=()), an_app_of(keeper.account_id)
    assert keeper.account_id is not None
    assert keeper.person_id is not None
    _, key = accounts.make_api_key(
        account_id=keeper.account_id,
        tenant_id=world.tenant_id,
        person_id=keeper.person_id,
        name="hers",
        issued_by=keeper.person_id,
        expires_at=datetime.now(UTC) + timedelta(days=1),
        at=AT,
    )

    def grant(**headers: str) -> Any:
        return Client().post(
            "/api/v1/authority/mandates",
            granting(other),
            content_type="application/json",
            headers={"authorization": f"Bearer {key}", **headers},
        )

    without = grant()
    code = code_of(secret)
    wrong, right, again = (grant(**{"one-time-code": given}) for given in ("000000", code, code))

    assert [one["code"] for one in without.json()["problems"]] == [PROOF_NEEDED]
    assert [one["code"] for one in wrong.json()["problems"]] == ["accounts.wrong_code"]
    assert (right.status_code, roles_of(other)) == (200, ["approver"])
    assert [one["code"] for one in again.json()["problems"]] == ["accounts.code_was_used"]


def test_on_the_command_line_a_person_gives_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ground, "stand_up", lambda *, migrated=True: None)
    world, email = a_tenant(), "kim.ek.kod@example.com"
    keeper = a_person(world.tenant_id, roles=("system_administrator",), email=email)
    other, secret = a_person(world.tenant_id, roles=()), an_app_of(keeper.account_id)
    given = [f"{name}={value}" for name, value in granting(other).items()]

    without = _called(monkeypatch, "call", "authority.grant_mandate", *given, "--as", email)
    told = capsys.readouterr().err
    code = code_of(secret)
    right = _called(
        monkeypatch, "call", "authority.grant_mandate", *given, "--as", email, "--code", code
    )

    assert (without, told.partition(":")[0]) == (1, PROOF_NEEDED)
    assert (right, roles_of(other)) == (0, ["approver"])


def _called(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["avrop", *words])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
