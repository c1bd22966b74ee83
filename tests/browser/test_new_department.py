"""A new department in a real browser: its manager fills in the form, the coordinator gives it a GLN and
gets delivery days from the centre, two suppliers answer by link, the finance officer creates the
requester. She is stopped until she has taken the course, passed its test and been approved; then she
orders, and the supplier has the order. When her certificate has ended she is stopped again, but for her
drafts and the goods that come. No page of it has a fault of access."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.approvals import actions as approving
from avrop.approvals import queries as approvals
from avrop.authority import actions as authority_actions
from avrop.authority import queries as authority
from avrop.authority.pass_models import Pass
from avrop.authority.passes import Gate, PassKind
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.buying.requisitions.permissions import SUBMIT
from avrop.buying.requisitions.tests.builders import CODING, Seller
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import queries
from avrop.onboarding.links import token_of
from avrop.onboarding.queries import DepartmentView
from avrop.onboarding.tests.builders import Office, an_office, asked_of
from avrop.onboarding.tests.test_departments import _with_prefix
from avrop.parties import queries as parties
from avrop.selling.sales import queries as sales
from avrop.testing.worlds import (
    a_person,
    a_relationship,
    a_tenant,
    an_organisation,
)
from avrop.training import actions as training
from avrop.training.models import Certificate
from tests.browser.faults import faults_of
from tests.browser.learning import COURSE, a_day_goes_by, answer_all, read_the_course

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
PATIENCE_SECONDS = 120
NAME = "Bokskolans fritidshem"
#: Whoever takes orders at a supplier.
CLERKS: dict[str, Actor] = {}


@cache
def the_office() -> Office:
    """Everything, once. Sending a cart asks whoever orders for a certificate."""
    office = an_office()
    _with_prefix(office)
    for name, seller in (("Mejeriet AB", office.dairy), ("Fisk AB", office.fish)):
        _is_here(office, name, seller)
    now = datetime.now(UTC)
    training.install_courses(actor=office.town.office, at=now)
    gate = Gate(
        PassKind.CERTIFICATE,
        "requester",
        (SUBMIT.name,),
        roles=("requester",),
        name={"en": "To order", "sv": "Att beställa"},
    )
    authority_actions.change_gates(
        (gate,), valid_from=now.date(), reason="KS 2026:9", actor=office.town.office, at=now
    )
    return office


def _is_here(office: Office, name: str, seller: Seller) -> None:
    """The supplier has this system too, and knows the town as a customer."""
    number = seller.endpoint.partition(":")[2]
    tenant_id = a_tenant(name, legal_id=number, endpoint=seller.endpoint).tenant_id
    town = office.town.world.endpoint
    CLERKS[name] = a_person(tenant_id, ("order_clerk",), name="Stina Öberg")
    customer = an_organisation(
        tenant_id, "Ekbackens kommun", legal_id=town.partition(":")[2], endpoint=town
    )
    a_relationship(tenant_id, customer)


@pytest.fixture
def office(site_address: str) -> Office:
    """Who brings the department about."""
    return the_office()


def test_a_department_comes_about_from_the_form_to_the_first_order(
    office: Office, open_as: Any, worker: subprocess.Popen[bytes]
) -> None:
    faults: dict[Any, list[str]] = {}

    department = _the_manager_asks(office, open_as(office.manager), faults)
    _the_coordinator_numbers_it(department, open_as(office.coordinator), faults)
    _the_centre_answers(office, department, open_as, faults)
    _the_coordinator_registers_it(office, department, open_as(office.coordinator), faults)
    requester = _the_finance_officer_adds_her(office, department, open_as, faults)
    hers = open_as(requester)
    cart = _she_fills_a_cart(hers, {"Mejeriet AB": office.dairy, "Fisk AB": office.fish})
    _she_tries_to_send(hers)
    assert "Mejeriet AB" in _stopping(hers)
    assert "Fisk AB" in _stopping(hers)
    assert hers.get_by_text("You need the certificate “To order” for this").first.is_visible()
    faults |= faults_of(hers, "stopped")

    _a_supplier_answers(office, department, office.dairy, "K-77", open_as(), faults)
    hers.reload()
    assert "Mejeriet AB" not in _stopping(hers)
    assert "Fisk AB" in _stopping(hers)
    _a_supplier_answers(office, department, office.fish, "F-4", open_as(), {})
    hers.reload()
    assert hers.get_by_text("1 thing stops the cart.").is_visible()
    assert hers.get_by_text("You can mend all of it yourself.").is_visible()
    assert hers.get_by_text("Take the course and its test;").is_visible()

    _she_learns(hers, requester, faults)
    _her_manager_approves(open_as(office.manager), faults)
    hers.reload()
    hers.get_by_text("You are certified until").wait_for()
    faults |= faults_of(hers, "certified")
    hers.get_by_role("link", name="Go on to your cart").click()
    _she_tries_to_send(hers)
    hers.get_by_text("Nothing stops the cart.").wait_for()
    hers.get_by_role("button", name="Send for approval").click()
    hers.wait_for_url(re.compile("/requisitions/"))
    assert carts.requisition(cart, actor=requester).state in ("submitted", "approved")
    order = _it_is_approved_and_ordered(office, cart, requester)
    _the_dairy_has_it(order, requester, open_as)

    _her_certificate_ends(requester)
    _she_is_stopped_again(office, hers, requester, faults)
    _she_receives_all_the_same(hers, order)
    page = open_as(office.manager)
    page.goto(reverse("department", args=[department]))
    assert page.get_by_text("2 of 2 suppliers are ready.").is_visible()
    faults |= faults_of(page, "ready")
    assert faults == {}


def _stopping(page: Page) -> str:
    return " ".join(page.get_by_text("has been told of").all_inner_texts())


def _the_manager_asks(office: Office, page: Page, faults: dict[Any, list[str]]) -> UUID:
    page.goto(reverse("new_department"))
    faults |= faults_of(page, "new-department")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Name of the department").fill(NAME)
    page.get_by_role("button", name="Send to the coordinator").click()
    assert page.get_by_text("The street of the delivery address is missing.").first.is_visible()
    faults |= faults_of(page, "incomplete-department")
    page.set_viewport_size({"width": 390, "height": 844})
    first = timezone.localdate()
    page.get_by_label("Which unit does it belong to?").select_option(label="Ekbackens förskola")
    page.get_by_label("First day on which it orders").fill(first.isoformat())
    page.get_by_label("Street").fill("Bokvägen 4")
    page.get_by_label("Postal code").fill("222 22")
    page.get_by_label("Town").fill("Ekbacken")
    page.get_by_label("When goods can be taken in").fill("Måndag till fredag 7–16")
    page.get_by_label("Yes").check()
    page.get_by_label("Usual coding").fill(CODING)
    page.get_by_label("Invoice reference").fill("EKV4100FRI")
    page.get_by_label("Whom suppliers and drivers speak with").fill("Disa Holm")
    page.get_by_label("Telephone").fill("010-123 45 67")
    page.get_by_label("Name of person 1").fill("Disa Holm")
    page.get_by_label("E-mail address of person 1").fill("disa.holm@example.com")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.wait_for_url(re.compile("/departments/[0-9a-f-]{36}$"))
    assert page.get_by_text("The form is sent.").is_visible()
    return UUID(page.url.rsplit("/", 1)[1])


def _the_coordinator_numbers_it(department: UUID, page: Page, faults: dict[Any, list[str]]) -> None:
    page.goto(reverse("start"))
    page.get_by_role("link", name=re.compile(NAME)).first.click()
    page.get_by_role("button", name="Give it a GLN").click()
    assert page.get_by_text("The department has its GLN.").is_visible()
    page.get_by_role("button", name="Ask for delivery days").click()
    assert page.get_by_text("The distribution centre is asked").is_visible()
    faults |= faults_of(page, "at-centre")
    page.goto(reverse("record_days", args=[department]))
    faults |= faults_of(page, "record-days")


def _the_centre_answers(
    office: Office, department: UUID, open_as: Any, faults: dict[Any, list[str]]
) -> None:
    page = open_as(office.operator)
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        page.goto(reverse("centre_requests"))
        link = page.get_by_role("link", name=NAME)
        if link.count():
            break
        assert time.monotonic() < until, "the question did not come"
        time.sleep(0.5)
    faults |= faults_of(page, "centre-requests")
    link.first.click()
    page.get_by_label("Tuesday", exact=True).check()
    page.get_by_label("Friday", exact=True).check()
    faults |= faults_of(page, "centre-request")
    page.get_by_role("button", name="Answer the customer").click()
    assert page.get_by_text("is told the days").is_visible()
    faults |= faults_of(page, "centre-answered")
    while _seen(office, department).state != "numbered":
        assert time.monotonic() < until, "the answer did not come back"
        time.sleep(0.5)


def _seen(office: Office, department: UUID) -> DepartmentView:
    return queries.department(department, actor=office.coordinator, at=datetime.now(UTC))


def _the_coordinator_registers_it(
    office: Office, department: UUID, page: Page, faults: dict[Any, list[str]]
) -> None:
    page.goto(reverse("department", args=[department]))
    assert page.get_by_text("07:00–09:00").first.is_visible()
    page.get_by_role("button", name="Register it and tell the suppliers").click()
    assert page.get_by_text("0 of 2 suppliers are ready.").is_visible()
    page.locator("summary").filter(has_text="Fisk AB has not answered").click()
    page.get_by_role("button", name="Show the link").last.click()
    assert page.get_by_text("The link for").is_visible()
    faults |= faults_of(page, "informing")


def _a_supplier_answers(
    office: Office,
    department: UUID,
    seller: Seller,
    number: str,
    page: Page,
    faults: dict[Any, list[str]],
) -> None:
    question = asked_of(office, department, seller.organisation_id)
    address = reverse("answer_question", args=[token_of(office.tenant_id, question)])
    page.goto(address)
    faults |= faults_of(page, "answer")
    page.set_viewport_size({"width": 320, "height": 700})
    page.get_by_label("Customer number of the department").fill(number)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
    faults |= faults_of(page, "answered")
    page.goto(address)
    assert page.get_by_text("the address works once").is_visible()
    faults |= faults_of(page, "used-link")
    page.goto(f"{address[:-3]}abc")
    assert page.get_by_text("This address does not open anything here.").is_visible()


def _the_finance_officer_adds_her(
    office: Office, department: UUID, open_as: Any, faults: dict[Any, list[str]]
) -> Actor:
    page = open_as(office.finance)
    page.goto(reverse("department", args=[department]))
    page.get_by_role("link", name="Add a requester").first.click()
    page.get_by_label("Name", exact=True).fill("Disa Holm")
    page.get_by_label("E-mail address").fill("disa.holm@example.com")
    page.get_by_label("Short code").fill("FRI1")
    page.get_by_label("Decision that the mandate rests on").fill("Delegation 12")
    faults |= faults_of(page, "new-requester")
    page.get_by_role("button", name="Add the requester").click()
    assert page.get_by_text("is added, with a short code and a mandate").is_visible()
    faults |= faults_of(page, "requester")
    change = queries.requester_change(
        UUID(page.url.rsplit("/", 1)[1]), actor=office.finance, at=datetime.now(UTC)
    )
    with tenant_scope(office.tenant_id):
        person = parties.person(change.person_id)
        assert [one.role for one in authority.mandates_in_force(person.id, change.on_day)] == [
            "requester"
        ]
    page.goto(reverse("requesters"))
    faults |= faults_of(page, "requesters")
    page.goto(f"{reverse('people_who_order')}?who=Disa")
    faults |= faults_of(page, "people-who-order")
    page.goto(reverse("move_requester", args=[person.id]))
    faults |= faults_of(page, "move")
    page.goto(reverse("end_requester", args=[person.id]))
    faults |= faults_of(page, "leave")
    return Actor(office.tenant_id, account_id=person.account_id, person_id=person.id)


def _she_fills_a_cart(page: Page, sellers: Mapping[str, Seller]) -> UUID:
    """An article of each seller, by hand in the shop."""
    page.goto(reverse("shop"))
    for count, (name, seller) in enumerate(sellers.items(), start=1):
        (chosen,) = page.get_by_label("Supplier", exact=True).select_option(label=name)
        page.wait_for_url(re.compile(f"seller={chosen}"))
        item = seller.items["I-1"]
        page.locator(f"#quantity-{item}").fill("6")
        page.locator(f"#put-{item}").click()
        to_cart = page.get_by_role("link", name=re.compile(f"To the cart: {count} article"))
        to_cart.wait_for()
    to_cart.click()
    page.wait_for_url(re.compile("/cart/[0-9a-f-]{36}"))
    found = re.search("/cart/([0-9a-f-]{36})", page.url)
    assert found is not None
    return UUID(found[1])


def _she_tries_to_send(page: Page) -> None:
    page.get_by_role("button", name="Go on to send").click()
    page.wait_for_url(re.compile("/send$"))


def _she_learns(page: Page, learner: Actor, faults: dict[Any, list[str]]) -> None:
    """From what stops her to the course; she fails once, waits, and passes."""
    page.get_by_role("link", name=re.compile("Go to my training")).click()
    faults |= faults_of(page, "my-training")
    read_the_course(page)
    page.get_by_role("button", name="Begin the test").click()
    answer_all(page, learner, wrong=3)
    page.get_by_text("9 of 12 right; 10 were needed.").wait_for()
    page.goto(reverse("my_training"))
    page.get_by_role("link", name=COURSE).click()
    page.get_by_text("The next attempt can be made from").wait_for()
    a_day_goes_by(learner)
    page.reload()
    page.get_by_role("button", name="Begin the test").click()
    answer_all(page, learner, wrong=1)
    page.get_by_text("Well done.").wait_for()
    page.goto(reverse("my_training"))
    page.get_by_role("link", name=COURSE).click()
    page.get_by_text("Your manager decides.").wait_for()


def _her_manager_approves(page: Page, faults: dict[Any, list[str]]) -> None:
    page.goto(reverse("start"))
    page.get_by_role("link", name=re.compile("Disa Holm")).first.click()
    faults |= faults_of(page, "decide-training")
    page.get_by_label("Yes, give the certificate").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_text("Disa Holm is certified.").wait_for()


def _it_is_approved_and_ordered(office: Office, cart: UUID, requester: Actor) -> UUID:
    """The approver says yes; the worker makes and sends the orders. The dairy's order."""
    with tenant_scope(office.tenant_id):
        asked = approvals.request_of(cart)
    assert asked is not None
    approving.approve_all(asked.id, actor=office.town.approver, at=datetime.now(UTC))
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        sent = orders.orders_page(state="sent", mine=True, actor=requester).items
        found = [one for one in sent if one.seller_name == "Mejeriet AB"]
        if found:
            return found[0].id
        assert time.monotonic() < until, "the order was not sent"
        time.sleep(0.5)


