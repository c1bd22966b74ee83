"""A policy has a new version, and nine thousand have acknowledged the former one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import AT
from avrop.training import actions, passes
from avrop.training.models import Acknowledgement, Policy
from avrop.training.tests.builders import School, a_school
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
TODAY, DAY = AT.date(), timedelta(days=1)
WORDS = {"sv": "Ord", "en": "Words"}


def _acknowledged(school: School, count: int) -> None:
    """So many acknowledgements of the policy in force, each with its pass, and a version to come."""
    learner = school.learner.person_id
    assert learner is not None
    with tenant_scope(school.tenant_id):
        policy = Policy.objects.get(code="ordering")
        Acknowledgement.objects.bulk_create(
            Acknowledgement(
                person_id=uuid7(),
                policy_id=policy.id,
                acknowledged_at=AT,
                pass_id=passes.give(
                    learner,
                    passes.ACKNOWLEDGEMENT,
                    "ordering",
                    TODAY,
                    None,
                    "",
                    actor=school.office,
                    at=AT,
                ),
            )
            for _ in range(count)
        )
    actions.publish_policy(
        "ordering", WORDS, WORDS, in_force_from=TODAY + DAY, actor=school.coordinator, at=AT
    )


def test_a_hundred_acknowledgements_are_withdrawn_in_as_many_statements_as_one() -> None:
    counts = []
    for count in (1, 100):
        school = a_school()
        _acknowledged(school, count)
        with CaptureQueriesContext(connection) as asked:
            withdrawn = actions.withdraw_acknowledgements(TODAY + DAY, actor=school.office, at=AT)
        assert withdrawn == count
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_pass_that_was_withdrawn_already_does_not_keep_the_others() -> None:
    school = a_school()
    _acknowledged(school, 2)
    with tenant_scope(school.tenant_id):
        first = Acknowledgement.objects.order_by("id")[0]
        passes.take_back((first.pass_id,), "Fel", actor=school.office, at=AT)

    withdrawn = actions.withdraw_acknowledgements(TODAY + DAY, actor=school.office, at=AT)

    assert withdrawn == 2
