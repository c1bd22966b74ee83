"""A purchasing coordinator sees the needs of his groups by deadline; pools, rejects, substitutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.authority import actions as authority
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.events import NeedsRejected
from avrop.buying.requisitions.lifecycle import LineState
from avrop.buying.requisitions.tests.builders import (
    AT,
    THURSDAY,
    TODAY,
    Seller,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_unit, publishing

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DAIRY_GROUP = "15500000-3"


@dataclass(frozen=True)
class Dairy:
    """A town whose dairy goods somebody coordinates, with a deputy."""

    town: Town
    seller: Seller
    coordinator: Actor
    deputy: Actor

    def handed_over(self, *, wanted: date = THURSDAY, lines: int = 1) -> tuple[UUID, ...]:
        """Lines of a cart of the requester's that lie in a cart of the coordinator's now."""
        cart = a_cart(self.town, self.seller, lines=lines, wanted_date=wanted)
        own = tuple(line.id for line in queries.requisition(cart, actor=self.town.requester).lines)
        (taken,) = actions.hand_over_lines(cart, own, actor=self.town.requester, at=AT)
        found = queries.requisition(taken, actor=self.coordinator).lines
        return tuple(line.id for line in found)

    def needs(self, reader: Actor) -> tuple[queries.OpenNeed, ...]:
        """What the reader sees."""
        return queries.needs_of_my_groups(actor=reader, at=AT).needs


@pytest.fixture
def dairy() -> Dairy:
    town = a_town()
    coordinator = a_person(town.tenant_id, roles=("purchasing_coordinator",))
    deputy = a_person(town.tenant_id, roles=("purchasing_coordinator",))
    assert coordinator.person_id is not None
    authority.name_coordinator(
        DAIRY_GROUP,
        coordinator.person_id,
        deputy_id=deputy.person_id,
        valid_from=TODAY,
        actor=town.office,
        at=AT,
    )
    return Dairy(town, a_seller(town), coordinator, deputy)


def told(dairy: Dairy, subject: UUID) -> list[tuple[str, tuple[UUID, ...]]]:
    with tenant_scope(dairy.town.tenant_id):
        return [(task.kind, task.assignees) for task in tasks.tasks_of(subject)]


def test_the_needs_of_ones_groups_stand_by_the_day_they_are_wanted(dairy: Dairy) -> None:
    later, sooner = dairy.handed_over(wanted=THURSDAY + DAY), dairy.handed_over()
    waiting = a_cart(dairy.town, dairy.seller, lines=1, wanted_date=THURSDAY + 2 * DAY)
    actions.submit_requisition(waiting, actor=dairy.town.requester, at=AT)
    a_cart(dairy.town, dairy.seller, lines=1)
    other = a_seller(dairy.town, name="Apoteket AB", category="33600000")
    others = a_cart(dairy.town, other, lines=1)
    actions.submit_requisition(others, actor=dairy.town.requester, at=AT)

    seen = dairy.needs(dairy.coordinator)

    assert [one.line_id for one in seen[:2]] == [*sooner, *later]
    assert [one.is_in_hand for one in seen] == [True, True, False]
    assert seen == dairy.needs(dairy.deputy)
    assert seen[2].requisition_id == waiting


def test_whoever_coordinates_nothing_sees_nothing_and_needs_the_right_to_look(
    dairy: Dairy,
) -> None:
    dairy.handed_over()
    another = a_person(dairy.town.tenant_id, roles=("purchasing_coordinator",))

    assert dairy.needs(another) == ()
    with pytest.raises(Forbidden):
        dairy.needs(dairy.town.requester)


def test_many_needs_take_the_same_statements_as_one(dairy: Dairy) -> None:
    counted = []
    for lines in (1, 9):
        dairy.handed_over(lines=lines)
        with statements() as asked:
            dairy.needs(dairy.coordinator)
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_lines_of_several_carts_are_pooled_in_the_one_that_is_wanted_first(dairy: Dairy) -> None:
    later, sooner = dairy.handed_over(wanted=THURSDAY + DAY), dairy.handed_over()

    cart = actions.pool_needs((*later, *sooner), actor=dairy.deputy, at=AT)

    view = queries.requisition(cart, actor=dairy.coordinator)
    assert [line.id for line in view.lines][:1] == list(sooner)
    assert {line.needed_by_person_id for line in view.lines} == {dairy.town.requester.person_id}
    assert {one.requisition_id for one in dairy.needs(dairy.coordinator)} == {cart}
    with pytest.raises(Refused) as refusal:
        actions.pool_needs(tuple(line.id for line in view.lines), actor=dairy.coordinator, at=AT)
    assert refusal.value.codes == ["requisitions.nothing_to_pool"]


def test_needs_of_two_units_are_not_pooled(dairy: Dairy) -> None:
    here = dairy.handed_over()
    library = a_unit(dairy.town.tenant_id)
    cart = actions.start_requisition(library, wanted_date=THURSDAY, actor=dairy.coordinator, at=AT)
    item = next(iter(dairy.seller.items.values()))
    there = actions.add_lines(
        cart, (actions.NewLine(item, Decimal(1)),), actor=dairy.coordinator, at=AT
    )

    with pytest.raises(Refused) as refusal:
        actions.pool_needs((*here, *there), actor=dairy.coordinator, at=AT)

    assert refusal.value.codes == ["requisitions.cart_of_other_unit"]


def test_a_need_is_rejected_with_a_reason_that_its_owner_is_told(dairy: Dairy) -> None:
    (line,) = dairy.handed_over()
    (need,) = dairy.needs(dairy.coordinator)

    with pytest.raises(Invalid):
        actions.reject_needs((line,), "  ", actor=dairy.coordinator, at=AT)
    with publishing(dairy.town.tenant_id) as events:
        actions.reject_needs((line,), "Finns i lager", actor=dairy.deputy, at=AT)

    (kept,) = queries.requisition(need.requisition_id, actor=dairy.coordinator).lines
    assert kept.state == LineState.CANCELLED
    assert NeedsRejected(need.requisition_id, 1) in events
    assert dairy.needs(dairy.coordinator) == ()
    assert told(dairy, kept.chain_id)[-1] == (
        "requisitions.need_rejected",
        (dairy.town.requester.person_id,),
    )
    with pytest.raises(Missing):
        actions.reject_needs((line,), "Igen", actor=dairy.coordinator, at=AT)


def test_another_article_is_bought_and_its_owner_is_told_why(dairy: Dairy) -> None:
    (line,) = dairy.handed_over()
    item = dairy.seller.items["I-3"]

    actions.substitute_need(line, item, "Slut hos leverantören", actor=dairy.coordinator, at=AT)

    (need,) = dairy.needs(dairy.coordinator)
    (kept,) = queries.requisition(need.requisition_id, actor=dairy.coordinator).lines
    assert (kept.item_id, need.name) == (item, "Vara 3")
    assert told(dairy, kept.chain_id)[-1][0] == "requisitions.need_substituted"


def test_what_is_not_of_ones_groups_or_not_handed_over_is_left_alone(dairy: Dairy) -> None:
    (line,) = dairy.handed_over()
    another = a_person(dairy.town.tenant_id, roles=("purchasing_coordinator",))
    cart = a_cart(dairy.town, dairy.seller, lines=1)
    (own,) = queries.requisition(cart, actor=dairy.town.requester).lines

    with pytest.raises(Refused) as not_mine:
        actions.reject_needs((line,), "Nej", actor=another, at=AT)
    with pytest.raises(Refused) as not_handed:
        actions.reject_needs((own.id,), "Nej", actor=dairy.coordinator, at=AT)

    assert not_mine.value.codes == ["requisitions.not_your_group"]
    assert not_handed.value.codes == ["requisitions.not_handed_over"]
