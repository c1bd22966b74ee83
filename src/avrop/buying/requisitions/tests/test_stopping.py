"""Who cannot send and why: the same answers as the cart's own page, for everybody at once."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from avrop.agreements import actions as agreements
from avrop.authority.models import Mandate
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import LineChange, LineCodingInput, ShareInput
from avrop.buying.requisitions.tests.builders import (
    AT,
    CODING,
    THURSDAY,
    TODAY,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.coding import actions as coding
from avrop.coding.actions import ShortCodeFacts
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.problems import Forbidden
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.models import Person
from avrop.testing.worlds import a_person, a_unit, organisation_facts
from avrop.values import uuid7

pytestmark = pytest.mark.usefixtures("db")


def a_coordinator(town: Town) -> Actor:
    return a_person(town.tenant_id, roles=("coordinator",), name="Samira Samordnare")


def without_endpoint(town: Town, organisation_id: UUID, name: str) -> None:
    """The seller loses its electronic address."""
    facts = organisation_facts(name, endpoint="")
    parties.change_organisation(organisation_id, facts, actor=town.office, at=AT)


def stopped_as_told(town: Town, coordinator: Actor, cart: UUID) -> None:
    """The coordinator hears of a cart what its own page says."""
    told = queries.preflight(cart, actor=town.requester, at=AT).findings
    (found,) = (
        one for one in queries.stopped_carts(actor=coordinator, at=AT).items if one.id == cart
    )
    assert [(one.code, one.place, one.sentence, one.fixer) for one in found.findings] == [
        (one.code, one.place, one.sentence, one.fixer) for one in told
    ]


def test_what_is_said_of_many_carts_is_what_each_cart_says_of_itself() -> None:
    town = a_town(delivery_address=None)
    coordinator = a_coordinator(town)
    needs_number = a_seller(town, customer_number_required=True)
    away = a_seller(town, name="Utan adress AB")
    medicine = a_seller(town, items=1, name="Apoteket AB", category="33600000")
    ended = a_seller(town, items=1, name="Slutsålt AB")
    messy, quiet, dear = a_cart(town, needs_number), a_cart(town, away), a_cart(town, medicine)
    late = a_cart(town, ended, wanted_date=TODAY - timedelta(days=1))
    first, second = queries.requisition(messy, actor=town.requester).lines
    actions.change_lines(
        messy, (LineChange(second.id, quantity=Decimal(7)),), actor=town.requester, at=AT
    )
    split = (ShareInput("ansvar=1 konto=64400", Decimal(60)), ShareInput("ansvar=4100"))
    actions.code_lines(messy, (LineCodingInput(first.id, split),), actor=town.requester, at=AT)
    without_endpoint(town, away.organisation_id, "Utan adress AB")
    from avrop.authority import actions as authority

    nurse = a_person(town.tenant_id, roles=("category_manager",), categories=("336",))
    assert nurse.person_id is not None
    authority.restrict_category(
        "336", nurse.person_id, valid_from=date(2026, 1, 1), actor=town.office, at=AT
    )
    agreements.end_agreement(
        ended.agreement_id, TODAY - timedelta(days=1), "Slut", actor=town.office, at=AT
    )

    found = queries.stopped_carts(actor=coordinator, at=AT)

    assert [cart.id for cart in found.items] == [late, dear, quiet, messy]
    for cart in (messy, quiet, dear, late):
        stopped_as_told(town, coordinator, cart)


def test_one_mend_that_frees_many_carts_is_one_reason_and_what_can_be_sent_is_not_there() -> None:
    town = a_town()
    coordinator = a_coordinator(town)
    good, bad = a_seller(town), a_seller(town, name="Utan adress AB")
    sendable = a_cart(town, good)
    carts = [a_cart(town, bad), a_cart(town, good, bad, lines=4)]
    without_endpoint(town, bad.organisation_id, "Utan adress AB")

    told = queries.what_stops_most(actor=coordinator, at=AT)
    listed = queries.stopped_carts(
        code="requisitions.seller_has_no_endpoint",
        about="utan adress",
        fixer="coordinator",
        actor=coordinator,
        at=AT,
    )

    assert (told.looked_at, told.stopped, told.is_cut) == (3, 2, False)
    (reason,) = told.reasons
    assert (reason.stop.kind, reason.stop.subject_id) == ("organisation", bad.organisation_id)
    assert (reason.carts, reason.people, reason.units, reason.since) == (2, 1, 1, AT)
    assert (reason.finding.fixer, reason.stop.subject) == ("coordinator", "Utan adress AB")
    assert {cart.id for cart in listed.items} == set(carts)
    assert sendable not in {cart.id for cart in listed.items}
    assert queries.stopped_carts(fixer="finance_officer", actor=coordinator, at=AT).items == ()


def test_an_expired_short_code_is_named_as_what_is_to_be_mended() -> None:
    town = a_town()
    coordinator, seller = a_coordinator(town), a_seller(town)
    assert town.requester.person_id is not None
    ended = ShortCodeFacts(
        "EKB1",
        town.requester.person_id,
        town.school,
        CODING,
        "",
        date(2025, 1, 1),
        date(2025, 2, 1),
    )
    coding.import_short_codes((ended,), actor=town.office, at=AT)
    cart = a_cart(town, seller)
    with tenant_scope(town.tenant_id):
        from avrop.coding import queries as coding_queries

        (short_code,) = coding_queries.short_codes_called("EKB1", TODAY)
    actions.use_short_code(cart, short_code.id, actor=town.requester, at=AT)

    (reason,) = queries.what_stops_most(actor=coordinator, at=AT).reasons

    assert (reason.stop.code, reason.stop.kind) == ("coding.short_code_expired", "short_code")
    assert (reason.stop.subject, reason.finding.fixer) == ("EKB1", "finance_officer")


def test_people_who_could_send_nothing_are_told_with_every_reason() -> None:
    town = a_town()
    coordinator = a_coordinator(town)
    lonely = a_unit(town.tenant_id, "Ensamma skolan")
    bare = a_unit(town.tenant_id, "Utan adress", delivery_address=None)
    ended = a_person(
        town.tenant_id, unit_id=town.school, name="Slut", valid_until=date(2026, 12, 31)
    )
    assert ended.person_id is not None
    with tenant_scope(town.tenant_id):
        Mandate.objects.filter(person_id=ended.person_id).update(valid_until=date(2026, 2, 1))
    a_person(town.tenant_id, unit_id=lonely, name="Ensam")
    a_person(town.tenant_id, unit_id=bare, name="Bar")
    a_person(town.tenant_id, roles=(), unit_id=town.school, name="Ny")
    a_person(town.tenant_id, roles=(), name="Lös")
    a_person(town.tenant_id, roles=("requester",), name="Fri att köpa till alla")

    found = queries.people_who_cannot_send(actor=coordinator, at=AT).items

    codes = {one.name: tuple(finding.code for finding in one.findings) for one in found}
    assert codes == {
        "Slut": ("authority.mandate_expired",),
        "Ensam": ("approvals.no_approver",),
        "Bar": ("requisitions.no_delivery_address", "approvals.no_approver"),
        "Ny": ("authority.no_role",),
        "Lös": ("authority.no_role", "requisitions.person_without_unit"),
        "Kim Ek": ("authority.no_role",),  # the approver, who buys nothing
    }
    only = queries.people_who_cannot_send(
        code="authority.no_role", text="ny", actor=coordinator, at=AT
    )
    assert [one.name for one in only.items] == ["Ny"]
    here = queries.people_who_cannot_send(unit_id=bare, actor=coordinator, at=AT)
    assert [one.name for one in here.items] == ["Bar"]


def test_who_has_no_right_to_look_is_told_so() -> None:
    town = a_town()

    with pytest.raises(Forbidden):
        queries.stopped_carts(actor=town.requester, at=AT)
    with pytest.raises(Forbidden):
        queries.people_who_cannot_send(actor=town.requester, at=AT)
    with pytest.raises(Forbidden):
        queries.what_stops_most(actor=town.requester, at=AT)


def test_a_coordinator_of_one_school_sees_its_carts_and_people_only() -> None:
    town = a_town()
    other = a_unit(town.tenant_id, "Andra skolan")
    near = a_person(town.tenant_id, roles=("coordinator",), unit_id=other, name="Nära")
    a_person(town.tenant_id, roles=(), unit_id=other, name="Ny")
    cart = a_cart(town, a_seller(town, customer_number_required=True))

    seen = queries.stopped_carts(actor=near, at=AT)
    people = queries.people_who_cannot_send(actor=near, at=AT)

    assert cart not in {one.id for one in seen.items}
    assert {one.name for one in people.items} == {"Nära", "Ny"}


def test_pages_go_on_after_the_last_that_was_shown() -> None:
    town = a_town()
    coordinator = a_coordinator(town)
    seller = a_seller(town, customer_number_required=True)
    carts = [a_cart(town, seller) for _ in range(3)]

    first = queries.stopped_carts(limit=2, actor=coordinator, at=AT)
    second = queries.stopped_carts(limit=2, cursor=first.next_cursor, actor=coordinator, at=AT)

    assert [one.id for one in (*first.items, *second.items)] == carts[::-1]
    assert second.next_cursor is None


def test_the_cost_in_statements_does_not_grow_with_carts_or_people() -> None:
    counted = []
    for people in (1, 100, 1000):
        town = a_town()
        coordinator = a_coordinator(town)
        seller = a_seller(town, customer_number_required=True)
        _many(town, a_cart(town, seller, wanted_date=THURSDAY), people)
        with statements() as carts:
            found = queries.stopped_carts(limit=200, actor=coordinator, at=AT)
        with statements() as most:
            told = queries.what_stops_most(actor=coordinator, at=AT)
        with statements() as persons:
            without = queries.people_who_cannot_send(limit=200, actor=coordinator, at=AT)
        assert len(found.items) == min(people + 1, 200)
        assert told.stopped == min(people + 1, 200)
        assert len(without.items) == min(people, 200)
        counted.append((len(carts), len(most), len(persons)))

    assert len(set(counted)) == 1, counted


def _many(town: Town, cart: UUID, people: int) -> None:
    """So many more requesters of the school, each with a cart like this; all but the last have a
    mandate that has expired."""
    assert town.requester.person_id is not None
    with tenant_scope(town.tenant_id):
        requester = Person.objects.get(id=town.requester.person_id)
        mandate = Mandate.objects.get(person_id=requester.id)
        head = Requisition.objects.get(id=cart)
        line = RequisitionLine.objects.filter(requisition_id=cart)[0]
        share = LineCoding.objects.filter(line_id=line.id)[0]
        for number in range(people):
            ends = date(2026, 2, 1) if number < people - 1 else None
            person = _like(requester, email=f"{number}@{town.tenant_id}", account_id=None)
            insert_rows(Person, [person])
            insert_rows(
                Mandate,
                [_like(mandate, person_id=person.id, valid_until=ends)],
            )
            other = _like(head, number=f"R-{number}", requester_person_id=person.id)
            own = _like(line, requisition_id=other.id, chain_id=other.id)
            insert_rows(Requisition, [other])
            insert_rows(RequisitionLine, [own])
            insert_rows(LineCoding, [_like(share, requisition_id=other.id, line_id=own.id)])


def _like(row: Any, **changes: object) -> Any:
    other = copy(row)
    other.id = uuid7()
    for name, value in changes.items():
        setattr(other, name, value)
    return other
