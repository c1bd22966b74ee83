"""A coordinator invites a small supplier to an order; the supplier comes, and no further than he may."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from avrop.buying.orders import actions, queries
from avrop.buying.orders.queries import OrderView
from avrop.buying.orders.tests.builders import a_draft_order
from avrop.buying.requisitions.tests.builders import Seller, Town, a_seller, a_town
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.presentation import shown_in
from avrop.kernel.problems import Invalid, Missing, Refused
from avrop.parties.shapes import ChannelChoice
from avrop.selling.sales import actions as sales_actions
from avrop.selling.sales import queries as sales
from avrop.site.pages import inviting
from avrop.site.tests.builders import a_client_of, a_stranger
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import AT, TenantWorld, a_person, a_tenant, an_organisation, everything

pytestmark = pytest.mark.django_db
PORTAL = (ChannelChoice("order", "portal"),)
SOON = AT.date() + timedelta(days=30)


@dataclass(frozen=True)
class Story:
    """An order that a town has sent to a small supplier who works through the portal."""

    town: Town
    farm: TenantWorld
    order: OrderView
    coordinator: Actor

    @property
    def farmer(self) -> Actor:
        """Whoever may do everything at the supplier's."""
        return everything(self.farm.tenant_id)


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    """Does what follows from what is done."""
    with running_here() as run:
        yield run


@pytest.fixture
def story(drain: Callable[[], int]) -> Story:
    """The order has come to the supplier."""
    town = a_town()
    seller = a_seller(town, name="Lilla gården", channels=PORTAL)
    farm = _a_farm(town, seller)
    order = a_draft_order(town, seller)
    actions.send_order(order.id, actor=town.requester, at=AT)
    drain()
    coordinator = a_person(town.tenant_id, roles=("coordinator",))
    return Story(town, farm, order, coordinator)


def _a_farm(town: Town, seller: Seller) -> TenantWorld:
    number = seller.endpoint.partition(":")[2]
    farm = a_tenant("Lilla gården", legal_id=number, endpoint=seller.endpoint)
    buyer = town.world.endpoint
    an_organisation(
        farm.tenant_id, "Ekbackens kommun", legal_id=buyer.partition(":")[2], endpoint=buyer
    )
    return farm


def invited(story: Story, holder: str = "bo@gard.example", until: date = SOON) -> UUID:
    """An invitation by command."""
    made = actions.invite_seller(story.order.id, holder, until, actor=story.coordinator, at=AT)
    return made.invitation_id


def _link_of(shown: str) -> str:
    found: str = re.findall(r'href="http://testserver(/o/[^"]+)"', shown)[0]
    return found


def _invite(client: Client, order_id: UUID, **values: str) -> tuple[int, str]:
    until = (date.today() + timedelta(days=10)).isoformat()  # noqa: DTZ011  pages go by the clock
    given = {"holder": "Bo på gården", "valid_until": until, **values}
    address = reverse("invitations", args=[order_id])
    status, shown = sent(client, address, "InvitationForm", **given)
    return status, client.get(address).content.decode() if status == 302 else shown


def test_an_invited_supplier_answers_the_order_and_both_sides_see_it(
    story: Story, drain: Callable[[], int]
) -> None:
    coordinator = a_client_of(story.coordinator)
    status, made = _invite(coordinator, story.order.id)
    address, supplier = _link_of(made), a_stranger()

    opened = supplier.get(address)
    accepted = supplier.post(f"{address}/accept")
    drain()

    assert (status, opened.status_code, accepted.status_code) == (302, 200, 302)
    assert "wants to buy this from you." in opened.content.decode()
    assert queries.order(story.order.id, actor=story.town.requester).state == "accepted"
    (sold,) = sales.orders_page(actor=story.farmer).items
    (link,) = [one for one in sales.links_of(sold.id, actor=story.farmer) if one.is_invitation]
    assert (link.holder, link.last_used_at is not None) == ("Bo på gården", True)
    after = page(coordinator, "invitations", story.order.id)
    assert "Not used yet" not in after
    assert address not in after


def test_an_invitation_opens_neither_prices_nor_the_suppliers_ledger(story: Story) -> None:
    _, made = _invite(a_client_of(story.coordinator), story.order.id)
    address, supplier = _link_of(made), a_stranger()

    shown = supplier.get(address).content.decode()

    assert "Send your price list" not in shown
    for name in ("price-list", "price-list.xlsx"):
        assert supplier.get(f"{address}/{name}")["Location"] == address


def test_what_is_taken_back_opens_nothing(story: Story) -> None:
    coordinator = a_client_of(story.coordinator)
    _, made = _invite(coordinator, story.order.id)
    (invitation,) = queries.invitations_of(story.order.id, actor=story.coordinator).items
    before = a_stranger().get(_link_of(made)).status_code

    withdrawn = coordinator.post(
        reverse("withdraw_invitation", args=[story.order.id, invitation.id])
    )
    after = a_stranger().get(_link_of(made))

    assert (before, withdrawn.status_code, after.status_code) == (200, 302, 404)
    assert "Taken back" in page(coordinator, "invitations", story.order.id)


def test_the_supplier_can_revoke_what_the_buyer_has_given(story: Story) -> None:
    _, made = _invite(a_client_of(story.coordinator), story.order.id)
    a_stranger().get(_link_of(made))
    (sold,) = sales.orders_page(actor=story.farmer).items
    (link,) = [one for one in sales.links_of(sold.id, actor=story.farmer) if one.is_invitation]

    sales_actions.revoke_link(link.id, actor=story.farmer, at=AT)

    assert a_stranger().get(_link_of(made)).status_code == 404


