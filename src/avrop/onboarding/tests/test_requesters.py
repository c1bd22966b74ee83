"""Requesters come, move and leave, and nothing falls between chairs (ORG-12)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from avrop.authority import queries as authority
from avrop.buying.orders.models import Order
from avrop.buying.orders.tests.builders import a_sent_order
from avrop.buying.requisitions import queries as carts
from avrop.buying.requisitions.tests.builders import CODING, a_cart, statements
from avrop.coding import queries as coding
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions, queries
from avrop.onboarding.queries import RequesterChangeView
from avrop.onboarding.tests.builders import LATER, Office, an_office, jobs_run
from avrop.parties import actions as parties_actions
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks_actions
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, a_unit, an_email

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return an_office()


def welcome(office: Office, code: str = "NY1") -> UUID:
    return actions.welcome_requester(
        "Disa Holm",
        an_email(),
        unit_id=office.town.school,
        short_code=code,
        coding_string=CODING,
        invoice_reference="EKV4100DIS",
        valid_from=TODAY,
        decision_reference="Delegation 12",
        actor=office.finance,
        at=AT,
    )


def seen(office: Office, change: UUID) -> RequesterChangeView:
    return queries.requester_change(change, actor=office.finance, at=LATER)


def left_of(office: Office, change: UUID) -> list[str]:
    return [one.code for one in seen(office, change).remains if not one.is_done]


def person_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def test_a_new_requester_gets_person_short_code_and_mandate_at_once(office: Office) -> None:
    change = welcome(office)

    found = seen(office, change)
    with tenant_scope(office.tenant_id):
        (code,) = coding.short_codes_of(found.person_id, None, TODAY)
        (mandate,) = authority.mandates_in_force(found.person_id, TODAY)
    assert (code.code, code.invoice_reference, code.unit_id) == (
        "NY1",
        "EKV4100DIS",
        office.town.school,
    )
    assert (mandate.role, mandate.unit_id) == ("requester", office.town.school)
    assert left_of(office, change) == ["onboarding.remains_sign_in"]


def test_a_short_code_that_is_taken_leaves_no_person_behind(office: Office) -> None:
    welcome(office)
    with tenant_scope(office.tenant_id):
        before = len(parties.people_here(TODAY, unit_ids=None, after=None, limit=100))

    with pytest.raises(Refused) as refusal:
        welcome(office)

    with tenant_scope(office.tenant_id):
        after = len(parties.people_here(TODAY, unit_ids=None, after=None, limit=100))
    assert (refusal.value.codes, after) == (["coding.short_code_taken"], before)


def test_whoever_administers_the_system_is_asked_to_let_her_sign_in(office: Office) -> None:
    administrator = a_person(office.tenant_id, roles=("system_administrator",))
    change = welcome(office)
    (task,) = tasks.my_tasks(actor=administrator).items
    assert task.kind == "onboarding.sign_in_wanted"

    with jobs_run():
        parties_actions.invite_person(seen(office, change).person_id, actor=administrator, at=LATER)

    assert tasks.my_tasks(actor=administrator).items == ()


def test_nobody_but_the_finance_officer_lets_requesters_come_or_go(office: Office) -> None:
    with pytest.raises(Forbidden):
        actions.end_requester(
            person_of(office.town.requester), TOMORROW, actor=office.manager, at=AT
        )


# --- moving ------------------------------------------------------------------------------------------


def test_who_moves_leaves_carts_tasks_rights_and_codes_of_the_former_unit(office: Office) -> None:
    requester, taker = office.town.requester, _a_colleague(office)
    cart = a_cart(office.town, office.dairy)
    _a_task_for(office, requester)
    _a_code_for(office, requester)
    new_unit = a_unit(office.tenant_id, "Ekskolan")

    change = actions.move_requester(
        person_of(requester), new_unit, taker_id=person_of(taker), actor=office.finance, at=LATER
    )

    assert carts.requisition(cart, actor=taker).requester_person_id == taker.person_id
    assert tasks.number_of_my_tasks(actor=requester) == 0
    assert tasks.number_of_my_tasks(actor=taker) == 1
    with tenant_scope(office.tenant_id):
        assert authority.mandates_in_force(person_of(requester), TODAY) == ()
    assert left_of(office, change) == [
        "onboarding.remains_short_code",
        "onboarding.remains_mandate",
    ]


def _a_colleague(office: Office) -> Actor:
    return a_person(
        office.tenant_id, roles=("requester",), unit_id=office.town.school, name="Tove Berg"
    )


def _a_task_for(office: Office, person: Actor) -> None:
    tasks_actions.open_task(
        "onboarding.to_mend",
        subject_kind="order",
        subject_id=office.town.school,
        assignees=(person_of(person),),
        once_key=f"test:{person.person_id}",
        unit_id=office.town.school,
        actor=office.town.office,
        at=AT,
    )


def _a_code_for(office: Office, person: Actor) -> None:
    from avrop.coding import actions as coding_actions

    coding_actions.issue_short_code(
        "GAM1",
        person_id=person_of(person),
        unit_id=office.town.school,
        coding=CODING,
        invoice_reference="EKV4100",
        valid_from=TODAY - timedelta(days=30),
        actor=office.town.office,
        at=AT,
    )


def test_who_has_a_cart_open_does_not_move_without_a_taker(office: Office) -> None:
    a_cart(office.town, office.dairy)
    new_unit = a_unit(office.tenant_id, "Ekskolan")

    with pytest.raises(Refused) as refusal:
        actions.move_requester(
            person_of(office.town.requester), new_unit, actor=office.finance, at=LATER
        )

    assert refusal.value.codes == ["onboarding.taker_needed"]
    assert refusal.value.problems[0].values["carts"] == 1


def test_rights_in_other_units_and_carts_for_them_stay_with_who_moves(office: Office) -> None:
    requester = office.town.requester
    other = a_unit(office.tenant_id, "Ekskolan")
    from avrop.authority import actions as authority_actions

    authority_actions.grant_mandate(
        person_of(requester),
        "requester",
        valid_from=TODAY,
        decision_reference="KS 3",
        unit_id=other,
        actor=office.town.office,
        at=AT,
    )

    actions.move_requester(person_of(requester), other, actor=office.finance, at=LATER)

    with tenant_scope(office.tenant_id):
        (mandate,) = authority.mandates_in_force(person_of(requester), TODAY)
    assert mandate.unit_id == other


# --- leaving -----------------------------------------------------------------------------------------


def test_who_leaves_with_an_open_order_needs_a_taker_who_then_follows_it(office: Office) -> None:
    requester, taker = office.town.requester, _a_colleague(office)
    order = _an_order_of(office)
    with pytest.raises(Refused) as refusal:
        actions.end_requester(person_of(requester), TOMORROW, actor=office.finance, at=LATER)
    assert refusal.value.problems[0].values["orders"] == 1

    with jobs_run():
        change = actions.end_requester(
            person_of(requester),
            TOMORROW,
            taker_id=person_of(taker),
            actor=office.finance,
            at=LATER,
        )

    with tenant_scope(office.tenant_id):
        row = Order.objects.get(id=order)
        ends = {
            one.valid_until for one in authority.mandates_in_force(row.requester_person_id, TODAY)
        }
    assert (row.requester_person_id, row.taken_over_by) == (requester.person_id, taker.person_id)
    assert ends == {TOMORROW}
    assert left_of(office, change) == []
    actions.finish_requester_change(change, actor=office.finance, at=LATER)
    assert seen(office, change).state == "done"


def _an_order_of(office: Office) -> UUID:
    return a_sent_order(office.town, office.dairy).id


def test_whom_the_staff_register_lets_go_leaves_a_task_to_name_a_taker(office: Office) -> None:
    requester, taker = office.town.requester, _a_colleague(office)
    cart = a_cart(office.town, office.dairy)

    with jobs_run():
        parties_actions.end_person(
            person_of(requester), last_day=TOMORROW, actor=office.town.office, at=LATER
        )

    (task,) = tasks.my_tasks(actor=office.finance).items
    assert task.kind == "onboarding.taker_wanted"
    assert left_of(office, task.subject_id) == ["onboarding.remains_carts"]
    with pytest.raises(Refused) as refusal:
        actions.finish_requester_change(task.subject_id, actor=office.finance, at=LATER)
    assert refusal.value.codes == ["onboarding.something_is_left"]

    actions.name_taker(task.subject_id, person_of(taker), actor=office.finance, at=LATER)

    assert carts.requisition(cart, actor=taker).requester_person_id == taker.person_id
    assert left_of(office, task.subject_id) == []
    assert tasks.my_tasks(actor=office.finance).items == ()


def test_whom_the_staff_register_moves_loses_the_rights_of_the_former_unit(office: Office) -> None:
    requester = office.town.requester
    new_unit = a_unit(office.tenant_id, "Ekskolan")

    with jobs_run():
        parties_actions.move_person(
            person_of(requester), unit_id=new_unit, actor=office.town.office, at=LATER
        )

    (change,) = queries.requester_changes_page(actor=office.finance).items
    with tenant_scope(office.tenant_id):
        mandates = authority.mandates_in_force(person_of(requester), TODAY)
    assert (change.kind, change.source, change.unit_id) == ("move", "feed", new_unit)
    assert mandates == () or mandates[0].valid_until is not None


def test_a_move_asks_the_database_as_much_for_one_cart_as_for_ten(office: Office) -> None:
    taker = person_of(_a_colleague(office))
    counts = []
    for number in (1, 10):
        for _ in range(number):
            a_cart(office.town, office.dairy, lines=1)
        requester = person_of(office.town.requester)
        with tenant_scope(office.tenant_id):
            former = parties.person(requester).unit_id
        assert former is not None
        with statements() as captured:
            actions.move_requester(
                requester,
                a_unit(office.tenant_id, f"Ny skola {number}"),
                taker_id=taker,
                actor=office.finance,
                at=LATER,
            )
        counts.append(len(captured))
        parties_actions.move_person(requester, unit_id=former, actor=office.town.office, at=LATER)
        _let_order_again(office, requester)

    assert counts[0] == counts[1]


def _let_order_again(office: Office, person_id: UUID) -> None:
    from avrop.authority import actions as authority_actions

    authority_actions.grant_mandate(
        person_id,
        "requester",
        valid_from=TODAY,
        decision_reference="KS 4",
        unit_id=office.town.school,
        actor=office.town.office,
        at=LATER,
    )
