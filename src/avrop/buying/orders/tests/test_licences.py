"""What must be shown besides a mandate, on the way from search to order: licences and certificates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from avrop.authority import actions as authority
from avrop.authority import queries as rights
from avrop.authority.passes import Gate, PassKind
from avrop.buying.orders import queries
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.tests.builders import (
    AT,
    TODAY,
    Town,
    a_cart,
    a_seller,
    a_town,
    an_approved_cart,
)
from avrop.buying.requisitions import actions as carts
from avrop.buying.requisitions import queries as in_cart
from avrop.catalogues import queries as catalogues
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)
PRESCRIBER = Gate(PassKind.LICENCE, "prescriber", categories=("336",))
COURSE = Gate(PassKind.CERTIFICATE, "requester", ("requisitions.submit",))


def asked_for(town: Town, gate: Gate) -> None:
    authority.change_gates((gate,), valid_from=SINCE, reason="KS", actor=town.office, at=AT)


def shown(town: Town, gate: Gate, until: date | None = None) -> UUID:
    assert town.requester.person_id is not None
    return authority.grant_pass(
        town.requester.person_id,
        gate.kind,
        gate.code,
        SINCE,
        until,
        "12345",
        actor=town.office,
        at=AT,
    )


def checked(town: Town) -> list[tuple[str, str]]:
    page = rights.licence_checks_page(actor=town.office)
    return [(one.moment, one.standing) for one in reversed(page.items)]


def test_who_searches_is_told_which_goods_ask_for_a_licence() -> None:
    town = a_town()
    a_seller(town, items=1)
    a_seller(town, items=1, name="Apoteket AB", category="33600000")
    asked_for(town, PRESCRIBER)

    found = catalogues.search("", TODAY, actor=town.requester, unit_id=town.school).items

    lacking = {one.category: one.licence_lacking for one in found if one.licence_lacking}
    assert list(lacking) == ["33600000"]
    assert lacking["33600000"].code == "authority.licence_missing"
    assert checked(town) == [("search", "missing")]


def test_goods_that_ask_for_a_licence_are_submitted_and_sent_by_who_has_it() -> None:
    town = a_town()
    medicine = a_seller(town, items=1, name="Apoteket AB", category="33600000")
    asked_for(town, PRESCRIBER)
    cart = a_cart(town, medicine, lines=1)

    with pytest.raises(Refused) as refusal:
        carts.submit_requisition(cart, actor=town.requester, at=AT)
    shown(town, PRESCRIBER)
    with running_here() as drain:
        an_approved_cart(town, medicine, lines=1, send_when_approved=True, wanted_date=None)
        drain()

    assert refusal.value.codes == ["authority.licence_missing"]
    (order,) = queries.orders_page(actor=town.requester).items
    assert order.state == State.SENT
    assert checked(town) == [("submit", "valid"), ("send", "valid")]


def test_a_licence_that_is_withdrawn_before_the_approval_stops_the_order() -> None:
    town = a_town()
    medicine = a_seller(town, items=1, name="Apoteket AB", category="33600000")
    asked_for(town, PRESCRIBER)
    licence = shown(town, PRESCRIBER)

    with running_here() as drain:
        an_approved_cart(town, medicine, lines=1, send_when_approved=True)
        authority.revoke_pass(licence, "Återkallad", actor=town.office, at=AT)
        drain()

    (order,) = queries.orders_page(actor=town.requester).items
    assert order.state == State.DRAFT
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(order.id)
    assert task.values["reasons"] == "authority.licence_revoked"


def test_a_certificate_that_has_ended_stops_submitting_and_leaves_the_draft_open() -> None:
    town = a_town()
    seller = a_seller(town)
    asked_for(town, COURSE)
    shown(town, COURSE, until=date(2026, 1, 31))
    cart = a_cart(town, seller)

    with pytest.raises(Forbidden) as refusal:
        carts.submit_requisition(cart, actor=town.requester, at=AT)
    findings = in_cart.preflight(cart, actor=town.requester, at=AT).findings

    assert refusal.value.codes == ["authority.certificate_expired"]
    assert [one.code for one in findings] == ["authority.certificate_expired"]
