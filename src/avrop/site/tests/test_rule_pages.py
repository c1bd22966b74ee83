"""Rules that are decided on a page: who stands too close to decide, and what training is required."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.authority.conduct import Conduct
from avrop.authority.queries import conduct_in_force
from avrop.kernel.deeds import Deed
from avrop.kernel.scope import tenant_scope
from avrop.site.tests.builders import Reader, a_reader
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import everything
from avrop.training import actions as training
from avrop.training import queries
from avrop.training.requirements import DEFAULT, Requirement

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


# --- conduct -----------------------------------------------------------------------------------------


def conduct_of(reader: Reader) -> Conduct:
    with tenant_scope(reader.actor.tenant_id):
        return conduct_in_force(TODAY)[0]


def test_the_rules_of_conduct_say_what_holds_and_are_decided_from_a_day_on() -> None:
    owner = a_reader("system_administrator")

    before = page(owner.client, "conduct")
    status, _ = sent(
        owner.client,
        reverse("conduct"),
        "ConductForm",
        own=["approve", "attest_decision"],
        superiors=["attest_decision"],
        heads=["manager", "process_owner"],
        valid_from=TODAY.isoformat(),
        reason="KS 2026:9",
    )

    after = page(owner.client, "conduct")
    assert "Nothing else was decided: what the product comes with is in force." in before
    assert status == 302
    assert conduct_of(owner) == Conduct(
        (Deed.APPROVE, Deed.ATTEST_DECISION),
        (Deed.ATTEST_DECISION,),
        ("manager", "process_owner"),
    )
    assert ("Rules of conduct, version 1" in after, "KS 2026:9" in after) == (True, True)


def test_what_always_holds_cannot_be_taken_away_and_no_head_at_all_is_a_choice_too() -> None:
    owner = a_reader("system_administrator")
    given = {"superiors": [], "valid_from": TODAY.isoformat(), "reason": "KS 2026:9"}

    weak = sent(owner.client, reverse("conduct"), "ConductForm", own=["approve"], **given)
    headless = sent(
        owner.client,
        reverse("conduct"),
        "ConductForm",
        own=["approve", "attest_decision"],
        **given,
    )

    assert (weak[0], 'href="#own"' in weak[1]) == (409, True)
    assert headless[0] == 302
    assert (conduct_of(owner).superiors, conduct_of(owner).heads) == ((), ())


def test_an_auditor_reads_the_rules_of_conduct_and_is_offered_no_change() -> None:
    auditor = a_reader("auditor")

    shown = page(auditor.client, "conduct")
    tried = auditor.client.post(
        reverse("conduct"),
        {
            "form": "ConductForm",
            "own": ["approve", "attest_decision"],
            "valid_from": TODAY.isoformat(),
            "reason": "eget",
        },
    )

    assert "Decide other rules" not in shown
    assert tried.status_code == 403
    assert conduct_of(auditor) == Conduct()


# --- training ----------------------------------------------------------------------------------------


@pytest.fixture
def coordinator() -> Reader:
    reader = a_reader("coordinator")
    everybody = everything(reader.actor.tenant_id)
    training.install_courses(actor=everybody, at=timezone.now())
    return reader


def test_a_course_is_required_of_other_roles_for_some_goods_from_a_day_on(
    coordinator: Reader,
) -> None:
    address = reverse("training_requirements") + "?course=receiver"

    status, _ = sent(
        coordinator.client,
        address,
        "RequirementForm",
        **{
            "course-roles": ["receiver", "requester"],
            "course-goods": "15000000, 33",
            "course-valid_from": TODAY.isoformat(),
            "course-reason": "Beslut 12",
        },
    )

    view = queries.required(actor=coordinator.actor, at=timezone.now())
    shown = page(coordinator.client, "training_requirements")
    assert status == 302
    assert view.requirements.of_course("receiver") == Requirement(
        "receiver", ("receiver", "requester"), ("15000000", "33")
    )
    assert len(view.requirements.required) == len(DEFAULT.required)
    assert ("15000000, 33" in shown, "Beslut 12" in shown) == (True, True)


def test_the_days_are_decided_and_what_is_no_number_is_told_at_its_field(
    coordinator: Reader,
) -> None:
    given = {
        "days-renewal_days": "60",
        "days-days_to_begin": "20",
        "days-longest_waiver_days": "7",
        "days-valid_from": TODAY.isoformat(),
        "days-reason": "Beslut 13",
    }
    address = reverse("training_requirements")

    wrong = sent(coordinator.client, address, "DaysForm", **given, **{"days-reminders": "ofta"})
    right = sent(coordinator.client, address, "DaysForm", **given, **{"days-reminders": "45, 10"})

    found = queries.required(actor=coordinator.actor, at=timezone.now()).requirements
    assert (wrong[0], "Write numbers of days with commas between" in wrong[1]) == (422, True)
    assert right[0] == 302
    assert (found.reminder_days, found.renewal_days, found.days_to_begin) == ((45, 10), 60, 20)
    assert (found.longest_waiver_days, found.required) == (7, DEFAULT.required)
