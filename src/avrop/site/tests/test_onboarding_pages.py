"""New departments and requesters on the site: the manager's form, the coordinator's page, the centre's
answer, the supplier's link, and the finance officer's lists."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from avrop.buying.requisitions.tests.builders import CODING, a_cart, statements
from avrop.exchange.queries import operator_tenant
from avrop.kernel.models import RefusalRow
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions, queries
from avrop.onboarding.links import token_of
from avrop.onboarding.models import Question
from avrop.onboarding.queries import NumberAnswer
from avrop.onboarding.tests.builders import (
    Office,
    a_form,
    an_office,
    asked_of,
    by_link,
    jobs_run,
)
from avrop.onboarding.tests.test_departments import _with_prefix
from avrop.site.founding import ensure_operator
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import a_person, a_unit, an_email

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STATED = {
    "name": "Bokskolans fritidshem",
    "opens_on": (TODAY + timedelta(days=1)).isoformat(),
    "street": "Bokvägen 4",
    "postal_code": "222 22",
    "city": "Ekbacken",
    "opening_hours": "Måndag till fredag 7–16",
    "orders_food": "no",
    "default_coding": CODING,
    "invoice_reference": "EKV4100FRI",
    "contact_name": "Disa Holm",
    "contact_email": "disa.holm@example.com",
    "person-1-name": "Disa Holm",
    "person-1-email": "disa.holm@example.com",
}


@pytest.fixture
def office() -> Office:
    made = an_office()
    _with_prefix(made)
    return made


def now() -> datetime:
    return timezone.now()


def stated(office: Office, **other: object) -> dict[str, object]:
    agreements = [str(office.dairy.agreement_id), str(office.fish.agreement_id)]
    return {
        **STATED,
        "parent_id": str(office.town.school),
        "agreements": agreements,
        **other,
    }


def a_department(office: Office, *, food: bool = False, steps: int = 3) -> UUID:
    """Submitted, numbered, registered: so many steps."""
    form = a_form(office, orders_food=food, opens_on=TODAY)
    department = actions.begin_department(form, actor=office.manager, at=now())
    actions.submit_department(department, actor=office.manager, at=now())
    if steps > 1:
        actions.assign_gln(department, actor=office.coordinator, at=now())
    if steps > 2:
        actions.register_department(department, actor=office.coordinator, at=now())
    return department


def path_of(office: Office, question: UUID) -> str:
    return reverse("answer_question", args=[token_of(office.tenant_id, question)])


# --- the manager -------------------------------------------------------------------------------------


def test_an_incomplete_form_is_kept_and_each_thing_it_lacks_stands_at_its_field(
    office: Office,
) -> None:
    client = a_client_of(office.manager)

    status, shown = sent(client, reverse("new_department"), "StatingForm", name="Fritids", send="1")

    assert status == 409
    assert shown.count('class="field-problem"') == 13
    assert 'value="Fritids"' in shown
    (kept,) = queries.departments_page(actor=office.manager).items
    assert (kept.name, kept.state) == ("Fritids", "draft")
    address = reverse("department_form", args=[kept.id])
    assert f'action="{address}"' in shown

    keys = keys_in(shown, "StatingForm")
    answer = client.post(address, {**keys, **stated(office), "send": "1"})

    assert answer.status_code == 302
    (whole,) = queries.departments_page(actor=office.manager).items
    assert (whole.name, whole.state) == ("Bokskolans fritidshem", "submitted")


def test_a_draft_is_saved_without_being_sent(office: Office) -> None:
    status, address = sent(
        a_client_of(office.manager), reverse("new_department"), "StatingForm", name="Fritids"
    )

    (kept,) = queries.departments_page(actor=office.manager).items
    assert (status, kept.state) == (302, "draft")
    assert address == reverse("department_form", args=[kept.id])


def test_a_manager_chooses_only_among_his_own_units(office: Office) -> None:
    a_unit(office.tenant_id, "Ekskolan")

    shown = page(a_client_of(office.manager), "new_department")

    assert "Ekbackens förskola" in shown
    assert "Ekskolan" not in shown


# --- the coordinator ---------------------------------------------------------------------------------


def test_the_coordinator_numbers_registers_and_sees_who_is_ready(office: Office) -> None:
    department = a_department(office, steps=1)
    client = a_client_of(office.coordinator)
    address = reverse("department", args=[department])

    _press(client, address, "number")
    _press(client, address, "register")
    shown = page(client, "department", department)

    assert "0 av 2" in shown or "0 of 2" in shown
    dairy = asked_of(office, department, office.dairy.organisation_id)
    actions.answer_number(dairy, NumberAnswer("K-77"), actor=by_link(office, dairy), at=now())
    shown = page(client, "department", department)
    assert "K-77" in shown
    assert "1 av 2" in shown or "1 of 2" in shown


def _press(client: Client, address: str, key: str) -> None:
    shown = client.get(address).content.decode()
    (form,) = [
        body for body in re.findall(r"<form.*?</form>", shown, re.DOTALL) if f"/do/{key}" in body
    ]
    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    answer = client.post(f"{address}/do/{key}", hidden)
    assert answer.status_code == 302, answer.content.decode()[-500:]


def test_the_centres_operator_answers_with_days_and_the_unit_sees_a_calendar(
    office: Office,
) -> None:
    department = a_department(office, food=True, steps=2)
    with jobs_run():
        actions.ask_centre(department, office.centre_id, actor=office.coordinator, at=now())
    client = a_client_of(office.operator)
    (asked,) = queries.centre_requests_page(actor=office.operator).items
    days = {
        "day-2": "on",
        "opens-2": "07:00",
        "closes-2": "09:00",
        "cut_off": "12:00",
        "days_before": "2",
    }
    address = reverse("centre_request", args=[asked.id])

    status, shown = sent(client, address, "DaysForm", cut_off="12:00", days_before="2")
    assert (status, "field-problem" in shown) == (422, True)
    with jobs_run():
        status, _ = sent(client, address, "DaysForm", **days)

    assert status == 302
    shown = page(a_client_of(office.manager), "department", department)
    assert "07:00–09:00" in shown


def test_a_link_is_shown_to_the_coordinator_once(office: Office) -> None:
    department = a_department(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    client = a_client_of(office.coordinator)
    address = reverse("department", args=[department])
    shown = client.get(address).content.decode()
    keys = dict(re.findall(r'name="(once|sender)" value="([^"]*)"', shown))

    client.post(reverse("act_on_question", args=[department, question, "link"]), keys)

    assert path_of(office, question) in client.get(address).content.decode()
    assert path_of(office, question) not in client.get(address).content.decode()


# --- the link ----------------------------------------------------------------------------------------


def test_a_supplier_answers_by_link_without_an_account_and_once(office: Office) -> None:
    department = a_department(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    address = path_of(office, question)
    client = Client()

    status, where = sent(client, address, "AnswerForm", customer_number="K-77")

    assert (status, where) == (302, f"{address}?thanks=1")
    assert client.get(where).status_code == 200
    again = client.get(address)
    assert again.status_code == 410
    assert "no-store" in again.headers["Cache-Control"]
    assert _refusals(office.tenant_id) == [["onboarding.link_is_used"]]


def _refusals(tenant_id: UUID) -> list[list[str]]:
    with tenant_scope(tenant_id):
        rows = RefusalRow.objects.filter(command__startswith="onboarding.").order_by("id")
        return list(rows.values_list("codes", flat=True))


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
def test_the_page_of_a_link_speaks_three_languages(office: Office, language: str) -> None:
    question = asked_of(office, a_department(office), office.dairy.organisation_id)
    client = Client()
    client.cookies["django_language"] = language

    shown = client.get(path_of(office, question)).content.decode()

    sentences = {"sv": "Skicka svaret", "en": "Send the answer", "zh-hans": "发送答复"}
    assert sentences[language] in shown


def test_a_link_whose_time_is_out_says_so_and_is_written_down(office: Office) -> None:
    question = asked_of(office, a_department(office), office.dairy.organisation_id)
    with tenant_scope(office.tenant_id):
        Question.objects.filter(id=question).update(expires_at=now() - timedelta(days=1))

    answer = Client().get(path_of(office, question))

    assert answer.status_code == 410
    assert _refusals(office.tenant_id) == [["onboarding.link_has_expired"]]


def test_an_altered_link_opens_nothing_and_is_written_down_with_the_operator(
    office: Office,
) -> None:
    operator = operator_tenant() or ensure_operator(at=now())
    question = asked_of(office, a_department(office), office.dairy.organisation_id)
    address = path_of(office, question)
    before = len(_refusals(operator))

    answer = Client().get(f"{address[:-2]}xx")

    assert answer.status_code == 404
    assert _refusals(operator)[before:] == [["onboarding.link_is_altered"]]
    assert _refusals(office.tenant_id) == []


def test_a_forged_answer_to_a_link_that_was_replaced_changes_nothing(office: Office) -> None:
    department = a_department(office)
    question = asked_of(office, department, office.dairy.organisation_id)
    client = Client()
    keys = keys_in(client.get(path_of(office, question)).content.decode(), "AnswerForm")
    actions.ask_again(question, actor=office.coordinator, at=now())

    answer = client.post(path_of(office, question), {**keys, "customer_number": "K-1"})

    assert answer.status_code == 410
    found = queries.department(department, actor=office.coordinator, at=now())
    assert [one.customer_number for one in found.suppliers] == ["", ""]


def test_pressing_send_twice_answers_once(office: Office) -> None:
    question = asked_of(office, a_department(office), office.dairy.organisation_id)
    client, address = Client(), path_of(office, question)
    keys = keys_in(client.get(address).content.decode(), "AnswerForm")

    first = client.post(address, {**keys, "customer_number": "K-1"})
    second = client.post(address, {**keys, "customer_number": "K-1"})

    assert (first.status_code, second.status_code) == (302, 410)


# --- the finance officer -----------------------------------------------------------------------------


def test_a_requester_is_added_with_code_and_mandate_and_the_list_says_what_is_left(
    office: Office,
) -> None:
    client = a_client_of(office.finance)
    address = f"{reverse('new_requester')}?unit={office.town.school}"

    status, where = sent(
        client,
        address,
        "WelcomeForm",
        name="Disa Holm",
        email=an_email(),
        short_code="FRI1",
        coding_string=CODING,
        invoice_reference="EKV4100FRI",
        amount="5 000",
        decision_reference="Delegation 12",
        valid_from=TODAY.isoformat(),
    )

    assert status == 302, where[-600:]
    shown = client.get(where).content.decode()
    assert shown.count('class="checklist__item"') == 4
    assert 'data-color="warning"' in shown


def test_somebody_with_a_cart_open_leaves_only_to_a_taker(office: Office) -> None:
    taker = a_person(
        office.tenant_id, roles=("requester",), unit_id=office.town.school, name="Tove Berg"
    )
    a_cart(office.town, office.dairy)
    client = a_client_of(office.finance)
    person = office.town.requester.person_id
    address = reverse("end_requester", args=[person])

    status, shown = sent(client, address, "EndForm", last_day=TODAY.isoformat())
    assert (status, "Tove Berg" in shown) == (409, True)
    status, _ = sent(
        client, address, "EndForm", last_day=TODAY.isoformat(), taker_id=str(taker.person_id)
    )

    assert status == 302


def test_a_person_is_found_by_name_and_moves(office: Office) -> None:
    client = a_client_of(office.finance)
    new_unit = a_unit(office.tenant_id, "Ekskolan")
    person = office.town.requester.person_id
    assert str(person) in page(client, "people_who_order", who="Kim")

    status, where = sent(
        client, f"{reverse('move_requester', args=[person])}?unit={new_unit}", "MoveForm"
    )

    assert status == 302, where[-600:]
    assert "Ekskolan" in client.get(where).content.decode()


def test_the_list_of_departments_asks_as_much_for_one_as_for_ten(office: Office) -> None:
    client = a_client_of(office.coordinator)
    counts = []
    for number in (1, 9):
        for _ in range(number):
            form = a_form(office, orders_food=False, opens_on=TODAY)
            actions.begin_department(form, actor=office.manager, at=now())
        page(client, "departments")
        with statements() as captured:
            page(client, "departments")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_who_may_not_do_it_is_not_offered_it(office: Office) -> None:
    elsewhere = a_unit(office.tenant_id, "Ekskolan")
    stranger = a_client_of(a_person(office.tenant_id, roles=("receiver",), unit_id=elsewhere))
    department = a_department(office, steps=1)

    assert "departments" not in page(stranger, "start")
    assert stranger.get(reverse("department", args=[department])).status_code == 404
    shown = page(a_client_of(office.manager), "department", department)
    assert "/do/number" not in shown
