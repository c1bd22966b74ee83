"""Days are the organisation's own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from avrop.kernel.days import day_at, day_of, time_zone
from avrop.kernel.models import Tenant
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import a_tenant


@pytest.mark.usefixtures("db")
def test_half_an_hour_before_midnight_in_london_it_is_new_year_in_stockholm() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    with tenant_scope(a_tenant().tenant_id):
        assert str(time_zone()) == "Europe/Stockholm"
        assert day_of(late) == date(2027, 1, 1)


@pytest.mark.usefixtures("db")
def test_the_day_of_an_organisation_is_known_outside_its_scope_too() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    there = Tenant.objects.create(name="B", time_zone="Europe/London", created_at=late).id

    assert day_at(a_tenant().tenant_id, late) == date(2027, 1, 1)
    assert day_at(there, late) == date(2026, 12, 31)
