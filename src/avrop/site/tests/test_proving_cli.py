"""`avrop authority prove`: what an operator is told, and the exit code that a script can trust."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from avrop.kernel.models import Tenant
from avrop.site.cli import avrop
from avrop.testing.worlds import a_person, a_tenant

pytestmark = pytest.mark.django_db


def test_the_command_line_proves_and_says_by_its_exit_code_whether_something_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("avrop.site.cli.ground.stand_up", lambda **_: None)
    world = a_tenant("Bevisets kommun")
    key = Tenant.objects.get(id=world.tenant_id).name
    given = ["authority", "prove", "--organisation", key]

    nothing = CliRunner().invoke(avrop, given)
    both = a_person(world.tenant_id, roles=("requester", "approver"))
    found = CliRunner().invoke(avrop, given)
    only_open = CliRunner().invoke(avrop, [*given, "--open"])
    as_json = CliRunner().invoke(avrop, [*given, "--json"])

    assert [run.exit_code for run in (nothing, found, only_open, as_json)] == [0, 1, 0, 1]
    assert "0 found, 0 open." in nothing.output
    assert "need + approve: stopped by ledger" in found.output
    assert "requester everywhere" in found.output
    *findings, proof = [json.loads(line) for line in as_json.stdout.splitlines() if line[:1] == "{"]
    assert [one["people"] for one in findings] == [[str(both.person_id)]]
    assert (proof["found"], proof["holds"]) == (1, False)
