"""Reads that are compiled once give what Django's own give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from avrop.kernel.compiled import Given, compiled
from avrop.kernel.models import OnceRow, RuleSetRow
from avrop.kernel.ruleset import add_version
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tests.builders import NOON, a_routine
from avrop.values import uuid7

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def add(name: str, limit: int, days: int = 0) -> None:
    """A version of rules, in force from some days after today."""
    valid_from = TODAY + timedelta(days=days)
    add_version(name, {"limit": limit}, valid_from=valid_from, by=None, at=NOON, reason="Test")


def test_a_compiled_read_gives_the_rows_of_the_values_of_each_call() -> None:
    read = compiled(
        lambda: RuleSetRow.objects.filter(name=Given("name")).order_by("-version_number")
    )
    with tenant_scope(a_routine().tenant_id):
        add("bells", 1)
        add("bells", 2)
        add("horns", 3)

        bells, horns = read(name="bells"), read(name="horns")
        known = RuleSetRow.objects.get(name="horns")

    assert [row.parameters for row in bells] == [{"limit": 2}, {"limit": 1}]
    assert horns == [known]
    assert {k: v for k, v in vars(horns[0]).items() if k != "_state"} == {
        k: v for k, v in vars(known).items() if k != "_state"
    }
    assert horns[0]._state.adding is False


def test_a_list_is_one_parameter_however_long() -> None:
    read = compiled(
        lambda: (
            RuleSetRow.objects.filter(name__any_of=Given("names"))
            .order_by("name")
            .values_list("name", flat=True)
        )
    )
    with tenant_scope(a_routine().tenant_id):
        add("bells", 1)
        add("horns", 2)
        with CaptureQueriesContext(connection) as made:
            found = [read(names=names) for names in (["bells"], ["horns", "bells"], [])]

    assert found == [["bells"], ["bells", "horns"], []]
    assert len({query["sql"].partition("any(")[0] for query in made}) == 1


def test_sums_and_annotations_are_read_too() -> None:
    counted = compiled(
        lambda: (
            RuleSetRow.objects.filter(valid_from__lte=Given("on"))
            .values_list("name")
            .annotate(Count("id"))
            .order_by("name")
        )
    )
    marked = compiled(
        lambda: RuleSetRow.objects.filter(name=Given("name")).annotate(
            next_one=F("version_number") + 1
        )
    )
    with tenant_scope(a_routine().tenant_id):
        add("bells", 1)
        add("bells", 2, days=1)
        add("horns", 3)

        today, tomorrow = counted(on=TODAY), counted(on=TODAY + timedelta(days=1))
        horn = marked.first(name="horns")

    assert (today, tomorrow) == ([("bells", 1), ("horns", 1)], [("bells", 2), ("horns", 1)])
    assert horn is not None
    assert (horn.name, vars(horn)["next_one"]) == ("horns", 2)


def test_a_compiled_read_sees_one_tenants_rows_only() -> None:
    read = compiled(lambda: RuleSetRow.objects.filter(name=Given("name")))
    mine, theirs = a_routine(), a_routine()
    with tenant_scope(mine.tenant_id):
        add("bells", 1)
        assert read.first(name="bells") is not None

    with tenant_scope(theirs.tenant_id):
        assert read(name="bells") == []


def test_dictionaries_are_not_read_here() -> None:
    read = compiled(lambda: OnceRow.objects.values("key"))  # type: ignore[var-annotated,arg-type]

    with pytest.raises(TypeError, match="ValuesIterable"), tenant_scope(a_routine().tenant_id):
        read()


def test_a_cursor_is_lent_to_one_at_a_time_and_comes_back_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        with connection.cursor() as other:
            other.execute("select 2")
            assert (cursor.fetchone(), other.fetchone()) == ((1,), (2,))
    first = connection.cursor()
    used = first.cursor
    first.close()
    second = connection.cursor()
    assert second.cursor is used
    first.close()

    third = connection.cursor()

    assert third.cursor is not second.cursor
    second.close()
    third.close()


def test_the_months_ahead_are_there_and_are_made_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select avrop_make_partitions(2)")
        assert cursor.fetchone() == (0,)

        cursor.execute(
            "select pg_get_expr(relpartbound, oid) from pg_class "
            "where relname = 'kernel_event_' || to_char(now() at time zone 'UTC', 'YYYY_MM')"
        )
        (bounds,) = cursor.fetchone()

    now = str(uuid7())
    low, high = bounds.split("'")[1::2]
    assert low <= now < high
