"""Buyers' people and suppliers' people apart: one account is no member of both unless it was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.actions.practising import enter_practice
from avrop.parties.events import OtherSideAllowed, OtherSideEnded, PersonAdded
from avrop.parties.models import Person
from avrop.parties.queries import TradeSide
from avrop.testing.worlds import (
    AT,
    TODAY,
    a_person,
    a_tenant,
    an_email,
    everything,
    publishing,
)

pytestmark = pytest.mark.django_db

A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Trade:
    """A town that buys and a firm that sells, with an administrator each; Anna works for the town."""

    anna: Actor
    address: str
    town_head: Actor
    firm_head: Actor

    def join_the_firm(self) -> UUID:
        """The firm adds Anna as its own."""
        return actions.add_person(
            "Anna Ek", self.address, valid_from=TODAY, actor=self.firm_head, at=AT
        )

    def is_let(self, until_in: timedelta = A_MONTH) -> None:
        """The town lets her work on the other side."""
        assert self.anna.person_id is not None
        actions.allow_other_side(
            self.anna.person_id, "KS 2026:7", TODAY + until_in, actor=self.town_head, at=AT
        )

    def practises(self) -> UUID:
        """Anna enters an organisation in which the town practises."""
        assert self.anna.account_id is not None
        practice = Tenant.objects.create(
            name="Övning", side=TradeSide.BUYING, practice_of=self.anna.tenant_id, created_at=AT
        )
        actor = everything(practice.id)
        actions.add_person("Anna Ek", self.address, valid_from=TODAY, actor=actor, at=AT)
        enter_practice(self.anna.account_id, practice.id, at=AT)
        return practice.id

    def works_for(self, after: timedelta = timedelta(0)) -> list[str]:
        """On which sides her account can act, some time from now."""
        assert self.anna.account_id is not None
        found = queries.memberships_of(self.anna.account_id, at=AT + after)
        return sorted(one.side for one in found)


@pytest.fixture
def trade() -> Trade:
    town = a_tenant(side=TradeSide.BUYING).tenant_id
    firm = a_tenant("Grossisten AB", side=TradeSide.SELLING).tenant_id
    address = an_email()
    return Trade(
        a_person(town, email=address),
        address,
        a_person(town, roles=("system_administrator",)),
        a_person(firm, roles=("system_administrator",)),
    )


def test_a_supplier_cannot_make_a_buyers_requester_its_own_member(trade: Trade) -> None:
    with publishing(trade.firm_head.tenant_id) as events, pytest.raises(Refused) as refusal:
        trade.join_the_firm()

    assert refusal.value.codes == ["parties.works_on_other_side"]
    assert (trade.works_for(), events) == (["buying"], [])


def test_nor_a_buyer_a_suppliers_clerk(trade: Trade) -> None:
    address = an_email()
    a_person(trade.firm_head.tenant_id, roles=("order_clerk",), email=address)

    with pytest.raises(Refused) as refusal:
        actions.add_person("Bo Al", address, valid_from=TODAY, actor=trade.town_head, at=AT)

    assert refusal.value.codes == ["parties.works_on_other_side"]


def test_two_buyers_may_share_a_coordinator_and_who_does_both_is_apart_from_nobody(
    trade: Trade,
) -> None:
    for side in (TradeSide.BUYING, TradeSide.BOTH):
        other = everything(a_tenant("Grannköping", side=side).tenant_id)
        actions.add_person("Anna Ek", trade.address, valid_from=TODAY, actor=other, at=AT)

    assert trade.works_for() == ["both", "buying", "buying"]


def test_what_her_own_organisation_decides_opens_the_other_side_until_its_last_day(
    trade: Trade,
) -> None:
    with publishing(trade.anna.tenant_id) as events:
        trade.is_let()
    trade.join_the_firm()

    assert events == [OtherSideAllowed(trade.anna.person_id, TODAY + A_MONTH)]
    assert trade.works_for() == ["buying", "selling"]
    assert trade.works_for(A_MONTH) == ["buying", "selling"]
    assert trade.works_for(A_MONTH + timedelta(days=1)) == ["buying"]


def test_a_decision_that_is_ended_closes_the_other_side_at_once(trade: Trade) -> None:
    trade.is_let()
    trade.join_the_firm()

    with publishing(trade.anna.tenant_id) as events:
        actions.end_other_side(trade.anna.person_id, actor=trade.town_head, at=AT)

    assert events == [OtherSideEnded(trade.anna.person_id)]
    assert trade.works_for() == ["buying"]
    assert queries.other_side_of(trade.anna.person_id, actor=trade.town_head) is None


def test_the_side_she_was_let_to_cannot_decide_that_she_stays(trade: Trade) -> None:
    trade.is_let()
    there = trade.join_the_firm()

    with pytest.raises(Refused) as refusal:
        actions.allow_other_side(there, "vårt eget", TODAY + A_MONTH, actor=trade.firm_head, at=AT)

    assert refusal.value.codes == ["parties.was_let_here"]
    assert trade.works_for(A_MONTH * 2) == ["buying"]


def test_who_has_left_the_one_side_is_free_for_the_other_without_a_decision(trade: Trade) -> None:
    actions.end_person(
        trade.anna.person_id, last_day=TODAY - timedelta(days=1), actor=trade.town_head, at=AT
    )

    trade.join_the_firm()

    assert trade.works_for() == ["selling"]


def test_nobody_lets_herself_and_only_administrators_decide(trade: Trade) -> None:
    head = trade.town_head
    with pytest.raises(Refused) as refusal:
        actions.allow_other_side(head.person_id, "eget", TODAY + A_MONTH, actor=head, at=AT)
    with pytest.raises(Forbidden):
        actions.allow_other_side(
            trade.anna.person_id, "eget", TODAY + A_MONTH, actor=trade.anna, at=AT
        )

    assert refusal.value.codes == ["parties.decides_for_oneself"]


def test_a_decision_of_yesterday_or_beyond_her_last_day_is_refused_with_both_reasons(
    trade: Trade,
) -> None:
    actions.end_person(trade.anna.person_id, last_day=TODAY, actor=trade.town_head, at=AT)

    codes = []
    for days in (-1, 1):
        with pytest.raises(Refused) as refusal:
            trade.is_let(timedelta(days=days))
        codes.append(refusal.value.codes)

    assert codes == [["parties.other_side_is_over"], ["parties.leaves_before"]]


def test_a_file_with_people_of_the_other_side_names_their_rows_and_does_nothing(
    trade: Trade,
) -> None:
    firm = everything(trade.firm_head.tenant_id)
    rows = f"Number,Name,Email\n1,Nils Ny,{an_email()}\n2,Anna Ek,{trade.address}\n"

    found = actions.take_in_import(rows.encode(), "fil.csv", actor=firm, at=AT)

    (fault,) = queries.import_lines(found.id, actor=firm, limit=200).items
    assert (found.state, fault.row, fault.column) == ("faulty", 3, "Email")
    assert fault.problem is not None
    assert fault.problem.code == "parties.works_on_other_side"


def test_a_file_lets_in_whom_her_organisation_has_let_and_for_as_long(trade: Trade) -> None:
    firm = everything(trade.firm_head.tenant_id)
    trade.is_let()
    rows = f"Number,Name,Email\n2,Anna Ek,{trade.address}\n"
    found = actions.take_in_import(rows.encode(), "fil.csv", actor=firm, at=AT)

    with publishing(firm.tenant_id) as events:
        actions.apply_import(found.id, actor=firm, at=AT)

    with tenant_scope(firm.tenant_id):
        here = Person.objects.get(number="2")
    assert PersonAdded(here.id, None) in events
    assert trade.works_for() == ["buying", "selling"]
    assert trade.works_for(A_MONTH * 2) == ["buying"]


def test_her_own_organisations_file_about_her_is_taken_in_as_before(trade: Trade) -> None:
    trade.is_let()
    trade.join_the_firm()
    town = everything(trade.anna.tenant_id)
    rows = f"Number,Name,Email\n77,Anna Ek-Al,{trade.address}\n"
    found = actions.take_in_import(rows.encode(), "fil.csv", actor=town, at=AT)

    actions.apply_import(found.id, actor=town, at=AT)

    assert trade.works_for() == ["buying", "selling"]
    assert trade.works_for(A_MONTH * 2) == ["buying"]


def test_who_has_practised_for_a_town_and_left_it_is_free_for_a_supplier(trade: Trade) -> None:
    trade.practises()
    yesterday = TODAY - timedelta(days=1)
    actions.end_person(trade.anna.person_id, last_day=yesterday, actor=trade.town_head, at=AT)

    trade.join_the_firm()

    assert trade.works_for() == ["selling"]


def test_who_has_practised_and_is_let_across_works_on_both_sides_and_may_practise_still(
    trade: Trade,
) -> None:
    trade.practises()
    trade.is_let()

    trade.join_the_firm()

    assert trade.works_for() == ["buying", "buying", "selling"]
    assert trade.works_for(A_MONTH * 2) == ["buying", "buying"]


def test_who_is_let_across_may_practise_for_as_long_as_the_decision_lasts(trade: Trade) -> None:
    address = an_email()
    clerk = a_person(trade.firm_head.tenant_id, roles=("order_clerk",), email=address)
    actions.allow_other_side(
        clerk.person_id, "beslut 3", TODAY + A_MONTH, actor=trade.firm_head, at=AT
    )
    here = actions.add_person("Bo Al", address, valid_from=TODAY, actor=trade.town_head, at=AT)
    town = trade.town_head.tenant_id
    guest = replace(trade, anna=Actor(town, account_id=clerk.account_id, person_id=here))

    replace(guest, address=address).practises()

    assert guest.works_for() == ["buying", "buying", "selling"]
    assert guest.works_for(A_MONTH * 2) == ["selling"]
