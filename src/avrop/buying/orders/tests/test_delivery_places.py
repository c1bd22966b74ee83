"""An order to a further place of its unit: what its document says, and what stops it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from avrop import documents
from avrop.approvals import actions as approvals
from avrop.buying.orders import actions, queries
from avrop.buying.orders.events import OrderPlaceChosen
from avrop.buying.orders.models import Order
from avrop.buying.orders.queries import OrderView
from avrop.buying.orders.rows import lines_of
from avrop.buying.orders.tests.builders import (
    AT,
    THURSDAY,
    Seller,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.buying.orders.writing import order_document, roles_of
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.tests.test_delivery_places import a_place, choose
from avrop.documents.reading import read
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Denial, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.queries import DeliveryPlaceFacts, PostalAddress
from avrop.testing.worlds import a_person, a_unit, publishing
from avrop.values.identifiers import gln

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
DOCK_GLN = str(gln("735000", 81))


def a_dock(town: Town) -> UUID:
    address = PostalAddress("Bakgatan 2", "123 46", "Ekbacken", gln=DOCK_GLN)
    facts = DeliveryPlaceFacts("Köket, lastkaj B", address, "Mån–fre 6–14", "Ring på klockan.")
    return parties.add_delivery_place(
        town.school, facts, valid_from=AT.date(), actor=town.office, at=AT
    )


def a_draft(town: Town, seller: Seller, place: UUID | None, *, lines: int = 2) -> OrderView:
    cart = a_cart(town, seller, lines=lines)
    choose(town, cart, place)
    with running_here() as drain:
        request = requisitions.submit_requisition(
            cart, send_when_approved=False, actor=town.requester, at=AT
        )
        approvals.approve_all(request, actor=town.approver, at=AT)
        drain()
        (order_id,) = actions.create_orders(cart, actor=town.office, at=AT)
    return queries.order(order_id, actor=town.requester)


def send(town: Town, order: OrderView) -> OrderView:
    with running_here():
        return actions.send_order(order.id, actor=town.requester, at=AT)


def document_of(town: Town, order: OrderView) -> documents.Order:
    """The order as the seller gets it."""
    with tenant_scope(town.tenant_id):
        row = Order.objects.get(id=order.id)
        return order_document(
            row,
            lines_of(row),
            roles_of(row),
            customer_number=row.customer_number,
            agreement_number=row.agreement_number,
            issued=AT,
        )


def test_the_document_names_the_chosen_place_by_gln_name_and_address() -> None:
    town = a_town()
    order = send(town, a_draft(town, a_seller(town), a_dock(town)))

    written = document_of(town, order)
    content = documents.write(written)

    assert [one for one in documents.check(written) if one.is_fatal] == []
    back = read(content).document
    assert isinstance(back, documents.Order)
    assert back.delivery is not None
    location = back.delivery.location
    assert location is not None
    assert location.identifier is not None
    assert location.address is not None
    assert (location.identifier.value, location.identifier.scheme) == (DOCK_GLN, "0088")
    assert (location.name, location.address.street) == ("Köket, lastkaj B", "Bakgatan 2")
    assert b'<cbc:ID schemeID="0088">' + DOCK_GLN.encode() + b"</cbc:ID>" in content
    assert "Ring på klockan." not in content.decode()  # T01 has no room for it


def test_a_sent_order_keeps_what_its_document_said_whatever_becomes_of_the_place() -> None:
    town = a_town()
    dock = a_dock(town)
    order = send(town, a_draft(town, a_seller(town), dock))
    sent = document_of(town, order)

    other = DeliveryPlaceFacts("Förrådet", PostalAddress("Ny gata 1", "123 46", "Ekbacken"))
    parties.change_delivery_place(dock, other, actor=town.office, at=AT)
    parties.end_delivery_place(dock, last_day=AT.date(), actor=town.office, at=AT)

    assert document_of(town, order) == sent
    assert queries.order(order.id, actor=town.requester).delivery_place_id == dock


def test_a_place_without_a_number_goes_by_its_name_and_address() -> None:
    town = a_town(gln=str(gln("735000", 17)))
    order = send(town, a_draft(town, a_seller(town), a_place(town, "Förrådet")))

    written = document_of(town, order)

    assert [one for one in documents.check(written) if one.is_fatal] == []
    assert written.delivery is not None
    assert written.delivery.location is not None
    assert (written.delivery.location.identifier, written.delivery.location.name) == (
        None,
        "Förrådet",
    )


def test_an_order_whose_place_has_ended_is_stopped_until_another_is_chosen() -> None:
    town = a_town()
    dock, office = a_dock(town), town.requester
    draft = a_draft(town, a_seller(town), dock)
    parties.end_delivery_place(dock, last_day=THURSDAY - DAY, actor=town.office, at=AT)

    with publishing(town.tenant_id) as events, pytest.raises(Refused) as refusal:
        send(town, draft)

    assert refusal.value.codes == ["parties.place_has_ended"]
    assert refusal.value.problems[0].place == ("delivery_place",)
    assert events == []
    assert [one.code for one in queries.obstacles(draft.id, actor=office, at=AT)] == [
        "parties.place_has_ended"
    ]
    with publishing(town.tenant_id) as events:
        actions.choose_delivery_place(
            draft.id, None, actor=office, at=AT, expected_version=draft.version
        )
    assert events == [OrderPlaceChosen(draft.id, None)]
    assert send(town, draft).state == "sent"


def test_an_order_goes_elsewhere_only_within_its_unit_before_it_is_sent_and_by_who_may() -> None:
    town = a_town()
    draft = a_draft(town, a_seller(town), None)
    park = a_unit(town.tenant_id, "Parken")
    stranger = a_person(town.tenant_id, roles=("requester",), unit_id=park)
    there = a_place(town, "Parkens förråd", unit_id=park)

    with pytest.raises(Refused) as elsewhere:
        actions.choose_delivery_place(draft.id, there, actor=town.requester, at=AT)
    with pytest.raises(Denial):
        actions.choose_delivery_place(draft.id, None, actor=stranger, at=AT)
    send(town, draft)
    with pytest.raises(Refused) as late:
        actions.choose_delivery_place(draft.id, a_dock(town), actor=town.requester, at=AT)

    assert elsewhere.value.codes == ["parties.place_of_another_unit"]
    assert late.value.codes == ["kernel.wrong_step"]
    assert queries.order(draft.id, actor=town.requester).delivery_place_id is None


def test_sending_to_a_further_place_costs_one_statement_more_however_long_the_order() -> None:
    counted = []
    for lines in (1, 100):
        town = a_town()
        seller, dock = a_seller(town), a_dock(town)
        spent = []
        for place in (None, dock):
            draft = a_draft(town, seller, place, lines=lines)
            with running_here(), statements() as sending:
                actions.send_order(draft.id, actor=town.requester, at=AT)
            spent.append(len(sending))
        counted.append(spent)

    assert counted[0] == counted[1]
    assert counted[0][1] - counted[0][0] == 1
