"""A town with a manager, a coordinator and a finance officer, two suppliers, and a distribution centre
that is an organisation of its own here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from avrop.buying.requisitions.tests.builders import CODING, Seller, Town, a_seller, a_town
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tokens import Opens
from avrop.onboarding import actions, links, queries
from avrop.onboarding.models import Department, Question
from avrop.onboarding.queries import (
    DeliveryAnswer,
    DeliveryWindow,
    DepartmentForm,
    DepartmentView,
    FuturePerson,
    NumberAnswer,
)
from avrop.testing.worlds import (
    AT,
    TODAY,
    TenantWorld,
    a_person,
    a_tenant,
    an_organisation,
)

LATER = AT + timedelta(hours=2)
DAYS = DeliveryAnswer(
    (DeliveryWindow(2, time(7), time(9)), DeliveryWindow(4, time(7), time(9, 30))), time(12), 2
)


@dataclass(frozen=True, slots=True)
class Office:
    """Everybody who brings a department about, and the two suppliers that it is to order from; goods of
    the second come through the centre."""

    town: Town
    manager: Actor
    coordinator: Actor
    finance: Actor
    dairy: Seller
    fish: Seller
    centre: TenantWorld
    centre_id: UUID
    operator: Actor

    @property
    def tenant_id(self) -> UUID:
        """Whose rows these are."""
        return self.town.tenant_id


def an_office() -> Office:
    """A town that can have a new department. The manager's is the school."""
    town = a_town()
    tenant_id = town.tenant_id
    centre = a_tenant("Samlastningscentralen")
    centre_id = an_organisation(tenant_id, "Samlastningscentralen", endpoint=centre.endpoint)
    dairy = a_seller(
        town, name="Mejeriet AB", customer_number="ALLA", customer_number_required=True
    )
    fish = a_seller(town, name="Fisk AB", consignee_organisation_id=centre_id)
    return Office(
        town=town,
        manager=a_person(tenant_id, roles=("manager",), unit_id=town.school, name="Nina Roos"),
        coordinator=a_person(tenant_id, roles=("coordinator",), name="Fatima Isaksson"),
        finance=a_person(tenant_id, roles=("finance_officer",), name="Helena Karlsson"),
        dairy=dairy,
        fish=fish,
        centre=centre,
        centre_id=centre_id,
        operator=a_person(centre.tenant_id, roles=("centre_operator",), name="Yngve Ceder"),
    )


def a_form(office: Office, **facts: object) -> DepartmentForm:
    """A form that lacks nothing, but for what is given."""
    whole = DepartmentForm(
        name="Bokskolans fritidshem",
        parent_id=office.town.school,
        opens_on=TODAY + timedelta(days=1),
        street="Bokvägen 4",
        postal_code="222 22",
        city="Ekbacken",
        opening_hours="Måndag till fredag 7–16",
        orders_food=True,
        default_coding=CODING,
        invoice_reference="EKV4100FRI",
        contact_name="Disa Holm",
        contact_email="disa.holm@example.com",
        contact_phone="010-123 45 67",
        people=(FuturePerson("Disa Holm", "disa.holm@example.com"),),
        agreements=(office.dairy.agreement_id, office.fish.agreement_id),
    )
    return replace(whole, **facts)  # type: ignore[arg-type]


def a_submitted(office: Office, **facts: object) -> UUID:
    """A form that waits for the coordinator."""
    form = a_form(office, **facts)
    department = actions.begin_department(form, actor=office.manager, at=AT)
    actions.submit_department(department, actor=office.manager, at=AT)
    return department


def a_registered(office: Office, **facts: object) -> UUID:
    """A department that is a unit and waits for its suppliers."""
    department = a_submitted(office, **facts)
    actions.assign_gln(department, actor=office.coordinator, at=AT)
    if seen(office, department).needs_days:
        question = actions.ask_centre(department, office.centre_id, actor=office.coordinator, at=AT)
        actions.record_days(question, DAYS, actor=office.coordinator, at=AT)
    actions.register_department(department, actor=office.coordinator, at=AT)
    return department


def seen(office: Office, department: UUID, at: datetime = AT) -> DepartmentView:
    """The department as its coordinator sees it."""
    return queries.department(department, actor=office.coordinator, at=at)


def asked_of(office: Office, department: UUID, organisation_id: UUID) -> UUID:
    """The question that an organisation was asked last."""
    with tenant_scope(office.tenant_id):
        rows = Question.objects.filter(department_id=department, organisation_id=organisation_id)
        found: UUID = rows.order_by("-id").values_list("id", flat=True)[0]
    return found


def by_link(office: Office, question: UUID) -> Actor:
    """Whoever holds the link of a question."""
    return links.holder_of(Opens(office.tenant_id, question))


def answer(
    office: Office, department: UUID, seller: Seller, number: str, at: datetime = LATER
) -> None:
    """A supplier answers by its link."""
    question = asked_of(office, department, seller.organisation_id)
    actions.answer_number(question, NumberAnswer(number), actor=by_link(office, question), at=at)


def row_of(office: Office, department: UUID) -> Department:
    """The row itself."""
    with tenant_scope(office.tenant_id):
        found: Department = Department.objects.get(id=department)
    return found


@contextmanager
def jobs_run() -> Iterator[None]:
    """What follows runs at the end of the block."""
    with jobs.running_here() as drain:
        yield
        drain()
