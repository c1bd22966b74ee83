"""An organisation is founded by one command, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from avrop.authority import queries as authority
from avrop.exchange import queries as exchange
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.queries import OrganisationFacts
from avrop.site import founding
from avrop.site.actors import actor_by_email
from avrop.site.cli import avrop
from avrop.site.founding import Founding
from avrop.site.tests.builders import a_stranger
from avrop.testing.worlds import a_number, a_person, a_tenant, an_email

NOW = datetime.now(UTC)


def a_founding(**changes: Any) -> Founding:
    number = a_number()
    facts = OrganisationFacts(
        name="Nyby kommun", legal_scheme="0007", legal_id=number, endpoint=f"0007:{number}"
    )
    return replace(Founding(facts, "Alva Berg", an_email(), "KS 2026:1"), **changes)


@pytest.mark.django_db
def test_founding_makes_everything_that_the_first_administrator_needs() -> None:
    stated = a_founding(time_zone="Asia/Shanghai", currency="CNY")

    made = founding.found_organisation(stated, at=NOW)

    actor = actor_by_email(stated.email, str(made.tenant_id))
    assert actor.person_id == made.person_id
    assert exchange.tenant_of(stated.organisation.endpoint) == made.tenant_id
    assert exchange.operator_tenant() not in (None, made.tenant_id)
    with tenant_scope(made.tenant_id):
        assert {"parties.change_units", "authority.grant"} <= authority.permissions_of(actor)
        assert (parties.currency(), str(parties.time_zone())) == ("CNY", "Asia/Shanghai")
    client = a_stranger()
    assert (
        client.post(f"/welcome/{made.token}", {"password": "fyra vanliga ord"}).status_code == 302
    )
    assert "Nyby kommun" in client.get("/").content.decode()


@pytest.mark.django_db
def test_everything_that_makes_no_sense_is_told_at_once_and_nothing_is_made() -> None:
    before = Tenant.objects.count()
    facts = OrganisationFacts(name=" ", legal_scheme="0007", legal_id="2120000143", gln="735")
    stated = Founding(
        facts, "", "nobody", " ", time_zone="Mars/Olympus", currency="KRONA", roles=("king",)
    )

    with pytest.raises(Invalid) as refusal:
        founding.found_organisation(stated, at=NOW)

    assert {(problem.code, problem.place) for problem in refusal.value.problems} == {
        ("parties.name_missing", ("organisation", "name")),
        ("identifiers.organisation_number_check_digit", ("organisation", "legal_id")),
        ("identifiers.gln_shape", ("organisation", "gln")),
        ("parties.unknown_time_zone", ("time_zone",)),
        ("parties.unknown_currency", ("currency",)),
        ("parties.name_missing", ("administrator", "name")),
        ("parties.email_shape", ("administrator", "email")),
        ("authority.unknown_role", ("role",)),
        ("authority.no_decision", ("decision",)),
    }
    assert Tenant.objects.count() == before


@pytest.mark.django_db
def test_a_number_is_founded_once_however_it_is_written() -> None:
    stated = a_founding()
    founding.found_organisation(stated, at=NOW)
    before = Tenant.objects.count()
    number = stated.organisation.legal_id
    again = replace(stated.organisation, legal_id=f"{number[:6]}-{number[6:]}", endpoint="")

    with pytest.raises(Refused) as refusal:
        founding.found_organisation(replace(stated, organisation=again), at=NOW)

    (problem,) = refusal.value.problems
    assert problem.code == "parties.founded_already"
    assert problem.values == {"organisation": "Nyby kommun", "number": number}
    assert Tenant.objects.count() == before


@pytest.mark.django_db
def test_who_signs_in_here_already_needs_no_link() -> None:
    email = an_email()
    a_person(a_tenant().tenant_id, email=email, password="riktigt-bra-lösenord")

    made = founding.found_organisation(a_founding(email=email), at=NOW)

    assert made.token == ""


@pytest.mark.django_db
def test_the_command_line_founds_lists_and_invites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avrop.site.cli.ground.stand_up", lambda **_: None)
    number, email = a_number(), an_email()
    given = ["organisations", "found", "Nyby kommun", "--number", number, "--json"]

    done = CliRunner().invoke(avrop, [*given, "--administrator", "Alva Berg", "--email", email])
    listed = CliRunner().invoke(avrop, ["organisations", "list", "--json"])
    invited = CliRunner().invoke(
        avrop, ["organisations", "invite", email, "--organisation", "Nyby kommun", "--json"]
    )

    made = json.loads(done.output)
    assert made["sign_in_link"].startswith("http://127.0.0.1:8000/welcome/")
    assert exchange.tenant_of(f"0007:{number}") is not None
    rows = [json.loads(line) for line in listed.output.splitlines()]
    assert f"0007:{number}" in {row["number"] for row in rows}
    newer = json.loads(invited.output)["sign_in_link"]
    assert a_stranger().get(newer.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert a_stranger().get(f"/welcome/{made['sign_in_link'][-43:]}").status_code == 404
