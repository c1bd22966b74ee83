"""A new ordering department, from the form to the day when its last supplier has answered (ORG-11)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.tests.builders import CODING, statements
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.onboarding import actions, queries
from avrop.onboarding.actions import coordinating
from avrop.onboarding.actions.chasing import MAY
from avrop.onboarding.events import DepartmentSubmitted, SupplierAnswered
from avrop.onboarding.links import holder_of, signed_in, token_of
from avrop.onboarding.models import CentreRequest, Question
from avrop.onboarding.queries import DepartmentForm, NumberAnswer
from avrop.onboarding.tests.builders import (
    DAYS,
    LATER,
    Office,
    a_form,
    a_registered,
    a_submitted,
    an_office,
    answer,
    asked_of,
    by_link,
    jobs_run,
    row_of,
    seen,
)
from avrop.parties import actions as parties_actions
from avrop.parties import queries as parties
from avrop.parties.queries import PostalAddress
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


def waits_for(actor: Actor) -> list[str]:
    return [task.kind for task in tasks.my_tasks(actor=actor).items]


# --- the form ----------------------------------------------------------------------------------------


def test_an_incomplete_form_stays_a_draft_and_is_told_everything_it_lacks(office: Office) -> None:
    form = DepartmentForm(name="Fritids", parent_id=office.town.school)
    department = actions.begin_department(form, actor=office.manager, at=AT)

    with publishing(office.tenant_id) as events, pytest.raises(Refused) as refusal:
        actions.submit_department(department, actor=office.manager, at=AT)

    assert len(refusal.value.problems) == 12
    assert (row_of(office, department).state, events) == ("draft", [])
    assert seen(office, department).form == form


def test_a_whole_form_waits_for_the_coordinator_two_working_days(office: Office) -> None:
    with publishing(office.tenant_id) as events:
        department = a_submitted(office)

    assert events[-1] == DepartmentSubmitted(department)
    (task,) = tasks.my_tasks(actor=office.coordinator).items
    assert (task.kind, task.due_at) == ("onboarding.to_number", AT + timedelta(days=2))


def test_a_coding_that_the_chart_does_not_know_is_told_at_its_field(office: Office) -> None:
    form = a_form(office, default_coding="ansvar=9999")
    department = actions.begin_department(form, actor=office.manager, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.submit_department(department, actor=office.manager, at=AT)

    assert [problem.place for problem in refusal.value.problems] == [("form", "default_coding")]


def test_a_manager_asks_for_departments_only_within_his_own_unit(office: Office) -> None:
    with pytest.raises(Forbidden):
        actions.begin_department(
            a_form(office, parent_id=None, is_outermost=True), actor=office.manager, at=AT
        )


# --- the coordinator ---------------------------------------------------------------------------------


def test_the_gln_comes_from_our_own_series_and_is_never_given_again(office: Office) -> None:
    _with_prefix(office)
    first = actions.assign_gln(a_submitted(office), actor=office.coordinator, at=AT)
    cancelled = a_submitted(office)
    second = actions.assign_gln(cancelled, actor=office.coordinator, at=AT)
    actions.cancel_department(cancelled, "Det blev inget.", actor=office.manager, at=AT)

    third = actions.assign_gln(a_submitted(office), actor=office.coordinator, at=AT)

    assert len({first, second, third}) == 3
    assert {gln[:7] for gln in (first, second, third)} == {"9504100"}


def _with_prefix(office: Office) -> None:
    own = parties.OrganisationFacts
    with tenant_scope(office.tenant_id):
        known = parties.own_organisation()
    facts = own(
        **{name: getattr(known, name) for name in own.__dataclass_fields__ if name != "gs1_prefix"},
        gs1_prefix="9504100",
    )
    parties_actions.change_organisation(known.id, facts, actor=office.town.office, at=AT)


@pytest.fixture(autouse=True)
def prefix(office: Office) -> None:
    _with_prefix(office)


def test_food_cannot_be_registered_before_the_centre_has_said_on_which_days(office: Office) -> None:
    department = a_submitted(office)
    actions.assign_gln(department, actor=office.coordinator, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.register_department(department, actor=office.coordinator, at=AT)

    assert refusal.value.codes == ["onboarding.days_missing"]
    assert row_of(office, department).unit_id is None


def test_the_centre_answers_in_its_own_organisation_and_the_days_come_back(office: Office) -> None:
    department = a_submitted(office)
    actions.assign_gln(department, actor=office.coordinator, at=AT)
    with jobs_run():
        actions.ask_centre(department, office.centre_id, actor=office.coordinator, at=AT)
    (asked,) = queries.centre_requests_page(actor=office.operator).items
    assert (asked.facts.name, waits_for(office.operator)) == (
        "Bokskolans fritidshem",
        ["onboarding.days_asked"],
    )

    with jobs_run():
        actions.answer_request(asked.id, DAYS, actor=office.operator, at=LATER)

    found = seen(office, department)
    assert (found.state, found.delivery_days) == ("numbered", DAYS)
    assert waits_for(office.operator) == []
    assert waits_for(office.coordinator) == ["onboarding.to_register"]


def test_a_centre_is_no_longer_asked_about_what_was_sent_back(office: Office) -> None:
    department = a_submitted(office)
    actions.assign_gln(department, actor=office.coordinator, at=AT)
    with jobs_run():
        actions.ask_centre(department, office.centre_id, actor=office.coordinator, at=AT)

    with jobs_run():
        actions.reject_department(
            department, "Adressen är fel.", actor=office.coordinator, at=LATER
        )

    with tenant_scope(office.centre.tenant_id):
        assert CentreRequest.objects.get().state == "withdrawn"
    assert waits_for(office.operator) == []
    assert waits_for(office.manager) == ["onboarding.to_mend"]


def test_a_form_that_was_sent_back_is_mended_and_keeps_its_gln(office: Office) -> None:
    department = a_submitted(office)
    gln = actions.assign_gln(department, actor=office.coordinator, at=AT)
    actions.reject_department(department, "Fel adress.", actor=office.coordinator, at=AT)

    form = a_form(office, street="Bokvägen 6")
    actions.save_department(department, form, actor=office.manager, at=LATER)
    actions.submit_department(department, actor=office.manager, at=LATER)

    again = actions.assign_gln(department, actor=office.coordinator, at=LATER)
    assert (again, waits_for(office.manager)) == (gln, [])


def test_another_coordinator_takes_over_with_what_waits(office: Office) -> None:
    other = a_person(office.tenant_id, roles=("coordinator",), name="Gun Berg")
    department = a_submitted(office)
    actions.assign_gln(department, actor=office.coordinator, at=AT)
    assert other.person_id is not None

    actions.hand_over_department(department, other.person_id, actor=office.coordinator, at=AT)

    assert (waits_for(office.coordinator), waits_for(other)) == ([], ["onboarding.to_register"])


# --- the suppliers -----------------------------------------------------------------------------------


def test_a_registered_department_is_a_unit_with_its_gln_contact_and_days(office: Office) -> None:
    department = a_registered(office)

    found = seen(office, department)
    with tenant_scope(office.tenant_id):
        assert found.unit_id is not None
        unit = parties.unit(found.unit_id)
        terms = parties.trading_terms(
            office.fish.organisation_id, found.unit_id, on=unit.valid_from
        )
    assert (unit.gln, unit.parent_id, unit.serves_food) == (found.gln, office.town.school, True)
    assert (terms.delivery_calendar, terms.awaits_supplier) == (DAYS.calendar, True)
    assert (found.ready, len(found.suppliers)) == (0, 2)
    assert waits_for(office.finance) == ["onboarding.requesters_wanted"]


def test_ordering_opens_supplier_by_supplier_as_answers_come(office: Office) -> None:
    department = a_registered(office, opens_on=TODAY)
    cart = _a_cart_of(office, department)
    assert _stops(office, cart) == {
        ("requisitions.seller_has_not_answered", "Mejeriet AB"),
        ("requisitions.seller_has_not_answered", "Fisk AB"),
    }

    answer(office, department, office.dairy, "K-77")

    assert _stops(office, cart) == {("requisitions.seller_has_not_answered", "Fisk AB")}
    assert (seen(office, department).ready, seen(office, department).state) == (1, "informing")
    answer(office, department, office.fish, "")
    assert _stops(office, cart) == set()
    assert seen(office, department).state == "ready"
    assert waits_for(office.manager) == ["onboarding.is_ready"]


def _a_cart_of(office: Office, department: UUID) -> UUID:
    unit_id = seen(office, department).unit_id
    assert unit_id is not None
    requester = a_person(office.tenant_id, roles=("requester",), unit_id=unit_id, valid_from=TODAY)
    cart = requisitions.start_requisition(unit_id, actor=requester, at=LATER)
    items = (office.dairy.items["I-1"], office.fish.items["I-1"])
    lines = tuple(NewLine(item, Decimal(6), coding=CODING) for item in items)
    requisitions.add_lines(cart, lines, actor=requester, at=LATER)
    return cart


def _stops(office: Office, cart: UUID) -> set[tuple[str, object]]:
    found = carts.preflight(cart, actor=office.town.office, at=LATER).findings
    return {
        (finding.code, finding.values["seller"])
        for finding in found
        if finding.code.startswith("requisitions.seller_has")
    }


def test_an_order_to_a_supplier_that_has_not_answered_is_not_sent_and_says_who_and_how(
    office: Office,
) -> None:
    from avrop.buying.orders.rules import Draft, customer_is_known

    draft = Draft(
        lines=(),
        currency="SEK",
        today=TODAY,
        seller_endpoint="0007:1",
        seller_name="Mejeriet AB",
        lacks_customer_number=False,
        has_delivery_address=True,
        approved=True,
        awaits_seller=True,
        unit_name="Bokskolans fritidshem",
    )

    (problem,) = customer_is_known(draft)

    said = say(problem)
    assert (said.code, said.fixer) == ("orders.seller_has_not_answered", "coordinator")
    assert "Mejeriet AB" in said.sentence
    assert "Bokskolans fritidshem" in said.sentence


def test_an_answer_is_taken_once_and_says_who_gave_it(office: Office) -> None:
    department = a_registered(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    holder = by_link(office, question)

    with publishing(office.tenant_id) as events:
        actions.answer_number(question, NumberAnswer("K-77"), actor=holder, at=LATER)

    dairy = office.dairy.organisation_id
    assert SupplierAnswered(department, question, dairy, "link") in events
    with pytest.raises(Refused) as refusal:
        actions.answer_number(question, NumberAnswer("K-78"), actor=holder, at=LATER)
    assert refusal.value.codes == ["onboarding.link_is_used"]
    assert _number_at(office, department) == "K-77"


def _number_at(office: Office, department: UUID) -> str:
    unit_id = seen(office, department).unit_id
    with tenant_scope(office.tenant_id):
        terms = parties.trading_terms(
            office.dairy.organisation_id, unit_id, on=TODAY + timedelta(days=90)
        )
    return terms.customer_number


def test_a_link_whose_time_is_out_is_refused_and_a_new_one_works(office: Office) -> None:
    department = a_registered(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    late = AT + timedelta(days=61)

    with pytest.raises(Refused) as refusal:
        actions.open_question(question, actor=by_link(office, question), at=late)
    assert refusal.value.codes == ["onboarding.link_has_expired"]

    new = actions.ask_again(question, actor=office.coordinator, at=late)
    actions.answer_number(new, NumberAnswer("K-77"), actor=by_link(office, new), at=late)

    assert _number_at(office, department) == "K-77"
    with pytest.raises(Refused) as former:
        actions.open_question(question, actor=by_link(office, question), at=AT)
    assert former.value.codes == ["onboarding.link_is_replaced"]


def test_an_altered_link_stands_for_nothing(office: Office) -> None:
    question = asked_of(office, a_registered(office), office.dairy.organisation_id)
    token = token_of(office.tenant_id, question)

    assert signed_in(token) is not None
    assert signed_in(f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}") is None


def test_the_holder_of_a_link_can_answer_and_nothing_else(office: Office) -> None:
    department = a_registered(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    signed = signed_in(token_of(office.tenant_id, question))
    assert signed is not None
    holder = holder_of(signed)

    with pytest.raises(Forbidden):
        actions.cancel_department(department, "Nej", actor=holder, at=LATER)
    with pytest.raises(Forbidden):
        actions.show_link(question, actor=holder, at=LATER)


def test_a_centres_answer_does_not_fit_a_suppliers_link(office: Office) -> None:
    department = a_registered(office)
    question = asked_of(office, department, office.dairy.organisation_id)

    with pytest.raises(Missing):
        actions.answer_days(question, DAYS, actor=by_link(office, question), at=LATER)


def test_a_supplier_that_needs_a_number_cannot_answer_without(office: Office) -> None:
    question = asked_of(office, a_registered(office), office.dairy.organisation_id)

    with pytest.raises(Invalid) as refusal:
        actions.answer_number(question, NumberAnswer(""), actor=by_link(office, question), at=LATER)

    assert refusal.value.codes == ["onboarding.number_missing"]


def test_what_a_supplier_says_by_telephone_is_written_down_by_the_coordinator(
    office: Office,
) -> None:
    department = a_registered(office)
    question = asked_of(office, department, office.dairy.organisation_id)

    actions.record_number(question, NumberAnswer("K-9"), actor=office.coordinator, at=LATER)

    dairy = next(
        each for each in seen(office, department).suppliers if each.organisation == "Mejeriet AB"
    )
    assert (dairy.customer_number, dairy.recorded_by) == ("K-9", office.coordinator.person_id)


# --- time passes -------------------------------------------------------------------------------------


def test_who_does_not_answer_is_reminded_and_the_coordinator_rings_who_is_late(
    office: Office,
) -> None:
    department = a_registered(office)
    answer(office, department, office.fish, "")
    routine = Actor.routine(office.tenant_id, "onboarding.chase", MAY)

    done = actions.chase_everything(actor=routine, at=AT + timedelta(days=3))
    again = actions.chase_everything(actor=routine, at=AT + timedelta(days=3))
    actions.chase_everything(actor=routine, at=AT + timedelta(days=15))

    with tenant_scope(office.tenant_id):
        dairy = Question.objects.get(organisation_id=office.dairy.organisation_id)
    assert (done, again, dairy.reminders) == (1, 0, 2)
    late = [
        task.values["organisation"]
        for task in tasks.my_tasks(actor=office.coordinator).items
        if task.kind == "onboarding.supplier_is_late"
    ]
    assert late == ["Mejeriet AB"]
    answer(office, department, office.dairy, "K-1", AT + timedelta(days=16))
    assert "onboarding.supplier_is_late" not in waits_for(office.coordinator)


def test_a_step_that_is_late_is_somebody_elses_to_know(office: Office) -> None:
    administrator = a_person(office.tenant_id, roles=("system_administrator",))
    department = a_submitted(office)
    routine = Actor.routine(office.tenant_id, "onboarding.chase", MAY)

    actions.chase_everything(actor=routine, at=AT + timedelta(days=5))

    (task,) = tasks.my_tasks(actor=administrator).items
    assert (task.kind, task.subject_id) == ("onboarding.to_number", department)


def test_a_change_of_address_tells_everybody_again_and_closes_nothing(office: Office) -> None:
    department = a_registered(office, opens_on=TODAY)
    cart = _a_cart_of(office, department)
    answer(office, department, office.dairy, "K-77")
    answer(office, department, office.fish, "")

    with jobs_run():
        actions.restart_department(
            department,
            PostalAddress("Nya vägen 1", "222 23", "Ekbacken"),
            actor=office.coordinator,
            at=LATER,
        )

    found = seen(office, department)
    assert (found.state, found.round, [one.state for one in found.suppliers]) == (
        "informing",
        2,
        ["asked", "asked"],
    )
    assert _stops(office, cart) == set()
    question = asked_of(office, department, office.dairy.organisation_id)
    told = actions.open_question(question, actor=by_link(office, question), at=LATER)
    assert (told.facts.street, told.is_told_again, told.customer_number) == (
        "Nya vägen 1",
        True,
        "K-77",
    )
    answer(office, department, office.dairy, "K-77")
    answer(office, department, office.fish, "")
    assert seen(office, department).state == "ready"


def test_an_address_that_is_changed_in_the_register_of_units_tells_everybody_too(
    office: Office,
) -> None:
    department = a_registered(office, opens_on=TODAY)
    unit_id = seen(office, department).unit_id
    assert unit_id is not None
    with tenant_scope(office.tenant_id):
        unit = parties.unit(unit_id)
    facts = parties.UnitFacts(
        **{
            name: getattr(unit, name)
            for name in parties.UnitFacts.__dataclass_fields__
            if name != "delivery_address"
        },
        delivery_address=PostalAddress("Annan gata 2", "222 24", "Ekbacken"),
    )

    with jobs_run():
        parties_actions.change_unit(unit_id, facts, actor=office.coordinator, at=LATER)

    assert seen(office, department).round == 2


def test_a_registration_that_breaks_off_leaves_nothing_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    department = a_submitted(office, orders_food=False)
    gln = actions.assign_gln(department, actor=office.coordinator, at=AT)

    def breaks_off(*_given: object, **_named: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(coordinating, "ask_about", breaks_off)
    with pytest.raises(ConnectionError):
        actions.register_department(department, actor=office.coordinator, at=AT)

    row = row_of(office, department)
    with tenant_scope(office.tenant_id):
        assert parties.unit_by_gln(gln) is None
    assert (row.state, row.unit_id, row.round) == ("numbered", None, 0)


def test_registering_asks_the_database_as_much_for_two_suppliers_as_for_twelve(
    office: Office,
) -> None:
    from avrop.buying.requisitions.tests.builders import a_seller

    more = tuple(a_seller(office.town, name=f"Firma {n} AB", items=1) for n in range(10))
    counts = []
    for agreements in (
        (office.dairy.agreement_id, office.fish.agreement_id),
        (
            office.dairy.agreement_id,
            office.fish.agreement_id,
            *(one.agreement_id for one in more),
        ),
    ):
        department = a_submitted(office, agreements=agreements, orders_food=False)
        actions.assign_gln(department, actor=office.coordinator, at=AT)
        with statements() as captured:
            actions.register_department(department, actor=office.coordinator, at=AT)
        counts.append(len(captured))
        assert len(seen(office, department).suppliers) == len(agreements)

    assert counts[0] == counts[1]
