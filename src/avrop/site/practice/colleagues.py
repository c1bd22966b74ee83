"""The colleagues that the system plays in a practice environment, so that an order goes the whole way
though one person practises alone: they approve, review and decide, and let price lists and suppliers go
on. They are people of the practice organisation with mandates of their own; the same checks hold for
them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from avrop.approvals import actions as approvals
from avrop.approvals.events import ApprovalRequested
from avrop.authority import queries as authority
from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices.events import DifferencesSettled, InvoiceMatched, InvoiceReviewed
from avrop.buying.orders import queries as orders
from avrop.buying.orders.events import OrderChangesAccepted
from avrop.catalogues import actions as catalogues
from avrop.catalogues import permissions as catalogue_permissions
from avrop.catalogues.events import CatalogueReceived
from avrop.exchange import queries as exchange
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.practice import is_practice
from avrop.kernel.problems import Denial
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.parties.events import IdentityProtected, ProtectionEnded
from avrop.selling.sales import queries as sales
from avrop.selling.twin import actions as twin
from avrop.site.actors import operator
from avrop.site.jobs import let_supplier_go_on, protect_in_practice, set_up_practice
from avrop.tasks import permissions as task_permissions
from avrop.training.events import PracticeAsked


@reacts_to(PracticeAsked)
def found_practice(event: PracticeAsked, *, actor: Actor, at: datetime) -> None:
    """Have the environment founded that somebody has asked for."""
    jobs.defer(set_up_practice, tenant=str(actor.tenant_id))


@reacts_to(IdentityProtected, ProtectionEnded)
def protect_where_she_practises(
    event: IdentityProtected | ProtectionEnded, *, actor: Actor, at: datetime
) -> None:
    """Have practice tell no more of somebody than her organisation does."""
    account_id = parties.person(event.person_id).account_id
    if account_id is not None and not is_practice(actor.tenant_id):
        jobs.defer(protect_in_practice, tenant=str(actor.tenant_id), account=str(account_id))


@reacts_to(CatalogueReceived, may=(catalogue_permissions.ACTIVATE, task_permissions.CLOSE))
def take_up_price_list(event: CatalogueReceived, *, actor: Actor, at: datetime) -> None:
    """Put a practice price list in force at once."""
    if is_practice(actor.tenant_id) and event.agreement_id is not None:
        _try(lambda: catalogues.activate_version(event.version_id, actor=actor, at=at))


@reacts_to(ApprovalRequested)
def approve(event: ApprovalRequested, *, actor: Actor, at: datetime) -> None:
    """Approve what somebody who practises has asked for."""
    colleague = _colleague("approver", actor, at)
    if colleague is not None:
        _try(lambda: approvals.approve_all(event.request_id, actor=colleague, at=at))


@reacts_to(InvoiceMatched, DifferencesSettled)
def review(event: InvoiceMatched | DifferencesSettled, *, actor: Actor, at: datetime) -> None:
    """Review an invoice that nothing is wrong with, unless somebody practises just that."""
    colleague = _colleague("ap_clerk", actor, at, alone=True)
    if colleague is not None:
        _try(lambda: invoices.attest_review(event.invoice_id, actor=colleague, at=at))


@reacts_to(InvoiceReviewed)
def decide(event: InvoiceReviewed, *, actor: Actor, at: datetime) -> None:
    """Decide on an invoice that has been reviewed."""
    colleague = _colleague("manager", actor, at)
    if colleague is not None:
        _try(lambda: invoices.attest_decision(event.invoice_id, actor=colleague, at=at))


@reacts_to(OrderChangesAccepted)
def tell_supplier(event: OrderChangesAccepted, *, actor: Actor, at: datetime) -> None:
    """Let the supplier go on whose changes are accepted. Nothing is sent: it only waits for that."""
    if not is_practice(actor.tenant_id):
        return
    order = orders.order(event.order_id, actor=operator(str(actor.tenant_id)))
    seller = exchange.tenant_of(parties.organisation(order.seller_organisation_id).endpoint)
    if seller is not None and is_practice(seller):
        jobs.defer(let_supplier_go_on, seller=str(seller), number=order.number)


def go_on(seller_id: UUID, number: str, *, at: datetime) -> None:
    """Have a supplier's script go past the pause that it stands at."""
    keeper = operator(str(seller_id))
    order = sales.order_by_number(number, actor=keeper)
    _try(lambda: twin.step_twin(order.id, until="end", actor=keeper, at=at))


def _colleague(role: str, actor: Actor, at: datetime, *, alone: bool = False) -> Actor | None:
    """The colleague with a role; None in a real organisation. `alone`: only where nobody who practises
    holds the role."""
    if not is_practice(actor.tenant_id):
        return None
    people = parties.people(authority.holders_of(role, unit_id=None, on=day_of(at)))
    played = [one.id for one in people.values() if one.account_id is None]
    if not played or (alone and len(played) < len(people)):
        return None
    return Actor(actor.tenant_id, person_id=played[0])


def _try(act: Callable[[], object]) -> None:
    """Do it unless a rule says no: what stops it stands on the page for whoever practises."""
    with suppress(Denial), transaction.atomic():
        act()
