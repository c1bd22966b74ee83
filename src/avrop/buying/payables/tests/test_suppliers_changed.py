"""Whoever changed where a supplier is paid does not decide that it is: by the real commands, and told by
the certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from avrop.authority import actions as authority
from avrop.authority import queries as authorised
from avrop.authority.separation import DEFAULT
from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries as invoiced
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import a_delivered_order, a_document
from avrop.buying.payables import actions, queries
from avrop.buying.payables.tests.builders import (
    AT,
    LATER,
    Money,
    a_paying_town,
    a_released_proposal,
    an_approved_invoice,
    taken_in,
)
from avrop.documents.invoice import PaymentAccount, PaymentMeans
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as party_queries
from avrop.parties.queries import OrganisationFacts
from avrop.testing.worlds import a_person, organisation_facts

pytestmark = pytest.mark.django_db

KEPT_APART = ["authority.duties_not_separated"]
OTHER_ACCOUNT = PaymentMeans(
    "30", reference="1", account=PaymentAccount("SE4550000000058398257466")
)


def supplier_of(money: Money) -> UUID:
    with tenant_scope(money.town.tenant_id):
        card = party_queries.organisation_by_endpoint(money.seller.endpoint)
    assert card is not None
    return card.id


def changes(money: Money, actor: Actor, at: object = AT, **facts: object) -> None:
    """Somebody states other facts of the supplier."""
    supplier_id = supplier_of(money)
    with tenant_scope(money.town.tenant_id):
        card = party_queries.organisation(supplier_id)
    stated = OrganisationFacts(
        **{name: getattr(card, name) for name in OrganisationFacts.__dataclass_fields__}
    )
    with running_here():
        parties.change_organisation(
            supplier_id,
            replace(stated, **facts),  # type: ignore[arg-type]
            actor=actor,
            at=at,  # type: ignore[arg-type]
        )


def deeds_on_supplier(money: Money) -> list[tuple[str, UUID]]:
    with tenant_scope(money.town.tenant_id):
        found = authorised.deeds_on([supplier_of(money)])
    return [(deed.deed, deed.person_id) for deed in found]


def somebody(money: Money, *roles: str) -> Actor:
    return a_person(money.town.tenant_id, roles=roles, responsibilities=("4100",))


def reviewed(money: Money) -> InvoiceView:
    order = a_delivered_order(money.town, money.seller, money.office.receiver)
    invoice = taken_in(money.town, a_document(order, money.seller))
    with running_here():
        invoices.attest_review(invoice.id, actor=money.office.clerk, at=AT)
    return invoice


def test_what_changed_of_a_supplier_says_which_deed_it_was() -> None:
    money = a_paying_town()
    keeper = somebody(money, "system_administrator")
    assert keeper.person_id is not None

    changes(money, keeper, registered_city="Luleå")
    changes(money, keeper, bankgiro="50501055")
    changes(money, keeper, bankgiro="50501055")

    assert deeds_on_supplier(money) == [
        ("change_supplier", keeper.person_id),
        ("change_supplier", keeper.person_id),
        ("change_account", keeper.person_id),
    ]


def test_a_new_supplier_is_a_change_of_one_and_our_own_account_is_nobodys_payment() -> None:
    money = a_paying_town()
    keeper = somebody(money, "coordinator")

    with running_here():
        new_id = parties.register_organisation(
            organisation_facts("Spökbolaget AB", bankgiro="50501055"), actor=keeper, at=AT
        )
    with tenant_scope(money.town.tenant_id):
        own = party_queries.own_organisation().id
        done = [deed.deed for deed in authorised.deeds_on([new_id])]
        of_own = authorised.deeds_on([own])

    assert done == ["change_supplier", "change_account"]
    assert of_own == ()


def test_whoever_changed_the_account_does_not_attest_the_invoice_and_another_does() -> None:
    money = a_paying_town()
    both = somebody(money, "system_administrator", "manager")
    changes(money, both, bankgiro="50501055")
    invoice = reviewed(money)

    with running_here(), pytest.raises(Refused) as refusal:
        invoices.attest_decision(invoice.id, actor=both, at=AT)

    assert set(refusal.value.codes) == set(KEPT_APART)
    done = {str(problem.values["done"]) for problem in refusal.value.problems}
    assert done == {"change_supplier", "change_account"}
    with running_here():
        invoices.attest_decision(invoice.id, actor=money.office.decider, at=AT)


def test_after_the_time_that_was_decided_he_may() -> None:
    money = a_paying_town()
    both = somebody(money, "system_administrator", "manager")
    authority.change_separation(
        tuple(
            replace(pair, within_days=30) if pair.within_days else pair for pair in DEFAULT.pairs
        ),
        valid_from=AT.date(),
        reason="En månad",
        actor=money.town.office,
        at=AT,
    )
    changes(money, both, at=AT - timedelta(days=31), bankgiro="50501055")
    invoice = reviewed(money)

    with running_here():
        answered = invoices.attest_decision(invoice.id, actor=both, at=AT)

    assert answered.state == "approved"


def test_nor_does_he_release_the_payment_nor_his_substitute() -> None:
    money = a_paying_town()
    keeper = somebody(money, "system_administrator", "payment_releaser")
    _, _ = an_approved_invoice(money)
    changes(money, keeper, bankgiro="50501055")
    preparer = somebody(money, "ap_clerk")
    with running_here():
        proposal = actions.propose_payments(LATER, actor=preparer, at=AT)
    assert keeper.person_id is not None
    assert money.first.person_id is not None
    mandates = authorised.mandates_of(keeper.person_id, actor=keeper)
    releasing = next(each for each in mandates if each.role == "payment_releaser")
    authority.delegate(
        releasing.id,
        money.first.person_id,
        valid_from=AT.date(),
        valid_until=AT.date() + timedelta(days=5),
        reason="Borta",
        actor=keeper,
        at=AT,
    )

    for other in (keeper, money.first):
        with running_here(), pytest.raises(Refused) as refusal:
            actions.release_payments(proposal.id, actor=other, at=AT)
        assert set(refusal.value.codes) == set(KEPT_APART)
    with running_here():
        for other in (money.second, somebody(money, "payment_releaser")):
            proposal = actions.release_payments(proposal.id, actor=other, at=AT)
    assert proposal.state == "released"


def test_whoever_accepted_that_it_is_paid_elsewhere_does_not_release_it() -> None:
    money = a_paying_town()
    changes(money, money.town.office, bankgiro="50501055")
    order = a_delivered_order(money.town, money.seller, money.office.receiver)
    document = a_document(order, money.seller, payment_means=(OTHER_ACCOUNT,))
    invoice = taken_in(money.town, document)
    (difference,) = invoice.differences
    with running_here() as drain:
        invoices.settle_difference(difference.id, "accept", "Ringde", actor=money.finance, at=AT)
        invoices.attest_review(invoice.id, actor=money.office.clerk, at=AT)
        invoices.attest_decision(invoice.id, actor=money.office.decider, at=AT)
        drain()
        proposal = actions.propose_payments(LATER, actor=somebody(money, "ap_clerk"), at=AT)

    with running_here(), pytest.raises(Refused) as refusal:
        actions.release_payments(proposal.id, actor=money.finance, at=AT)

    assert refusal.value.codes == KEPT_APART
    assert refusal.value.problems[0].values["done"] == "change_account"


def test_a_dispensation_lets_him_and_the_certificate_says_so() -> None:
    money = a_paying_town()
    both = somebody(money, "system_administrator", "manager")
    changes(money, both, bankgiro="50501055")
    invoice = reviewed(money)
    chief, auditor = somebody(money, "manager"), somebody(money, "auditor")
    assert both.person_id is not None
    assert auditor.person_id is not None
    for changed in (Deed.CHANGE_SUPPLIER, Deed.CHANGE_ACCOUNT):
        authority.grant_dispensation(
            both.person_id,
            changed,
            Deed.ATTEST_DECISION,
            valid_from=AT.date(),
            valid_until=AT.date() + timedelta(days=10),
            reason="Ingen annan i juli",
            control="Kontot jämförs med leverantörens brev",
            reviewer_id=auditor.person_id,
            review_by=AT.date() + timedelta(days=20),
            chain_ids=(supplier_of(money),),
            actor=chief,
            at=AT,
        )

    with running_here():
        invoices.attest_decision(invoice.id, actor=both, at=AT)

    found = queries.certificate_of_invoice(invoice.id, actor=auditor)
    outcomes = {(pair.first, pair.second): pair.outcome for pair in found.pairs}
    assert outcomes["change_account", "attest_decision"] == "dispensed"
    assert outcomes["need", "approve"] == "apart"
    (decided,) = (deed for deed in found.deeds if deed.deed == "attest_decision")
    assert len(decided.dispensations) == 2
    assert found.is_sound


def test_a_certificate_tells_the_whole_purchase_with_mandates_and_rules() -> None:
    money = a_paying_town()
    keeper = somebody(money, "coordinator")
    changes(money, keeper, bankgiro="50501055")
    order, invoice = an_approved_invoice(money)
    a_released_proposal(money)

    found = queries.certificate_of_order(order.id, actor=money.town.office)

    assert [deed.deed for deed in found.deeds] == [
        "change_supplier",
        "change_account",
        "need",
        "approve",
        "order",
        "receive",
        "attest_review",
        "attest_decision",
        "prepare_payment",
        "release_payment",
        "release_payment",
    ]
    assert found.is_sound
    assert {pair.outcome for pair in found.pairs} == {"apart"}
    assert {deed.rule_set for deed in found.deeds} == {"authority.separation/0"}
    roles = {deed.deed: deed.mandate.role for deed in found.deeds if deed.mandate is not None}
    assert roles["attest_decision"] == "manager"
    assert roles["release_payment"] == "payment_releaser"
    same = queries.certificate_of_invoice(invoice.id, actor=money.town.office)
    assert [deed.deed for deed in same.deeds] == [deed.deed for deed in found.deeds]


def test_a_certificate_is_for_whoever_sees_the_invoice() -> None:
    money = a_paying_town()
    other = a_paying_town()
    _, invoice = an_approved_invoice(money)

    with pytest.raises(Missing):
        queries.certificate_of_invoice(invoice.id, actor=other.finance)
    assert invoiced.invoice_name(invoice.id, actor=money.finance).number == invoice.number
