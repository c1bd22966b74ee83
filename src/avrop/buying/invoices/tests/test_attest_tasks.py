"""An attest that is waited for is a task of those who can give it, until it is given or not needed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.buying.invoices import actions
from avrop.buying.invoices.attesting import keep_attest_tasks
from avrop.buying.invoices.models import Invoice
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import (
    AT,
    TODAY,
    Office,
    Town,
    a_delivered_order,
    a_document,
    a_seller,
    a_town,
    an_office,
    statements,
    taken_in,
)
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, everything

pytestmark = pytest.mark.django_db
REVIEW, DECISION = "invoices.task_attest_review", "invoices.task_attest_decision"


def waiting(actor: Actor) -> list[tuple[str, UUID]]:
    return [(task.kind, task.subject_id) for task in tasks.my_tasks(actor=actor).items]


def a_matched_invoice() -> tuple[Town, Office, InvoiceView]:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    return town, office, taken_in(town, a_document(order, seller))


def reviewed(invoice: InvoiceView, by: Actor) -> None:
    with running_here() as drain:
        actions.attest_review(invoice.id, actor=by, at=AT)
        drain()


def test_each_attest_waits_for_those_who_can_give_it_and_goes_away_when_given() -> None:
    town, office, invoice = a_matched_invoice()

    assert waiting(office.clerk) == [(REVIEW, invoice.id)]
    assert tasks.number_of_my_tasks(actor=office.clerk) == 1
    assert waiting(office.decider) == []
    reviewed(invoice, office.clerk)
    assert waiting(office.clerk) == []
    assert waiting(office.decider) == [(DECISION, invoice.id)]
    with running_here() as drain:
        actions.attest_decision(invoice.id, actor=office.decider, at=AT)
        drain()

    assert waiting(office.decider) == []
    with tenant_scope(town.tenant_id):
        ended = [(one.state, one.done_by) for one in tasks.tasks_of(invoice.id)]
    assert ended == [("done", office.clerk.person_id), ("done", office.decider.person_id)]


def test_whoever_is_kept_apart_from_an_attest_has_no_task() -> None:
    town, office, invoice = a_matched_invoice()

    reviewed(invoice, office.clerk)

    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(invoice.id, kind=DECISION)
    assert office.decider.person_id in task.assignees
    assert not {office.receiver.person_id, office.clerk.person_id} & set(task.assignees)


def test_a_dispute_takes_the_task_away_and_its_end_brings_another() -> None:
    town, office, invoice = a_matched_invoice()

    with running_here() as drain:
        actions.dispute(invoice.id, "Fel mottagare", actor=office.clerk, at=AT)
        drain()
        during = waiting(office.clerk)
        actions.resume(invoice.id, "Utrett", actor=office.clerk, at=AT)
        drain()

    assert (during, waiting(office.clerk)) == ([], [(REVIEW, invoice.id)])
    with tenant_scope(town.tenant_id):
        assert [one.state for one in tasks.tasks_of(invoice.id)] == ["cancelled", "open"]


def test_a_substitute_finds_the_task_while_she_stands_in() -> None:
    town, office, invoice = a_matched_invoice()
    reviewed(invoice, office.clerk)
    substitute = a_person(town.tenant_id, unit_id=town.school)
    assert substitute.person_id is not None
    assert office.decider.person_id is not None
    assert waiting(substitute) == []

    (mandate,) = mandates.mandates_of(office.decider.person_id, actor=office.decider)
    authority.delegate(
        mandate.id,
        substitute.person_id,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=300),
        reason="Semester",
        actor=office.decider,
        at=AT,
    )

    assert waiting(substitute) == [(DECISION, invoice.id)]
    assert tasks.number_of_my_tasks(actor=substitute) == 1
    with running_here() as drain:
        actions.attest_decision(invoice.id, actor=substitute, at=AT)
        drain()
    assert waiting(substitute) == waiting(office.decider) == []


def test_where_nobody_may_attest_the_clerks_are_told() -> None:
    town, office, invoice = a_matched_invoice()
    with tenant_scope(town.tenant_id):
        row = Invoice.objects.get(id=invoice.id)
        row.state = "reviewed"
        row.costs = [["ansvar=4900", "1.00", "4900", "64400"]]

        keep_attest_tasks(row, actor=everything(town.tenant_id), at=AT)

    assert waiting(office.clerk) == [("invoices.task_nobody_attests", invoice.id)]


@pytest.mark.parametrize("number", [1, 40])
def test_keeping_the_tasks_takes_the_same_statements_however_many_codings(number: int) -> None:
    town, office, invoice = a_matched_invoice()
    with tenant_scope(town.tenant_id):
        row = Invoice.objects.get(id=invoice.id)
        row.state = "reviewed"
        row.costs = [[f"ansvar={4100 + n}", "1.00", "4100", "64400"] for n in range(number)]

        with statements() as asked:
            keep_attest_tasks(row, actor=everything(town.tenant_id), at=AT)
        with statements() as again:
            keep_attest_tasks(row, actor=everything(town.tenant_id), at=AT)

    assert (len(asked), len(again)) == (12, 6)
    assert waiting(office.decider) == [(DECISION, invoice.id)]


def test_an_invoice_that_is_for_the_decider_becomes_the_task_of_somebody_else() -> None:
    town, office, invoice = a_matched_invoice()
    reviewed(invoice, office.clerk)
    above = a_person(town.tenant_id, ("manager",))
    decider = office.decider.person_id
    assert decider is not None

    with running_here() as drain:
        actions.say_for_whom(invoice.id, decider, actor=office.clerk, at=AT)
        drain()
    with pytest.raises(Refused) as refusal:
        actions.attest_decision(invoice.id, actor=office.decider, at=AT)

    assert refusal.value.codes == ["authority.decides_own_benefit"]
    assert (waiting(office.decider), waiting(above)) == ([], [(DECISION, invoice.id)])
