"""When mandates need a new decision: how many are overdue, and how many in each month ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from avrop.authority import actions, queries
from avrop.authority.queries import RenewalsAhead
from avrop.authority.renewals import RenewalMonth
from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    a_mandate,
    a_person,
    a_town,
    statements,
)

pytestmark = pytest.mark.django_db


def test_a_mandate_needs_a_new_decision_on_its_last_day_or_a_year_after_its_first() -> None:
    town = a_town()
    anna = a_person(town)
    a_mandate(town, anna, valid_until=date(2026, 4, 30))
    a_mandate(town, anna, "approver")
    a_mandate(
        town, a_person(town, "Bo"), valid_from=date(2026, 1, 15), valid_until=date(2029, 1, 1)
    )

    ahead = queries.renewals_ahead(actor=town.office, at=NOON)

    months = (RenewalMonth(date(2026, 4, 1), 1), RenewalMonth(date(2027, 1, 1), 2))
    assert ahead == RenewalsAhead(0, months)


def test_what_went_on_for_more_than_a_year_is_overdue_and_what_has_ended_is_not_counted() -> None:
    town = a_town()
    anna = a_person(town)
    a_mandate(town, anna, valid_from=date(2025, 1, 1))
    a_mandate(town, anna, "approver", valid_until=TODAY - timedelta(days=1))
    revoked = a_mandate(town, anna, "receiver")
    actions.revoke_mandate(revoked, "Slutar", actor=town.office, at=NOON)

    assert queries.renewals_ahead(actor=town.office, at=NOON) == RenewalsAhead(1, ())


def test_counting_what_is_ahead_costs_the_same_for_many_mandates() -> None:
    town = a_town()
    counted = []
    for more in (1, 15):
        for number in range(more):
            a_mandate(town, a_person(town, f"Person {number}"), unit_id=town.schools)
        with statements(town) as asked:
            queries.renewals_ahead(actor=town.office, at=NOON)
        counted.append(len(asked))

    assert counted[0] == counted[1]
