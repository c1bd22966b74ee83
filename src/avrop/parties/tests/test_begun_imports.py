"""Imports that are applied in the background: seen on the way, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.actions import importing
from avrop.parties.importing import writing
from avrop.parties.jobs import carry_out_import
from avrop.parties.models import Unit
from avrop.parties.queries import ImportView
from avrop.testing.municipality import PREFIX
from avrop.testing.worlds import AT, a_tenant, a_unit, everything

FILE = "kod;namn\n10;Skolan\n20;Gården\n".encode()


@pytest.fixture
def office(committed: None) -> Actor:
    return everything(a_tenant(gs1_prefix=PREFIX).tenant_id)


@pytest.fixture
def waiting() -> Iterator[Any]:
    with running_here() as drain:
        yield drain


def _taken_in(office: Actor) -> ImportView:
    return actions.take_in_import(FILE, "fil.csv", actor=office, at=AT)


def _units(office: Actor) -> list[str]:
    with tenant_scope(office.tenant_id):
        return sorted(Unit.objects.values_list("code", flat=True))


def test_what_was_shown_is_done_in_the_background(office: Actor, waiting: Any) -> None:
    found = _taken_in(office)

    begun = actions.begin_import(found.id, actor=office, at=AT, expected_version=found.version)

    assert (begun.state, begun.step, _units(office)) == ("applying", "waiting", [])
    waiting()
    done = queries.one_import(found.id, actor=office)
    assert (done.state, done.applied_at, done.step) == ("applied", AT, "")
    assert _units(office) == ["10", "20"]


def test_one_that_is_on_its_way_is_left_alone_unless_its_job_may_be_lost(
    office: Actor, waiting: Any
) -> None:
    found = _taken_in(office)
    first = actions.begin_import(found.id, actor=office, at=AT, expected_version=1)

    again = actions.begin_import(found.id, actor=office, at=AT, expected_version=1)
    later = actions.begin_import(found.id, actor=office, at=AT + timedelta(minutes=10))

    assert (first.version, again.version, later.version) == (2, 2, 3)
    waiting()
    with pytest.raises(Refused) as refusal:
        actions.begin_import(found.id, actor=office, at=AT)
    assert refusal.value.codes == ["parties.import_is_applied"]


def test_who_looks_reads_why_nothing_was_done(office: Actor, waiting: Any) -> None:
    found = _taken_in(office)
    actions.begin_import(found.id, actor=office, at=AT)
    a_unit(office.tenant_id, "Skolan", code="10")

    waiting()

    stopped = queries.one_import(found.id, actor=office)
    assert (stopped.state, _units(office)) == ("ready", ["10"])
    assert [problem.code for problem in stopped.stopped] == ["parties.import_is_stale"]


def test_what_is_killed_on_the_way_has_done_nothing_but_told_how_far_it_came(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _taken_in(office)
    with running_here():
        actions.begin_import(found.id, actor=office, at=AT)
    job = {"import_id": str(found.id), "actor": to_plain(office), "at": AT.isoformat()}
    written = writing.write_plan

    def killed(*given: Any) -> Any:
        written(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "write_plan", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_out_import(**job)

    seen = queries.one_import(found.id, actor=office)
    assert (seen.state, seen.step, seen.rows, _units(office)) == ("applying", "units", 2, [])
    monkeypatch.undo()
    assert carry_out_import(**job) == []
    assert (queries.one_import(found.id, actor=office).state, _units(office)) == (
        "applied",
        ["10", "20"],
    )
    assert carry_out_import(**job) == []
