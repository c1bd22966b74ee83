"""The kernel against a real database: scope, events, reactions, the chain, numbers, keys."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow, HistoryRow, InboxRow, OnceRow, RuleSetRow
from avrop.kernel.numbers import next_number, next_numbers
from avrop.kernel.once import once
from avrop.kernel.outbox import publish
from avrop.kernel.problems import Refused
from avrop.kernel.reactions import _REACTIONS, Reaction, run_reactions
from avrop.kernel.ruleset import add_version, in_force
from avrop.kernel.scope import NoScope, OtherScope, current_tenant, tenant_scope
from avrop.kernel.tests.builders import NOON, BellRung, a_routine
from avrop.parties.models import Organisation  # any ordinary table will do
from avrop.values import uuid7

pytestmark = pytest.mark.django_db


def test_outside_a_scope_a_tenants_table_is_an_error_and_never_an_empty_list() -> None:
    with pytest.raises((DataError, ProgrammingError)), transaction.atomic():
        OnceRow.objects.count()
    with pytest.raises(NoScope):
        current_tenant()


def test_what_fails_in_a_scope_within_the_same_undoes_all_of_it_whoever_catches_it() -> None:
    routine = a_routine()

    with transaction.atomic(), tenant_scope(routine.tenant_id):
        publish(BellRung(uuid7()), actor=routine, at=NOON)
        with pytest.raises(Refused), tenant_scope(routine.tenant_id):
            raise Refused(())
        is_undone = connection.needs_rollback

    with tenant_scope(routine.tenant_id):
        assert (is_undone, EventRow.objects.count()) == (True, 0)


def test_a_transaction_of_one_tenant_cannot_enter_another() -> None:
    first, second = a_routine(), a_routine()

    with pytest.raises(OtherScope), tenant_scope(first.tenant_id), tenant_scope(second.tenant_id):
        pass


def test_the_former_scope_is_restored_when_the_transaction_goes_on() -> None:
    actor = a_routine()

    with tenant_scope(actor.tenant_id):
        assert OnceRow.objects.count() == 0

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('avrop.tenant', true)")
        assert cursor.fetchone() == ("",)


def test_an_event_says_who_did_what_when_and_why() -> None:
    actor, bell = a_routine(), uuid7()

    with tenant_scope(actor.tenant_id):
        event_id = publish(BellRung(bell, times=3), actor=actor, at=NOON, reason="Lunch")
        row = EventRow.objects.get(id=event_id)

    assert (row.name, row.subject_id, row.system) == ("kernel_tests.bell_rung", bell, "test")
    assert row.occurred_at == NOON
    assert row.recorded_at > NOON
    assert '"reason":"Lunch"' in str(row.body)


def test_an_event_cannot_be_changed_or_removed_by_the_application() -> None:
    actor = a_routine()

    for statement in ("update kernel_event set name = 'x'", "delete from kernel_event"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            tenant_scope(actor.tenant_id),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_reaction_run_twice_has_one_effect() -> None:
    actor, rung = a_routine(), []

    def ring_back(event: BellRung, *, actor: Actor, at: datetime) -> None:
        rung.append((event.times, actor.system))

    _REACTIONS[BellRung.name] = [Reaction("kernel_tests.ring_back", ring_back, frozenset())]
    try:
        with running_here() as drain:
            with tenant_scope(actor.tenant_id):
                event_id = publish(BellRung(uuid7(), times=2), actor=actor, at=NOON)
            assert drain() == 1
        run_reactions(actor.tenant_id, event_id, BellRung.name)
    finally:
        del _REACTIONS[BellRung.name]

    assert rung == [(2, "kernel_tests.ring_back")]


def test_a_reaction_that_fails_leaves_no_trace_and_keeps_none_other_from_running() -> None:
    actor, rung = a_routine(), []

    def fail(event: BellRung, *, actor: Actor, at: datetime) -> None:
        OnceRow.objects.create(key="half", request_hash=b"", recorded_at=at)
        raise RuntimeError("the rope broke")

    def ring_back(event: BellRung, *, actor: Actor, at: datetime) -> None:
        rung.append(event.times)

    _REACTIONS[BellRung.name] = [
        Reaction("kernel_tests.fail", fail, frozenset()),
        Reaction("kernel_tests.ring_back", ring_back, frozenset()),
    ]
    try:
        with running_here() as drain, pytest.raises(RuntimeError, match="rope"):
            with tenant_scope(actor.tenant_id):
                publish(BellRung(uuid7()), actor=actor, at=NOON)
            drain()
    finally:
        del _REACTIONS[BellRung.name]

    with tenant_scope(actor.tenant_id):
        assert list(InboxRow.objects.values_list("reaction", flat=True)) == [
            "kernel_tests.ring_back"
        ]
        assert OnceRow.objects.count() == 0
    assert rung == [1]


def test_numbers_follow_one_another_and_a_refusal_leaves_no_gap() -> None:
    actor = a_routine()

    with tenant_scope(actor.tenant_id):
        assert next_number("orders") == 1
        assert list(next_numbers("orders", 3)) == [2, 3, 4]
    with pytest.raises(RuntimeError), tenant_scope(actor.tenant_id):
        next_number("orders")
        raise RuntimeError
    with tenant_scope(actor.tenant_id):
        assert next_number("orders") == 5
        assert next_number("invoices") == 1


def test_the_same_key_gives_the_first_answer_and_another_request_is_refused() -> None:
    actor, rung = a_routine(), []

    def ring() -> str:
        rung.append(1)
        return "rung"

    assert once("k1", {"bell": 1}, actor=actor, act=ring) == ('"rung"', False)
    assert once("k1", {"bell": 1}, actor=actor, act=ring) == ('"rung"', True)
    with pytest.raises(Refused) as refusal:
        once("k1", {"bell": 2}, actor=actor, act=ring)

    assert refusal.value.codes == ["kernel.key_reused"]
    assert rung == [1]


def test_the_version_in_force_on_a_day_decides_and_is_named() -> None:
    actor = a_routine()

    with tenant_scope(actor.tenant_id):
        assert in_force("bells", {"rings": 1}, on=NOON.date()) == ({"rings": 1}, "bells/0")
        for number, days in ((2, 0), (3, 10)):
            add_version(
                "bells",
                {"rings": number},
                valid_from=NOON.date() + timedelta(days=days),
                by=None,
                at=NOON,
                reason="",
            )
        assert in_force("bells", {"rings": 1}, on=NOON.date()) == ({"rings": 2}, "bells/1")
        later = NOON.date() + timedelta(days=10)
        assert in_force("bells", {"rings": 1}, on=later) == ({"rings": 3}, "bells/2")


def test_former_rows_are_kept_when_rows_are_updated_in_bulk() -> None:
    actor = a_routine()
    with tenant_scope(actor.tenant_id):
        rows = [Organisation(name=f"Skola {n}", country="SE") for n in range(3)]
        Organisation.objects.bulk_create(rows)
        for row in rows:
            row.registered_city = "Ystad"
        assert update_rows(Organisation, ["registered_city"], rows) == 3

        former = HistoryRow.objects.filter(table_name=Organisation._meta.db_table)
        assert [(row.former or {})["registered_city"] for row in former] == ["", "", ""]
        assert {row.operation for row in former} == {"update"}


def test_rule_sets_and_seals_are_written_once() -> None:
    actor = a_routine()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        tenant_scope(actor.tenant_id),
    ):
        RuleSetRow.objects.update(reason="x")