def test_as_soon_as_the_supplier_has_people_of_its_own_the_invitation_opens_nothing(
    story: Story,
) -> None:
    _, made = _invite(a_client_of(story.coordinator), story.order.id)
    a_person(story.farm.tenant_id, roles=("order_clerk",))

    closed = a_stranger().get(_link_of(made))

    assert closed.status_code == 404
    assert "Lilla gården has people of its own here now" in closed.content.decode()


def test_a_seller_with_people_of_its_own_is_not_invited_and_the_reason_is_told(
    story: Story,
) -> None:
    a_person(story.farm.tenant_id, roles=("order_clerk",))

    status, shown = _invite(a_client_of(story.coordinator), story.order.id)

    assert status == 409
    assert "Lilla gården has people of its own who sign in here." in shown
    assert "Ask them to answer, or to give a link themselves." in shown
    assert queries.invitations_of(story.order.id, actor=story.coordinator).items == ()


def test_every_reason_is_told_at_once(drain: Callable[[], int]) -> None:
    town = a_town()
    order = a_draft_order(town, a_seller(town, name="Mejeriet AB"))

    with pytest.raises(Refused) as refusal:
        actions.invite_seller(order.id, "Bo", SOON, actor=town.office, at=AT)

    assert refusal.value.codes == [
        "orders.not_open_for_its_seller",
        "orders.seller_is_not_here",
        "orders.seller_has_own_system",
        "orders.invites_to_own_order",
    ]


def test_nobody_invites_to_what_he_has_ordered_himself(story: Story) -> None:
    own = a_person(story.town.tenant_id, roles=("coordinator", "requester"))
    seller = a_seller(story.town, name="Gården intill", channels=PORTAL)
    _a_farm(story.town, seller)
    town = Town(story.town.world, story.town.office, story.town.school, own, story.town.approver)
    order = a_draft_order(town, seller)
    actions.send_order(order.id, actor=own, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.invite_seller(order.id, "Bo", SOON, actor=own, at=AT)

    assert refusal.value.codes == ["orders.invites_to_own_order"]


def test_it_says_whom_it_is_for_and_ends_within_four_months(story: Story) -> None:
    for holder, until in ((" ", SOON), ("x" * 255, SOON), ("Bo", AT.date() + timedelta(days=121))):
        with pytest.raises(Invalid) as refusal:
            invited(story, holder, until)
        assert len(refusal.value.codes) == 1
    assert queries.invitations_of(story.order.id, actor=story.coordinator).items == ()


def test_the_last_day_is_included_and_the_day_after_is_not(story: Story) -> None:
    invitation = invited(story)
    from avrop.buying.orders.invitations import holder_of
    from avrop.kernel.tokens import Opens

    guest = holder_of(Opens(story.town.tenant_id, invitation))
    opened = actions.use_invitation(invitation, actor=guest, at=AT + timedelta(days=30))

    assert opened.order_number == story.order.number
    with pytest.raises(Missing):
        actions.use_invitation(invitation, actor=guest, at=AT + timedelta(days=31))


def test_an_invitation_is_mailed_where_it_is_for_an_e_mail_address(
    story: Story, drain: Callable[[], int], settings: Any
) -> None:
    settings.AVROP_MAIL_FROM = "order@avrop.example"
    settings.AVROP_ADDRESS = "https://avrop.example"

    invited(story)
    invited(story, "Bo på gården")
    with override("en"):  # whoever runs the jobs may speak another language
        drain()

    (letter,) = mail.outbox
    assert f"till och med {shown_in(SOON, 'sv')}." in letter.body
    assert letter.to == ["bo@gard.example"]
    assert "https://avrop.example/o/" in letter.body
    assert story.order.number in letter.body


def test_a_double_click_invites_once(story: Story) -> None:
    coordinator = a_client_of(story.coordinator)
    address = reverse("invitations", args=[story.order.id])
    keys = keys_in(coordinator.get(address).content.decode(), "InvitationForm")
    until = (date.today() + timedelta(days=10)).isoformat()  # noqa: DTZ011

    for _ in range(2):
        pressed = coordinator.post(address, {**keys, "holder": "Bo", "valid_until": until})
        assert pressed["Location"] == address

    assert "The link for Bo" in coordinator.get(address).content.decode()
    assert "The link for Bo" not in coordinator.get(address).content.decode()
    assert len(queries.invitations_of(story.order.id, actor=story.coordinator).items) == 1


def test_who_may_not_invite_is_not_offered_it_and_is_denied(story: Story) -> None:
    requester = a_client_of(story.town.requester)

    shown = page(requester, "order", story.order.id)
    status = requester.post(
        reverse("invitations", args=[story.order.id]),
        {"holder": "Bo", "valid_until": date.today().isoformat()},  # noqa: DTZ011
    ).status_code

    assert reverse("invitations", args=[story.order.id]) not in shown
    assert status == 403
    assert reverse("invitations", args=[story.order.id]) in page(
        a_client_of(story.coordinator), "order", story.order.id
    )


def test_the_invitations_to_an_order_are_shown_some_at_a_time(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "PAGE_SIZE", 2)
    for holder in ("ett@gard.example", "tva@gard.example", "tre@gard.example"):
        invited(story, holder)
    client = a_client_of(story.coordinator)

    first = page(client, "invitations", story.order.id)
    (following,) = re.findall(r'href="\?cursor=([^"]+)"', first)
    rest = page(client, "invitations", story.order.id, cursor=following)

    assert [holder in first for holder in ("ett@", "tva@", "tre@")] == [False, True, True]
    assert [holder in rest for holder in ("ett@", "tva@", "tre@")] == [True, False, False]
    assert "Show more" not in rest
