"""How the demonstration is organised, so that whoever tries the product meets departments, courses and a
gate."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from avrop.authority import queries as authority
from avrop.buying.requisitions.permissions import SUBMIT
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import over
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.demonstration import world as demonstration
from avrop.site.demonstration.organisation import CARE, EDUCATION, organise
from avrop.site.demonstration.people import CARE_HOME, PRESCHOOL, SCHOOL

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_the_municipality_is_organised_once_and_only_who_has_learnt_may_send_needs() -> None:
    with running_here() as drain:
        world = demonstration.build(at=NOW)
        drain()
        organise(world, at=NOW)
        organise(world, at=NOW)
        drain()
    anna, tove = world.actors["anna"], world.actors["tove"]

    with tenant_scope(anna.tenant_id):
        units = {unit.name: unit for unit in parties.units()}
        at_school, at_preschool = over(units[SCHOOL].id), over(units[PRESCHOOL].id)
        annas = authority.why_not(anna, SUBMIT, at=NOW, within=at_school)
        toves = authority.why_not(tove, SUBMIT, at=NOW, within=at_preschool)

    parents = {name: units[name].parent_id for name in (SCHOOL, PRESCHOOL, CARE_HOME)}
    assert parents == {
        SCHOOL: units[EDUCATION].id,
        PRESCHOOL: units[EDUCATION].id,
        CARE_HOME: units[CARE].id,
    }
    assert [problem.code for problem in annas] == []
    assert [problem.code for problem in toves] == ["authority.certificate_missing"]
