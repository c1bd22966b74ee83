"""Approved invoices, and the people who pay them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries as invoice_queries
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import (
    AT,
    TODAY,
    Billed,
    Office,
    Seller,
    Town,
    a_credit_note,
    a_delivered_order,
    a_document,
    a_seller,
    a_town,
    an_office,
    statements,
    taken_in,
)
from avrop.buying.orders.queries import OrderView
from avrop.buying.payables import actions
from avrop.buying.payables.shapes import ProposalView
from avrop.documents.finance import pain001
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as party_queries
from avrop.parties.queries import OrganisationFacts
from avrop.testing.worlds import a_person

__all__ = [
    "AT",
    "LATER",
    "TODAY",
    "Billed",
    "Money",
    "a_credit_note",
    "a_paying_town",
    "a_released_proposal",
    "a_seller",
    "an_approved_invoice",
    "approved",
    "statements",
    "taken_in",
    "the_file",
]

LATER = TODAY + timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Money:
    """A town that can pay: who deals with invoices, who releases payments, who keeps the books."""

    town: Town
    office: Office
    seller: Seller
    first: Actor
    second: Actor
    finance: Actor


def a_paying_town() -> Money:
    """A town with a bankgiro of its own and people for each act of paying."""
    town = a_town()
    _with_bankgiro(town)
    return Money(
        town=town,
        office=an_office(town),
        seller=a_seller(town),
        first=a_person(town.tenant_id, roles=("payment_releaser",)),
        second=a_person(town.tenant_id, roles=("payment_releaser",)),
        finance=a_person(town.tenant_id, roles=("finance_officer",)),
    )


def _with_bankgiro(town: Town) -> None:
    with tenant_scope(town.tenant_id):
        own = party_queries.own_organisation()
    facts = OrganisationFacts(
        **{name: getattr(own, name) for name in OrganisationFacts.__dataclass_fields__}
    )
    parties.change_organisation(
        own.id, replace(facts, bankgiro="50501055"), actor=town.office, at=AT
    )


def approved(money: Money, invoice: InvoiceView) -> InvoiceView:
    """The invoice, attested by two and booked."""
    with running_here() as drain:
        invoices.attest_review(invoice.id, actor=money.office.clerk, at=AT)
        invoices.attest_decision(invoice.id, actor=money.office.decider, at=AT)
        drain()
    return invoice_queries.invoice(invoice.id, actor=money.town.office)


def an_approved_invoice(
    money: Money, *billed: Billed, lines: int = 2, **first: Any
) -> tuple[OrderView, InvoiceView]:
    """A delivered order and its approved invoice; `first` are facts of its first receipt line."""
    order = a_delivered_order(money.town, money.seller, money.office.receiver, lines=lines, **first)
    invoice = taken_in(money.town, a_document(order, money.seller, *billed))
    return order, approved(money, invoice)


def a_released_proposal(money: Money) -> ProposalView:
    """Everything that is due, proposed by the second clerk and released by two."""
    preparer = a_person(money.town.tenant_id, roles=("ap_clerk",))
    with running_here() as drain:
        proposal = actions.propose_payments(LATER, actor=preparer, at=AT)
        for person in (money.first, money.second):
            proposal = actions.release_payments(proposal.id, actor=person, at=AT)
        drain()
    return proposal


def the_file(money: Money, proposal: ProposalView) -> pain001.PaymentInitiation:
    """The payment file of a proposal, as the bank reads it."""
    from avrop.buying.payables import queries

    with running_here():
        file_id = actions.send_payment_file(proposal.id, actor=money.first, at=AT)
    return pain001.read(queries.payment_file(file_id, actor=money.first))