def _the_dairy_has_it(order: UUID, requester: Actor, open_as: Any) -> None:
    sent, clerk = orders.order(order, actor=requester), CLERKS["Mejeriet AB"]
    until = time.monotonic() + PATIENCE_SECONDS
    while not sales.orders_page(actor=clerk).items:
        assert time.monotonic() < until, "the order did not come"
        time.sleep(0.5)
    page = open_as(clerk)
    page.goto(reverse("sales_orders"))
    page.get_by_text(sent.number).first.wait_for()


def _her_certificate_ends(learner: Actor) -> None:
    """As if it had been given long ago and had ended yesterday."""
    assert learner.person_id is not None
    ended = timezone.localdate() - timedelta(days=1)
    days = {"valid_from": ended - timedelta(days=364), "valid_until": ended}
    with tenant_scope(learner.tenant_id):
        held = Pass.objects.filter(person_id=learner.person_id, kind=PassKind.CERTIFICATE)
        held.update(**days)
        Certificate.objects.filter(person_id=learner.person_id).update(**days)


def _she_is_stopped_again(
    office: Office, page: Page, learner: Actor, faults: dict[Any, list[str]]
) -> None:
    """Her draft is open, and says what to do before it can be sent."""
    draft = _she_fills_a_cart(page, {"Mejeriet AB": office.dairy})
    _she_tries_to_send(page)
    assert page.get_by_text("Your certificate “To order” ended on").first.is_visible()
    assert page.get_by_text("Take the test again.").is_visible()
    assert not page.get_by_role("button", name="Send for approval").count()
    faults |= faults_of(page, "certificate-ended")
    with pytest.raises(Denial) as refusal:
        requisitions.submit_requisition(draft, actor=learner, at=datetime.now(UTC))
    assert "authority.certificate_expired" in refusal.value.codes
    assert carts.requisition(draft, actor=learner).state == "draft"
    page.get_by_role("link", name=re.compile("Go to my training")).click()
    page.get_by_text("Read the lessons again, and take the test anew.").wait_for()
    faults |= faults_of(page, "training-again")


def _she_receives_all_the_same(page: Page, order: UUID) -> None:
    page.goto(reverse("receive"))
    page.goto(reverse("receive_order", args=[order]))
    page.get_by_role("button", name="Everything has come").click()
    page.get_by_text("What has come is registered as").first.wait_for()
