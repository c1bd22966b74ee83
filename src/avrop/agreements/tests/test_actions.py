"""The commands of agreements, with a database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.agreements import actions, events, queries
from avrop.agreements.models import CallOff, Drawn
from avrop.agreements.rules import AgreedPrice, TermsOfAgreement
from avrop.agreements.tests.builders import UNTIL, an_agreement, kronor
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, a_tenant, a_unit, everything, publishing
from avrop.values import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Any:
    return everything(a_tenant().tenant_id)


def terms(actor: Actor, agreement_id: Any, unit_id: Any = None) -> Any:
    with tenant_scope(actor.tenant_id):
        return queries.terms(agreement_id, unit_id=unit_id)


def test_a_registered_agreement_stands_in_the_register_as_a_draft(actor: Actor) -> None:
    with publishing(actor.tenant_id) as published:
        agreement_id = an_agreement(actor, is_active=False, ceiling=Decimal(1000))

    found = terms(actor, agreement_id)
    assert (found.number, found.state, found.remaining) == ("RA-1", "draft", kronor(1000))
    assert events.AgreementRegistered(agreement_id) in published


def test_a_number_is_given_once(actor: Actor) -> None:
    an_agreement(actor)

    with pytest.raises(Refused) as refusal:
        an_agreement(actor)

    assert refusal.value.codes == ["agreements.number_taken"]


def test_a_requester_does_not_register_agreements(actor: Actor) -> None:
    requester = a_person(actor.tenant_id, ("requester",))

    with pytest.raises(Forbidden):
        an_agreement(requester)


def test_the_terms_of_a_draft_can_be_changed_and_those_in_force_cannot(actor: Actor) -> None:
    agreement_id = an_agreement(actor, is_active=False)
    actions.change_terms(
        agreement_id, TermsOfAgreement(response_hours=8), expected_version=1, actor=actor, at=AT
    )
    assert terms(actor, agreement_id).response_hours == 8
    actions.activate_agreement(agreement_id, actor=actor, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.change_terms(agreement_id, TermsOfAgreement(), actor=actor, at=AT)

    assert refusal.value.codes == ["agreements.no_longer_a_draft"]


def test_an_agreement_is_open_to_the_units_named_and_those_below_them(actor: Actor) -> None:
    above = a_unit(actor.tenant_id, "Skolan")
    below = a_unit(actor.tenant_id, "Köket", parent_id=above)
    other = a_unit(actor.tenant_id, "Badet")
    agreement_id = an_agreement(actor)
    assert terms(actor, agreement_id, other).is_entitled

    actions.entitle_units(agreement_id, (above,), actor=actor, at=AT)

    assert [terms(actor, agreement_id, unit).is_entitled for unit in (above, below, other)] == [
        True,
        True,
        False,
    ]
    with tenant_scope(actor.tenant_id):
        assert queries.usable_by(below, TODAY) == {agreement_id}
        assert queries.usable_by(other, TODAY) == frozenset()


def test_a_unit_nobody_knows_cannot_be_entitled(actor: Actor) -> None:
    agreement_id = an_agreement(actor)

    with pytest.raises(Invalid) as refusal:
        actions.entitle_units(agreement_id, (uuid7(),), actor=actor, at=AT)

    assert refusal.value.codes == ["agreements.unknown_unit"]


def test_orders_draw_the_agreement_down_to_its_maximum_and_no_further(actor: Actor) -> None:
    agreement_id = an_agreement(actor, ceiling=Decimal(1000))
    order_id = uuid7()

    drawn = actions.draw_down(agreement_id, kronor(600), order_id, actor=actor, at=AT)
    with pytest.raises(Refused) as refusal, publishing(actor.tenant_id) as published:
        actions.draw_down(agreement_id, kronor(401), uuid7(), actor=actor, at=AT)
    drawn_in_full = actions.draw_down(agreement_id, kronor(400), uuid7(), actor=actor, at=AT)

    assert (drawn, drawn_in_full) == (kronor(600), kronor(1000))
    assert refusal.value.codes == ["agreements.ceiling_reached"]
    assert published == []


def test_a_call_off_with_the_same_key_counts_once(actor: Actor) -> None:
    agreement_id, order_id = an_agreement(actor), uuid7()

    for _ in range(2):
        drawn = actions.draw_down(
            agreement_id, kronor(70), order_id, once_key="order/1", actor=actor, at=AT
        )

    assert drawn == kronor(70)


def test_an_order_gives_back_at_most_what_it_has_drawn(actor: Actor) -> None:
    agreement_id, order_id = an_agreement(actor), uuid7()
    actions.draw_down(agreement_id, kronor(70), order_id, actor=actor, at=AT)

    left = actions.give_back(agreement_id, kronor(20), order_id, actor=actor, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.give_back(agreement_id, kronor(51), order_id, actor=actor, at=AT)

    assert left == kronor(50)
    assert refusal.value.codes == ["agreements.more_than_drawn"]


def test_the_sum_is_what_the_ledger_says_after_reconciling(actor: Actor) -> None:
    agreement_id = an_agreement(actor)
    actions.draw_down(agreement_id, kronor(70), uuid7(), actor=actor, at=AT)
    with tenant_scope(actor.tenant_id):
        Drawn.objects.filter(agreement_id=agreement_id).update(amount=1)

    drawn = actions.reconcile_agreement(agreement_id, actor=actor, at=AT)

    assert drawn == kronor(70)


def test_a_call_off_costs_the_same_after_many_others(actor: Actor) -> None:
    agreement_id = an_agreement(actor)
    with tenant_scope(actor.tenant_id):
        CallOff.objects.bulk_create(
            CallOff(agreement_id=agreement_id, order_id=uuid7(), amount=1, at=AT)
            for _ in range(500)
        )

    with CaptureQueriesContext(connection) as statements:
        drawn = actions.draw_down(agreement_id, kronor(1), uuid7(), actor=actor, at=AT)

    assert drawn == kronor(501)
    assert len([s for s in statements if "set_config" not in s["sql"]]) <= 6


def test_nothing_can_be_called_off_after_the_last_day(actor: Actor) -> None:
    agreement_id = an_agreement(actor)
    actions.end_agreement(agreement_id, TODAY, "Uppsagt", actor=actor, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.draw_down(agreement_id, kronor(1), uuid7(), actor=actor, at=AT + timedelta(days=1))

    assert refusal.value.codes == ["agreements.not_active", "agreements.has_expired"]


def test_an_extension_is_registered_before_the_end_with_its_decision(actor: Actor) -> None:
    agreement_id = an_agreement(actor)
    later = UNTIL + timedelta(days=365)

    with pytest.raises(Refused) as too_late:
        after = AT.replace(year=2028)
        actions.extend_agreement(agreement_id, later, "KS 1", actor=actor, at=after)
    with pytest.raises(Refused) as undecided:
        actions.extend_agreement(agreement_id, UNTIL, "", actor=actor, at=AT)
    actions.extend_agreement(agreement_id, later, "KS 1", actor=actor, at=AT)

    assert too_late.value.codes == ["agreements.has_expired"]
    assert undecided.value.codes == ["agreements.no_decision", "agreements.not_an_extension"]
    assert terms(actor, agreement_id).valid_until == later


def test_a_decision_can_raise_the_maximum_but_not_undercut_what_is_drawn(actor: Actor) -> None:
    agreement_id = an_agreement(actor, ceiling=Decimal(100))
    actions.draw_down(agreement_id, kronor(100), uuid7(), actor=actor, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.change_ceiling(agreement_id, Decimal(99), "KS 2", actor=actor, at=AT)
    actions.change_ceiling(agreement_id, Decimal(150), "KS 2", actor=actor, at=AT)

    assert refusal.value.codes == ["agreements.ceiling_below_drawn"]
    assert terms(actor, agreement_id).remaining == kronor(50)


def test_agreed_prices_hold_from_their_day_and_the_newest_decides(actor: Actor) -> None:
    agreement_id = an_agreement(actor)
    for amount, day in ((10, TODAY), (12, TODAY + timedelta(days=30)), (11, TODAY)):
        price = AgreedPrice("100", Decimal(amount))
        actions.agree_prices(agreement_id, (price,), day, actor=actor, at=AT)

    with tenant_scope(actor.tenant_id):
        now = queries.agreed_prices(agreement_id, TODAY)["100"].amount
        later = queries.agreed_prices(agreement_id, TODAY + timedelta(days=30))["100"].amount

    assert (now, later) == (Decimal(11), Decimal(12))


def test_the_manager_hears_when_most_of_the_maximum_is_gone(actor: Actor) -> None:
    manager = a_person(actor.tenant_id, ("agreement_manager",))
    agreement_id = an_agreement(actor, ceiling=Decimal(1000))

    with jobs.running_here() as run:
        actions.draw_down(agreement_id, kronor(900), uuid7(), actor=actor, at=AT)
        run()

    found = tasks.my_tasks(actor=manager).items
    assert [(task.kind, task.values["percent"]) for task in found] == [
        ("agreements.task_ceiling_near", 85)
    ]


def test_the_manager_hears_once_of_an_agreement_that_ends_soon(actor: Actor) -> None:
    manager = a_person(actor.tenant_id, ("agreement_manager",))
    an_agreement(actor, valid_until=TODAY + timedelta(days=80))

    for _ in range(2):
        assert actions.announce_ends(TODAY, actor=actor, at=AT) == 1

    assert [task.kind for task in tasks.my_tasks(actor=manager).items] == [
        "agreements.task_ends_soon"
    ]


def test_the_register_is_read_by_whoever_holds_a_mandate(actor: Actor) -> None:
    reader = a_person(actor.tenant_id, ("requester",))
    nobody = a_person(actor.tenant_id, ())
    agreement_id = an_agreement(actor)

    assert [each.id for each in queries.agreements_page(actor=reader).items] == [agreement_id]
    assert queries.agreement(agreement_id, actor=reader).available_actions == ("extend", "end")
    with pytest.raises(Missing):
        queries.agreement(agreement_id, actor=nobody)
